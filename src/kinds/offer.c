/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "attachment/attachment.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "guard/identity.h"
#include "kinds/object.h"
#include "ledger/disclosure.h"
#include "ledger/merkle.h"

enum { ID_BYTES = 16, WORD_MAX_CHARS = 120, NONCE_MIN = 8, NONCE_MAX = 64 };

/* What reading one offer needs at hand. */
struct reading {
	struct store *store;
	struct arena *arena;
	struct refusals *refusals;
	struct offer *offer;
	const char *file_type, *bytes, *sha256; /* what follows from the offer's file; NULL: there is none that is taken */
};

static char *random_text(struct arena *a, const struct env *env)
{
	unsigned char bytes[ID_BYTES];

	env_chance(env, bytes, sizeof(bytes));
	return base64url_from(a, bytes, sizeof(bytes));
}

/* Where an identity number stands, never the number: "rad 2, tecken 14-24". */
static void guard_text(struct arena *a, struct refusals *r, const struct field *f, const char *text)
{
	struct identity_hit hit;
	enum identity_finding finding = identity_find(text, &hit);
	const char *place;

	if (finding == IDENTITY_NONE)
		return;
	place = arena_print(a, "%zu:%zu-%zu", hit.line, hit.first_char, hit.last_char);
	if (finding == IDENTITY_REFUSE)
		refuse_arg(r, "guard.identity_number", f->name, "GDPR art. 87; lag (2018:218) 3 kap. 10 §", place);
	else
		refusal_note(r, "guard.identity_like", f->name, place);
}

const char *offer_clean(struct arena *a, struct refusals *r, const struct field *f, const char *typed)
{
	static const char *const rules[] = { [TEXT_NOT_UTF8] = "offer.not_utf8", [TEXT_CONTROL] = "offer.control",
		[TEXT_LINE_BREAK] = "offer.line_break", [TEXT_TOO_LONG] = "offer.too_long" };
	size_t max = f->type == FIELD_TEXT ? TEXT_MAX_CHARS : LINE_MAX_CHARS;
	char *text = NULL;
	enum text_problem problem = text_clean(a, typed, strlen(typed), max, f->type != FIELD_TEXT, &text);

	if (problem != TEXT_OK) {
		refuse_arg(r, rules[problem], f->name, NULL, problem == TEXT_TOO_LONG ? arena_print(a, "%zu", max) : NULL);
		return NULL;
	}
	guard_text(a, r, f, text);
	return text;
}

static const char *read_text(struct reading *rd, const struct field *f, const char *typed)
{
	return offer_clean(rd->arena, rd->refusals, f, typed);
}

static const char *sha256_of(struct arena *a, const char *bytes, size_t n)
{
	struct hasher *h = hasher_new();
	struct hash hash = hash_of(h, bytes, n, NULL, 0, NULL, 0);

	hasher_free(h);
	return hex_from(a, hash.bytes, HASH_BYTES);
}

/* A file's bytes; those of a text are guarded like any text. */
static const char *read_file(struct reading *rd, const struct field *f, const char *typed)
{
	char *bytes = arena_get(rd->arena, ATTACHMENT_BYTES_MAX + 1);
	enum attachment_sort sort = ATTACHMENT_SORTS;
	const char *rule;
	size_t n;

	if (!base64url_to(typed, bytes, ATTACHMENT_BYTES_MAX, &n)) {
		refuse(rd->refusals, "offer.file", f->name, NULL);
		return NULL;
	}
	rule = attachment_sort_of(bytes, n, &sort);
	if (rule) {
		refuse(rd->refusals, rule, f->name, NULL);
		return NULL;
	}
	if (attachment_is_text(sort))
		guard_text(rd->arena, rd->refusals, f, bytes);
	rd->file_type = attachment_types[sort].ending;
	rd->bytes = arena_print(rd->arena, "%zu", n);
	rd->sha256 = sha256_of(rd->arena, bytes, n);
	return typed;
}

/* What is told of the offer's file under that name. */
static const char *of_file(const struct reading *rd, const char *name)
{
	return !strcmp(name, "file_type") ? rd->file_type : !strcmp(name, "bytes") ? rd->bytes : rd->sha256;
}

/* A clear word holds nothing that could carry a sentence: it stays in the leaf for ever. */
static const char *read_word(struct reading *rd, const struct field *f, const char *typed)
{
	guard_text(rd->arena, rd->refusals, f, typed);
	for (const char *p = typed; *p;) {
		uint32_t c = text_next(&p);

		if (c < 0x80 && !strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:()+= ", (int)c)) {
			refuse(rd->refusals, "offer.word", f->name, NULL);
			return NULL;
		}
	}
	return typed;
}

static const char *read_code(struct reading *rd, const struct field *f, const char *typed)
{
	for (const char *const *code = f->codes; *code; code++)
		if (!strcmp(*code, typed))
			return *code;
	refuse(rd->refusals, "offer.code", f->name, NULL);
	return NULL;
}

static const char *read_date(struct reading *rd, const struct field *f, const char *typed)
{
	const char *date = date_from_typed(rd->arena, typed);

	if (!date)
		refuse(rd->refusals, "offer.date", f->name, NULL);
	return date;
}

/* Kronor, as typed, to öre. */
static const char *read_money(struct reading *rd, const struct field *f, const char *typed)
{
	const char *decimal = text_to_decimal(rd->arena, typed);
	const char *point = decimal ? strchr(decimal, '.') : NULL;
	int64_t kronor;

	if (!decimal || decimal[0] == '-' || (point && strlen(point) > 3)
		|| !text_to_int(arena_copy(rd->arena, decimal, point ? (size_t)(point - decimal) : strlen(decimal)), 0,
			INT64_C(10000000000), &kronor)) {
		refuse(rd->refusals, "offer.money", f->name, NULL);
		return NULL;
	}
	return arena_print(rd->arena, "%lld", (long long)kronor * 100 + (point
		? (point[1] - '0') * 10 + (point[2] ? point[2] - '0' : 0) : 0));
}

static const char *read_number(struct reading *rd, const struct field *f, const char *typed)
{
	int64_t n, max = f->type == FIELD_ENTRY ? INT64_C(1) << 52 : 1000000;

	if (!text_to_int(typed, 0, max, &n)) {
		refuse(rd->refusals, "offer.number", f->name, NULL);
		return NULL;
	}
	if (f->type == FIELD_ENTRY && !store_int(rd->store, 0, "SELECT 1 FROM log WHERE seq = ?", "i", n)) {
		refuse(rd->refusals, "offer.no_such_entry", f->name, NULL);
		return NULL;
	}
	return arena_print(rd->arena, "%lld", (long long)n);
}

static const char *read_bool(struct reading *rd, const struct field *f, const char *typed)
{
	if (!strcmp(typed, "yes") || !strcmp(typed, "true") || !strcmp(typed, "1") || !strcmp(typed, "ja"))
		return "yes";
	if (strcmp(typed, "no") && strcmp(typed, "false") && strcmp(typed, "0") && strcmp(typed, "nej"))
		refuse(rd->refusals, "offer.bool", f->name, NULL);
	return NULL;
}

/* Persons may also be named by what they sign in with. */
static const char *person_of_login(struct reading *rd, const char *login)
{
	return store_text(rd->store, rd->arena, "SELECT person FROM binding WHERE sort = 'login' AND text(name_text, 'name') = ?",
		"t", login);
}

static const char *read_ref(struct reading *rd, const struct field *f, const char *typed)
{
	const char *id = object_find(rd->store, rd->arena, f->object, typed);

	if (!id && !strcmp(f->object, "person"))
		id = person_of_login(rd, typed);
	if (!id)
		refuse(rd->refusals, "offer.no_such_object", f->name, NULL);
	return id;
}

static const char *read_decimal(struct reading *rd, const struct field *f, const char *typed)
{
	const char *decimal = text_to_decimal(rd->arena, typed);

	if (!decimal)
		refuse(rd->refusals, "offer.decimal", f->name, NULL);
	return decimal;
}

/* One typed value in its canonical spelling; NULL when refused (the refusal is noted) or when it says "no". */
static const char *read_value(struct reading *rd, const struct field *f, const char *typed)
{
	static const char *(*const readers[])(struct reading *, const struct field *, const char *) = {
		[FIELD_LINE] = read_text, [FIELD_TEXT] = read_text, [FIELD_FILE] = read_file, [FIELD_CODE] = read_code,
		[FIELD_WORD] = read_word,
		[FIELD_DATE] = read_date, [FIELD_INT] = read_number, [FIELD_ENTRY] = read_number, [FIELD_MONEY] = read_money,
		[FIELD_DECIMAL] = read_decimal, [FIELD_BOOL] = read_bool, [FIELD_REF] = read_ref };
	char *trimmed = NULL;

	if (field_is_typed(f))
		return readers[f->type](rd, f, typed);
	if (text_clean(rd->arena, typed, strlen(typed), WORD_MAX_CHARS, true, &trimmed) != TEXT_OK) {
		refuse(rd->refusals, "offer.control", f->name, NULL);
		return NULL;
	}
	return readers[f->type](rd, f, trimmed);
}

/* How many values a field may hold. */
static size_t values_max(const struct field *f)
{
	return f->flags & FIELD_MANY ? VALUES_MAX : 1;
}

static void read_given(struct reading *rd, const struct given *given)
{
	const struct field *f = kind_field(rd->offer->kind, given->name);
	struct value *v = f ? &rd->offer->values[f - rd->offer->kind->fields] : NULL;
	bool is_blank = text_is_blank(given->value);
	const char *text;

	if (!f || f->flags & FIELD_OF_FILE) {
		refuse_arg(rd->refusals, "offer.unknown_field", NULL, NULL, arena_text(rd->arena, identity_told(given->name)));
		return;
	}
	if (is_blank && !(f->flags & FIELD_PAIRED))
		return;
	if (v->count == values_max(f)) {
		refuse(rd->refusals, "offer.too_many", f->name, NULL);
		return;
	}
	text = is_blank ? "" : read_value(rd, f, given->value);
	if (text)
		v->texts[v->count++] = text;
}

/* Lists side by side: a row with a blank in any of them is dropped; lists of different length are refused. */
static void drop_blank_pairs(struct reading *rd)
{
	const struct kind *k = rd->offer->kind;
	size_t count = SIZE_MAX, kept = 0;

	for (size_t i = 0; i < k->field_count; i++) {
		if (!(k->fields[i].flags & FIELD_PAIRED))
			continue;
		if (count != SIZE_MAX && rd->offer->values[i].count != count) {
			refuse(rd->refusals, "offer.pairs", k->fields[i].name, NULL);
			return;
		}
		count = rd->offer->values[i].count;
	}
	for (size_t row = 0; count != SIZE_MAX && row < count; row++) {
		bool is_whole = true;

		for (size_t i = 0; i < k->field_count; i++)
			if (k->fields[i].flags & FIELD_PAIRED)
				is_whole &= *rd->offer->values[i].texts[row] != '\0';
		for (size_t i = 0; i < k->field_count && is_whole; i++)
			if (k->fields[i].flags & FIELD_PAIRED)
				rd->offer->values[i].texts[kept] = rd->offer->values[i].texts[row];
		kept += is_whole;
	}
	for (size_t i = 0; i < k->field_count; i++)
		if (k->fields[i].flags & FIELD_PAIRED)
			rd->offer->values[i].count = kept;
}

/* What is meant when nothing is said: the period that is open, the newest plan. */
static const char *default_ref(struct reading *rd, const char *type)
{
	if (!strcmp(type, "period"))
		return store_text(rd->store, rd->arena, "SELECT id FROM period WHERE state = 'open'", "");
	if (!strcmp(type, "plan"))
		return store_text(rd->store, rd->arena, "SELECT id FROM plan ORDER BY number DESC LIMIT 1", "");
	return NULL;
}

/* A field whose value was refused is not also said to be missing. */
static bool has_refusal(const struct refusals *r, const char *field)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->all[i].is_note && text_equal(r->all[i].field, field))
			return true;
	return false;
}

static void fill_missing(struct reading *rd)
{
	const struct kind *k = rd->offer->kind;

	for (size_t i = 0; i < k->field_count; i++) {
		struct value *v = &rd->offer->values[i];
		const char *id = NULL;

		if (v->count)
			continue;
		if (k->fields[i].flags & FIELD_OF_FILE)
			id = of_file(rd, k->fields[i].name);
		else if (k->fields[i].type == FIELD_REF)
			id = default_ref(rd, k->fields[i].object);
		if (id)
			v->texts[v->count++] = id;
		else if ((k->fields[i].flags & FIELD_MUST) && !has_refusal(rd->refusals, k->fields[i].name))
			refuse(rd->refusals, "offer.missing", k->fields[i].name, NULL);
	}
}

/* The first field that names an earlier entry and was given. */
static const struct field *given_entry(const struct offer *o)
{
	for (size_t i = 0; i < o->kind->field_count; i++)
		if (o->kind->fields[i].type == FIELD_ENTRY && o->values[i].count)
			return &o->kind->fields[i];
	return NULL;
}

/* The object: named by a field, the object of the entry named, or a new one. */
static void find_object(struct reading *rd, const struct env *env)
{
	struct offer *o = rd->offer;
	const struct field *f = o->kind->object_field ? kind_field(o->kind, o->kind->object_field) : NULL;
	const struct field *named = f && offer_text(o, f->name) ? f : f ? given_entry(o) : NULL;

	if (named && named->type == FIELD_ENTRY) {
		int64_t seq = offer_int(o, named->name, -1);

		o->obj = store_text(rd->store, rd->arena, "SELECT obj FROM log WHERE seq = ?", "i", seq);
		if (o->kind->stage > STAGE_PROPOSED)
			o->ref = store_text(rd->store, rd->arena, "SELECT seq || ':' || hash FROM proposal WHERE seq = ?", "i", seq);
	} else if (named) {
		o->obj = offer_text(o, named->name);
	} else if (o->kind->id_prefix) {
		o->obj = arena_print(rd->arena, "%s-%s", o->kind->id_prefix, random_text(rd->arena, env));
	} else if (!refused(rd->refusals)) {
		assert(f); /* a kind makes an object or has a field that names one */
		refuse(rd->refusals, "offer.missing", f->name, NULL);
	}
	if (o->kind->ref_of && o->obj)
		o->ref = store_text(rd->store, rd->arena, o->kind->ref_of, "t", o->obj);
}

/* Did somebody change the object after the person looked?  The head stays in the leaf for ever, so it is a head and
 * nothing else. */
static void check_base(struct reading *rd, const char *base)
{
	int64_t seen = 0;
	const char *colon = base ? strchr(base, ':') : NULL;
	struct hash root;

	if (!base)
		return;
	if (!colon || !text_to_int(arena_copy(rd->arena, base, (size_t)(colon - base)), 0, INT64_MAX, &seen)
		|| !merkle_hash_from(colon + 1, &root) || identity_find(base, NULL) == IDENTITY_REFUSE) {
		refuse(rd->refusals, "offer.base", NULL, NULL);
		return;
	}
	if (rd->offer->obj && object_last(rd->store, rd->offer->obj) >= seen)
		refuse(rd->refusals, "offer.conflict", NULL, NULL);
}

/* The nonce stays in the leaf too. */
static const char *read_nonce(struct reading *rd, const struct env *env, const char *n)
{
	if (text_is_blank(n))
		return random_text(rd->arena, env);
	if (strlen(n) < NONCE_MIN || strlen(n) > NONCE_MAX
		|| strspn(n, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != strlen(n)
		|| identity_find(n, NULL) == IDENTITY_REFUSE)
		refuse(rd->refusals, "offer.nonce", NULL, NULL);
	return arena_text(rd->arena, n);
}

static void empty_values(struct arena *a, const struct kind *k, struct offer *o)
{
	o->values = ARENA_MANY(a, k->field_count, struct value);
	for (size_t i = 0; i < k->field_count; i++) {
		o->values[i].field = &k->fields[i];
		o->values[i].texts = ARENA_MANY(a, values_max(&k->fields[i]), const char *);
	}
}

void offer_read(struct store *s, struct arena *a, const struct env *env, const struct kind *k, const struct actor *actor,
	const struct given *given, size_t given_count, const char *n, const char *base, struct refusals *r,
	struct offer *out)
{
	struct reading rd = { .store = s, .arena = a, .refusals = r, .offer = out };

	*out = (struct offer){ .kind = k, .actor = actor, .now = env_now(env), .base = base };
	out->today = instant_day(out->now);
	empty_values(a, k, out);
	if (!actor->person)
		refuse(r, "offer.sign_in", NULL, NULL);
	else if (!(actor->roles & k->writers))
		refuse(r, "offer.role", NULL, NULL);
	for (size_t i = 0; i < given_count; i++)
		read_given(&rd, &given[i]);
	drop_blank_pairs(&rd);
	fill_missing(&rd);
	find_object(&rd, env);
	check_base(&rd, base);
	out->n = read_nonce(&rd, env, n);
}

static struct json *value_json(struct arena *a, const struct field *f, const char *text)
{
	int64_t n = 0;

	if (f->type == FIELD_INT || f->type == FIELD_MONEY || f->type == FIELD_ENTRY) {
		bool ok = text_to_int(text, 0, INT64_C(1) << 52, &n);

		assert(ok);
		return js_int(a, n);
	}
	return f->type == FIELD_BOOL ? js_bool(a, true) : js_text(a, text);
}

static struct json *values_json(struct arena *a, const struct value *v)
{
	struct json *list;

	if (!(v->field->flags & FIELD_MANY))
		return value_json(a, v->field, v->texts[0]);
	list = js_array(a);
	for (size_t i = 0; i < v->count; i++)
		js_add(a, list, value_json(a, v->field, v->texts[i]));
	return list;
}

const char *offer_statement(struct arena *a, const struct env *env, struct hasher *h, const char *origin,
	const struct offer *o, const char *head, struct book_text **out_texts, size_t *out_count)
{
	struct json *line = js_object(a), *d = js_object(a), *f = js_object(a);
	struct book_text *texts = ARENA_MANY(a, o->kind->field_count, struct book_text);
	size_t count = 0;

	for (size_t i = 0; i < o->kind->field_count; i++) {
		const struct value *v = &o->values[i];

		if (v->count && field_is_typed(v->field)) {
			size_t salt_bytes = disclosure_salt_bytes(v->texts[0]);
			void *salt = arena_get(a, salt_bytes);

			env_chance(env, salt, salt_bytes);
			texts[count++] = (struct book_text){ v->field->name, v->texts[0], salt, salt_bytes };
			js_set_text(a, f, v->field->name, disclosure_digest(a, h, salt, salt_bytes, v->field->name, v->texts[0]));
		} else if (v->count) {
			js_set(a, d, v->field->name, values_json(a, v));
		}
	}
	js_set_text(a, line, "base", o->base ? o->base : head);
	js_set_text(a, line, "by", o->actor->person);
	js_set(a, line, "d", d);
	js_set(a, line, "f", f);
	js_set_text(a, line, "kind", o->kind->name);
	js_set_text(a, line, "log", origin);
	js_set_text(a, line, "n", o->n);
	js_set_text(a, line, "obj", o->obj);
	if (o->ref)
		js_set_text(a, line, "ref", o->ref);
	js_set_text(a, line, "role", role_used(o->actor->roles, o->kind->writers));
	js_set_int(a, line, "v", 1);
	*out_texts = texts;
	*out_count = count;
	return arena_print(a, "%s\n", js_line(a, line));
}

/* NULL for what no value is written as: an entry may come from somebody else's file. */
static const char *json_value_text(struct arena *a, const struct json *j)
{
	if (j->type == JS_INT)
		return arena_print(a, "%lld", (long long)j->number);
	return j->type == JS_BOOL ? "yes" : j->text;
}

void offer_of_entry(struct arena *a, const struct kind *k, const struct entry *e, const struct actor *actor,
	int64_t now, struct offer *out)
{
	*out = (struct offer){ .kind = k, .actor = actor, .obj = e->obj, .now = now, .today = instant_day(now), .n = e->n,
		.base = e->base };
	empty_values(a, k, out);
	for (size_t i = 0; i < k->field_count; i++) {
		const struct json *j = js_get(e->d, k->fields[i].name);
		struct value *v = &out->values[i];
		size_t count = !j ? 0 : j->type == JS_ARRAY ? j->count : 1;

		for (size_t at = 0; at < count && v->count < values_max(v->field); at++) {
			v->texts[v->count] = json_value_text(a, j->type == JS_ARRAY ? j->items[at] : j);
			v->count += v->texts[v->count] != NULL;
		}
	}
}
