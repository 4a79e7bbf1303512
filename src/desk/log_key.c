/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/log_key.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct fault *from_first_entry(struct store *s, struct arena *a, struct hasher *h, struct log_keys *out)
{
	struct entry first;
	const struct fault *f = book_read(s, a, 0, &first);

	if (f)
		return f->sort == FAULT_NOTHING ? fault_new(a, FAULT_DAMAGED, __func__, "entry 0 is missing") : f;
	if (!entry_text(&first, "vkey") || !log_keys_add(a, h, out, entry_text(&first, "vkey"), 0))
		return fault_new(a, FAULT_DAMAGED, __func__, "entry 0 names no log key");
	return NULL;
}

const struct fault *log_key_all(struct store *s, struct arena *a, struct hasher *h, struct log_keys *out)
{
	struct log_keys keys = { .count = 0 };
	bool is_good = true;
	struct rows r;
	const struct fault *f;

	if (store_int(s, 0, "SELECT 1 FROM sqlite_schema WHERE name = 'log_key'", "")) {
		r = store_ask(s, "SELECT vkey, from_size, coalesce(until_size, -1) FROM log_key ORDER BY from_size", "");
		while (is_good && rows_next(&r)) {
			is_good = log_keys_add(a, h, &keys, rows_text(&r, a, 0), (uint64_t)rows_int(&r, 1));
			if (is_good && rows_int(&r, 2) >= 0)
				keys.all[keys.count - 1].until = (uint64_t)rows_int(&r, 2);
		}
		rows_end(&r);
	}
	f = store_fault(s);
	if (!f && !is_good)
		f = fault_new(a, FAULT_DAMAGED, __func__, "the log's keys cannot be read; run `fyr verify`");
	if (!f && !keys.count)
		f = from_first_entry(s, a, h, &keys);
	if (!f)
		*out = keys;
	return f;
}

struct json *log_key_names(struct arena *a, const struct log_keys *keys, uint64_t size)
{
	struct json *list = js_array(a);

	for (size_t i = 0; i < keys->count; i++)
		if (log_key_counts(&keys->all[i], size))
			js_add(a, list, js_text(a, keys->all[i].text));
	return list;
}

/* ------------------------------------------------------------------------------------------- retiring --- */

static const struct fault *newest_signs(struct desk *d, struct arena *a, bool *out)
{
	const char *note = store_text(d->store, a, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", "");
	bool has_signed[LOG_KEYS_MAX];
	struct log_keys keys;
	struct checkpoint cp;
	const struct fault *f = log_key_all(d->store, a, d->hasher, &keys);

	if (!f)
		*out = note && !log_keys_verify(a, &keys, note, strlen(note), &cp, has_signed, NULL) && has_signed[keys.count - 1];
	return f;
}

const struct fault *log_key_retire_when_due(struct desk *d, struct arena *a)
{
	const char *id = store_text(d->store, a, "SELECT id FROM log_key WHERE from_size > 0 AND overlap_t <= ? AND from_size ="
		" (SELECT max(from_size) FROM log_key) AND (SELECT count(*) FROM log_key WHERE until_size IS NULL) > 1", "i",
		book_time(&d->book, env_now(d->env)));
	const struct given given = { "log_key", id };
	const struct act act = { .kind = "log_key_retired", .given = &given, .given_count = 1 };
	const struct fault *f;
	struct answer answer;
	bool signs = false;

	if (store_fault(d->store) || !id)
		return store_fault(d->store);
	f = newest_signs(d, a, &signs);
	return f || !signs ? f : desk_write(d, a, &desk_system, &act, false, &answer);
}

/* ------------------------------------------------------------------------------------------- following --- */

static const char *added(struct log_key_chain *c, const char *vkey, uint64_t from)
{
	size_t mark = arena_mark(c->arena);

	if (vkey && log_keys_add(c->arena, c->hasher, &c->keys, arena_text(c->arena, vkey), from))
		return NULL;
	arena_rewind(c->arena, mark);
	return "it names no key that this log could have";
}

static const char *seconded(struct log_key_chain *c, const struct entry *e)
{
	if (!c->proposed.seq || entry_int(e, "proposal", -1) != c->proposed.seq || !text_equal(e->ref, c->proposed.ref)
		|| text_equal(e->by, c->proposed.by))
		return "it seconds no key that another person proposed last";
	return added(c, c->proposed.vkey, (uint64_t)e->seq + 1);
}

/* What is longer than any of ours is kept as none. */
static bool is_kept(char *to, size_t room, const char *text)
{
	int n = snprintf(to, room, "%s", text ? text : "");

	return text && n >= 0 && (size_t)n < room;
}

static void proposed(struct log_key_chain *c, const struct entry *e)
{
	int n = snprintf(c->proposed.ref, sizeof(c->proposed.ref), "%lld:%s", (long long)e->seq, e->hash);

	c->proposed.seq = n > 0 && (size_t)n < sizeof(c->proposed.ref) && is_kept(c->proposed.by, sizeof(c->proposed.by), e->by)
		&& is_kept(c->proposed.vkey, sizeof(c->proposed.vkey), entry_text(e, "key")) ? e->seq : 0;
}

const char *log_key_follow(struct log_key_chain *c, const struct entry *e)
{
	if (e->seq == 0)
		return added(c, entry_text(e, "vkey"), 0);
	if (!strcmp(e->kind, "log_key_proposed")) {
		proposed(c, e);
	} else if (!strcmp(e->kind, "log_key_seconded")) {
		return seconded(c, e);
	} else if (!strcmp(e->kind, "log_key_retired")) {
		log_keys_retire(&c->keys, (uint64_t)e->seq);
	}
	return NULL;
}

const struct fault *log_key_note(struct log_key_chain *c, struct arena *a, const char *bytes, size_t n, struct checkpoint *out,
	size_t *out_others)
{
	bool has_signed[LOG_KEYS_MAX];
	size_t first = 0;
	const struct fault *f = log_keys_verify(a, &c->keys, bytes, n, out, has_signed, out_others);

	if (f)
		return f;
	while (!has_signed[first])
		first++;
	if (first > c->latest)
		c->latest = first;
	for (size_t i = first; i < c->keys.count; i++)
		if (has_signed[i] && (int64_t)out->size >= c->signed_size[i])
			c->signed_size[i] = (int64_t)out->size + 1;
	return NULL;
}

int64_t log_key_reach(const struct log_key_chain *c, size_t key)
{
	bool is_known[LOG_KEYS_MAX] = { false };
	int64_t reach = -1;

	is_known[key] = true;
	for (bool has_grown = true; has_grown;) {
		has_grown = false;
		for (size_t i = 0; i < c->keys.count; i++) {
			is_known[i] |= reach >= (int64_t)c->keys.all[i].from;
			if (!is_known[i] || c->signed_size[i] - 1 <= reach)
				continue;
			reach = c->signed_size[i] - 1;
			has_grown = true;
		}
	}
	return reach;
}

const char *log_key_unvouched(const struct log_key_chain *c)
{
	const struct log_key *latest = &c->keys.all[c->latest];

	return c->latest && log_key_reach(c, 0) < (int64_t)latest->from ? latest->text : NULL;
}
