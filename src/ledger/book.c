/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/book.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/text.h"

static const struct fault *damaged(struct arena *a, int64_t seq, const char *what)
{
	return fault_new(a, FAULT_DAMAGED, "book", "entry %lld: %s", (long long)seq, what);
}

/* Envelope times never go back, so the newest entry's is the largest. */
static const struct fault *last_time(struct arena *a, struct book *b)
{
	struct entry e = { .time = 0 };
	const struct fault *f;

	if (!b->frontier.size)
		return NULL;
	f = book_read(b->store, a, (int64_t)b->frontier.size - 1, &e);
	if (!f)
		b->last_time = e.time;
	return f;
}

const struct fault *book_open(struct arena *a, struct store *s, struct hasher *h, struct book *out)
{
	struct book b = { .store = s, .hasher = h };
	struct rows r = store_ask(s, "SELECT size, frontier FROM tree WHERE id = 1", "");
	const struct fault *f;
	bool ok = false;

	if (rows_next(&r)) {
		size_t n;
		const void *bytes = rows_blob(&r, a, 1, &n);

		ok = merkle_frontier_load(bytes, n, &b.frontier) && (int64_t)b.frontier.size == rows_int(&r, 0);
		rows_end(&r);
	}
	if (store_fault(s))
		return store_fault(s);
	if (!ok)
		return fault_new(a, FAULT_DAMAGED, __func__, "the tree's frontier cannot be read");
	f = last_time(a, &b);
	if (!f)
		*out = b;
	return f;
}

struct book_place book_place(const struct book *b)
{
	return (struct book_place){ b->frontier, b->last_time };
}

void book_return(struct book *b, struct book_place place)
{
	b->frontier = place.frontier;
	b->last_time = place.last_time;
}

/* Keeps the complete subtrees of 2^8, 2^16 ... leaves that this leaf finished. */
static void keep_nodes(struct book *b, const struct hash *made, unsigned count, uint64_t index)
{
	for (unsigned level = 8; level <= count; level += 8)
		store_run(b->store, "INSERT INTO node(level, idx, hash) VALUES(?, ?, ?)", "iib", (int64_t)level,
			(int64_t)(index >> level), made[level - 1].bytes, (size_t)HASH_BYTES);
}

static void keep_tree(struct book *b)
{
	unsigned char bytes[MERKLE_FRONTIER_BYTES];
	size_t n = merkle_frontier_store(&b->frontier, bytes);

	store_run(b->store, "UPDATE tree SET size = ?, frontier = ? WHERE id = 1", "ib", (int64_t)b->frontier.size, bytes, n);
}

int64_t book_time(const struct book *b, int64_t now)
{
	return now > b->last_time ? now : b->last_time;
}

const struct fault *book_append_leaf(struct book *b, struct arena *a, const char *leaf, struct entry *out)
{
	int64_t seq = (int64_t)b->frontier.size;
	struct hash hash = merkle_leaf(b->hasher, leaf, strlen(leaf)), made[MERKLE_LEVELS];
	const struct fault *f;
	unsigned count;

	if (strlen(leaf) > LEAF_MAX)
		return fault_new(a, FAULT_USAGE, __func__, "the entry has more than %d bytes; split it", LEAF_MAX);
	f = entry_parse(a, leaf, seq, out);
	if (f)
		return f;
	store_run(b->store, "INSERT INTO entry(seq, leaf, hash) VALUES(?, ?, ?)", "itb", seq, leaf, hash.bytes,
		(size_t)HASH_BYTES);
	count = merkle_append(b->hasher, &b->frontier, &hash, made);
	keep_nodes(b, made, count, (uint64_t)seq);
	keep_tree(b);
	b->last_time = out->time;
	out->hash = merkle_hash_text(a, &hash);
	return store_fault(b->store);
}

const struct fault *book_append(struct book *b, struct arena *a, const char *statement, const struct assertion *signature,
	int64_t now, const struct book_text *texts, size_t text_count, struct entry *out)
{
	const char *sig = signature ? js_line(a, assertion_json(a, signature)) : "";
	const char *leaf = arena_print(a, "%s{\"seq\":%lld,\"sig\":[%s],\"t\":\"%s\"}\n", statement, (long long)b->frontier.size,
		sig, instant_text(a, book_time(b, now)));
	const struct fault *f = book_append_leaf(b, a, leaf, out);

	for (size_t i = 0; !f && i < text_count; i++)
		store_run(b->store, "INSERT INTO disclosure(seq, field, salt, value) VALUES(?, ?, ?, ?)", "itbt",
			(int64_t)b->frontier.size - 1, texts[i].field, texts[i].salt, texts[i].salt_bytes, texts[i].value);
	return f ? f : store_fault(b->store);
}

/* The member at *io_at when it has that name, and on to the next: a statement's members stand in the order of their names.
 * "v", which every statement has when this is asked, is never passed. */
static const struct json *member(const struct json *line, size_t *io_at, const char *name)
{
	return strcmp(line->keys[*io_at], name) ? NULL : line->items[(*io_at)++];
}

static const char *text_member(const struct json *line, size_t *io_at, const char *name, bool *ok)
{
	const struct json *j = member(line, io_at, name);

	if (j && j->type == JS_TEXT)
		return j->text;
	*ok = false;
	return NULL;
}

static const struct json *object_member(const struct json *line, size_t *io_at, const char *name, bool *ok)
{
	const struct json *j = member(line, io_at, name);

	*ok &= j && j->type == JS_OBJECT;
	return j;
}

/* One act has one maker, so there is one signature at most. */
static bool signature_is_read(struct arena *a, const struct json *sig, struct entry *e)
{
	struct assertion *read;

	if (!sig || sig->type != JS_ARRAY || sig->count > 1)
		return false;
	if (!sig->count)
		return true;
	read = ARENA_NEW(a, struct assertion);
	e->signature = read;
	return assertion_read(a, sig->items[0], read);
}

static bool envelope_is_good(struct arena *a, const struct json *envelope, int64_t seq, struct entry *e)
{
	e->t = js_get_text(envelope, "t");
	return envelope->count == 3 && js_get_int(envelope, "seq", -1) == seq
		&& signature_is_read(a, js_get(envelope, "sig"), e) && e->t && instant_from(e->t, &e->time);
}

static bool statement_is_good(const struct json *line, struct entry *e)
{
	bool ok = true, has_ref = true;
	size_t at = 0;

	if (js_get_int(line, "v", 0) != 1)
		return false;
	e->base = text_member(line, &at, "base", &ok);
	e->by = text_member(line, &at, "by", &ok);
	e->d = object_member(line, &at, "d", &ok);
	e->f = object_member(line, &at, "f", &ok);
	e->kind = text_member(line, &at, "kind", &ok);
	e->log = text_member(line, &at, "log", &ok);
	e->n = text_member(line, &at, "n", &ok);
	e->obj = text_member(line, &at, "obj", &ok);
	e->ref = text_member(line, &at, "ref", &has_ref);
	e->role = text_member(line, &at, "role", &ok);
	return ok && line->count == (has_ref ? 11u : 10u);
}

const struct fault *entry_parse(struct arena *a, const char *leaf, int64_t seq, struct entry *out)
{
	const char *second = strchr(leaf, '\n'), *end = second ? strchr(second + 1, '\n') : NULL;
	struct entry e = { .seq = seq };
	const struct json *line, *envelope;

	if (!end || end[1] || strlen(leaf) > LEAF_MAX)
		return damaged(a, seq, "the leaf is not two lines");
	line = js_read_line(a, leaf, (size_t)(second - leaf));
	envelope = js_read_line(a, second + 1, (size_t)(end - second - 1));
	if (!line || !envelope)
		return damaged(a, seq, "the leaf is not in canonical form");
	if (!statement_is_good(line, &e))
		return damaged(a, seq, "the statement lacks a member or has one too many");
	if (!envelope_is_good(a, envelope, seq, &e))
		return damaged(a, seq, "the envelope lacks a member, has another number, or a signature of no known form");
	e.line = arena_copy(a, leaf, (size_t)(second - leaf) + 1);
	e.day = instant_day(e.time);
	*out = e;
	return NULL;
}

const struct fault *entry_parse_statement(struct arena *a, const char *line, struct entry *out)
{
	size_t n = strlen(line);
	struct entry e = { .seq = 0 };
	const struct json *parsed = n ? js_read_line(a, line, n - 1) : NULL;

	if (!parsed || !statement_is_good(parsed, &e))
		return damaged(a, 0, "the statement lacks a member or has one too many");
	e.line = line;
	*out = e;
	return NULL;
}

const struct fault *book_read(struct store *s, struct arena *a, int64_t seq, struct entry *out)
{
	struct rows r = store_ask(s, "SELECT leaf, hash FROM entry WHERE seq = ?", "i", seq);
	const struct fault *f = NULL;
	struct hash hash;

	if (!rows_next(&r))
		return store_fault(s) ? store_fault(s)
			: fault_new(a, FAULT_NOTHING, __func__, "there is no entry %lld", (long long)seq);
	{
		size_t n;
		const char *leaf = rows_text(&r, a, 0);
		const void *bytes = rows_blob(&r, a, 1, &n);

		if (!leaf)
			f = damaged(a, seq, "it has no leaf");
		else
			f = n == HASH_BYTES ? entry_parse(a, leaf, seq, out) : damaged(a, seq, "its hash is not 32 bytes");
		if (!f) {
			memcpy(hash.bytes, bytes, HASH_BYTES);
			out->hash = merkle_hash_text(a, &hash);
		}
	}
	rows_end(&r);
	return f;
}

char *book_checkpoint_note(struct store *s, struct arena *a, int64_t size)
{
	const char *note = store_text(s, a, "SELECT note FROM checkpoint WHERE size = ?", "i", size);
	struct rows r;
	struct out o;

	if (!note)
		return NULL;
	out_init(&o, a, NOTE_MAX);
	out_text(&o, note);
	r = store_ask(s, "SELECT line, min(t) FROM cosignature WHERE size = ? GROUP BY vkey ORDER BY min(t), vkey", "i", size);
	while (rows_next(&r))
		out_print(&o, "%s\n", rows_text(&r, a, 0));
	return arena_text(a, out_cstr(&o));
}

char *book_head(const struct book *b, struct arena *a)
{
	struct hash root = merkle_root(b->hasher, &b->frontier);

	return arena_print(a, "%llu:%s", (unsigned long long)b->frontier.size, merkle_hash_text(a, &root));
}

/* Leaves and every eighth level are stored, the rest is made of the nearest below, up to 128 that lie side by side. */
static const struct fault *stored_node(const struct book *b, unsigned level, uint64_t index, struct hash *out)
{
	static const struct fault missing = { FAULT_DAMAGED, "book", "a hash of the tree is missing" };
	unsigned above = level % 8, stored = level - above;
	int64_t first = (int64_t)(index << above), end = (int64_t)((index + 1) << above);
	struct rows r = stored ? store_ask(b->store, "SELECT hash FROM node WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx",
		"iii", (int64_t)stored, first, end)
		: store_ask(b->store, "SELECT hash FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq", "ii", first, end);
	struct merkle_frontier f = { 0 };
	struct hash hash;

	while (rows_next(&r) && rows_bytes(&r, 0, hash.bytes, HASH_BYTES))
		(void)merkle_append(b->hasher, &f, &hash, NULL);
	rows_end(&r);
	if (store_fault(b->store))
		return store_fault(b->store);
	if (f.size != UINT64_C(1) << above)
		return &missing;
	*out = merkle_root(b->hasher, &f);
	return NULL;
}

/* The hash of a complete subtree.  A head that was the newest a moment ago is made of hardly any but the frontier's. */
static const struct fault *node_at(void *self, unsigned level, uint64_t index, struct hash *out)
{
	const struct book *b = self;

	return merkle_frontier_node(&b->frontier, level, index, out) ? NULL : stored_node(b, level, index, out);
}

bool book_had_head(const struct book *b, struct arena *a, const char *head)
{
	struct book at = *b;
	struct merkle_nodes nodes = { &at, node_at };
	const char *colon = strchr(head, ':');
	struct hash claimed, root = { { 0 } };
	int64_t size = 0;

	if (!colon || !text_to_int(arena_copy(a, head, (size_t)(colon - head)), 0, (int64_t)b->frontier.size, &size)
		|| !merkle_hash_from(colon + 1, &claimed) || merkle_root_at(b->hasher, &nodes, (uint64_t)size, &root))
		return false;
	/* Written anew, so that one head has one spelling. */
	return hash_equal(&claimed, &root)
		&& !strcmp(head, arena_print(a, "%lld:%s", (long long)size, merkle_hash_text(a, &root)));
}

const struct fault *book_consistency(struct book *b, struct arena *a, uint64_t from, uint64_t to, struct hash **out, size_t *out_n)
{
	struct merkle_nodes nodes = { b, node_at };
	struct hash *proof = ARENA_MANY(a, MERKLE_PROOF_MAX, struct hash);
	const struct fault *f;

	if (to > b->frontier.size)
		return fault_new(a, FAULT_USAGE, __func__, "the book has not so many entries");
	f = merkle_consistency(a, b->hasher, &nodes, from, to, proof, out_n);
	if (!f)
		*out = proof;
	return f;
}

const struct fault *book_proof(struct book *b, struct arena *a, uint64_t from, struct hash **out, size_t *out_n)
{
	return book_consistency(b, a, from, b->frontier.size, out, out_n);
}

const struct fault *book_inclusion(struct book *b, struct arena *a, uint64_t seq, uint64_t size, struct hash **out,
	size_t *out_n)
{
	struct merkle_nodes nodes = { b, node_at };
	struct hash *proof = ARENA_MANY(a, MERKLE_PROOF_MAX, struct hash);
	const struct fault *f;

	if (size > b->frontier.size)
		return fault_new(a, FAULT_USAGE, __func__, "the book has not %llu entries", (unsigned long long)size);
	f = merkle_inclusion(a, b->hasher, &nodes, seq, size, proof, out_n);
	if (!f)
		*out = proof;
	return f;
}

const struct fault *book_reread(struct book *b, struct arena *a, int64_t from)
{
	struct rows r = store_ask(b->store, "SELECT seq, leaf, hash FROM entry WHERE seq >= ? ORDER BY seq", "i", from);
	const struct fault *f = NULL;
	size_t mark = arena_mark(a);

	while (!f && rows_next(&r)) {
		int64_t seq = rows_int(&r, 0);
		const char *leaf = rows_text(&r, a, 1);
		size_t n;
		const void *bytes = rows_blob(&r, a, 2, &n);
		struct hash hash = merkle_leaf(b->hasher, leaf, strlen(leaf));

		if (n != HASH_BYTES || memcmp(hash.bytes, bytes, HASH_BYTES))
			f = damaged(a, seq, "what was stored is not what was written");
		else
			arena_rewind(a, mark);
	}
	rows_end(&r);
	return f ? f : store_fault(b->store);
}
