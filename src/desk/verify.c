/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/verify.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "kinds/two_person.h"
#include "ledger/disclosure.h"
#include "ledger/note.h"
#include "state/state.h"

struct check {
	struct arena *arena;   /* reset after each entry */
	struct arena *long_lived;
	struct store *store;
	struct hasher *hasher;
	struct merkle_frontier frontier;
	struct hash *roots;    /* roots[n]: of the first n entries */
	int64_t size;
	int64_t last_time;
	const char *origin;
	struct vkey key;
	const char *head;      /* FILE-head as it stood before the snapshot: what the signer signed last; NULL: not beside FILE */
	void (*say)(void *self, const char *finding);
	void *self;
	int findings;
};

static void find(struct check *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void find(struct check *c, const char *fmt, ...)
{
	va_list args;

	c->findings++;
	va_start(args, fmt);
	c->say(c->self, arena_vprint(c->arena, fmt, args));
	va_end(args);
}

static void say_problem(void *self, const char *problem)
{
	find(self, "the file's pages: %s", problem);
}

static void say_difference(void *self, const char *difference)
{
	find(self, "%s", difference);
}

/* Where a text must stand; nothing there is as good as an empty one, which is found to be wrong. */
static const char *text_at(struct check *c, const struct rows *r, int column)
{
	const char *text = rows_text(r, c->arena, column);

	return text ? text : "";
}

/* ------------------------------------------------------------------------------------------- texts --- */

static bool is_erased(struct check *c, int64_t seq, const char *field)
{
	return store_int(c->store, 0, "SELECT 1 FROM erased WHERE seq = ? AND field = ?", "it", seq, field) != 0;
}

static void check_digest(struct check *c, const struct entry *e, const char *field, const char *digest)
{
	struct rows r = store_ask(c->store, "SELECT salt, value FROM disclosure WHERE seq = ? AND field = ?", "it", e->seq, field);
	size_t n;
	const void *salt;
	const char *made;

	if (!rows_next(&r)) {
		if (!is_erased(c, e->seq, field))
			find(c, "entry %lld: the text %s is missing and no entry erased it", (long long)e->seq, field);
		return;
	}
	salt = rows_blob(&r, c->arena, 0, &n);
	made = disclosure_digest(c->arena, c->hasher, salt, n, field, text_at(c, &r, 1));
	rows_end(&r);
	if (!text_equal(made, digest))
		find(c, "entry %lld: the text %s is not the one that was written", (long long)e->seq, field);
	else if (is_erased(c, e->seq, field))
		find(c, "entry %lld: the text %s was erased by an entry but is still there", (long long)e->seq, field);
}

static void check_texts(struct check *c, const struct entry *e)
{
	int64_t stored = store_int(c->store, 0, "SELECT count(*) FROM disclosure WHERE seq = ?", "i", e->seq);

	for (size_t i = 0; i < e->f->count; i++)
		check_digest(c, e, e->f->keys[i], e->f->items[i]->text ? e->f->items[i]->text : "");
	for (size_t i = 0; i < e->f->count; i++)
		stored -= store_int(c->store, 0, "SELECT count(*) FROM disclosure WHERE seq = ? AND field = ?", "it", e->seq,
			e->f->keys[i]);
	if (stored)
		find(c, "entry %lld: a text stands beside it that it does not name", (long long)e->seq);
}

/* ------------------------------------------------------------------------------------------- leaves --- */

/* `base` is the head the person saw: a size and the root the tree had then. */
static void check_base(struct check *c, const struct entry *e)
{
	const char *colon = strchr(e->base, ':');
	int64_t size = -1;

	if (!colon || !text_to_int(arena_copy(c->arena, e->base, (size_t)(colon - e->base)), 0, e->seq, &size)
		|| strcmp(colon + 1, merkle_hash_text(c->arena, &c->roots[size])))
		find(c, "entry %lld: the head it builds on was never the book's", (long long)e->seq);
}

static void check_entry(struct check *c, const struct entry *e, const char *leaf, const struct hash *stored)
{
	struct hash hash = merkle_leaf(c->hasher, leaf, strlen(leaf));

	if (!stored || !hash_equal(&hash, stored))
		find(c, "entry %lld: its hash is not that of its text", (long long)e->seq);
	if (e->time < c->last_time)
		find(c, "entry %lld: it is dated before the one before it", (long long)e->seq);
	c->last_time = e->time;
	if (!text_equal(js_get_text(js_read(c->arena, e->line, strlen(e->line) - 1), "log"), c->origin))
		find(c, "entry %lld: it was written for another council's book", (long long)e->seq);
	check_base(c, e);
	check_texts(c, e);
}

static void read_leaf(struct check *c, const struct rows *r, int64_t seq)
{
	const char *leaf = text_at(c, r, 1);
	size_t n;
	const void *bytes = rows_blob(r, c->arena, 2, &n);
	struct hash stored, hash = merkle_leaf(c->hasher, leaf, strlen(leaf));
	struct entry e;
	const struct fault *f = entry_parse(c->arena, leaf, seq, &e);

	if (n == HASH_BYTES)
		memcpy(stored.bytes, bytes, HASH_BYTES);
	if (f)
		find(c, "%s", f->what);
	else
		check_entry(c, &e, leaf, n == HASH_BYTES ? &stored : NULL);
	(void)merkle_append(c->hasher, &c->frontier, &hash, NULL);
	c->roots[seq + 1] = merkle_root(c->hasher, &c->frontier);
}

static void check_leaves(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT seq, leaf, hash FROM entry ORDER BY seq", "");
	int64_t expected = 0;

	while (rows_next(&r)) {
		size_t mark = arena_mark(c->arena);

		if (rows_int(&r, 0) != expected) {
			find(c, "entry %lld: missing", (long long)expected);
			break;
		}
		read_leaf(c, &r, expected++);
		arena_rewind(c->arena, mark);
	}
	rows_end(&r);
}

/* Texts of entries that are not there. */
static void check_strays(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT DISTINCT seq FROM disclosure WHERE seq NOT IN (SELECT seq FROM entry)"
		" ORDER BY seq LIMIT 20", "");

	while (rows_next(&r))
		find(c, "entry %lld: a text is kept for it, but there is no such entry", (long long)rows_int(&r, 0));
}

/* A NUL ends a text for us; bytes behind it would be seen by nobody, and by no hash. */
static void check_hidden(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT 'entry', seq FROM entry WHERE instr(leaf, char(0))"
		" UNION ALL SELECT 'entry', seq FROM disclosure WHERE instr(value, char(0)) OR instr(field, char(0))"
		" UNION ALL SELECT 'checkpoint', size FROM checkpoint WHERE instr(note, char(0)) LIMIT 20", "");

	while (rows_next(&r))
		find(c, "%s %lld: something is hidden behind the end of its text", rows_text(&r, c->arena, 0),
			(long long)rows_int(&r, 1));
}

/* ------------------------------------------------------------------------------------------- tree --- */

static void check_frontier(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT size, frontier, id, (SELECT count(*) FROM tree) FROM tree", "");
	unsigned char bytes[MERKLE_FRONTIER_BYTES];
	size_t n = merkle_frontier_store(&c->frontier, bytes), stored_n = 0;
	const void *stored;

	if (!rows_next(&r)) {
		find(c, "the tree: its row is missing");
		return;
	}
	stored = rows_blob(&r, c->arena, 1, &stored_n);
	if (rows_int(&r, 0) != (int64_t)c->frontier.size || stored_n != n || memcmp(stored, bytes, n))
		find(c, "the tree: its size or frontier is not that of the entries");
	/* A reader's integrity_check leaves CHECK constraints out. */
	if (rows_int(&r, 2) != 1 || rows_int(&r, 3) != 1)
		find(c, "the tree: it is not one row numbered 1");
	rows_end(&r);
}

static const struct fault *leaf_node(void *self, unsigned level, uint64_t index, struct hash *out)
{
	struct check *c = self;
	struct merkle_nodes nodes = { self, leaf_node };
	struct rows r;

	*out = (struct hash){ { 0 } };
	if (level)
		return merkle_node_from(c->hasher, &nodes, 0, level, index, out);
	r = store_ask(c->store, "SELECT hash FROM entry WHERE seq = ?", "i", (int64_t)index);
	if (rows_next(&r)) {
		(void)rows_bytes(&r, 0, out->bytes, HASH_BYTES);
		rows_end(&r);
	}
	return NULL;
}

/* The kept nodes: each is what the leaves below it make, and none is missing. */
static void check_nodes(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT level, idx, hash FROM node ORDER BY level, idx", "");
	int64_t expected = 0, found = 0;

	for (unsigned level = 8; level < 64; level += 8)
		expected += c->size >> level;
	while (rows_next(&r)) {
		size_t mark = arena_mark(c->arena), n;
		const void *bytes = rows_blob(&r, c->arena, 2, &n);
		int64_t level = rows_int(&r, 0), idx = rows_int(&r, 1);
		struct hash hash = { { 0 } };
		bool inside = level > 0 && level < 64 && idx >= 0 && idx < c->size >> level;

		found++;
		if (!inside || leaf_node(c, (unsigned)level, (uint64_t)idx, &hash) || n != HASH_BYTES
			|| memcmp(bytes, hash.bytes, HASH_BYTES))
			find(c, "the tree: node %lld/%lld is not that of the entries", (long long)level, (long long)idx);
		arena_rewind(c->arena, mark);
	}
	if (found != expected)
		find(c, "the tree: %lld nodes, %lld expected", (long long)found, (long long)expected);
}

/* A signed checkpoint against the entries; `what` names it, `size` is what it stands under, or NULL. */
static void check_note(struct check *c, const char *note, const char *what, const int64_t *size)
{
	struct checkpoint cp;
	struct note parsed;
	const struct fault *f = checkpoint_verify(c->arena, note, strlen(note), &c->key, true, &cp);

	if (!f)
		f = note_parse(c->arena, note, strlen(note), &parsed);
	if (f)
		find(c, "%s: %s", what, f->what);
	else if (parsed.count != 1)
		find(c, "%s: it holds a signature that is not the log's", what);
	else if (size && (int64_t)cp.size != *size)
		find(c, "%s: it is of another size", what);
	else if ((int64_t)cp.size > c->size)
		find(c, "%s: %lld entries were signed but the book has only %lld; the newest are gone", what, (long long)cp.size,
			(long long)c->size);
	else if (!hash_equal(&cp.root, &c->roots[cp.size]))
		find(c, "%s: it was signed for other entries", what);
}

static int64_t check_checkpoints(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT size, note FROM checkpoint ORDER BY size", "");
	size_t mark = arena_mark(c->arena);
	int64_t newest = -1;

	while (rows_next(&r)) {
		newest = rows_int(&r, 0);
		check_note(c, text_at(c, &r, 1), arena_print(c->arena, "checkpoint %lld", (long long)newest), &newest);
		arena_rewind(c->arena, mark);
	}
	/* Founding a council ends with its first checkpoint. */
	if (newest < 0 && !store_fault(c->store))
		find(c, "checkpoint: there is none, so nothing says how many entries there should be");
	return newest;
}

/* ------------------------------------------------------------------------------------------- state --- */

static void check_two_persons(void *self, struct store *fresh, const struct entry *e)
{
	struct check *c = self;
	const char *rule = two_person_entry_refusal(fresh, c->arena, e);

	if (rule)
		find(c, "entry %lld: it was seconded against the two-person rule (%s)", (long long)e->seq, rule);
}

static bool is_book_table(const char *name)
{
	static const char *const book[] = { "checkpoint", "disclosure", "entry", "node", "tree" };

	for (size_t i = 0; i < sizeof(book) / sizeof(book[0]); i++)
		if (!strcmp(book[i], name))
			return true;
	return false;
}

static bool has_table(struct check *c, const char *name)
{
	return store_int(c->store, 0, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", "t", name) != 0;
}

/* Every other command refuses a newer program's state.  Here it is compared all the same, since a changed cell looks the
 * same, and this sentence says why so much may differ. */
static void check_version(struct check *c)
{
	int64_t version = has_table(c, "state_version") ? store_int(c->store, 0, "SELECT max(version) FROM state_version", "") : 0;

	if (version > STATE_VERSION)
		find(c, "table state_version, row id=1: it says %lld where this program makes %d: a newer program used the file, or"
			" the cell was changed", (long long)version, STATE_VERSION);
}

static void compare_state(struct check *c, struct store *fresh)
{
	bool is_ours = text_equal(store_shape(c->store, c->arena), store_shape(fresh, c->arena));
	char **tables = store_tables(fresh, c->arena);

	if (!is_ours)
		find(c, "the schema: tables, indices or guards are not those of this program");
	for (; *tables; tables++) {
		if (is_book_table(*tables))
			continue;
		if (has_table(c, *tables))
			(void)store_compare(c->store, fresh, c->arena, *tables, say_difference, c);
		else
			find(c, "table %s: it is missing", *tables);
		/* A table without its columns cannot be asked; that it is not ours has been said. */
		if (!is_ours)
			store_forgive(c->store);
	}
}

static const struct fault *check_state(struct check *c, const struct env *env, struct verdict *out)
{
	struct store *fresh;
	const struct fault *f = store_open(c->long_lived, env, "", STORE_MEMORY, &fresh);

	if (f)
		return f;
	out->is_state_former = has_table(c, "state_version") && state_is_former(c->store, c->arena, c->hasher);
	check_version(c);
	f = state_replay(c->store, fresh, c->arena, check_two_persons, c);
	if (f)
		find(c, "%s", f->what);
	else if (!out->is_state_former)
		compare_state(c, fresh);
	store_close(fresh);
	return store_fault(c->store);
}

/* ------------------------------------------------------------------------------------------- all --- */

/* Origin and key stand in the first entry itself, not in the state: the state is what is being checked. */
static const struct fault *read_first(struct check *c)
{
	struct entry e;
	const struct fault *f = book_read(c->store, c->long_lived, 0, &e);
	const char *vkey;

	if (f)
		return f->sort == FAULT_NOTHING ? fault_new(c->long_lived, FAULT_DAMAGED, __func__, "entry 0: missing") : f;
	vkey = entry_text(&e, "vkey");
	c->origin = entry_text(&e, "origin");
	if (!c->origin || !vkey || !vkey_from(c->long_lived, c->hasher, vkey, &c->key) || strcmp(c->key.name, c->origin))
		return fault_new(c->long_lived, FAULT_DAMAGED, __func__, "entry 0: it names no log key");
	return NULL;
}

static const struct fault *check_all(struct check *c, const struct env *env, bool book_only, struct verdict *out)
{
	const struct fault *f;

	(void)store_integrity(c->store, say_problem, c);
	c->size = store_int(c->store, 0, "SELECT count(*) FROM entry", "");
	f = store_fault(c->store) ? store_fault(c->store) : read_first(c);
	if (f)
		return f;
	c->roots = ARENA_MANY(c->long_lived, (size_t)c->size + 1, struct hash);
	c->roots[0] = merkle_root(c->hasher, &c->frontier);
	check_leaves(c);
	check_strays(c);
	check_hidden(c);
	check_frontier(c);
	check_nodes(c);
	out->checkpoint_size = check_checkpoints(c);
	/* A book cut back to an older checkpoint is whole in itself; the signer's own memory of what it signed tells. */
	if (c->head)
		check_note(c, c->head, "the signer's head", NULL);
	/* A table that cannot be asked looks empty: what hangs on it would only be noise. */
	if (store_fault(c->store))
		return store_fault(c->store);
	if (!book_only)
		f = check_state(c, env, out);
	if (f)
		return f;
	out->entries = c->size;
	out->findings = c->findings;
	out->root = merkle_hash_text(c->long_lived, &c->roots[c->frontier.size <= (uint64_t)c->size ? c->frontier.size : 0]);
	return store_fault(c->store);
}

/* Read before the snapshot is taken: what was signed by then is committed and so inside it. */
static const char *read_head(struct arena *a, const struct env *env, const char *path)
{
	char *head;
	size_t n;

	return env_file_read(a, env, arena_print(a, "%s-head", path), NOTE_MAX, &head, &n) ? NULL : head;
}

const struct fault *verify(struct arena *a, const struct env *env, const char *path, bool book_only,
	void (*say)(void *self, const char *finding), void *self, struct verdict *out)
{
	struct check c = { .long_lived = a, .say = say, .self = self };
	const struct fault *f = store_open(a, env, path, STORE_READ, &c.store);

	if (f)
		return f;
	c.arena = arena_new((size_t)1 << 30);
	c.hasher = hasher_new();
	c.head = read_head(a, env, path);
	store_begin(c.store);
	f = state_check_book(c.store, a, path);
	if (!f)
		f = check_all(&c, env, book_only, out);
	if (f)
		f = fault_new(a, f->sort, f->where, "%s", f->what);
	store_rollback(c.store);
	hasher_free(c.hasher);
	arena_free(c.arena);
	store_close(c.store);
	return f;
}
