/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/verify.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/judge.h"
#include "desk/log_key.h"
#include "kinds/kind.h"
#include "ledger/cosign.h"
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
	struct rows texts;     /* read beside the entries, in the same order */
	bool has_text;         /* `texts` stands on a row */
	struct judge judge;
	struct store *keys;    /* under `book_only`: persons and keys as the entries make them; NULL: not followed, or not any more */
	struct log_key_chain chain; /* the log's keys as the entries have them */
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

static void say_judged(void *self, const char *finding)
{
	find(self, "%s", finding);
}

static void say_problem(void *self, const char *problem)
{
	find(self, "the file's pages: %s", problem);
}

static void say_difference(void *self, const char *difference)
{
	find(self, "%s", difference);
}

/* Where a text must stand; nothing there is as good as an empty one, which is found to be wrong.  A NUL ends a text for us;
 * bytes behind it would be seen by nobody, and by no hash. */
static const char *text_at(struct check *c, const struct rows *r, int column, const char *what, int64_t seq)
{
	size_t n;
	const char *text = rows_blob(r, c->arena, column, &n);

	if (strlen(text) != n)
		find(c, "%s %lld: something is hidden behind the end of its text", what, (long long)seq);
	return text;
}

/* ------------------------------------------------------------------------------------------- texts --- */

static bool is_erased(struct check *c, int64_t seq, const char *field)
{
	return store_int(c->store, 0, "SELECT 1 FROM erased WHERE seq = ? AND field = ?", "it", seq, field) != 0;
}

static void next_text(struct check *c)
{
	c->has_text = rows_next(&c->texts);
}

static bool has_text_of(const struct check *c, int64_t seq)
{
	return c->has_text && rows_int(&c->texts, 0) == seq;
}

/* Texts of entries that are not there, until those of `seq` begin. */
static void check_strays(struct check *c, int64_t seq)
{
	for (; c->has_text && rows_int(&c->texts, 0) < seq; next_text(c))
		find(c, "entry %lld: a text is kept for it, but there is no such entry", (long long)rows_int(&c->texts, 0));
}

static void check_digest(struct check *c, int64_t seq, const char *field, const char *digest)
{
	size_t n;
	const void *salt = rows_blob(&c->texts, c->arena, 2, &n);
	const char *value = text_at(c, &c->texts, 3, "entry", seq);

	if (!text_equal(disclosure_digest(c->arena, c->hasher, salt, n, field, value), digest))
		find(c, "entry %lld: the text %s is not the one that was written", (long long)seq, field);
}

/* Members of `f` and rows of a text are both in the order of the names' bytes. */
static void check_texts(struct check *c, const struct entry *e)
{
	size_t i = 0;

	check_strays(c, e->seq);
	while (i < e->f->count || has_text_of(c, e->seq)) {
		const char *stored = has_text_of(c, e->seq) ? text_at(c, &c->texts, 1, "entry", e->seq) : NULL;
		const char *named = i < e->f->count ? e->f->keys[i] : NULL;
		int order = !stored ? 1 : !named ? -1 : strcmp(stored, named);

		if (order < 0)
			find(c, "entry %lld: a text stands beside it that it does not name", (long long)e->seq);
		else if (order > 0 && !is_erased(c, e->seq, named))
			find(c, "entry %lld: the text %s is missing and no entry erased it", (long long)e->seq, named);
		else if (order == 0)
			check_digest(c, e->seq, named, e->f->items[i]->text ? e->f->items[i]->text : "");
		if (order <= 0)
			next_text(c);
		if (order >= 0)
			i++;
	}
}

static void check_erasures(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT seq, field FROM erased JOIN disclosure USING(seq, field) ORDER BY seq", "");

	while (rows_next(&r))
		find(c, "entry %lld: the text %s was erased by an entry but is still there", (long long)rows_int(&r, 0),
			rows_text(&r, c->arena, 1));
}

/* ------------------------------------------------------------------------------------------- leaves --- */

/* The kept nodes among the subtrees that an entry completed: each is what the leaves below it make. */
static void check_nodes(struct check *c, const struct hash *made, unsigned count, int64_t seq)
{
	for (unsigned level = 8; level <= count; level += 8) {
		struct rows r = store_ask(c->store, "SELECT hash FROM node WHERE level = ? AND idx = ?", "ii", (int64_t)level,
			seq >> level);
		struct hash stored = { { 0 } };

		if (!rows_next(&r)) {
			find(c, "the tree: node %u/%lld is missing", level, (long long)(seq >> level));
			continue;
		}
		if (!rows_bytes(&r, 0, stored.bytes, HASH_BYTES) || !hash_equal(&stored, &made[level - 1]))
			find(c, "the tree: node %u/%lld is not that of the entries", level, (long long)(seq >> level));
		rows_end(&r);
	}
}

/* The first entry's key is known already. */
static void check_key(struct check *c, const struct entry *e)
{
	const char *wrong = e->seq ? log_key_follow(&c->chain, e) : NULL;

	if (wrong)
		find(c, "entry %lld: %s", (long long)e->seq, wrong);
}

static void check_signature(struct check *c, const struct entry *e)
{
	const struct fault *f = c->keys ? judge_signature(&c->judge, c->keys, e) : NULL;

	if (!f)
		return;
	find(c, "entry %lld cannot be applied: %s", (long long)e->seq, f->what);
	store_close(c->keys);
	c->keys = NULL;
}

static void read_leaf(struct check *c, const struct rows *r, int64_t seq)
{
	const char *leaf = text_at(c, r, 1, "entry", seq);
	struct hash stored, hash = merkle_leaf(c->hasher, leaf, strlen(leaf)), made[MERKLE_LEVELS];
	bool is_whole = rows_bytes(r, 2, stored.bytes, HASH_BYTES);
	struct entry e;
	const struct fault *f = entry_parse(c->arena, leaf, seq, &e);

	if (f)
		find(c, "%s", f->what);
	else if (!is_whole || !hash_equal(&hash, &stored))
		find(c, "entry %lld: its hash is not that of its text", (long long)seq);
	if (!f) {
		e.hash = merkle_hash_text(c->arena, &hash);
		judge_place(&c->judge, &e);
		check_key(c, &e);
		check_texts(c, &e);
		check_signature(c, &e);
	}
	while (has_text_of(c, seq)) /* of an entry that cannot be read */
		next_text(c);
	check_nodes(c, made, merkle_append(c->hasher, &c->frontier, &hash, made), seq);
	c->roots[seq + 1] = merkle_root(c->hasher, &c->frontier);
}

static void check_leaves(struct check *c)
{
	struct rows r = store_ask(c->store, "SELECT seq, leaf, hash FROM entry ORDER BY seq", "");
	int64_t expected = 0;

	c->texts = store_ask(c->store, "SELECT seq, field, salt, value FROM disclosure ORDER BY seq, field", "");
	next_text(c);
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
	check_strays(c, INT64_MAX);
	rows_end(&c->texts);
	check_erasures(c);
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

static void count_nodes(struct check *c)
{
	int64_t expected = 0, found = store_int(c->store, 0, "SELECT count(*) FROM node", "");

	for (unsigned level = 8; level < 64; level += 8)
		expected += c->size >> level;
	if (found != expected)
		find(c, "the tree: %lld nodes, %lld expected", (long long)found, (long long)expected);
}

/* A signed checkpoint against the entries; `what` names it, `size` is what it stands under, or NULL. */
static void check_note(struct check *c, const char *note, const char *what, const int64_t *size)
{
	struct checkpoint cp;
	size_t others;
	const struct fault *f = log_key_note(&c->chain, c->arena, note, strlen(note), &cp, &others);

	if (f)
		find(c, "%s: %s", what, f->what);
	else if (others)
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
		check_note(c, text_at(c, &r, 1, "checkpoint", newest), arena_print(c->arena, "checkpoint %lld", (long long)newest),
			&newest);
		arena_rewind(c->arena, mark);
	}
	/* Founding a council ends with its first checkpoint. */
	if (newest < 0 && !store_fault(c->store))
		find(c, "checkpoint: there is none, so nothing says how many entries there should be");
	return newest;
}

static bool has_table(struct check *c, const char *name)
{
	return store_int(c->store, 0, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", "t", name) != 0;
}

/* A row of cosignature: its line, by its own key, under the checkpoint of its size, at the time it says. */
static void check_cosignature(struct check *c, const struct rows *r)
{
	int64_t size = rows_int(r, 0), time;
	const char *vkey = text_at(c, r, 1, "cosignature", size), *t = text_at(c, r, 2, "cosignature", size);
	const char *line = text_at(c, r, 3, "cosignature", size), *note = rows_text(r, c->arena, 4);
	struct vkey key;

	if (!vkey_from(c->arena, c->hasher, vkey, &key) || key.type != KEY_COSIGNER)
		find(c, "cosignature %lld: its key is not a witness's", (long long)size);
	else if (!note)
		find(c, "cosignature %lld by %s: there is no checkpoint of that size", (long long)size, key.name);
	else if (!cosign_line_holds(c->arena, note, &key, line, &time))
		find(c, "cosignature %lld by %s: it is not the witness's signature of that checkpoint", (long long)size, key.name);
	else if (!text_equal(t, instant_text(c->arena, time)))
		find(c, "cosignature %lld by %s: it was made at another time", (long long)size, key.name);
}

static void check_cosignatures(struct check *c)
{
	size_t mark = arena_mark(c->arena);
	struct rows r;

	if (!has_table(c, "cosignature")) /* a book of format 1 */
		return;
	r = store_ask(c->store, "SELECT s.size, s.vkey, s.t, s.line, p.note FROM cosignature AS s LEFT JOIN checkpoint AS p"
		" ON p.size = s.size ORDER BY s.size, s.vkey, s.t", "");
	while (rows_next(&r)) {
		check_cosignature(c, &r);
		arena_rewind(c->arena, mark);
	}
}

/* ------------------------------------------------------------------------------------------- state --- */

static void check_before(void *self, struct store *fresh, const struct entry *e)
{
	judge_rules(&((struct check *)self)->judge, fresh, e);
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
		if (!state_has_table(*tables))
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
	f = state_replay(c->store, fresh, c->arena, check_before, c);
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

	if (f)
		return f->sort == FAULT_NOTHING ? fault_new(c->long_lived, FAULT_DAMAGED, __func__, "entry 0: missing") : f;
	if (log_key_follow(&c->chain, &e) || !text_equal(entry_text(&e, "origin"), c->chain.keys.all[0].key.name))
		return fault_new(c->long_lived, FAULT_DAMAGED, __func__, "entry 0: it names no log key");
	return NULL;
}

static const struct fault *follow_keys(struct check *c, const struct env *env)
{
	const struct fault *f = store_open(c->long_lived, env, "", STORE_MEMORY, &c->keys);

	if (f)
		return f;
	state_create(c->keys);
	store_begin(c->keys);
	return store_fault(c->keys);
}

static const struct fault *check_all(struct check *c, const struct env *env, bool book_only, struct verdict *out)
{
	const struct fault *f;

	/* Most of the file is state.  The book is read whole below, in order, and told where it cannot be. */
	if (!book_only)
		(void)store_integrity(c->store, say_problem, c);
	f = book_only ? follow_keys(c, env) : NULL;
	if (f)
		return f;
	c->size = store_int(c->store, 0, "SELECT count(*) FROM entry", "");
	f = store_fault(c->store) ? store_fault(c->store) : read_first(c);
	if (f)
		return f;
	c->roots = ARENA_MANY(c->long_lived, (size_t)c->size + 1, struct hash);
	c->roots[0] = merkle_root(c->hasher, &c->frontier);
	c->judge = (struct judge){ .arena = c->arena, .hasher = c->hasher, .roots = c->roots, .origin = c->chain.keys.all[0].key.name,
		.say = say_judged, .self = c };
	check_leaves(c);
	check_frontier(c);
	count_nodes(c);
	out->checkpoint_size = check_checkpoints(c);
	check_cosignatures(c);
	/* A book cut back to an older checkpoint is whole in itself; the signer's own memory of what it signed tells. */
	if (c->head)
		check_note(c, c->head, "the signer's head", NULL);
	if (log_key_unvouched(&c->chain))
		find(c, "the log's keys: no checkpoint shows that an older key vouches for %s", log_key_unvouched(&c->chain));
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
	c.chain.arena = a;
	c.chain.hasher = c.hasher;
	c.head = read_head(a, env, path);
	store_begin(c.store);
	f = state_check_book(c.store, a, path);
	if (!f)
		f = check_all(&c, env, book_only, out);
	f = fault_kept(a, f);
	store_rollback(c.store);
	hasher_free(c.hasher);
	arena_free(c.arena);
	store_close(c.keys);
	store_close(c.store);
	return f;
}
