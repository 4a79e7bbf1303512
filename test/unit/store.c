/* SPDX-License-Identifier: EUPL-1.2
 *
 * store: faults without end in bounded memory, the count of pages in -wal, a new -wal's name, blobs of an exact
 * size.
 * usage: test-store FOLDER      a folder to make files in
 */
#include <errno.h>
#include <unistd.h>

#include "store/store.h"
#include "tap.h"

static struct store *opened(struct arena *a, const char *path, enum store_mode mode)
{
	struct store *s = NULL;

	return store_open(a, &env_system, path, mode, &s) ? NULL : s;
}

static void test_faults(struct tap *t, struct arena *a)
{
	struct store *s = opened(a, "", STORE_MEMORY);
	const struct fault *first = NULL;
	bool same = true;

	store_script(s, "CREATE TABLE t(x INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES(1)");
	for (int i = 0; i < 20000; i++) {
		store_run(s, "INSERT INTO t VALUES(1)", "");
		first = first ? first : store_fault(s);
		same &= store_fault(s) && store_fault(s) == first;
		store_forgive(s);
	}
	OK(t, same, "the same fault twenty thousand times is one fault");
	store_script(s, "nonsense");
	OK(t, store_fault(s) && store_fault(s) != first && strcmp(store_fault(s)->what, first->what) != 0, "another is another");
	store_close(s);
}

static void test_pages(struct tap *t, struct arena *a, const char *folder)
{
	const char *path = arena_print(a, "%s/store-pages.db", folder);
	struct store *s, *reader;

	(void)unlink(path);
	s = opened(a, path, STORE_CREATE);
	OK(t, s != NULL, "a new file");
	store_script(s, "CREATE TABLE t(x INTEGER PRIMARY KEY, y BLOB) STRICT");
	store_run(s, "INSERT INTO t(y) VALUES(zeroblob(100000))", "");
	OK(t, store_wal_pages(s) >= 25, "its pages are counted as they come");
	OK(t, store_checkpoint(s, false) && store_wal_pages(s) == 0, "moved, none is left");
	reader = opened(a, path, STORE_READ);
	store_begin(reader);
	(void)store_int(reader, 0, "SELECT count(*) FROM t", "");
	store_run(s, "INSERT INTO t(y) VALUES(zeroblob(100000))", "");
	OK(t, !store_checkpoint(s, true) && store_wal_pages(s) > 0 && !store_fault(s), "a reader in the way is no fault");
	store_rollback(reader);
	OK(t, store_checkpoint(s, true) && store_wal_pages(s) == 0, "when it has gone all are moved");
	store_close(reader);
	store_close(s);
	(void)unlink(path);
}

static int no_sync(void *self, enum env_call call)
{
	(void)self;
	return call == ENV_SYNC ? EIO : 0;
}

/* The name of a new -wal must be on the disk, or the next one to open the file would lean on a name that is not. */
static void test_new_wal(struct tap *t, struct arena *a, const char *folder)
{
	const char *path = arena_print(a, "%s/store-wal.db", folder), *wal = arena_print(a, "%s-wal", path);
	struct env env = env_system;
	struct store *s;

	env.file_fault = no_sync;
	(void)unlink(path);
	store_close(opened(a, path, STORE_CREATE));
	OK(t, !access(path, F_OK) && access(wal, F_OK), "closed, a file has no -wal");
	OK(t, store_open(a, &env, path, STORE_WRITE, &s) != NULL && access(wal, F_OK), "one whose name cannot be synced is not left");
	s = opened(a, path, STORE_WRITE);
	OK(t, s && !access(wal, F_OK), "the next one makes it anew");
	store_close(s);
	(void)unlink(path);
}

static void test_bytes(struct tap *t, struct arena *a)
{
	struct store *s = opened(a, "", STORE_MEMORY);
	struct rows r = store_ask(s, "SELECT x'010203', '123', NULL", "");
	unsigned char bytes[3] = { 0 };

	OK(t, rows_next(&r) && rows_bytes(&r, 0, bytes, 3) && bytes[2] == 3, "a blob of that size");
	OK(t, !rows_bytes(&r, 0, bytes, 2) && !rows_bytes(&r, 1, bytes, 3) && !rows_bytes(&r, 2, bytes, 3) && bytes[0] == 1,
		"another size, a text and nothing are none");
	rows_end(&r);
	store_close(s);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(16 << 20);
	struct tap t = { 0 };

	test_faults(&t, a);
	test_pages(&t, a, argc > 1 ? argv[1] : ".");
	test_new_wal(&t, a, argc > 1 ? argv[1] : ".");
	test_bytes(&t, a);
	arena_free(a);
	return tap_done(&t);
}
