/* SPDX-License-Identifier: EUPL-1.2
 *
 * Canaries: nobody sees on any page, in any format and language, a text that is not spread to them; and no identity
 * number is stored or told.
 *
 *   canary SCRIPT FOLDER         plays SCRIPT into a council in FOLDER (made anew) and looks everywhere (TAP)
 *   canary SCRIPT FOLDER PAGE    looks at that page alone, for a control (test/twin)
 *
 * In the script `*` stands for a canary: a word of its own for every text written ("KAN0042-status_reported-text").  Then
 * every person asks for every page about everything, and each byte that comes is searched.  A word may be there when the
 * label of its field is spread to one of the person's roles, when the person took part in that decision, when it is the
 * person's own name, or when a passage of notes says so.  The public sees nothing of a measure that was not published,
 * and nobody sees in a copy that answers a request what is masked for it.  So that this test can see, what the coordinator or
 * the administrator may read has to be found on one of their pages.
 *
 * The council has a twin, played from the same script at the same instants with the same chance, in which the passages that
 * only their sender reads say something else: in another length and form, with other letters.  Whoever may not read them is
 * told the same by both, byte for byte, in every format and on paper, but for what aside.h puts aside.  The sender is not.
 */
#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "aside.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/cache.h"
#include "desk/script.h"
#include "desk/service.h"
#include "desk/show.h"
#include "guard/passage.h"
#include "pages/refusals.h"
#include "tap.h"

enum { CANARIES_MAX = 2000, VALUES_MAX_ASKED = 12, LEAKS_TOLD = 12, HAY_MAX = 64 << 20 };

/* Who asks: the persons of the script by their number; 0 is the public. */
static const char *const persons[] = { "public", "administrator", "coordinator", "contact", "second", "member", "police",
	"security", "registrar", "auditor" };
enum { PUBLIC = 0, ADMINISTRATOR = 1, COORDINATOR = 2, PERSONS = COUNT_OF(persons) };

/* What the twin says where only the sender reads it: many words; in a text a paragraph, a list, a table and a heading too. */
#define TEN(words) words words words words words words words words words words
#define OTHER_LINE TEN("Något annat, ")
#define OTHER "Något helt annat.\n\n- Punkt\n- Qvist\n\n| Zon | 7 |\n| Öst | 8 |\n\n# Xylofon\n\n" TEN("Ord efter ord, ")

/* Published test numbers (personnummer, samordningsnummer, interim), in some of their spellings. */
static const char *const numbers[] = { "640823-3234", "19640823-3234", "6408233234", "64 08 23 - 32 34", "640823.3234",
	"20000229-2399", "20210791-9967", "20000101-T220",
	"\xEF\xBC\x96\xEF\xBC\x94\xEF\xBC\x90\xEF\xBC\x98\xEF\xBC\x92\xEF\xBC\x93-3234" };

struct canary {
	const char *word, *kind, *field;
	int64_t seq;
	bool is_twins;        /* the twin says something else here */
	bool may[PERSONS];    /* may this person read it? */
	bool found[PERSONS];
};

struct run {
	struct arena *arena;
	struct tap tap;
	struct env_fixed clock;
	struct env env;
	struct player player;
	const struct shelf *shelf;
	struct cache *cache; /* one for all who ask, so that what is kept for one and shown to another is seen */
	struct canary canaries[CANARIES_MAX];
	size_t count;
	struct actor actors[PERSONS];
	size_t renders, leaks;
	struct run *twin;    /* the other council; NULL: this is it */
	size_t twins_differ; /* answers of the two that differ, to those who may read what differs */
	size_t copied;       /* words seen in copies of other documents than notes */
};

/* One page asked by one person, while it is varied. */
struct asking {
	struct run *run;
	int person;
	struct page_ask ask;
	struct page_input inputs[2];
	size_t leaks;
	size_t unlike[2]; /* answers that the twin gives otherwise: on screens, on paper */
};

/* ------------------------------------------------------------------------------------------- words --- */

static const char *canary_new(struct run *r, const char *kind, const char *field)
{
	struct canary *c = &r->canaries[r->count];

	assert(r->count < CANARIES_MAX);
	*c = (struct canary){ .kind = arena_text(r->arena, kind), .field = arena_text(r->arena, field), .seq = -1,
		.word = arena_print(r->arena, "KAN%04zu-%s-%s", r->count, kind, field) };
	r->count++;
	return c->word;
}

/* The next canary in the bytes, in any case of letters and however cut at its end; SIZE_MAX when there is none. */
static size_t canary_next(const struct run *r, const char **at, const char *end)
{
	for (const char *p = *at; end - p >= 7; p++) {
		size_t n = 0;

		if ((p[0] != 'K' && p[0] != 'k') || (p[1] != 'A' && p[1] != 'a') || (p[2] != 'N' && p[2] != 'n'))
			continue;
		for (int i = 3; i < 7; i++)
			n = isdigit((unsigned char)p[i]) && n != SIZE_MAX ? n * 10 + (size_t)(p[i] - '0') : SIZE_MAX;
		if (n < r->count) {
			*at = p + 7;
			return n;
		}
	}
	return SIZE_MAX;
}

static bool has_canary(const struct run *r, const char *text)
{
	return text && canary_next(r, &text, text + strlen(text)) != SIZE_MAX;
}

static bool has_number(const char *bytes, size_t n)
{
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (memmem(bytes, n, numbers[i], strlen(numbers[i])))
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------- refusals --- */

/* What is told of a refusal, in both languages and as data, repeats nothing that was typed. */
static bool is_discreet(struct run *r, const struct refusals *refusals)
{
	for (size_t i = 0; i < refusals->count; i++) {
		const struct refusal *x = &refusals->all[i];
		const char *told = arena_print(r->arena, "%s %s %s %s", x->arg ? x->arg : "", x->field ? x->field : "",
			refusal_sentence(r->arena, catalogue_get("sv"), x), refusal_sentence(r->arena, catalogue_get("en"), x));

		if (has_canary(r, told) || has_number(told, strlen(told)))
			return false;
	}
	return true;
}

static bool has_rule(const struct refusals *refusals, const char *rule, const char *field)
{
	for (size_t i = 0; i < refusals->count; i++)
		if (!strcmp(refusals->all[i].rule, rule) && (!field || text_equal(refusals->all[i].field, field)))
			return true;
	return false;
}

static struct answer try_write(struct run *r, const struct actor *actor, const struct act *act)
{
	struct answer answer = { .seq = -1 };
	const struct fault *f;

	f = desk_write(r->player.desk, r->arena, actor, act, true, &answer);
	if (f)
		tap_ok(&r->tap, false, __FILE__, __LINE__, f->what);
	return answer;
}

/* The rights table holds for an offer that is right in all else: whoever has no such role is refused for that. */
static const char *try_others(struct run *r, const struct act *act, const struct kind *k)
{
	for (int i = 0; i < PERSONS; i++) {
		bool is_writer = (r->actors[i].roles & k->writers) != 0;
		struct answer answer;

		if (i != PUBLIC && !r->actors[i].person)
			continue;
		answer = try_write(r, &r->actors[i], act);
		if (!is_writer && answer.seq >= 0)
			return arena_print(r->arena, "%s may write %s", persons[i], k->name);
		if (is_writer == (has_rule(&answer.refusals, "offer.role", NULL)
			|| has_rule(&answer.refusals, "offer.sign_in", NULL)))
			return arena_print(r->arena, "%s and %s: the role decides otherwise than the kind says", persons[i], k->name);
		if (!is_discreet(r, &answer.refusals))
			return arena_print(r->arena, "a refusal told to %s repeats what was typed in %s", persons[i], k->name);
	}
	return NULL;
}

static bool is_word(const struct field *f)
{
	return f && (f->type == FIELD_LINE || f->type == FIELD_TEXT || f->type == FIELD_FILE || f->type == FIELD_WORD);
}

/* A text file that holds nothing but that, as an offer has it. */
static const char *file_of(struct arena *a, const char *text)
{
	return base64url_from(a, text, strlen(text));
}

/* The same offer, accepted but for an identity number in one of its words. */
static const char *try_numbers(struct run *r, const struct act *act, const struct kind *k)
{
	struct given *given = ARENA_MANY(r->arena, act->given_count, struct given);

	for (size_t at = 0; at < act->given_count; at++) {
		struct act changed = *act;
		size_t number = (size_t)(r->clock.now + (int64_t)at) % COUNT_OF(numbers);
		struct answer answer;

		if (!is_word(kind_field(k, act->given[at].name)))
			continue;
		for (size_t i = 0; i < act->given_count; i++)
			given[i] = act->given[i];
		given[at].value = kind_field(k, given[at].name)->type == FIELD_FILE ? file_of(r->arena, numbers[number])
			: arena_print(r->arena, "%s %s", given[at].value, numbers[number]);
		changed.given = given;
		answer = try_write(r, &r->player.actor, &changed);
		if (answer.seq >= 0 || !has_rule(&answer.refusals, "guard.identity_number", given[at].name))
			return arena_print(r->arena, "%s.%s takes spelling %zu of a number", k->name, given[at].name, number);
		if (!is_discreet(r, &answer.refusals))
			return arena_print(r->arena, "the refusal of %s.%s repeats the number", k->name, given[at].name);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------- the script --- */

static const char *kept_name(const struct player *p, const char *value)
{
	for (size_t i = p->name_count; *value == '$' && i > 0; i--)
		if (!strcmp(p->names[i - 1].name, value + 1))
			return p->names[i - 1].value;
	return value;
}

/* Is it a passage that its sender reads and nobody else? */
static bool is_for_sender(const struct script_line *line)
{
	bool is_secret = false, has_readers = false;

	for (size_t i = 0; i < line->count; i++) {
		is_secret |= !strcmp(line->words[i], "audience=secret");
		has_readers |= !strncmp(line->words[i], "readers=", 8);
	}
	return is_secret && !has_readers;
}

static const char *canary_put(struct run *r, const char *kind, const char *field, bool is_twins)
{
	const char *word = canary_new(r, kind, field);

	r->canaries[r->count - 1].is_twins = is_twins;
	if (!is_twins || r->twin)
		return word;
	return kind_field(kind_find(kind), field)->type == FIELD_LINE ? OTHER_LINE : OTHER;
}

/* Puts canaries for the stars; gives the act, for the tries made before it is played. */
static struct act read_act(struct run *r, struct script_line *line, size_t kind_at)
{
	struct given *given = ARENA_MANY(r->arena, line->count, struct given);
	struct act act = { .kind = line->words[kind_at], .given = given };
	bool is_twins = is_for_sender(line);
	const struct kind *k = kind_find(act.kind);

	for (size_t i = kind_at + 1; i < line->count; i++) {
		const char *sign = strchr(line->words[i], '=');
		const char *name;

		assert(sign);
		name = arena_copy(r->arena, line->words[i], (size_t)(sign - line->words[i]));
		if (k && kind_field(k, name) && kind_field(k, name)->type == FIELD_FILE && !strcmp(sign, "=*"))
			line->words[i] = arena_print(r->arena, "%s=%s", name, file_of(r->arena, canary_put(r, act.kind, name, is_twins)));
		else if (sign[strlen(sign) - 1] == '*')
			line->words[i] = arena_print(r->arena, "%s%s", arena_copy(r->arena, line->words[i], strlen(line->words[i]) - 1),
				canary_put(r, act.kind, name, is_twins));
		given[act.given_count++] = (struct given){ name, kept_name(&r->player, strchr(line->words[i], '=') + 1) };
	}
	return act;
}

static bool find_actor(struct run *r, int64_t number, struct actor *out)
{
	const char *id = store_text(r->player.desk->store, r->arena, "SELECT id FROM person WHERE number = ?", "i", number);

	return id && desk_actor(r->player.desk->store, r->arena, id, out);
}

static bool play_as(struct run *r, const char *name)
{
	for (int i = 0; i < PERSONS; i++)
		if (i != PUBLIC && !strcmp(persons[i], name))
			return find_actor(r, i, &r->player.actor);
	r->player.actor = desk_system;
	return !strcmp(name, "system");
}

static void refresh_actors(struct run *r)
{
	r->actors[PUBLIC] = desk_public;
	for (int i = 1; i < PERSONS; i++)
		if (!find_actor(r, i, &r->actors[i]))
			r->actors[i].person = NULL;
}

static const char *play_write(struct run *r, struct script_line *line, size_t kind_at)
{
	size_t first = r->count;
	struct act act = read_act(r, line, kind_at);
	const struct kind *k = kind_find(act.kind);
	enum script_deed deed;
	struct answer answer = { .seq = -1 };
	const struct fault *f = NULL;
	const char *problem;

	if (!k)
		return "there is no such kind";
	refresh_actors(r);
	problem = r->twin ? try_others(r, &act, k) : NULL;
	if (!problem && r->twin)
		problem = try_numbers(r, &act, k);
	if (problem)
		OK(&r->tap, false, problem);
	r->clock.seed = line->number; /* the twin draws the same, however much either drew before */
	f = script_play(&r->player, r->arena, line, &deed, &answer);
	if (f)
		return f->what;
	if (answer.seq < 0)
		return arena_print(r->arena, "%s was refused: %s (%s)", act.kind, answer.refusals.all[0].rule,
			answer.refusals.all[0].field ? answer.refusals.all[0].field : "-");
	for (size_t i = first; i < r->count; i++)
		r->canaries[i].seq = answer.seq;
	return NULL;
}

static const char *play_line(struct run *r, struct script_line *line)
{
	bool is_let = line->count > 4 && !strcmp(line->words[0], "let");
	enum script_deed deed;
	struct answer answer;
	const struct fault *f;

	if (line->count == 2 && !strcmp(line->words[0], "as"))
		return play_as(r, line->words[1]) ? NULL : "there is no such person";
	if (is_let || (line->count > 1 && !strcmp(line->words[0], "write")))
		return play_write(r, line, is_let ? 4 : 1);
	f = script_play(&r->player, r->arena, line, &deed, &answer);
	return f ? f->what : deed == SCRIPT_OTHER && strcmp(line->words[0], "title") ? "what is this?" : NULL;
}

static bool play(struct run *r, const char *path)
{
	struct script_line *line = ARENA_NEW(r->arena, struct script_line);
	size_t n, number = 0;
	char *file;
	const char *text, *problem = NULL;

	if (!OK(&r->tap, !env_file_read(r->arena, &env_system, path, FILE_MAX, &file, &n), "the script is there"))
		return false;
	text = file;
	store_begin(r->player.desk->store);
	while (!problem && script_read(r->arena, &text, &number, line)) {
		r->clock.seed = number;
		problem = play_line(r, line);
	}
	if (!OK(&r->tap, !problem, "the canaries' council is played"))
		printf("# line %zu: %s\n", number, problem);
	return !store_commit(r->player.desk->store) && !problem;
}

/* Every typed text of every kind has its canary: a new field asks for a line in the script. */
static void check_filled(struct run *r)
{
	for (size_t k = 0; k < kind_count; k++) {
		const char *missing = "";

		for (size_t f = 0; f < kinds[k]->field_count; f++) {
			const struct field *x = &kinds[k]->fields[f];
			bool is_there = false;

			for (size_t i = 0; i < r->count; i++)
				is_there |= !strcmp(r->canaries[i].kind, kinds[k]->name) && !strcmp(r->canaries[i].field, x->name);
			if (field_is_typed(x) && !(x->flags & FIELD_OF_FILE) && !is_there)
				missing = arena_print(r->arena, "%s %s", missing, x->name);
		}
		if (!OK(&r->tap, !*missing, arena_print(r->arena, "every text of %s carries a canary", kinds[k]->name)))
			printf("# not:%s\n", missing);
	}
}

/* ------------------------------------------------------------------------------------------- who may --- */

/* Erased; then nobody may. */
static bool is_erased(struct run *r, const struct canary *c)
{
	return store_int(r->player.desk->store, 0, "SELECT 1 FROM erased WHERE seq = ? AND field = ?", "it", c->seq, c->field) != 0;
}

static bool is_part(struct run *r, const struct canary *c, const struct actor *actor)
{
	return store_int(r->player.desk->store, 0, "SELECT coalesce(?2 IN (by, coalesce(second, ''), coalesce(end_by, '')), 0)"
		" FROM proposal WHERE seq = ?1 OR end_seq = ?1 OR seq = (SELECT proposal FROM dissent WHERE seq = ?1)", "it", c->seq,
		actor->person) != 0;
}

/* Of a measure that no act has published. */
static bool is_unpublished(struct run *r, const struct canary *c)
{
	return store_int(r->player.desk->store, 0, "SELECT NOT EXISTS (SELECT 1 FROM published WHERE measure = m.id)"
		" FROM log AS l JOIN measure AS m ON m.id = coalesce((SELECT measure FROM goal WHERE id = l.obj), l.obj)"
		" WHERE l.seq = ?", "i", c->seq) != 0;
}

static bool is_own(struct run *r, const struct canary *c, const struct actor *actor)
{
	return store_int(r->player.desk->store, 0, "SELECT 1 FROM log WHERE seq = ?"
		" AND kind IN ('person_set', 'enrolment_proposed') AND obj = ?", "it", c->seq, actor->person) != 0;
}

/* A passage of notes, finished, or a file that was added, that says itself who reads it: no role opens its label.  The title of
 * the agenda's row above a passage goes as far. */
static bool is_spread(struct run *r, const struct canary *c, const struct actor *actor)
{
	struct rows q = store_ask(r->player.desk->store, "SELECT p.audience, ' ' || coalesce(p.sender, '') || ' ' || coalesce("
		"(SELECT group_concat(organisation, ' ') FROM passage_reader WHERE passage = p.seq), '') || ' ',"
		" p.seq < coalesce(n.published_seq, 0) FROM passage AS p LEFT JOIN notes AS n ON n.meeting = p.meeting"
		" LEFT JOIN agenda_item AS i ON i.id = p.agenda_item WHERE (n.meeting IS NOT NULL OR p.sort = 'attachment')"
		" AND (p.seq = ?1 OR (i.title_text = ?1 AND ?2 = 'title' AND p.sort <> 'attachment'))", "it",
		c->seq, c->field);
	bool may = false;

	while (rows_next(&q)) {
		struct passage_spread spread = { .audience = rows_text(&q, r->arena, 0), .organisations = rows_text(&q, r->arena, 1),
			.is_published = rows_int(&q, 2) != 0 };

		may |= passage_may_read(&spread, actor);
	}
	rows_end(&q);
	return may;
}

/* What published notes say of their meeting above the passages. */
static bool is_framed(struct run *r, const struct canary *c)
{
	return store_int(r->player.desk->store, 0, "SELECT 1 FROM notes AS n JOIN meeting AS m ON m.id = n.meeting"
		" WHERE n.published_seq IS NOT NULL AND ((?2 = 'place' AND m.place_text = ?1) OR (?2 = 'theme' AND m.theme_text = ?1)"
		" OR (?2 = 'called_by' AND m.called_by_text = ?1) OR EXISTS (SELECT 1 FROM attendance WHERE seq = ?1 AND meeting = m.id)"
		" OR EXISTS (SELECT 1 FROM outside_notes WHERE seq = ?1 AND day < m.day))", "it", c->seq, c->field) != 0;
}

static void work_out_rights(struct run *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct canary *c = &r->canaries[i];
		bool erased = is_erased(r, c);

		for (int p = 0; p < PERSONS; p++) {
			const struct actor *actor = &r->actors[p];

			c->may[p] = !erased && (label_may_read(kind_label(c->kind, c->field), actor, is_part(r, c, actor))
				|| is_own(r, c, actor) || is_spread(r, c, actor) || is_framed(r, c));
			if (p == PUBLIC && is_unpublished(r, c))
				c->may[p] = false;
		}
	}
}

/* ------------------------------------------------------------------------------------------- asking --- */

static const char *described(const struct asking *q, enum show_format format)
{
	const struct page_ask *ask = &q->ask;
	const char *what = arena_print(q->run->arena, "%s.%s %s as %s", ask->page->name, show_format_names[format], ask->language,
		persons[q->person]);

	for (size_t i = 0; i < ask->input_count; i++)
		what = arena_print(q->run->arena, "%s %s=%s", what, ask->inputs[i].name, ask->inputs[i].value);
	return ask->refusals ? arena_print(q->run->arena, "%s after a conflict", what) : what;
}

/* Is it masked in the copy that is asked for? */
static bool is_withheld(const struct asking *q, const struct canary *c)
{
	const char *number = ask_input(&q->ask, "request");

	if (!number || (strcmp(q->ask.page->name, "copy") != 0 && strcmp(q->ask.page->name, "notes") != 0))
		return false;
	return store_int(q->run->player.desk->store, 0, "SELECT 1 FROM request AS r JOIN masked AS k ON k.request = r.id"
		" WHERE CAST(r.number AS TEXT) = ? AND k.entry = ? AND k.field = ?", "tit", number, c->seq, c->field) != 0;
}

static void search(struct asking *q, enum show_format format, const struct shown *shown)
{
	struct run *r = q->run;
	const char *at = shown->bytes, *end = at + shown->length;
	size_t n;

	/* "KAN0" of a file as the book keeps it: its bytes go out as a file, never so. */
	if (memmem(shown->bytes, shown->length, "S0FOMD", 6) && q->leaks++ < LEAKS_TOLD)
		printf("# %s shows a file as it is kept\n", described(q, format));
	while ((n = canary_next(r, &at, end)) != SIZE_MAX) {
		struct canary *c = &r->canaries[n];

		r->copied += !strcmp(q->ask.page->name, "copy");
		if (((!c->may[q->person] && !c->found[q->person]) || is_withheld(q, c)) && q->leaks++ < LEAKS_TOLD)
			printf("# %s shows %s of entry %lld, spread as %s\n", described(q, format), c->word, (long long)c->seq,
				label_names[kind_label(c->kind, c->field)]);
		c->found[q->person] = true;
	}
}

/* Somebody who reads some of what the two councils say otherwise. */
static bool reads_twins(const struct run *r, int person)
{
	bool may = false;

	for (size_t i = 0; i < r->count; i++)
		may |= r->canaries[i].is_twins && r->canaries[i].may[person];
	return may;
}

static bool is_alike(struct run *r, enum show_format format, const struct shown *one, const struct shown *other)
{
	if (one->status != other->status || !text_equal(one->why ? one->why : "", other->why ? other->why : "")
		|| one->length != other->length)
		return false;
	if (!one->length || !memcmp(one->bytes, other->bytes, one->length))
		return true;
	return format != SHOW_PDF && !strcmp(aside_put(r->arena, one->bytes), aside_put(r->arena, other->bytes));
}

static void tell_unlike(const struct asking *q, enum show_format format, const struct shown *one, const struct shown *other)
{
	struct arena *a = q->run->arena;
	const char *x, *y;
	size_t at = 0, from;

	printf("# %s is otherwise in the twin: status %d, length %zu; %d, %zu\n", described(q, format), (int)one->status, one->length,
		(int)other->status, other->length);
	if (format == SHOW_PDF || one->status != SHOW_OK || other->status != SHOW_OK)
		return;
	x = aside_put(a, one->bytes);
	y = aside_put(a, other->bytes);
	while (x[at] && x[at] == y[at])
		at++;
	from = at > 60 ? at - 60 : 0;
	printf("#   %s\n#   %s\n", js_line(a, js_text(a, arena_print(a, "%.120s", x + from))),
		js_line(a, js_text(a, arena_print(a, "%.120s", y + from))));
}

/* The same question to the twin. */
static void compare(struct asking *q, enum show_format format, const struct shown *shown)
{
	struct run *r = q->run;
	struct page_ask ask = q->ask;
	struct shown other = { .status = 0 };

	ask.cache = ask.cache ? r->twin->cache : NULL;
	r->twin->clock.seed = r->renders;
	if (!desk_show(r->twin->player.desk, r->shelf, r->arena, &ask, format, &other) && is_alike(r, format, shown, &other))
		return;
	if (reads_twins(r, q->person))
		r->twins_differ++;
	else if (q->unlike[format == SHOW_PDF]++ < LEAKS_TOLD)
		tell_unlike(q, format, shown, &other);
}

static void ask_one(struct asking *q, enum show_format format, const char *language)
{
	struct run *r = q->run;
	size_t mark = arena_mark(r->arena);
	struct shown shown = { .status = 0 };
	const struct fault *f;

	q->ask.language = language;
	r->clock.seed = ++r->renders;
	f = desk_show(r->player.desk, r->shelf, r->arena, &q->ask, format, &shown);
	if (f) {
		printf("# %s: %s\n", described(q, format), f->what);
		q->leaks++;
		store_forgive(r->player.desk->store);
	} else if (shown.status == SHOW_OK) {
		search(q, format, &shown);
	}
	if (!f)
		compare(q, format, &shown);
	arena_rewind(r->arena, mark);
}

static void ask_all_formats(struct asking *q)
{
	for (int format = SHOW_HTML; format <= SHOW_CALENDAR; format++) {
		ask_one(q, (enum show_format)format, "sv");
		ask_one(q, (enum show_format)format, "en");
	}
	ask_one(q, SHOW_PDF, "sv");
	if (q->ask.page->has_paper)
		ask_one(q, SHOW_PLAIN, "sv");
}

/* A form has no twin as data that is asked for from outside: its HTML shows the same tables. */
static void ask_shortly(struct asking *q)
{
	ask_one(q, SHOW_HTML, "sv");
	if (!q->ask.page->is_form)
		ask_one(q, SHOW_JSON, "sv");
}

/* What an input may be here, in this council; NULL after the last. */
static const char *input_value(struct asking *q, const struct input *in, size_t i)
{
	struct store *s = q->run->player.desk->store;
	int64_t entries = store_int(s, 0, "SELECT count(*) FROM log", "");

	if (in->type == INPUT_OBJECT)
		return i < VALUES_MAX_ASKED ? store_text(s, q->run->arena, "SELECT CAST(number AS TEXT) FROM object WHERE type = ?"
			" ORDER BY number LIMIT 1 OFFSET ?", "ti", in->object, (int64_t)i) : NULL;
	/* Any entry may be named as `entry`, which is asked for too; elsewhere proposals are enough. */
	if (in->type == INPUT_INT && !strcmp(in->name, "proposal"))
		return store_text(s, q->run->arena, "SELECT CAST(seq AS TEXT) FROM proposal ORDER BY seq LIMIT 1 OFFSET ?", "i",
			(int64_t)i);
	if (in->type == INPUT_INT && (!strcmp(q->ask.page->name, "form") || !strcmp(in->name, "entry")))
		return (int64_t)i < entries ? arena_print(q->run->arena, "%zu", i) : NULL;
	/* A place from which a list goes on: some of them, evenly spread. */
	if (in->type == INPUT_INT)
		return i < VALUES_MAX_ASKED ? arena_print(q->run->arena, "%lld", (long long)(entries * (int64_t)(i + 1)
			/ VALUES_MAX_ASKED)) : NULL;
	for (size_t k = 0; in->codes && k <= i; k++)
		if (!in->codes[k])
			return NULL;
	if (in->codes)
		return in->codes[i];
	return !strcmp(in->name, "kind") && i < kind_count ? kinds[i]->name : NULL;
}

/* A form has only the inputs that are fields of its kind, and only for those who may write it. */
static bool is_useful(const struct asking *q, const struct input *in)
{
	const struct kind *k = q->ask.page->is_form && q->ask.input_count ? kind_find(q->inputs[0].value) : NULL;

	if (q->ask.input_count && q->inputs[0].name == in->name)
		return false;
	return !k || (kind_field(k, in->name) && (k->writers & q->run->actors[q->person].roles));
}

/* Each input beside what must be given, one at a time. */
static void vary(struct asking *q)
{
	const struct page *page = q->ask.page;
	size_t must = q->ask.input_count;

	for (size_t i = 0; i < page->input_count; i++) {
		const char *value;

		if (!is_useful(q, &page->inputs[i]))
			continue;
		for (size_t k = 0; (value = input_value(q, &page->inputs[i], k)); k++) {
			q->inputs[must] = (struct page_input){ page->inputs[i].name, value };
			q->ask.input_count = must + 1;
			ask_shortly(q);
		}
		q->ask.input_count = must;
	}
}

/* A form refused since somebody else wrote meanwhile shows both: everything since the first entry counts as newer. */
static void ask_after_conflict(struct asking *q)
{
	const struct kind *k = q->ask.page->is_form && q->ask.input_count ? kind_find(q->inputs[0].value) : NULL;
	const struct field *f = k && k->object_field ? kind_field(k, k->object_field) : NULL;
	struct input in = { .type = f && f->type == FIELD_REF ? INPUT_OBJECT : INPUT_INT, .name = f ? f->name : "",
		.object = f ? f->object : NULL };
	struct refusals refusals = { .arena = q->run->arena };
	struct page_input typed[2] = { { "base", "0:0" }, { f ? f->name : "", NULL } };

	if (!f || !(k->writers & q->run->actors[q->person].roles))
		return;
	refuse(&refusals, "offer.conflict", NULL, NULL);
	q->ask.refusals = &refusals;
	q->ask.typed = typed;
	q->ask.typed_count = 2;
	for (size_t i = 0; (typed[1].value = input_value(q, &in, i)); i++)
		ask_one(q, SHOW_HTML, "sv");
	q->ask.refusals = NULL;
	q->ask.typed = NULL;
	q->ask.typed_count = 0;
}

static void ask_page(struct run *r, int person, const struct page *page)
{
	struct asking q = { .run = r, .person = person, .ask = { .page = page, .actor = &r->actors[person],
		.today = instant_day(r->clock.now), .csrf = "csrf", .site = "https://rad.example", .path = "/", .is_web = true,
		.is_loopback = true,
		.cache = r->cache } };
	const struct input *must = NULL;
	const char *value = NULL;

	q.ask.inputs = q.inputs;
	for (size_t i = 0; i < page->input_count && !must; i++)
		must = page->inputs[i].is_must ? &page->inputs[i] : NULL;
	for (size_t i = 0; !must ? i == 0 : (value = input_value(&q, must, i)) != NULL; i++) {
		if (must)
			q.inputs[q.ask.input_count++] = (struct page_input){ must->name, value };
		ask_all_formats(&q);
		vary(&q);
		ask_after_conflict(&q);
		q.ask.input_count = 0;
	}
	r->leaks += q.leaks;
	OK(&r->tap, !q.leaks, arena_print(r->arena, "%s on %s sees nothing that is not spread to them", persons[person], page->name));
	if (reads_twins(r, person))
		return;
	OK(&r->tap, !q.unlike[0], arena_print(r->arena, "%s on %s is told the same by the twin", persons[person], page->name));
	if (page->has_paper)
		OK(&r->tap, !q.unlike[1], arena_print(r->arena, "%s on the paper of %s is told the same by the twin", persons[person],
			page->name));
}

/* What was made for one is not shown to another: each page by the coordinator, who sees most, then by everybody in turn. */
static void ask_in_turn(struct run *r)
{
	size_t leaks = 0;

	for (size_t i = 0; i < page_count; i++) {
		for (int turn = 0; turn < 2 * PERSONS; turn++) {
			int person = turn % 2 ? turn / 2 : COORDINATOR;
			struct asking q = { .run = r, .person = person, .ask = { .page = pages[i], .actor = &r->actors[person],
				.today = instant_day(r->clock.now), .csrf = "csrf", .site = "https://rad.example", .path = "/",
				.is_web = true, .cache = r->cache } };

			ask_all_formats(&q);
			leaks += q.leaks + q.unlike[0] + q.unlike[1];
		}
	}
	r->leaks += leaks;
	OK(&r->tap, !leaks, "nobody is shown a page that was made for another");
}

/* The test can see: were a text that stands on the log not for the coordinator, that would be a leak. */
static void check_sight(struct run *r)
{
	struct asking q = { .run = r, .person = COORDINATOR, .leaks = LEAKS_TOLD, .ask = { .page = page_find("log"),
		.actor = &r->actors[COORDINATOR], .today = instant_day(r->clock.now), .csrf = "csrf", .site = "https://rad.example",
		.path = "/log" } };
	struct canary *c = &r->canaries[r->count - 1];

	*c = (struct canary){ .word = c->word, .kind = c->kind, .field = c->field, .seq = c->seq };
	ask_all_formats(&q);
	OK(&r->tap, q.leaks == LEAKS_TOLD + 1, "a text that is not for the reader is seen by this test");
	OK(&r->tap, r->twins_differ > 0, "the twin tells those otherwise who may read it");
}

/* What these two may read stands somewhere on their pages. */
static void check_found(struct run *r, int person)
{
	size_t missed = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct canary *c = &r->canaries[i];

		if (c->may[person] && !c->found[person] && missed++ < LEAKS_TOLD)
			printf("# %s of entry %lld is nowhere\n", c->word, (long long)c->seq);
	}
	OK(&r->tap, !missed, arena_print(r->arena, "what the %s may read stands somewhere", persons[person]));
}

/* ------------------------------------------------------------------------------------------- numbers --- */

static struct json *fields_json(struct arena *a, const char *name, const char *value)
{
	struct json *list = js_array(a);

	js_add_pair(a, list, name, value);
	return list;
}

/* One question to the writer; false when the answer holds the number or accepts. */
static bool is_refused(struct run *r, const char *op, const char *kind, const char *as, const char *name, const char *value)
{
	struct service service = { .desk = r->player.desk };
	struct json *question = js_object(r->arena), *answer = NULL;
	const struct json *refusals;
	bool wrote = false;
	const char *line;

	js_set_text(r->arena, question, "op", op);
	js_set_text(r->arena, question, "kind", kind);
	js_set_text(r->arena, question, "as", as);
	js_set(r->arena, question, "fields", fields_json(r->arena, name, value));
	if (service_answer(&service, r->arena, question, NULL, &answer, &wrote) || wrote)
		return false;
	line = js_line(r->arena, answer);
	refusals = js_get(answer, "refusals");
	return !has_number(line, strlen(line)) && (js_get(answer, "fault") || (refusals && refusals->count));
}

static const char *login_of(struct run *r, unsigned roles)
{
	for (int i = 1; i < PERSONS; i++)
		if (r->actors[i].roles & roles)
			return store_text(r->player.desk->store, r->arena, "SELECT text(name_text, 'name') FROM binding"
				" WHERE sort = 'login' AND person = ?", "t", r->actors[i].person);
	return NULL;
}

/* Every word of every kind, by the writer's door, as an act and as a draft. */
static void try_kind(struct run *r, const struct kind *k)
{
	const char *as = login_of(r, k->writers), *taken = "";

	for (size_t f = 0; as && f < k->field_count; f++)
		for (size_t i = 0; is_word(&k->fields[f]) && i < COUNT_OF(numbers); i++) {
			const char *text = arena_print(r->arena, "Ord %s ord", numbers[i]), *name = k->fields[f].name;

			if (!is_refused(r, "write", k->name, as, name, text)
				|| !is_refused(r, "draft", k->name, as, name, text))
				taken = arena_print(r->arena, "%s %s:%zu", taken, name, i);
		}
	if (!OK(&r->tap, !*taken, arena_print(r->arena, "no number in an act or a draft of %s", k->name)))
		printf("# taken:%s\n", taken);
}

/* Where nobody types, but a program may send anything: offers that are right in all else. */
static bool is_corner_refused(struct run *r, const char *op, const char *kind, const char *name, const char *member,
	const char *value)
{
	struct service service = { .desk = r->player.desk };
	struct json *question = js_object(r->arena), *answer = NULL, *fields = fields_json(r->arena, "code", "corner");
	bool wrote = false;
	const char *line;

	js_add(r->arena, fields, fields_json(r->arena, name, "ett namn")->items[0]);
	js_set_text(r->arena, question, "op", op);
	js_set_text(r->arena, question, "kind", kind);
	js_set_text(r->arena, question, "as", login_of(r, ROLE_COORDINATOR));
	js_set(r->arena, question, "dry", js_bool(r->arena, true));
	js_set(r->arena, question, "fields", fields);
	if (member)
		js_set_text(r->arena, question, member, value);
	if (service_answer(&service, r->arena, question, NULL, &answer, &wrote))
		return false;
	line = js_line(r->arena, answer);
	return !has_number(line, strlen(line)) && (js_get(answer, "fault") || strstr(line, "\"rule\""));
}

static void try_corners(struct run *r)
{
	const char *number = numbers[0];

	OK(&r->tap, !is_corner_refused(r, "draft", "factor_set", "name", NULL, NULL), "the draft without a number is kept");
	OK(&r->tap, !is_corner_refused(r, "write", "factor_set", "name", NULL, NULL), "the act without a number is taken");
	OK(&r->tap, is_corner_refused(r, "draft", "factor_set", number, NULL, NULL), "no number names a draft's field");
	OK(&r->tap, is_corner_refused(r, "draft", "factor_set", "name", "obj", number), "no draft is about a number");
	OK(&r->tap, is_corner_refused(r, "draft", number, "name", NULL, NULL), "no number names the kind of a draft");
	OK(&r->tap, is_corner_refused(r, "write", "factor_set", number, NULL, NULL), "no number names a field, nor is it told");
	OK(&r->tap, is_corner_refused(r, "write", number, "name", NULL, NULL), "no number names a kind, nor is it told");
	OK(&r->tap, is_corner_refused(r, "write", "factor_set", "name", "base", arena_print(r->arena, "0:%s", number)),
		"no number is the head that was seen");
	OK(&r->tap, is_corner_refused(r, "write", "factor_set", "name", "n", number), "no number is a nonce");
}

static void try_writer(struct run *r)
{
	const struct fault *f;

	store_begin(r->player.desk->store);
	store_begin(r->player.desk->office);
	for (size_t i = 0; i < kind_count; i++)
		try_kind(r, kinds[i]);
	try_corners(r);
	f = store_commit(r->player.desk->office);
	OK(&r->tap, !f && !store_commit(r->player.desk->store), "the writer commits");
}

static bool is_clean(struct run *r, const char *path, bool is_must)
{
	size_t mark = arena_mark(r->arena), n = 0;
	char *bytes;
	bool ok = true;

	if (env_file_read(r->arena, &env_system, path, HAY_MAX, &bytes, &n))
		return !is_must;
	ok = !has_number(bytes, n);
	for (size_t i = 0; ok && i < r->count; i++)
		if (is_erased(r, &r->canaries[i]) && memmem(bytes, n, r->canaries[i].word, strlen(r->canaries[i].word)))
			ok = false;
	arena_rewind(r->arena, mark);
	return ok;
}

/* Raw bytes of all files, and no table says otherwise. */
static void check_files(struct run *r, const char *path)
{
	static const char *const ends[] = { "", "-wal", "-office", "-office-wal" };
	bool ok = true;

	store_checkpoint(r->player.desk->store, true);
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		ok &= is_clean(r, arena_print(r->arena, "%s%s", path, ends[i]), i == 0 || i == 2);
	OK(&r->tap, ok, "neither a number nor an erased text stands in any byte of the council's files");
}

/* ------------------------------------------------------------------------------------------- all of it --- */

static void remove_files(struct arena *a, const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-office", "-office-wal", "-office-shm" };

	for (size_t i = 0; i < COUNT_OF(ends); i++)
		(void)unlink(arena_print(a, "%s%s", path, ends[i]));
}

/* `only`: that page alone; NULL: everything. */
static void ask_everything(struct run *r, const char *only)
{
	const struct fault *f = shelf_open(r->arena, r->player.desk->store, &r->shelf);

	if (!OK(&r->tap, !f, "the pages fit their declarations")) {
		printf("# %s\n", f->what);
		return;
	}
	r->cache = cache_new(r->arena);
	r->twin->cache = cache_new(r->arena);
	refresh_actors(r);
	work_out_rights(r);
	for (int person = 0; person < PERSONS; person++)
		for (size_t i = 0; i < page_count; i++)
			if (!only || !strcmp(only, pages[i]->name))
				ask_page(r, person, pages[i]);
	if (only)
		return;
	ask_in_turn(r);
	check_found(r, COORDINATOR);
	check_found(r, ADMINISTRATOR);
	OK(&r->tap, r->copied > 0, "copies of other documents than notes show what is not masked in them");
	check_sight(r);
	printf("# %zu canaries, %zu pages asked for, %zu leaks\n", r->count, r->renders, r->leaks);
}

/* Standard error goes into a file while the council works; what was logged holds neither canary nor number. */
static void check_log(struct run *r, const char *path)
{
	char *bytes;
	size_t n = 0;
	bool is_read = !env_file_read(r->arena, &env_system, path, HAY_MAX, &bytes, &n);

	OK(&r->tap, is_read && !has_canary(r, bytes) && !has_number(bytes, n), "nothing of it is logged");
	if (n)
		printf("# %zu bytes were logged\n", n);
}

static struct run *run_new(struct arena *a)
{
	struct run *r = ARENA_NEW(a, struct run);

	r->arena = a;
	r->clock = (struct env_fixed){ .now = 1768204800, .seed = 1 };
	r->env = env_fixed(&r->clock);
	r->player.clock = &r->clock;
	r->player.is_batch = true;
	return r;
}

/* The other council, in memory; `start` is the first one's. */
static bool play_twin(struct run *r, const char *script, const struct desk_start *start)
{
	struct run *twin = r->twin;
	const struct fault *f = desk_create_memory(r->arena, &twin->env, start, &twin->player.desk);
	bool is_played = false;

	if (!f) {
		(void)canary_new(twin, "council_opened", "name");
		twin->tap = r->tap;
		is_played = play(twin, script);
		r->tap = twin->tap;
	}
	return OK(&r->tap, is_played && twin->count == r->count, "the twin is played");
}

int main(int argc, char **argv)
{
	struct run *r;
	struct arena *a = arena_new((size_t)1 << 30);
	const char *path, *log;
	struct desk_start start = { .origin = "fyrby-00000000",
		.vkey = "fyrby-00000000+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .is_example = true };
	const struct fault *f;

	if (argc != 3 && argc != 4) {
		fprintf(stderr, "usage: canary SCRIPT FOLDER [PAGE]\n");
		return 2;
	}
	r = run_new(a);
	r->twin = run_new(a);
	path = arena_print(a, "%s/canary.fyr", argv[2]);
	log = arena_print(a, "%s/canary.log", argv[2]);
	remove_files(a, path);
	if (!freopen(log, "w", stderr))
		return 6;
	start.name = canary_new(r, "council_opened", "name");
	r->canaries[0].seq = 0;
	f = desk_create(a, &r->env, path, &start, &r->player.desk);
	if (OK(&r->tap, !f, "a council is made")) {
		if (play(r, argv[1]) && play_twin(r, argv[1], &start)) {
			check_filled(r);
			ask_everything(r, argv[3]);
			if (!argv[3]) {
				try_writer(r);
				check_files(r, path);
			}
		}
		cache_free(r->cache);
		cache_free(r->twin->cache);
		desk_close(r->twin->player.desk);
		desk_close(r->player.desk);
	}
	(void)fflush(stderr);
	check_log(r, log);
	remove_files(a, path);
	(void)unlink(log);
	return tap_done(&r->tap);
}
