/* SPDX-License-Identifier: EUPL-1.2
 *
 * Kinds: what the cases beside them cannot say: values of every type as they may be typed, entries that somebody else's
 * file may hold, the rule of two persons fact by fact, and a disk that fails under a question.
 * usage: test-kinds GIVEN_DIR
 */
#include <stdlib.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/script.h"
#include "kinds/enrolled.h"
#include "kinds/light.h"
#include "kinds/measure.h"
#include "kinds/passage.h"
#include "kinds/reading.h"
#include "kinds/two_person.h"
#include "given.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct council {
	struct tap *tap;
	struct arena *arena;
	struct env_fixed clock;
	struct env env;
	struct player player;
	struct store *store;
};

static const char *const colours[] = { "red", "blue", NULL };
static const struct field fields[] = {
	{ .name = "line", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "text", .type = FIELD_TEXT, .label = LABEL_WORK },
	{ .name = "code", .type = FIELD_CODE, .codes = colours },
	{ .name = "word", .type = FIELD_WORD },
	{ .name = "date", .type = FIELD_DATE },
	{ .name = "int", .type = FIELD_INT },
	{ .name = "money", .type = FIELD_MONEY },
	{ .name = "decimal", .type = FIELD_DECIMAL },
	{ .name = "bool", .type = FIELD_BOOL },
	{ .name = "organisation", .type = FIELD_REF, .object = "organisation" },
	{ .name = "person", .type = FIELD_REF, .object = "person" },
	{ .name = "entry", .type = FIELD_ENTRY },
	{ .name = "words", .type = FIELD_WORD, .flags = FIELD_MANY },
	{ .name = "left", .type = FIELD_WORD, .flags = FIELD_MANY | FIELD_PAIRED },
	{ .name = "right", .type = FIELD_INT, .flags = FIELD_MANY | FIELD_PAIRED },
};
static const struct kind every_type = { .name = "every_type", .object = "measure", .id_prefix = "m", .writers = ROLE_CONTACT,
	.fields = fields, .field_count = COUNT(fields) };
static const struct kind about_entry = { .name = "about_entry", .object = "measure", .object_field = "entry",
	.writers = ROLE_CONTACT, .fields = fields, .field_count = COUNT(fields) };
static const struct field must_fields[] = {
	{ .name = "line", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "other", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_WORK },
};
static const struct kind two_musts = { .name = "two_musts", .object = "measure", .id_prefix = "m", .writers = ROLE_CONTACT,
	.fields = must_fields, .field_count = COUNT(must_fields) };
static const struct actor contact = { "p-contact", NULL, ROLE_CONTACT };

static bool open_council(struct council *c, struct tap *tap, const char *given_dir)
{
	*c = (struct council){ .tap = tap, .arena = arena_new((size_t)256 << 20) };
	if (given_open(&c->player, c->arena, &c->clock, &c->env, given_dir))
		return false;
	c->store = c->player.desk->store;
	return true;
}

/* Writes one line of a script as `login`; the entry's number, or -1. */
static int64_t wrote(struct council *c, const char *login, const char *text, struct answer *answer)
{
	const char *cursor = arena_print(c->arena, "as %s\n%s\n", login, text);
	struct script_line *line = ARENA_NEW(c->arena, struct script_line);
	enum script_deed deed = SCRIPT_OTHER;
	size_t number = 0;

	answer->seq = -1;
	while (script_read(c->arena, &cursor, &number, line))
		if (script_play(&c->player, c->arena, line, &deed, answer))
			return -1;
	return deed == SCRIPT_WROTE ? answer->seq : -1;
}

/* Values. */

static bool has_rule(const struct refusals *r, const char *rule, const char *field)
{
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->all[i].rule, rule) && text_equal(r->all[i].field, field))
			return true;
	return false;
}

static void read_offer(struct council *c, const struct kind *k, const struct given *given, size_t count, const char *n,
	const char *base, struct refusals *r, struct offer *out)
{
	*r = (struct refusals){ .arena = c->arena };
	offer_read(c->store, c->arena, &c->env, k, &contact, given, count, n, base, r, out);
}

static void test_values_taken(struct council *c)
{
	static const struct {
		const char *field, *typed, *kept;
	} cases[] = {
		{ "line", "  En rad  ", "En rad" }, { "text", "Två\r\nrader", "Två\nrader" }, { "code", "blue", "blue" },
		{ "word", "KS-2026/001 (a)", "KS-2026/001 (a)" }, { "word", "åäö:1.2_+=", "åäö:1.2_+=" },
		{ "date", "2026-10-05", "2026-10-05" }, { "date", " 2026-Q3 ", "2026-Q3" },
		{ "int", "0", "0" }, { "int", "1000000", "1000000" },
		{ "money", "12 500", "1250000" }, { "money", "12,5", "1250" }, { "money", "12500,05", "1250005" },
		{ "money", "0", "0" }, { "money", "10000000000", "1000000000000" },
		{ "decimal", "-3,50", "-3.5" },
		{ "bool", "yes", "yes" }, { "bool", "true", "yes" }, { "bool", "1", "yes" }, { "bool", "ja", "yes" },
		{ "bool", "no", NULL }, { "bool", "false", NULL }, { "bool", "0", NULL }, { "bool", "nej", NULL },
		{ "entry", "0", "0" }, { "line", " ", NULL },
	};
	struct refusals r;
	struct offer o;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct given given = { cases[i].field, cases[i].typed };

		read_offer(c, &every_type, &given, 1, NULL, NULL, &r, &o);
		OK(c->tap, r.count == 0 && offer_is(&o, cases[i].field, cases[i].kept), cases[i].typed);
	}
}

static void test_values_refused(struct council *c)
{
	static const struct {
		const char *field, *typed, *rule;
	} cases[] = {
		{ "line", "\xFF", "offer.not_utf8" }, { "text", "a\xE2\x80\xAE" "b", "offer.control" },
		{ "line", "a\x01", "offer.control" },
		{ "line", "Två\nrader", "offer.line_break" }, { "code", "green", "offer.code" }, { "word", "a;b", "offer.word" },
		{ "word", "<b>", "offer.word" }, { "word", "640823-3234", "guard.identity_number" },
		{ "date", "i går", "offer.date" }, { "int", "-1", "offer.number" }, { "int", "1000001", "offer.number" },
		{ "int", "fem", "offer.number" }, { "entry", "99999", "offer.no_such_entry" }, { "entry", "4503599627370497",
		"offer.number" }, { "money", "mycket", "offer.money" }, { "money", "-1", "offer.money" },
		{ "money", "1,234", "offer.money" },
		{ "money", "10000000001", "offer.money" }, { "decimal", "1.2.3", "offer.decimal" }, { "bool", "kanske", "offer.bool" },
		{ "int", "1\n2", "offer.control" }, { "organisation", "ingen", "offer.no_such_object" },
		{ "person", "ingen", "offer.no_such_object" }, { "line", "640823-3234", "guard.identity_number" },
	};
	struct refusals r;
	struct offer o;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct given given = { cases[i].field, cases[i].typed };

		read_offer(c, &every_type, &given, 1, NULL, NULL, &r, &o);
		OK(c->tap, refused(&r) && has_rule(&r, cases[i].rule, cases[i].field),
			arena_print(c->arena, "%s is refused: %s", cases[i].field, cases[i].rule));
	}
}

/* Exactly as long as may be, and one longer. */
static void test_lengths(struct council *c)
{
	static const struct {
		const char *field;
		size_t max;
	} cases[] = { { "line", LINE_MAX_CHARS }, { "text", TEXT_MAX_CHARS }, { "word", 120 } };
	char *letters = arena_get(c->arena, TEXT_MAX_CHARS + 2);
	struct refusals r;
	struct offer o;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct given given = { cases[i].field, letters };

		memset(letters, 'a', cases[i].max + 1);
		letters[cases[i].max] = '\0';
		read_offer(c, &every_type, &given, 1, NULL, NULL, &r, &o);
		OK(c->tap, !refused(&r) && offer_text(&o, cases[i].field), "as long as may be");
		letters[cases[i].max] = 'a';
		letters[cases[i].max + 1] = '\0';
		read_offer(c, &every_type, &given, 1, NULL, NULL, &r, &o);
		OK(c->tap, refused(&r) && !offer_text(&o, cases[i].field), "one letter too many");
	}
	OK(c->tap, has_rule(&r, "offer.control", "word"), "a word that long is no word");
}

/* Persons go by number, id and what they sign in with; organisations by code. */
static void test_references(struct council *c)
{
	const char *id = store_text(c->store, c->arena, "SELECT id FROM object WHERE type = 'person' AND number = 3", "");
	const char *const names[] = { "3", "contact", id };
	struct refusals r;
	struct offer o;

	for (size_t i = 0; i < COUNT(names); i++) {
		struct given given = { "person", names[i] };

		read_offer(c, &every_type, &given, 1, NULL, NULL, &r, &o);
		OK(c->tap, !refused(&r) && offer_is(&o, "person", id), "a person by number, login and id");
	}
	read_offer(c, &every_type, &(struct given){ "organisation", "contact" }, 1, NULL, NULL, &r, &o);
	OK(c->tap, refused(&r), "an organisation has no login");
}

static void test_many(struct council *c)
{
	struct given *given = ARENA_MANY(c->arena, VALUES_MAX + 1, struct given);
	const struct given pairs[] = { { "left", "a" }, { "right", "1" }, { "left", "" }, { "right", "2" }, { "left", "b" },
		{ "right", "" }, { "left", "c" }, { "right", "4" } };
	const struct given lone[] = { { "left", "a" }, { "right", "1" }, { "left", "b" } };
	const struct given twice[] = { { "line", "a" }, { "line", "b" } };
	const struct given unknown[] = { { "colour", "red" }, { "640823-3234", "x" } };
	struct refusals r;
	struct offer o;

	for (size_t i = 0; i <= VALUES_MAX; i++)
		given[i] = (struct given){ "words", "a" };
	read_offer(c, &every_type, given, VALUES_MAX, NULL, NULL, &r, &o);
	OK(c->tap, !refused(&r) && offer_value(&o, "words")->count == VALUES_MAX, "as many values as may be");
	read_offer(c, &every_type, given, VALUES_MAX + 1, NULL, NULL, &r, &o);
	OK(c->tap, has_rule(&r, "offer.too_many", "words") && offer_value(&o, "words")->count == VALUES_MAX, "and no more");
	read_offer(c, &every_type, twice, 2, NULL, NULL, &r, &o);
	OK(c->tap, has_rule(&r, "offer.too_many", "line") && offer_is(&o, "line", "a"), "one value is one");
	read_offer(c, &every_type, pairs, COUNT(pairs), NULL, NULL, &r, &o);
	OK(c->tap, !refused(&r) && offer_value(&o, "left")->count == 2 && offer_value(&o, "right")->count == 2
		&& !strcmp(offer_value(&o, "left")->texts[1], "c") && !strcmp(offer_value(&o, "right")->texts[1], "4"),
		"a row with a blank is dropped whole");
	read_offer(c, &every_type, lone, COUNT(lone), NULL, NULL, &r, &o);
	OK(c->tap, has_rule(&r, "offer.pairs", "right"), "lists side by side are of one length");
	read_offer(c, &every_type, unknown, COUNT(unknown), NULL, NULL, &r, &o);
	OK(c->tap, r.count == 2 && !strcmp(r.all[0].arg, "colour") && !strcmp(r.all[1].arg, "..."), "unknown fields are named");
}

static void test_missing(struct council *c)
{
	const struct given wrong[] = { { "line", "a\nb" } }, like[] = { { "line", "640823-3235" } };
	const struct actor nobody = { NULL, NULL, ROLE_PUBLIC | ROLE_CONTACT }, member = { "p-member", NULL, ROLE_MEMBER };
	struct refusals r;
	struct offer o;

	read_offer(c, &two_musts, wrong, 1, NULL, NULL, &r, &o);
	OK(c->tap, r.count == 2 && has_rule(&r, "offer.line_break", "line") && has_rule(&r, "offer.missing", "other"),
		"what was refused is not also missing");
	read_offer(c, &two_musts, like, 1, NULL, NULL, &r, &o);
	OK(c->tap, r.count == 2 && has_rule(&r, "guard.identity_like", "line") && has_rule(&r, "offer.missing", "other")
		&& r.all[0].is_note && offer_text(&o, "line"), "what looks like an identity number gets a remark");
	read_offer(c, &about_entry, NULL, 0, NULL, NULL, &r, &o);
	OK(c->tap, r.count == 1 && has_rule(&r, "offer.missing", "entry") && !o.obj, "an entry about nothing");
	read_offer(c, &about_entry, &(struct given){ "entry", "x" }, 1, NULL, NULL, &r, &o);
	OK(c->tap, r.count == 1 && has_rule(&r, "offer.number", "entry") && !o.obj, "or about a wrong number");
	r = (struct refusals){ .arena = c->arena };
	offer_read(c->store, c->arena, &c->env, &every_type, &nobody, NULL, 0, NULL, NULL, &r, &o);
	OK(c->tap, has_rule(&r, "offer.sign_in", NULL), "nobody writes without signing in");
	r = (struct refusals){ .arena = c->arena };
	offer_read(c->store, c->arena, &c->env, &every_type, &member, NULL, 0, NULL, NULL, &r, &o);
	OK(c->tap, has_rule(&r, "offer.role", NULL), "nor in another role");
}

/* Nonce and head stay in the leaf for ever, so nothing else goes there. */
static void test_nonce_and_base(struct council *c)
{
	const char *head = book_head(&c->player.desk->book, c->arena), *hash = strchr(head, ':') + 1;
	const char *const bases[] = { "", "12", arena_print(c->arena, "x:%s", hash), "12:nonsense",
		arena_print(c->arena, "6408233234:%s", hash) };
	const char *const nonces[] = { "abcdefg", "abcdefgh!", "6408233234",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"åäöåäöåäö" };
	struct given entry = { "entry", "40" };
	struct refusals r;
	struct offer o;

	for (size_t i = 0; i < COUNT(bases); i++) {
		read_offer(c, &every_type, NULL, 0, NULL, bases[i], &r, &o);
		OK(c->tap, r.count == 1 && has_rule(&r, "offer.base", NULL), "what is no head");
	}
	for (size_t i = 0; i < COUNT(nonces); i++) {
		read_offer(c, &every_type, NULL, 0, nonces[i], NULL, &r, &o);
		OK(c->tap, r.count == 1 && has_rule(&r, "offer.nonce", NULL), "what is no nonce");
	}
	read_offer(c, &every_type, NULL, 0, "abcdefgh", head, &r, &o);
	OK(c->tap, r.count == 0 && !strcmp(o.n, "abcdefgh") && !strcmp(o.base, head), "the shortest nonce, and a head");
	read_offer(c, &every_type, NULL, 0, nonces[3] + 1, NULL, &r, &o);
	OK(c->tap, r.count == 0 && !strcmp(o.n, nonces[3] + 1), "the longest");
	read_offer(c, &every_type, NULL, 0, "", NULL, &r, &o);
	OK(c->tap, r.count == 0 && strlen(o.n) >= 20, "a new one for none");
	read_offer(c, &about_entry, &entry, 1, NULL, head, &r, &o);
	OK(c->tap, r.count == 0 && o.obj, "an object that nobody has changed since");
	read_offer(c, &about_entry, &entry, 1, NULL, arena_print(c->arena, "1:%s", hash), &r, &o);
	OK(c->tap, r.count == 1 && has_rule(&r, "offer.conflict", NULL), "one that was changed");
	read_offer(c, &about_entry, NULL, 0, NULL, head, &r, &o);
	OK(c->tap, r.count == 1 && !o.obj, "no object has no conflict");
}

/* Statements and entries. */

static void test_statement(struct council *c)
{
	const struct given given[] = { { "line", "En rad" }, { "bool", "ja" }, { "int", "5" }, { "words", "a" }, { "words", "b" } };
	const char *head = book_head(&c->player.desk->book, c->arena), *line;
	struct book_text *texts;
	struct refusals r;
	struct entry e;
	struct offer o, again;
	size_t count;

	for (int has_base = 0; has_base < 2; has_base++) {
		read_offer(c, &every_type, given, COUNT(given), "abcdefgh", has_base ? head : NULL, &r, &o);
		line = offer_statement(c->arena, &c->env, c->player.desk->hasher, "fyrby", &o, "0:x", &texts, &count);
		OK(c->tap, count == 1 && !strcmp(texts[0].value, "En rad"), "the text stands beside the statement");
		OK(c->tap, !entry_parse_statement(c->arena, line, &e) && !strcmp(e.base, has_base ? head : "0:x"), "its base");
		offer_of_entry(c->arena, &every_type, &e, &contact, 0, &again);
		OK(c->tap, offer_is(&again, "bool", "yes") && offer_int(&again, "int", 0) == 5 && !offer_text(&again, "line")
			&& offer_value(&again, "words")->count == 2, "the offer comes back without its texts");
	}
	OK(c->tap, offer_int(&again, "line", -7) == -7 && offer_int(&again, "bool", -7) == -7, "no number is none");
}

static struct entry entry_of(struct council *c, const char *d)
{
	return (struct entry){ .seq = 7, .kind = "x", .by = "p-1", .obj = "m-1", .d = js_read(c->arena, d, strlen(d)),
		.f = js_object(c->arena) };
}

/* What no program of ours writes, and somebody else's file may hold. */
static void test_foreign_entries(struct council *c)
{
	struct json *list = js_array(c->arena);
	struct entry e = entry_of(c, "{\"bool\":true,\"int\":[1,2],\"line\":1,\"text\":null,\"word\":{},\"words\":[\"a\",null,3]}");
	struct refusals r = { .arena = c->arena };
	struct offer o;

	offer_of_entry(c->arena, &every_type, &e, &contact, 0, &o);
	OK(c->tap, offer_is(&o, "int", "1") && offer_value(&o, "int")->count == 1, "a list where one value may be");
	OK(c->tap, !offer_text(&o, "text") && !offer_text(&o, "word"), "nothing and objects are no values");
	OK(c->tap, offer_value(&o, "words")->count == 2 && !strcmp(offer_value(&o, "words")->texts[1], "3"), "nor in a list");
	for (int i = 0; i < VALUES_MAX + 5; i++)
		js_add(c->arena, list, js_text(c->arena, "a"));
	e.d = js_object(c->arena);
	js_set(c->arena, (struct json *)(uintptr_t)e.d, "words", list);
	offer_of_entry(c->arena, &every_type, &e, &contact, 0, &o);
	OK(c->tap, offer_value(&o, "words")->count == VALUES_MAX, "and no more of them than may be");
	e = entry_of(c, "{\"a\":\"x\",\"b\":true,\"c\":[1,\"y\"],\"d\":3}");
	OK(c->tap, entry_int(&e, "a", -7) == -7 && entry_int(&e, "b", -7) == 1 && entry_int(&e, "d", -7) == 3
		&& entry_int(&e, "x", -7) == -7, "numbers of an entry");
	OK(c->tap, !entry_item(&e, "c", 0) && !strcmp(entry_item(&e, "c", 1), "y") && !entry_item(&e, "c", 2)
		&& !entry_item(&e, "a", 0) && !entry_item(&e, "x", 0), "items of a list");
	OK(c->tap, entry_item_int(&e, "c", 0) == 1 && entry_item_int(&e, "c", 1) == -1 && entry_item_int(&e, "c", 2) == -1,
		"numbers of a list");
	for (int i = 0; i < REFUSALS_MAX + 5; i++)
		refusal_note(&r, "offer.code", NULL, NULL);
	OK(c->tap, r.count == REFUSALS_MAX && !refused(&r), "no more refusals than there is room for");
	OK(c->tap, kind_label("nonsense", "text") == LABEL_SECRET && kind_label("status_reported", "nonsense") == LABEL_SECRET
		&& kind_label("status_reported", "text") == LABEL_WORK, "what is unknown is secret");
}

/* Entries that point at what is not there change nothing. */
static void test_foreign_effects(struct council *c)
{
	struct entry e = entry_of(c, "{\"goals\":[\"g-1\",\"g-2\"],\"values\":[\"1\"]}");
	struct actor other = { "p-1", "o-1", 0 };
	const struct measure_facts *f = measure_facts(c->store, c->arena, "m-none", &other);
	int64_t before = store_int(c->store, -1, "SELECT count(*) FROM indicator_value", "");

	OK(c->tap, !*f->state && !own_may(&f->own, &other), "a measure that is not there is nobody's");
	light_follow(c->store, c->arena, &e, 99999);
	reading_keep(c->store, c->arena, &e, "t-none");
	OK(c->tap, !store_fault(c->store) && store_int(c->store, -2, "SELECT count(*) FROM indicator_value", "") == before,
		"readings of goals that are not there");
	other = (struct actor){ NULL, NULL, ROLE_PUBLIC };
	f = measure_facts(c->store, c->arena, store_text(c->store, c->arena, "SELECT id FROM measure WHERE number = 6", ""), &other);
	OK(c->tap, *f->state && !own_may(&f->own, &other), "a measure without a reporter is not everybody's");
}

static char *light_of(struct council *c, const char *measure)
{
	return store_text(c->store, c->arena, "SELECT process || ' ' || coalesce(effect, '-') || ' ' || status || ' ' || seq || ' '"
		" || day FROM light WHERE measure = ? AND status IS NOT NULL", "t", measure);
}

/* A report sets its measure's light without looking at other statuses. */
static void test_light_of_report(struct council *c)
{
	const char *measure = store_text(c->store, c->arena, "SELECT id FROM measure WHERE number = 1", ""), *light;
	struct entry later = entry_of(c, "{}");
	struct answer answer;
	int64_t seq = wrote(c, "contact", "write status_reported measure=1 process=yellow evidence=stated text=\"En tjänst är vakant.\""
		" obstacle=staffing next_step=\"Annonsera.\"\nwrite status_reported measure=1 process=green evidence=stated", &answer);

	light = light_of(c, measure);
	SAME(c->tap, light, arena_print(c->arena, "green - %d %d %d", (int)seq, (int)seq, instant_day(c->clock.now)),
		"a light comes from the newest report");
	later.day = instant_day(c->clock.now) + 1;
	light_refresh(c->store, &later, measure);
	SAME(c->tap, light_of(c, measure), light, "  and is the same when all of them are asked");
}

/* Two persons. */

static void test_rule(struct council *c)
{
	enum { FACTS = 9 };
	static const char *const rules[FACTS] = { "two_person.not_open", "two_person.same_person", "two_person.other_asked",
		"two_person.own", "two_person.not_enrolled", "two_person.proposer_biased", "two_person.biased", "two_person.late",
		"two_person.other_text" };
	unsigned unlike = 0;

	/* Every set of facts that speak against: the first of them is told. */
	for (unsigned against = 0; against < 1u << FACTS; against++) {
		struct two_person_facts f = { .is_open = !(against & 1), .proposer = against & 2 ? "p-2" : "p-1",
			.asked = against & 4 ? "p-3" : against % 3 ? "p-2" : NULL, .about = against & 8 ? "p-2" : "p-4",
			.second_is_enrolled = !(against & 16), .proposer_is_biased = against & 32, .second_is_biased = against & 64,
			.last_day = 100, .expected_ref = "7:abc" };
		const char *said = two_person_refusal(&f, "p-2", against & 256 ? "7:abd" : "7:abc", against & 128 ? 101 : 100);
		const char *first = NULL;

		for (unsigned i = FACTS; i-- > 0;)
			if (against & 1u << i)
				first = rules[i];
		unlike += !text_equal(said, first);
	}
	OK(c->tap, unlike == 0, "of all that speaks against a second person the first is told, and nothing else");
}

static const char *why_not(struct council *c, const char *kind, int64_t proposal, const char *login)
{
	const char *person = store_text(c->store, c->arena, "SELECT person FROM binding WHERE sort = 'login'"
		" AND text(name_text, 'name') = ?", "t", login);

	return two_person_why_not(c->store, c->arena, kind_find(kind), proposal, person, instant_day(c->clock.now));
}

static void test_why_not(struct council *c)
{
	struct answer answer;
	int64_t p = wrote(c, "member", "write closing_proposed measure=1 cause=money reason=\"Ingen kan.\" decider=Rådet"
		" mandate=\"§ 4\"", &answer);

	OK(c->tap, p > 0, "a proposal");
	SAME(c->tap, why_not(c, "closing_seconded", p, "contact"), NULL, "another may second it");
	SAME(c->tap, why_not(c, "closing_stopped", p, "contact"), NULL, "or stop it");
	SAME(c->tap, why_not(c, "closing_seconded", p, "member"), "two_person.same_person", "not who made it");
	SAME(c->tap, why_not(c, "closing_withdrawn", p, "member"), NULL, "who may withdraw it");
	SAME(c->tap, why_not(c, "closing_withdrawn", p, "contact"), "two_person.not_proposer", "as nobody else may");
	SAME(c->tap, why_not(c, "closing_seconded", p + 1, "contact"), "two_person.no_such_proposal", "another number is none");
	SAME(c->tap, why_not(c, "decision_seconded", p, "contact"), "two_person.no_such_proposal", "nor is it a decision");
	store_savepoint(c->store);
	store_run(c->store, "INSERT INTO bias(person, obj, ground, seq) SELECT by, obj, 'kin', seq FROM proposal WHERE seq = ?",
		"i", p);
	OK(c->tap, !store_fault(c->store), "its proposer is biased");
	SAME(c->tap, why_not(c, "closing_seconded", p, "contact"), "two_person.proposer_biased", "so nobody seconds it");
	SAME(c->tap, why_not(c, "closing_stopped", p, "contact"), NULL, "but it may be stopped");
	store_run(c->store, "UPDATE proposal SET state = 'stopped' WHERE seq = ?", "i", p);
	SAME(c->tap, why_not(c, "closing_withdrawn", p, "member"), "two_person.not_open", "what has ended is not withdrawn");
	store_savepoint_undo(c->store);
}

/* What verify asks of each entry of a book before it is applied. */
static void test_entry_rule(struct council *c)
{
	int64_t p = store_int(c->store, -1, "SELECT max(seq) FROM proposal", "");
	const char *ref = store_text(c->store, c->arena, "SELECT seq || ':' || hash FROM proposal WHERE seq = ?", "i", p);
	struct entry e = entry_of(c, arena_print(c->arena, "{\"proposal\":%d}", (int)p));
	struct answer answer;

	e.kind = "nonsense";
	SAME(c->tap, two_person_entry_refusal(c->store, c->arena, &e), NULL, "a kind that is unknown");
	e.kind = "closing_stopped";
	SAME(c->tap, two_person_entry_refusal(c->store, c->arena, &e), NULL, "one that does not second");
	e.kind = "closing_proposed";
	e.seq = p + 1;
	e.by = "p-nobody";
	SAME(c->tap, two_person_entry_refusal(c->store, c->arena, &e), "two_person.not_enrolled", "nobody of the council proposes");
	e.by = store_text(c->store, c->arena, "SELECT id FROM object WHERE type = 'person' AND number = 3", "");
	SAME(c->tap, two_person_entry_refusal(c->store, c->arena, &e), NULL, "whoever is registered does");
	e.kind = "closing_seconded";
	e.ref = ref;
	e.day = instant_day(c->clock.now);
	SAME(c->tap, two_person_entry_refusal(c->store, c->arena, &e), NULL, "one that does as it may");
	e.ref = "7:abc";
	SAME(c->tap, two_person_entry_refusal(c->store, c->arena, &e), "two_person.other_text", "one of another text");
	e.d = js_object(c->arena);
	SAME(c->tap, two_person_entry_refusal(c->store, c->arena, &e), "two_person.no_such_proposal", "one of nothing");
	two_person_apply(c->store, c->arena, &e);
	OK(c->tap, !store_fault(c->store), "which changes nothing");
	store_run(c->store, "UPDATE proposal SET line = 'nonsense' WHERE seq = ?", "i", p);
	OK(c->tap, wrote(c, "contact", arena_print(c->arena, "write closing_seconded proposal=%d", (int)p), &answer) < 0
		&& has_rule(&answer.refusals, "two_person.no_such_proposal", "proposal"), "what cannot be read is not seconded");
	e = entry_of(c, arena_print(c->arena, "{\"proposal\":%d}", (int)p));
	e.kind = "closing_seconded";
	two_person_apply(c->store, c->arena, &e);
	SAME(c->tap, store_text(c->store, c->arena, "SELECT state FROM measure WHERE number = 1", ""), "ongoing",
		"nor has it an effect");
}

static const char *alone(struct council *c, const char *kind, const char *by, const char *obj, const char *d)
{
	struct entry e = entry_of(c, d);

	e.kind = kind;
	e.by = by;
	e.obj = obj;
	return enrolled_entry_refusal(c->store, &e);
}

/* The same of what one person may not do. */
static void test_enrolled(struct council *c)
{
	const char *there = store_text(c->store, c->arena, "SELECT id FROM object WHERE type = 'person' AND number = 3", "");

	SAME(c->tap, alone(c, "person_set", there, there, "{}"), NULL, "one who is there is changed by one");
	SAME(c->tap, alone(c, "person_set", there, "p-new", "{}"), "enrolment.two_persons", "a new one is not made by one");
	SAME(c->tap, alone(c, "person_set", "system", "p-new", "{}"), "council.has_begun", "nor by the program any more");
	SAME(c->tap, alone(c, "role_given", there, there, "{\"role\":\"contact\"}"), NULL, "a light role is given by one");
	SAME(c->tap, alone(c, "role_given", there, there, "{\"role\":\"registrar\"}"), "enrolment.two_persons", "a weighty one is not");
	SAME(c->tap, alone(c, "role_given", "system", there, "{\"role\":\"contact\"}"), "council.has_begun", "nor any by the program");
	SAME(c->tap, alone(c, "role_given", there, there, "{}"), NULL, "none is none");
	SAME(c->tap, alone(c, "person_closed", there, there, "{}"), NULL, "other kinds are others' matter");
}

static void test_file_of_kind(struct council *c)
{
	const struct field *file = kind_file(kind_find("attachment_added"));

	OK(c->tap, file && !strcmp(file->name, "file") && !kind_file(kind_find("passage_noted")), "a kind has a file or none");
}

/* The form of a passage stands in its text. */
static void test_form_of_passage(struct council *c)
{
	SAME(c->tap, passage_text_in_form(c->arena, "heading", "Läget"), "# Läget", "a heading");
	SAME(c->tap, passage_text_in_form(c->arena, "subheading", "Torget"), "## Torget", "  one under it");
	SAME(c->tap, passage_text_in_form(c->arena, "heading", "## Torget\n# Läget"), "## Torget\n# Läget",
		"  as marked already, of either level");
	SAME(c->tap, passage_text_in_form(c->arena, "heading", "## Torget"), "## Torget", "  as it was typed");
	SAME(c->tap, passage_text_in_form(c->arena, "list", "ett\n- två\n\n-tre\n"), "- ett\n- två\n\n- -tre\n",
		"a list: each line once, and none of the empty ones");
	SAME(c->tap, passage_text_in_form(c->arena, "list", "ett\n  under\n  - så\n  \ntvå"), "- ett\n  - under\n  - så\n-   \n- två",
		"one under another");
	SAME(c->tap, passage_text_in_form(c->arena, "table", "a | b\n| 1 | 2"), "| a | b\n| 1 | 2", "a table");
	SAME(c->tap, passage_text_in_form(c->arena, "table", "|a|b|\n|1|2|"), "|a|b|\n|1|2|", "  whose rows stand as they are");
	SAME(c->tap, passage_text_in_form(c->arena, "table", "Plats\tBesök\nGård|en\t40\n| Torget | 12"),
		"| Plats | Besök\n| Gård/en | 40\n| Torget | 12", "  whose rows come from a spreadsheet");
	SAME(c->tap, passage_text_in_form(c->arena, "paragraph", "- som den är"), "- som den är", "all else as it is");
	SAME(c->tap, passage_text_in_form(c->arena, NULL, ""), "", "and nothing of nothing");
	SAME(c->tap, passage_text_in_form(c->arena, "list", ""), "", "  in whatever form");
}

/* Whoever does not say how far the document was read that is given out has read what the head holds that the act builds on. */
static void test_seen(struct council *c)
{
	static const struct given given[] = { { "request", "1" }, { "release", "whole" } };
	struct answer answer;
	struct refusals r;
	struct offer o;
	int64_t newest;

	OK(c->tap, wrote(c, "coordinator", "write document_requested what=Handlingen measure=1", &answer) > 0, "a request");
	newest = store_int(c->store, -1, "SELECT max(entry) FROM request_entry", "");
	read_offer(c, kind_find("request_answered"), given, COUNT(given), NULL, NULL, &r, &o);
	for (int i = 0; i < 3; i++) {
		const char *const bases[] = { NULL, arena_print(c->arena, "%lld:x", (long long)newest + 1),
			arena_print(c->arena, "%lld:x", (long long)newest) };

		r = (struct refusals){ .arena = c->arena };
		o.base = bases[i];
		o.kind->check(&o, o.kind->look(c->store, c->arena, &o), &r);
		OK(c->tap, has_rule(&r, "request.conflict", "seen") == (i == 2), "what was seen by the head");
	}
}

/* A disk that fails. */

/* A value that a field takes. */
static const char *plausible(struct council *c, const struct field *f)
{
	static const char *const values[] = { [FIELD_LINE] = "En rad", [FIELD_TEXT] = "En text", [FIELD_WORD] = "x-1",
		[FIELD_DATE] = "2026-10-01", [FIELD_INT] = "3", [FIELD_MONEY] = "3", [FIELD_DECIMAL] = "3", [FIELD_BOOL] = "yes",
		[FIELD_ENTRY] = "40" };

	if (f->type == FIELD_CODE)
		return f->codes[0];
	if (f->type == FIELD_REF)
		return store_text(c->store, c->arena, "SELECT id FROM object WHERE type = ? LIMIT 1", "t", f->object);
	return values[f->type];
}

static void test_failing_disk(struct council *c)
{
	unsigned asked = 0;

	for (size_t i = 0; i < kind_count; i++) {
		const struct kind *k = kinds[i];
		struct given *given = ARENA_MANY(c->arena, k->field_count, struct given);
		struct refusals r;
		struct offer o;

		for (size_t f = 0; f < k->field_count; f++)
			given[f] = (struct given){ k->fields[f].name, plausible(c, &k->fields[f]) };
		read_offer(c, k, given, k->field_count, NULL, NULL, &r, &o);
		store_script(c->store, "nonsense");
		if (k->look && store_fault(c->store)) {
			const void *facts = k->look(c->store, c->arena, &o);

			asked++;
			if (k->check)
				k->check(&o, facts, &r);
		}
		store_forgive(c->store);
	}
	OK(c->tap, asked > 30, "no kind falls over when nothing can be read");
}

int main(int argc, char **argv)
{
	struct tap t = { 0 };
	struct council c;

	if (!OK(&t, argc == 2 && open_council(&c, &t, argv[1]), "a council"))
		return tap_done(&t);
	test_values_taken(&c);
	test_values_refused(&c);
	test_lengths(&c);
	test_references(&c);
	test_many(&c);
	test_missing(&c);
	test_nonce_and_base(&c);
	test_statement(&c);
	test_foreign_entries(&c);
	test_foreign_effects(&c);
	test_light_of_report(&c);
	test_rule(&c);
	test_why_not(&c);
	test_entry_rule(&c);
	test_enrolled(&c);
	test_file_of_kind(&c);
	test_form_of_passage(&c);
	test_seen(&c);
	test_failing_disk(&c);
	desk_close(c.player.desk);
	arena_free(c.arena);
	return tap_done(&t);
}
