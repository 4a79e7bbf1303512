/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/second_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/log_key.h"
#include "kinds/kind.h"
#include "ledger/tile.h"

enum { VKEY_MAX = 1 << 10, FOLLOW_MS = 500, ROUND_ARENA = 64 << 20 };

static const char *in_copy(struct arena *a, const char *folder, const char *name)
{
	return arena_print(a, "%s/%s", folder, name);
}

/* The file that entry `seq` stands in. */
static const char *bundle_path(struct arena *a, const char *folder, int64_t seq)
{
	struct tile t = { .is_bundle = true, .index = (uint64_t)seq / TILE_WIDTH, .width = TILE_WIDTH };

	return in_copy(a, folder, tile_path(a, &t));
}

static const struct fault *failed(struct arena *a, const char *path)
{
	return fault_new(a, errno == ENOENT ? FAULT_NOTHING : FAULT_SYSTEM, "second_copy", "%s: %s", path, strerror(errno));
}

/* The folders a path of the copy stands in, each synced into its own, so that no file is lost with its folder's name. */
static const struct fault *folders_made(struct arena *a, const struct env *env, const char *folder, const char *path)
{
	const struct fault *f = NULL;

	for (const char *slash = path + strlen(folder); !f && slash; slash = strchr(slash + 1, '/')) {
		const char *part = arena_copy(a, path, (size_t)(slash - path));

		if (!mkdir(part, 0700))
			f = file_sync(a, env, file_folder(a, part));
		else if (errno != EEXIST)
			f = failed(a, part);
	}
	return f;
}

/* ----------------------------------------------------------------------------------------- reading --- */

/* The whole entries of one bundle. */
struct bundle {
	unsigned char *bytes;
	const unsigned char *at; /* bundle_next's */
	size_t left;
};

/* A bundle that is not there has no entries. */
static const struct fault *bundle_read(struct arena *a, const struct env *env, const char *path, struct bundle *out)
{
	char *bytes = NULL;
	size_t n = 0;
	const struct fault *f = env_file_read(a, env, path, TILE_BUNDLE_MAX, &bytes, &n);

	if (f && f->sort != FAULT_NOTHING)
		return f;
	*out = (struct bundle){ .bytes = (unsigned char *)bytes, .at = (unsigned char *)bytes, .left = n };
	return NULL;
}

/* The next entry as text; NULL at the end, or when what is left is torn. */
static const char *bundle_entry(struct arena *a, struct bundle *b)
{
	const unsigned char *entry;
	size_t n;

	return b->left && bundle_next(&b->at, &b->left, &entry, &n) ? arena_copy(a, (const char *)entry, n) : NULL;
}

static const struct fault *vkey_agrees(struct arena *a, const struct env *env, const char *folder, const struct entry *first)
{
	const char *own = entry_text(first, "vkey");
	char *text;
	size_t n;
	const struct fault *f = env_file_read(a, env, in_copy(a, folder, "vkey"), VKEY_MAX, &text, &n);

	if (f)
		return f;
	if (!own || !text_equal(text, arena_print(a, "%s\n", own)))
		return fault_new(a, FAULT_REFUSED, __func__, "%s holds the copy of another book", folder);
	return NULL;
}

/* --------------------------------------------------------------------------------------- following --- */

/* How many entries there are.  Each bundle but the newest is full, and what is torn at the end is cut off. */
static const struct fault *counted(struct second_copy *c, struct arena *a)
{
	int64_t bundles = 0;
	const struct fault *f;
	struct bundle b;
	const char *path;

	c->entries = 0;
	while (!access(bundle_path(a, c->folder, bundles * TILE_WIDTH), F_OK))
		bundles++;
	if (!bundles)
		return NULL;
	path = bundle_path(a, c->folder, (bundles - 1) * TILE_WIDTH);
	f = bundle_read(a, c->env, path, &b);
	if (f)
		return f;
	c->entries = (bundles - 1) * TILE_WIDTH;
	while (bundle_entry(a, &b))
		c->entries++;
	if (b.left && truncate(path, b.at - b.bytes))
		return failed(a, path);
	return b.left ? file_sync(a, c->env, path) : NULL;
}

/* The copy's newest entry is the book's of that number. */
static const struct fault *newest_agrees(struct second_copy *c, struct arena *a, struct store *s)
{
	const char *ours = store_text(s, a, "SELECT leaf FROM entry WHERE seq = ?", "i", c->entries - 1), *last = NULL, *leaf;
	struct bundle b;
	const struct fault *f = bundle_read(a, c->env, bundle_path(a, c->folder, c->entries - 1), &b);

	if (f)
		return f;
	while ((leaf = bundle_entry(a, &b)))
		last = leaf;
	if (!ours && !store_fault(s))
		return fault_new(a, FAULT_DAMAGED, __func__, "%s holds %lld entries, more than the book: the book is an older copy, and the"
			" newest entries are gone from it; see docs/recovery.md", c->folder, (long long)c->entries);
	if (!text_equal(ours, last))
		return fault_new(a, FAULT_DAMAGED, __func__, "%s and the book hold different entries; run `fyr verify`", c->folder);
	return NULL;
}

static const struct fault *opened(struct second_copy *c, struct arena *a, struct store *s)
{
	const char *path = in_copy(a, c->folder, "vkey"), *vkey;
	struct entry first;
	const struct fault *f = book_read(s, a, 0, &first);

	if (!f)
		f = folders_made(a, c->env, c->folder, bundle_path(a, c->folder, 0));
	if (!f && access(path, F_OK)) {
		vkey = arena_print(a, "%s\n", entry_text(&first, "vkey"));
		f = env_file_replace(a, c->env, path, vkey, strlen(vkey), 0644);
	}
	if (!f)
		f = vkey_agrees(a, c->env, c->folder, &first);
	if (!f)
		f = counted(c, a);
	if (!f && c->entries)
		f = newest_agrees(c, a, s);
	c->checkpoint = -1;
	c->is_open = !f;
	return f;
}

/* Entries onto the end of the bundle open at `fd`, while they belong into it; *out_added of them. */
static const struct fault *bundle_filled(struct second_copy *c, struct arena *a, struct store *s, int fd, int64_t *out_added)
{
	int64_t last = c->entries - c->entries % TILE_WIDTH + TILE_WIDTH - 1;
	struct rows r = store_ask(s, "SELECT seq, leaf FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq", "ii", c->entries, last);
	struct out o;

	*out_added = 0;
	out_init(&o, a, TILE_BUNDLE_MAX);
	while (rows_next(&r) && rows_int(&r, 0) == c->entries + *out_added) {
		const char *leaf = rows_text(&r, a, 1);

		bundle_add(&o, leaf, strlen(leaf));
		++*out_added;
	}
	rows_end(&r);
	if (store_fault(s))
		return store_fault(s);
	if (!*out_added)
		return fault_new(a, FAULT_DAMAGED, __func__, "entry %lld is missing in the book; run `fyr verify`", (long long)c->entries);
	errno = 0;
	if (!file_write_all(c->env, fd, o.bytes, o.length))
		return failed(a, c->folder);
	errno = env_file_fault(c->env, ENV_SYNC);
	return errno || fsync(fd) ? failed(a, c->folder) : NULL;
}

/* What the book has beyond the copy, a bundle at most. */
static const struct fault *extended(struct second_copy *c, struct arena *a, struct store *s)
{
	const char *path = bundle_path(a, c->folder, c->entries);
	bool is_new = c->entries % TILE_WIDTH == 0;
	const struct fault *f = is_new ? folders_made(a, c->env, c->folder, path) : NULL;
	int64_t added = 0;
	int fd = -1;

	if (!f)
		f = file_open(a, c->env, path, O_WRONLY | O_APPEND | (is_new ? O_CREAT : 0), &fd);
	if (f)
		return f;
	f = bundle_filled(c, a, s, fd, &added);
	(void)close(fd);
	if (!f && is_new)
		f = file_sync(a, c->env, file_folder(a, path));
	if (!f)
		c->entries += added;
	return f;
}

static const struct fault *checkpoint_kept(struct second_copy *c, struct arena *a, struct store *s)
{
	int64_t size = store_int(s, -1, "SELECT max(size) FROM checkpoint WHERE size <= ?", "i", c->entries);
	const char *note = size >= 0 ? book_checkpoint_note(s, a, size) : NULL;
	const struct fault *f;

	if (!note || size == c->checkpoint)
		return store_fault(s);
	f = env_file_replace(a, c->env, in_copy(a, c->folder, "checkpoint"), note, strlen(note), 0644);
	if (!f)
		c->checkpoint = size;
	return f;
}

const struct fault *second_copy_follow(struct second_copy *c, struct arena *a, struct store *s)
{
	const struct fault *f = c->is_open ? NULL : opened(c, a, s);
	int64_t size = store_int(s, 0, "SELECT size FROM tree WHERE id = 1", "");

	while (!f && c->entries < size && !store_fault(s)) {
		size_t mark = arena_mark(a);

		f = extended(c, a, s);
		if (!f)
			arena_rewind(a, mark);
	}
	if (!f)
		f = checkpoint_kept(c, a, s);
	c->is_open = !f;
	return f;
}

/* What is wrong now; told when it was not told before. */
static void tell(const struct fault *f, char told[], size_t max)
{
	const char *what = f ? f->what : "";

	if (strncmp(what, told, max - 1) != 0)
		fprintf(stderr, "fyr: second copy: %s\n", f ? what : "it follows the book again");
	(void)snprintf(told, max, "%s", what);
}

void second_copy_serve(struct arena *a, const struct env *env, const char *file, const char *folder, int stop_fd)
{
	struct second_copy copy = { .env = env, .folder = folder };
	struct pollfd stop = { .fd = stop_fd, .events = POLLIN };
	struct arena *round = arena_new(ROUND_ARENA);
	struct store *s = NULL;
	char told[256] = "";
	bool is_last;

	do {
		const struct fault *f = NULL;

		is_last = poll(&stop, 1, FOLLOW_MS) > 0;
		if (!s)
			f = store_open(a, env, file, STORE_READ, &s);
		if (!f)
			f = second_copy_follow(&copy, round, s);
		tell(f, told, sizeof(told));
		if (f) { /* the next round looks at the file anew */
			store_close(s);
			s = NULL;
			arena_reset(a);
		}
		arena_reset(round);
	} while (!is_last);
	store_close(s);
	arena_free(round);
}

/* --------------------------------------------------------------------------------------- restoring --- */

/* One bundle's entries: those the book has are compared, the others appended.  *out_is_last: the copy ends in it. */
static const struct fault *bundle_taken(struct arena *a, const struct env *env, struct book *b, const char *path, int64_t seq,
	bool *out_is_last)
{
	struct bundle bundle;
	const struct fault *f = bundle_read(a, env, path, &bundle);
	int64_t end = seq + TILE_WIDTH;
	const char *leaf;

	while (!f && (leaf = bundle_entry(a, &bundle)) && seq < end) {
		const char *ours = seq < (int64_t)b->frontier.size
			? store_text(b->store, a, "SELECT leaf FROM entry WHERE seq = ?", "i", seq) : NULL;
		struct entry e;

		if (!ours)
			f = store_fault(b->store) ? store_fault(b->store) : book_append_leaf(b, a, leaf, &e);
		else if (strcmp(ours, leaf) != 0)
			f = fault_new(a, FAULT_DAMAGED, __func__, "entry %lld is another in the copy than in the backup", (long long)seq);
		seq++;
	}
	*out_is_last = seq < end;
	return f;
}

const struct fault *second_copy_append(struct arena *a, const struct env *env, struct book *b, const char *folder,
	int64_t *out_added)
{
	int64_t before = (int64_t)b->frontier.size;
	bool is_last = false;
	struct entry first;
	const struct fault *f = book_read(b->store, a, 0, &first);

	if (!f)
		f = vkey_agrees(a, env, folder, &first);
	for (int64_t seq = 0; !f && !is_last; seq += TILE_WIDTH) {
		size_t mark = arena_mark(a);

		f = bundle_taken(a, env, b, bundle_path(a, folder, seq), seq, &is_last);
		if (!f)
			arena_rewind(a, mark);
	}
	if (!f)
		*out_added = (int64_t)b->frontier.size - before;
	return f;
}

const struct fault *second_copy_stands(struct arena *a, const struct env *env, const struct book *b, const char *folder)
{
	const char *path = in_copy(a, folder, "checkpoint");
	struct checkpoint checkpoint;
	struct log_keys keys;
	const struct fault *f;
	char *note;
	size_t n;

	f = env_file_read(a, env, path, NOTE_MAX, &note, &n);
	if (f)
		return f->sort == FAULT_NOTHING ? fault_new(a, FAULT_DAMAGED, __func__, "%s is missing", path) : f;
	f = log_key_all(b->store, a, b->hasher, &keys);
	if (!f)
		f = log_keys_verify(a, &keys, note, n, &checkpoint, NULL, NULL);
	if (!f && !book_had_head(b, a, arena_print(a, "%llu:%s", (unsigned long long)checkpoint.size,
			merkle_hash_text(a, &checkpoint.root))))
		f = fault_new(a, FAULT_DAMAGED, __func__, "%s was signed for other entries than the copy's and the book's", path);
	return f;
}
