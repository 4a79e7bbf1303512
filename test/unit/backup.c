/* SPDX-License-Identifier: EUPL-1.2
 *
 * backup: every call to the disk fails once, in turn, while a council is put away and taken out again.  Each time there is
 * a fault and nothing is left, or the failure did no harm and the copy is whole.
 *
 * usage: test-backup FOLDER      a folder of ours is made in it
 */
#include "desk/backup.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "desk/seal.h"
#include "desk/verify.h"
#include "doors/found.h"
#include "tap.h"

enum { SPREAD = 40, LAST = 14 }; /* so many calls over the whole work, and each of the last, where names are given */

/* The real world, but for one call. */
struct world {
	long count, failing;
	int error;
};

static int64_t world_now(void *self)
{
	(void)self;
	return env_now(&env_system);
}

static void world_chance(void *self, void *bytes, size_t n)
{
	(void)self;
	env_chance(&env_system, bytes, n);
}

static int world_fault(void *self, enum env_call call)
{
	struct world *w = self;

	(void)call;
	return w->count++ == w->failing ? w->error : 0;
}

static void hush(void *self, const char *finding)
{
	(void)self;
	(void)finding;
}

/* Names in a folder that begin so. */
static int names_with(const char *folder, const char *beginning)
{
	DIR *d = opendir(folder);
	const struct dirent *e;
	int count = 0;

	while (d && (e = readdir(d)))
		count += !strncmp(e->d_name, beginning, strlen(beginning));
	if (d)
		(void)closedir(d);
	return count;
}

static void gone(const char *folder, const char *beginning)
{
	DIR *d = opendir(folder);
	const struct dirent *e;
	char path[512];

	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.' || strncmp(e->d_name, beginning, strlen(beginning)) != 0)
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (unlink(path)) {
			gone(path, "");
			(void)rmdir(path);
		}
	}
	if (d)
		(void)closedir(d);
}

struct tries {
	const char *folder;
	const char *key; /* what opens the copies, when they are sealed */
	bool is_back;
	struct world world;
	int done, told, wrong;
};

static const char *in(struct arena *a, const struct tries *t, const char *name)
{
	return arena_print(a, "%s/%s", t->folder, name);
}

/* What was made is whole.  A sealed copy shows that only when it is opened. */
static bool is_whole(struct arena *a, const struct tries *t, int64_t entries)
{
	const char *book = in(a, t, t->is_back ? "back.fyr" : t->key ? "open.fyr" : "try/council.fyr");
	struct verdict verdict = { .entries = 0 };
	const struct restoring opened = { .source = in(a, t, "try"), .target = book, .key_path = t->key };
	struct backup b;

	if (!t->is_back && t->key && backup_restore(a, &env_system, &opened, hush, NULL, &b))
		return false;
	return !verify(a, &env_system, book, false, hush, NULL, &verdict) && !verdict.findings && verdict.entries == entries;
}

/* One way of the two: told as a fault with nothing left, or done and whole. */
static void try_once(struct tries *t)
{
	const struct env env = { &t->world, world_now, world_chance, world_fault };
	struct arena *a = arena_new((size_t)256 << 20);
	const struct restoring back = { .source = in(a, t, "kept"), .target = in(a, t, "back.fyr"), .key_path = t->key };
	const char *made = t->is_back ? "back" : "try";
	struct backup b;
	const struct fault *f = t->is_back ? backup_restore(a, &env, &back, hush, NULL, &b)
		: backup_make(a, &env, in(a, t, "council.fyr"), in(a, t, "try"), hush, NULL, &b);

	if (f)
		t->wrong += f->sort == FAULT_REFUSED || f->sort == FAULT_USAGE || names_with(t->folder, made) != 0;
	else
		t->wrong += !is_whole(a, t, b.entries) || b.is_sealed != (t->key != NULL);
	t->wrong += names_with(t->folder, "council.fyr.unfinished") != 0;
	if (t->wrong == 1 && f)
		printf("# call %ld: %s: %s\n", t->world.failing, f->where, f->what);
	t->told += f != NULL;
	t->done += f == NULL;
	gone(t->folder, made);
	gone(t->folder, "open.fyr");
	arena_free(a);
}

static void fail_each(struct tap *tap, const char *folder, const char *key, bool is_back, int error, const char *what)
{
	struct tries t = { .folder = folder, .key = key, .is_back = is_back, .world = { .failing = -1 } };
	long calls;

	try_once(&t);
	calls = t.world.count;
	OK(tap, t.done == 1 && !t.wrong && calls > 40, "done when nothing fails");
	for (long i = 0; i < calls; i += i < calls - LAST ? calls / SPREAD + 1 : 1) {
		t.world = (struct world){ .failing = i, .error = error };
		try_once(&t);
	}
	printf("# %ld calls of the disk; %d failures told, %d did no harm\n", calls, t.told, t.done - 1);
	OK(tap, !t.wrong && t.told > 20, what);
}

/* From here on what is copied is sealed. */
static void seal_from_now(struct tap *tap, struct arena *a, const char *folder, const char *key)
{
	const char *recipient = NULL, *path = arena_print(a, "%s/council.fyr-recipient", folder);
	const struct fault *f = seal_make_key(a, &env_system, key, &recipient);
	struct backup b;

	if (!f)
		f = env_file_replace(a, &env_system, path, recipient, strlen(recipient), 0600);
	gone(folder, "kept");
	if (!f)
		f = backup_make(a, &env_system, arena_print(a, "%s/council.fyr", folder),
			arena_print(a, "%s/kept", folder), hush, NULL, &b);
	OK(tap, !f && b.is_sealed && b.has_key && names_with(arena_print(a, "%s/kept", folder), "council.fyr") == 4,
		"a recipient beside the council: the copy is sealed");
}

int main(int argc, char **argv)
{
	struct tap tap = { 0, 0 };
	struct arena *a = arena_new((size_t)64 << 20);
	char *folder = arena_print(a, "%s/backup-XXXXXX", argc > 1 ? argv[1] : ".");
	struct founding founding = { .name = "A small council" };
	const struct fault *f = NULL;
	const char *key;
	struct backup b;

	if (sodium_init() < 0 || !mkdtemp(folder))
		return 1;
	key = arena_print(a, "%s/key", folder);
	f = found_council(a, &env_system, arena_print(a, "%s/council.fyr", folder), &founding);
	OK(&tap, !f, "a council");
	f = backup_make(a, &env_system, arena_print(a, "%s/council.fyr", folder), arena_print(a, "%s/kept", folder), hush, NULL, &b);
	OK(&tap, !f && b.has_key && b.has_head && b.has_office && b.entries > 5, "and its copy");
	fail_each(&tap, folder, NULL, false, EIO, "backup: every call fails once: nothing is left, or all of it");
	fail_each(&tap, folder, NULL, false, ENOSPC, "backup: every call finds the disk full once: nothing is left, or all of it");
	fail_each(&tap, folder, NULL, true, EIO, "restore: every call fails once: nothing is left, or all of it");
	fail_each(&tap, folder, NULL, true, ENOSPC, "restore: every call finds the disk full once: nothing is left, or all of it");
	seal_from_now(&tap, a, folder, key);
	fail_each(&tap, folder, key, false, EIO, "sealed backup: every call fails once: nothing is left, or all of it");
	fail_each(&tap, folder, key, true, ENOSPC, "restore of it: every call finds the disk full once: nothing is left, or all of it");
	gone(folder, "");
	(void)rmdir(folder);
	return tap_done(&tap);
}
