/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "council.h"

enum { ORGANISATIONS = 14, PERSONS = 28, PERSONS_EVER = 70, MEASURES = 45, DAY = 86400 };

static const char *const words[] = { "Arbetet fortsätter som planerat.", "Lokalen är stängd till hösten.",
	"Två tjänster är inte tillsatta.", "Samverkan har börjat på nytt.", "Vi väntar på ett beslut.", "Besöken har ökat." };
static const char *const obstacles[] = { "staffing", "money", "cooperation" };

static struct dice *people(void)
{
	return &world.people;
}

static bool once_in(int n)
{
	return rare(people(), n);
}

/* ------------------------------------------------------------------------------------------- wishes --- */

static struct arena *arena_of(const struct ask *q)
{
	return q->arena;
}

static void give(struct ask *q, struct wish *w, const char *name, const char *value)
{
	struct json *pair = js_array(arena_of(q));

	js_add(arena_of(q), pair, js_text(arena_of(q), arena_text(arena_of(q), name)));
	js_add(arena_of(q), pair, js_text(arena_of(q), arena_text(arena_of(q), value)));
	js_add(arena_of(q), w->fields, pair);
}

/* A code, a reference, a date: in the leaf. */
static void say(struct ask *q, struct wish *w, const char *name, const char *value)
{
	give(q, w, name, value);
	js_set_text(arena_of(q), w->d, name, arena_text(arena_of(q), value));
}

/* A typed text: beside it. */
static void type(struct ask *q, struct wish *w, const char *name, const char *value)
{
	give(q, w, name, value);
	js_set_text(arena_of(q), w->f, name, arena_text(arena_of(q), value));
}

static void number(struct ask *q, struct wish *w, const char *name, int64_t n)
{
	give(q, w, name, arena_print(arena_of(q), "%lld", (long long)n));
	js_set_int(arena_of(q), w->d, name, n);
}

static void item(struct ask *q, struct wish *w, const char *name, struct json *value)
{
	struct json *list = (struct json *)(uintptr_t)js_get(w->d, name);

	if (!list) {
		list = js_array(arena_of(q));
		js_set(arena_of(q), w->d, name, list);
	}
	give(q, w, name, value->type == JS_INT ? arena_print(arena_of(q), "%lld", (long long)value->number) : value->text);
	js_add(arena_of(q), list, value);
}

static const char *some_words(struct ask *q)
{
	return arena_print(arena_of(q), "%s Nr %d.", words[pick(people(), 6)], pick(people(), 1000000));
}

/* ------------------------------------------------------------------------------------------- choices --- */

static int some_person(void)
{
	return pick(people(), council.model.person_count);
}

static int with_role(const char *role)
{
	int count = model_holders(&council.model, role), nth = count ? pick(people(), count) : 0;

	for (int i = 0; i < council.model.person_count; i++)
		if (model_has_role(&council.model, i, role) && !nth--)
			return i;
	return some_person();
}

static int some_measure(void)
{
	return council.model.measure_count ? pick(people(), council.model.measure_count) : -1;
}

/* A line of the book that fits, looking back from the newest; -1 none. */
static int64_t some_line(bool (*fits)(const struct line *l))
{
	const struct model *m = &council.model;
	int skip = pick(people(), 4);
	int64_t found = -1;

	for (int64_t i = m->size - 1; i >= 0 && i >= m->size - 1500 && skip >= 0; i--)
		if (fits(&m->lines[i])) {
			found = i;
			skip--;
		}
	return found;
}

static bool is_unchecked(const struct line *l)
{
	return l->is_status && l->checked == UNCONFIRMED;
}

static bool is_open_proposal(const struct line *l)
{
	return l->is_proposal && l->fate == FATE_OPEN;
}

static bool is_open_question(const struct line *l)
{
	return l->is_question && !l->is_answered;
}

static bool has_text(const struct line *l)
{
	return *l->texts[0] && !(l->erased & 1) && strcmp(l->kind, "person_bound") && strcmp(l->kind, "person_set");
}

static bool is_correctable(const struct line *l)
{
	return !l->is_corrected && (l->is_status || l->is_question);
}

static int64_t some_seq(bool (*fits)(const struct line *l))
{
	return once_in(12) ? pick(people(), (int)council.model.size + 3) : some_line(fits);
}

static const char *id_of(int person)
{
	return council.model.persons[person].id;
}

/* ------------------------------------------------------------------------------------------- acts --- */

/* Each sets the person who would be right; the caller often takes another. */
static int act_status(struct ask *q, struct wish *w)
{
	int i = some_measure(), who;
	bool is_yellow = once_in(3), is_behalf = once_in(10);
	const struct measure *m = &council.model.measures[i < 0 ? 0 : i];

	if (i < 0)
		return -1;
	who = m->reporter >= 0 ? m->reporter : some_person();
	say(q, w, "measure", m->id);
	say(q, w, "process", is_yellow ? "yellow" : "green");
	say(q, w, "evidence", "stated");
	if ((is_yellow && !once_in(10)) || once_in(4))
		type(q, w, "text", some_words(q));
	if ((is_yellow && !once_in(10)) || once_in(20))
		say(q, w, "obstacle", obstacles[pick(people(), 3)]);
	if (is_yellow && !once_in(10))
		type(q, w, "next_step", some_words(q));
	if (once_in(25))
		say(q, w, "suggests_closing", "yes");
	if (!is_behalf)
		return who;
	say(q, w, "on_behalf_of", id_of(once_in(3) ? some_person() : who));
	if (!once_in(5))
		type(q, w, "according_to", "Samtal");
	if (!once_in(5))
		say(q, w, "according_date", "2025-12-01");
	return with_role("coordinator");
}

static int act_check(struct ask *q, struct wish *w)
{
	int64_t seq = some_seq(is_unchecked);
	bool returns = !strcmp(w->kind, "status_returned");
	const struct line *l;

	if (seq < 0)
		return -1;
	if (returns)
		number(q, w, "status", seq);
	else
		item(q, w, "statuses", js_int(arena_of(q), seq));
	if (returns)
		type(q, w, "reason", some_words(q));
	l = seq < council.model.size ? &council.model.lines[seq] : NULL;
	if (!l || !l->is_status || council.model.measures[l->measure].confirmer < 0)
		return some_person();
	return council.model.measures[l->measure].confirmer;
}

static int act_measure(struct ask *q, struct wish *w)
{
	int i = some_measure();
	const struct measure *m = &council.model.measures[i < 0 ? 0 : i];

	if (i < 0)
		return -1;
	say(q, w, "measure", m->id);
	if (!strcmp(w->kind, "measure_paused"))
		type(q, w, "reason", some_words(q));
	if (!strcmp(w->kind, "measure_completed"))
		type(q, w, "result", some_words(q));
	if (!strcmp(w->kind, "question_asked"))
		type(q, w, "text", some_words(q));
	if (!strcmp(w->kind, "measure_changed"))
		say(q, w, once_in(2) ? "confirmer" : "reporter", id_of(with_role(once_in(2) ? "contact" : "coordinator")));
	if (!strcmp(w->kind, "measure_changed") || !strcmp(w->kind, "measure_completed"))
		return with_role("coordinator");
	return m->reporter >= 0 && !once_in(3) ? m->reporter : with_role("coordinator");
}

static int act_answer(struct ask *q, struct wish *w)
{
	int64_t seq = some_seq(is_open_question);

	if (seq < 0)
		return -1;
	number(q, w, "question", seq);
	type(q, w, "text", some_words(q));
	if (seq < council.model.size && council.model.lines[seq].is_question)
		return council.model.measures[council.model.lines[seq].measure].reporter;
	return with_role("coordinator");
}

static int act_correct(struct ask *q, struct wish *w)
{
	int64_t seq = some_seq(is_correctable);

	if (seq < 0)
		return -1;
	number(q, w, "entry", seq);
	type(q, w, "text", some_words(q));
	return once_in(2) ? with_role("coordinator") : model_person(&council.model, council.model.lines[seq < council.model.size
		? seq : 0].by);
}

static int act_propose(struct ask *q, struct wish *w)
{
	int who = with_role(once_in(2) ? "coordinator" : "contact"), i = some_measure();
	int64_t seq = some_line(has_text);

	if (!strcmp(w->kind, "closing_proposed") && i >= 0) {
		say(q, w, "measure", council.model.measures[i].id);
		say(q, w, "cause", obstacles[pick(people(), 3)]);
		type(q, w, "reason", some_words(q));
		type(q, w, "decider", "Kommunstyrelsen");
		type(q, w, "mandate", "Delegationsordningen punkt 4");
	} else if (!strcmp(w->kind, "decision_proposed")) {
		say(q, w, "case_system", "Diariet");
		say(q, w, "case_no", arena_print(arena_of(q), "KS-%d", pick(people(), 5000)));
		say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
		type(q, w, "matter", "Tillstånd");
		type(q, w, "content", some_words(q));
		type(q, w, "reasons", some_words(q));
		type(q, w, "provision", "Lagen om exempel 3 par.");
	} else if (!strcmp(w->kind, "erasure_proposed") && seq >= 0) {
		number(q, w, "entry", seq);
		item(q, w, "fields", js_text(arena_of(q), arena_text(arena_of(q), once_in(10) ? "nothing"
			: council.model.lines[seq].texts[0])));
		type(q, w, "ground", "Gallringsplanen");
		who = with_role(once_in(2) ? "registrar" : "administrator");
	} else {
		return -1;
	}
	if (once_in(3))
		say(q, w, "second", id_of(once_in(8) ? who : with_role("coordinator")));
	return who;
}

/* Seconding, stopping, taking back: w->kind has the stage, the family follows from the proposal. */
static int act_later(struct ask *q, struct wish *w)
{
	int64_t seq = some_seq(is_open_proposal);
	const struct line *p = seq >= 0 && seq < council.model.size ? &council.model.lines[seq] : NULL;
	const char *stage = w->kind + strcspn(w->kind, "_"), *under = p && p->is_proposal ? strchr(p->kind, '_') : NULL;
	size_t n = under ? (size_t)(under - p->kind) : 7;

	if (seq < 0)
		return -1;
	stage = arena_text(arena_of(q), stage);
	(void)snprintf(w->kind, sizeof(w->kind), "%.*s%s", (int)n, under ? p->kind : "closing", stage);
	number(q, w, "proposal", seq);
	if (!strcmp(stage, "_stopped"))
		type(q, w, "reason", some_words(q));
	if (!p || !p->is_proposal)
		return some_person();
	if (!strcmp(stage, "_withdrawn") || once_in(5))
		return model_person(&council.model, p->by); /* also one who would second what is their own */
	return p->asked >= 0 ? p->asked : with_role(!strncmp(p->kind, "erasure", 7) ? "administrator" : "contact");
}

static int act_bias(struct ask *q, struct wish *w)
{
	int64_t seq = some_line(is_open_proposal);
	int i = some_measure();

	if (council.model.bias_count > BIASES_MAX - 20 || (seq < 0 && i < 0))
		return -1;
	if (seq >= 0 && once_in(2))
		number(q, w, "proposal", seq);
	else
		say(q, w, "measure", council.model.measures[i].id);
	say(q, w, "ground", "party");
	return some_person();
}

static int act_person(struct ask *q, struct wish *w)
{
	static const char *const roles[] = { "coordinator", "contact", "member", "police", "security", "registrar", "auditor",
		"administrator" };
	int i = some_person();

	for (int k = 0; !strcmp(w->kind, "person_bound") && k < 8 && *council.model.persons[i].login; k++)
		i = some_person();
	if (!strcmp(w->kind, "person_set") && council.model.person_count < PERSONS_EVER && once_in(3)) {
		type(q, w, "function", "Handledare");
		type(q, w, "name", arena_print(arena_of(q), "Namn %d", pick(people(), 100000)));
	} else {
		say(q, w, "person", id_of(i));
	}
	if (!strcmp(w->kind, "person_set"))
		say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
	if (!strcmp(w->kind, "role_given") || !strcmp(w->kind, "role_withdrawn"))
		say(q, w, "role", roles[once_in(2) ? 1 : pick(people(), 8)]);
	if (!strcmp(w->kind, "person_bound")) {
		const char *login = once_in(5) ? council.model.persons[some_person()].login
			: arena_print(arena_of(q), "namn%d", pick(people(), 1000000));

		login = *login ? login : "coordinator";
		say(q, w, "sort", "login");
		type(q, w, "name", login);
		(void)snprintf(w->login, sizeof(w->login), "%s", login);
	}
	return with_role("administrator");
}

static int act_organisation(struct ask *q, struct wish *w)
{
	if (!strcmp(w->kind, "organisation_closed")) {
		say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
	} else {
		say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
		type(q, w, "name", arena_print(arena_of(q), "Organisation %d", pick(people(), 1000)));
	}
	return with_role("coordinator");
}

static int act_period(struct ask *q, struct wish *w)
{
	const struct model *m = &council.model;
	int open = model_open_period(m), newest = m->period_count - 1, today = instant_day(world.now);

	if (!strcmp(w->kind, "period_opened")) {
		const char *code = day_quarter(arena_of(q), today - (once_in(6) ? 200 : 0));

		if (m->period_count >= PERIODS_MAX)
			return -1;
		say(q, w, "code", code);
		say(q, w, "answer_by", day_text(arena_of(q), date_last_day(code) + 10));
	} else if (newest < 0) {
		return -1;
	} else {
		say(q, w, "period", m->periods[open >= 0 && !once_in(8) ? open : once_in(3) ? pick(people(), newest + 1) : newest].id);
	}
	for (int i = 0; !strcmp(w->kind, "period_published") && i < 3; i++)
		item(q, w, "measures", js_text(arena_of(q), m->measures[some_measure()].id));
	return with_role("coordinator");
}

static const struct {
	const char *kind;
	int weight;
	int (*act)(struct ask *q, struct wish *w);
} acts[] = {
	{ "status_reported", 40, act_status }, { "status_confirmed", 22, act_check }, { "status_returned", 5, act_check },
	{ "measure_started", 6, act_measure }, { "measure_paused", 3, act_measure }, { "measure_completed", 1, act_measure },
	{ "measure_changed", 4, act_measure }, { "question_asked", 6, act_measure }, { "question_answered", 6, act_answer },
	{ "entry_corrected", 4, act_correct }, { "closing_proposed", 3, act_propose }, { "decision_proposed", 5, act_propose },
	{ "erasure_proposed", 3, act_propose }, { "x_seconded", 12, act_later }, { "x_stopped", 2, act_later },
	{ "x_withdrawn", 2, act_later }, { "bias_declared", 1, act_bias }, { "person_set", 2, act_person },
	{ "person_bound", 2, act_person }, { "role_given", 3, act_person }, { "role_withdrawn", 2, act_person },
	{ "person_closed", 1, act_person }, { "organisation_set", 1, act_organisation },
	{ "organisation_closed", 1, act_organisation }, { "period_opened", 3, act_period }, { "period_closed", 1, act_period },
	{ "period_published", 2, act_period },
};

/* ------------------------------------------------------------------------------------------- asking --- */

static void new_nonce(char *to)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP";

	for (int i = 0; i < 22; i++)
		to[i] = letters[pick(people(), (int)sizeof(letters) - 1)];
	to[22] = '\0';
}

static struct wish *begin(struct ask *q, int person, const char *kind)
{
	struct wish *w = &q->wishes[q->count++];

	*w = (struct wish){ .seq = -1 };
	(void)snprintf(w->kind, sizeof(w->kind), "%s", kind);
	new_nonce(w->n);
	w->fields = js_array(q->arena);
	w->d = js_object(q->arena);
	w->f = js_object(q->arena);
	q->person = person;
	return w;
}

static struct ask *free_ask(int *out_wire)
{
	for (int i = 0; i < WIRES; i++) {
		struct ask *q = &council.asks[i];
		struct arena *a = q->arena;

		if (q->is_used || !wire_is_free(i))
			continue;
		arena_reset(a);
		*q = (struct ask){ .arena = a, .is_used = true, .person = -1, .repeats = -1, .may_write = true,
			.first_size = council.model.size, .for_person = -1 };
		*out_wire = i;
		return q;
	}
	return NULL;
}

static bool session_is_good(const struct session *s)
{
	return *s->token && world.now >= s->made - 100 && world.now < s->made + OFFICE_SESSION_SECONDS - 600;
}

/* How the program is told who asks.  A session that has run out is as good as none, so people sign in anew. */
static void identify(struct ask *q, struct json *question)
{
	const struct person *p = q->person >= 0 ? &council.model.persons[q->person] : NULL;

	if (q->with == WITH_LETTER && !session_is_good(&council.letters[q->person])) {
		q->with = WITH_NAME;
		q->letter_by = NULL;
		q->is_alone = false;
	}
	if (q->with == WITH_SESSION && !session_is_good(&council.sessions[q->person]))
		q->with = WITH_NAME;
	if (q->with == WITH_LETTER)
		js_set_text(q->arena, question, "session", council.letters[q->person].token);
	else if (q->with == WITH_SESSION)
		js_set_text(q->arena, question, "session", council.sessions[q->person].token);
	else if (q->with == WITH_NAME)
		js_set_text(q->arena, question, "as", p && *p->login ? p->login : "nobody-at-all");
	else if (q->with == WITH_NONSENSE)
		js_set_text(q->arena, question, "session", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
}

static struct json *offer_json(struct ask *q, struct wish *w, struct json *to)
{
	js_set_text(q->arena, to, "kind", w->kind);
	js_set_text(q->arena, to, "n", w->n);
	js_set(q->arena, to, "fields", w->fields);
	if (w->base)
		js_set_text(q->arena, to, "base", w->base);
	return to;
}

static struct json *question_of(struct ask *q)
{
	static const char *const ops[] = { "write", "batch", "draft", "show_as", "letters", "open_letter", "link" };
	struct json *j = js_object(q->arena), *list = js_array(q->arena);

	js_set_text(q->arena, j, "op", ops[q->op]);
	identify(q, j);
	if (q->op == ASK_WRITE || q->op == ASK_DRAFT)
		(void)offer_json(q, &q->wishes[0], j);
	for (int i = 0; q->op == ASK_BATCH && i < q->count; i++)
		js_add(q->arena, list, offer_json(q, &q->wishes[i], js_object(q->arena)));
	if (q->op == ASK_BATCH)
		js_set(q->arena, j, "offers", list);
	if (q->op == ASK_WRITE && !q->may_write)
		js_set(q->arena, j, "dry", js_bool(q->arena, true));
	if (q->op == ASK_LETTERS) {
		js_add(q->arena, list, js_text(q->arena, id_of(q->for_person)));
		js_set(q->arena, j, "persons", list);
	}
	if (q->op == ASK_LINK)
		js_set_text(q->arena, j, "person", id_of(q->for_person));
	if (q->op == ASK_OPEN_LETTER) {
		js_set_text(q->arena, j, "token", q->token);
		js_set_text(q->arena, j, "source", "192.0.2.1");
	}
	return j;
}

static bool may_have_letter(int person)
{
	static const char *const letter_roles[] = { "contact", "member", "police", "security" };

	for (size_t i = 0; i < 4; i++)
		if (model_has_role(&council.model, person, letter_roles[i]))
			return true;
	return false;
}

void ask_send(int wire)
{
	struct ask *q = &council.asks[wire];
	bool in_pieces = once_in(40);

	q->day = instant_day(world.now);
	q->tries++;
	q->is_sent = true;
	q->expected = NULL;
	if (q->op == ASK_WRITE) {
		struct deed x = { .kind = q->wishes[0].kind, .by = q->person >= 0 ? id_of(q->person) : NULL, .d = q->wishes[0].d,
			.f = q->wishes[0].f, .day = q->day, .letter_by = q->letter_by };

		q->expected = model_refusal(&council.model, &x);
	}
	wire_send(wire, js_line(q->arena, question_of(q)), in_pieces);
	if (q->with == WITH_LETTER && !may_have_letter(q->person))
		q->expected = "a letter is not for them";
	if (q->with == WITH_NAME && (q->person < 0 || !*council.model.persons[q->person].login))
		q->expected = "no name to sign in with";
	council.in_pieces += in_pieces;
	q->is_alone &= !in_pieces && !(q->tries > 1 && q->wishes[0].base);
	if (once_in(50)) {
		q->is_lost = true;
		wire_hang_up(wire);
	}
}

/* What no rule of the council lets through, whoever asks. */
static void spoil(struct ask *q, struct wish *w)
{
	int64_t old = council.model.size > 40 ? pick(people(), (int)council.model.size) : -1;

	switch (pick(people(), 9)) {
	case 0:
		give(q, w, "text", "Ring 640823-3234 i morgon.");
		q->never = "an identity number";
		break;
	case 1:
		give(q, w, "text", "Tecken \001 som ingen skriver.");
		q->never = "a control character";
		break;
	case 2:
		give(q, w, "invented", "yes");
		q->never = "a field nobody knows";
		break;
	case 3:
		w->base = arena_print(q->arena, "%lld:%s", (long long)council.model.size,
			base64_from(q->arena, council.model.roots[council.model.size / 2].bytes, HASH_BYTES));
		q->never = "a head that never was";
		council.forged++;
		break;
	case 4:
		q->with = WITH_NOTHING;
		q->never = "nobody asks";
		break;
	case 5:
		q->with = WITH_NONSENSE;
		q->never = "no session";
		break;
	case 6:
		if (old >= 0 && !strcmp(council.model.lines[old].by, id_of(q->person)) && strcmp(council.model.lines[old].kind, w->kind)) {
			(void)snprintf(w->n, sizeof(w->n), "%.31s", council.model.lines[old].n);
			q->never = "the nonce of another act";
		}
		break;
	case 7:
		(void)snprintf(w->kind, sizeof(w->kind), "%s", once_in(2) ? "closing_expired" : "council_opened");
		q->never = "an act of the program's own";
		break;
	default:
		q->may_write = false;
		break;
	}
}

/* The head somebody saw: a moment ago, or so long ago that the measure has changed since. */
static void see_head(struct ask *q, struct wish *w)
{
	const struct model *m = &council.model;
	int i = model_measure(m, js_get_text(w->d, "measure"));
	int64_t seen = once_in(3) ? pick(people(), (int)m->size) + 1 : m->size;

	w->base = model_head(m, q->arena, seen);
	if (i >= 0 && m->measures[i].last >= seen)
		q->never = "the measure has changed since";
	else if (i < 0 && seen < m->size)
		w->base = NULL;
}

static void choose_way(struct ask *q)
{
	const char *maker = council.letters[q->person].letter_by;
	int held = 0;

	q->with = session_is_good(&council.sessions[q->person]) && !once_in(3) ? WITH_SESSION : WITH_NAME;
	if (!session_is_good(&council.letters[q->person]) || !maker || once_in(3))
		return;
	for (int i = 0; i < ROLES_MAX; i++)
		held += council.model.persons[q->person].roles[i] >= 0;
	if (held != 1)
		return;
	q->with = WITH_LETTER;
	q->letter_by = maker;
	if (strcmp(q->wishes[0].kind, "status_reported") && strcmp(q->wishes[0].kind, "question_answered"))
		q->never = "a letter does not let them";
	if (!may_have_letter(q->person))
		q->never = "a letter is not for them";
}

static bool act_by_chance(struct ask *q)
{
	int all = 0, at, i, who;
	struct wish *w;

	for (size_t k = 0; k < sizeof(acts) / sizeof(acts[0]); k++)
		all += acts[k].weight;
	at = pick(people(), all);
	for (i = 0; at >= acts[i].weight; i++)
		at -= acts[i].weight;
	w = begin(q, -1, acts[i].kind);
	who = acts[i].act(q, w);
	/* Half of those who try have no business to. */
	q->person = who < 0 || once_in(3) ? some_person() : who;
	if (who < 0 && !w->fields->count)
		return false;
	choose_way(q);
	if (!q->never && once_in(6))
		see_head(q, w);
	if (!q->never && once_in(5))
		spoil(q, w);
	return true;
}

/* A sheet of statuses, or of confirmations: all or nothing. */
static bool batch_by_chance(struct ask *q)
{
	const struct model *m = &council.model;
	int who = with_role("contact"), first = some_measure(), rows = 2 + pick(people(), OFFERS_MAX - 1);

	q->op = ASK_BATCH;
	for (int k = 0; first >= 0 && k < m->measure_count && q->count < rows; k++) {
		int i = (first + k) % m->measure_count;
		struct wish *w;

		if (m->measures[i].reporter != who || (m->measures[i].state != ONGOING && !once_in(6)))
			continue;
		w = begin(q, who, "status_reported");
		say(q, w, "measure", m->measures[i].id);
		say(q, w, "process", "green");
		say(q, w, "evidence", "counted");
	}
	q->person = who;
	q->with = WITH_NAME;
	return q->count > 0;
}

static bool other_by_chance(struct ask *q)
{
	q->with = WITH_NAME;
	q->person = some_person();
	q->op = (enum ask_op)(ASK_DRAFT + pick(people(), 5));
	q->for_person = with_role(once_in(4) ? "police" : "contact");
	if (q->op == ASK_DRAFT) {
		struct wish *w = begin(q, q->person, "question_asked");

		give(q, w, "text", once_in(3) ? "Ring 640823-3234." : "Ett utkast.");
		if (!strncmp(w->fields->items[0]->items[1]->text, "Ring", 4))
			q->never = "an identity number";
	}
	if (q->op == ASK_LETTERS || q->op == ASK_LINK)
		q->person = with_role("coordinator");
	if (q->op == ASK_OPEN_LETTER) {
		int i = some_person();

		for (int k = 0; k < PERSONS_MAX && !*council.letter_tokens[i]; k++)
			i = (i + 1) % PERSONS_MAX;
		if (!*council.letter_tokens[i])
			return false;
		q->person = i;
		q->token = arena_text(q->arena, council.letter_tokens[i]);
		council.letter_tokens[i][0] = '\0';
		q->with = WITH_NOTHING;
	}
	return true;
}

/* An act of long ago is asked again, word for word: the same answer, and nothing new. */
static bool old_again(struct ask *q)
{
	struct json **old = &council.old[pick(people(), 32)];
	const struct model *m = &council.model;
	struct wish *w;
	int64_t seq;

	if (!*old)
		return false;
	seq = (*old)->items[(*old)->count - 1]->number;
	w = begin(q, model_person(m, m->lines[seq].by), m->lines[seq].kind);
	(void)snprintf(w->n, sizeof(w->n), "%.31s", m->lines[seq].n);
	for (size_t i = 0; i + 1 < (*old)->count; i++)
		give(q, w, (*old)->items[i]->items[0]->text, (*old)->items[i]->items[1]->text);
	*old = NULL;
	q->repeats = seq;
	q->with = WITH_NAME;
	return *m->persons[q->person].login != '\0';
}

/* ------------------------------------------------------------------------------------------- founding --- */

static const char *role_planned(int i)
{
	static const char *const first[] = { "administrator", "coordinator", "coordinator", "administrator", "registrar", "auditor",
		"police", "police", "security", "member", "member", "member" };

	return i < 12 ? first[i] : "contact";
}

static bool found_measure(struct ask *q, int i)
{
	struct model *m = &council.model;
	struct wish *w = begin(q, 1, "measure_added");
	int reporter = 12 + pick(people(), PERSONS - 12);
	int confirmer = once_in(3) ? 1 + pick(people(), 2) : 12 + pick(people(), PERSONS - 12);

	type(q, w, "title", arena_print(q->arena, "Prov %d", i + 1));
	if (m->period_count)
		type(q, w, "decision", "Tillagd av nämnden.");
	say(q, w, "responsible", m->organisations[m->persons[reporter].organisation >= 0 ? m->persons[reporter].organisation : 0].id);
	say(q, w, "reporter", id_of(reporter));
	if (confirmer != reporter)
		say(q, w, "confirmer", id_of(confirmer));
	say(q, w, "horizon", "short");
	say(q, w, "sort", "social");
	if (once_in(6))
		say(q, w, "state", "not_started");
	return true;
}

static struct wish *found_person(struct ask *q)
{
	const struct model *m = &council.model;
	struct wish *w;

	for (int i = 2; i < m->person_count; i++) {
		if (!*m->persons[i].login) {
			w = begin(q, 0, "person_bound");
			say(q, w, "person", id_of(i));
			say(q, w, "sort", "login");
			type(q, w, "name", arena_print(q->arena, "person%d", i));
			(void)snprintf(w->login, sizeof(w->login), "person%d", i);
			return w;
		}
		if (!model_has_role(m, i, role_planned(i))) {
			w = begin(q, 0, "role_given");
			say(q, w, "person", id_of(i));
			say(q, w, "role", role_planned(i));
			return w;
		}
	}
	w = begin(q, 1, "person_set");
	type(q, w, "function", "Handledare");
	type(q, w, "name", arena_print(q->arena, "Namn %d", m->person_count));
	say(q, w, "organisation", m->organisations[pick(people(), m->organisation_count)].id);
	return w;
}

static bool has_kind(const char *kind)
{
	for (int64_t i = 0; i < council.model.size; i++)
		if (!strcmp(council.model.lines[i].kind, kind))
			return true;
	return false;
}

static bool person_lacks(void)
{
	for (int i = 2; i < council.model.person_count; i++)
		if (!*council.model.persons[i].login || !model_has_role(&council.model, i, role_planned(i)))
			return true;
	return council.model.person_count < PERSONS;
}

/* The next act of the founding, by what is there; false: the council is founded. */
static bool found_next(struct ask *q)
{
	struct model *m = &council.model;
	struct wish *w;

	q->with = WITH_NAME;
	if (m->organisation_count < ORGANISATIONS) {
		w = begin(q, 1, "organisation_set");
		say(q, w, "code", arena_print(q->arena, "org%d", m->organisation_count));
		say(q, w, "sort", m->organisation_count == 1 ? "police" : "administration");
		type(q, w, "name", arena_print(q->arena, "Organisation %d", m->organisation_count));
	} else if (person_lacks()) {
		(void)found_person(q);
	} else if (!has_kind("body_set")) {
		w = begin(q, 1, "body_set");
		say(q, w, "code", "council");
		say(q, w, "sort", "council");
		type(q, w, "name", "Rådet");
		type(q, w, "purpose", "Följer planen.");
	} else if (!has_kind("plan_adopted")) {
		w = begin(q, 1, "plan_adopted");
		type(q, w, "name", "Plan");
		say(q, w, "body", "council");
		say(q, w, "adopted", "2025-12-01");
	} else {
		return found_measure(q, m->measure_count);
	}
	return true;
}

static bool is_founded(void)
{
	return council.model.measure_count >= MEASURES;
}

/* ------------------------------------------------------------------------------------------- turns --- */

/* Who holds an opened letter, -1 nobody. */
static int with_letter(void)
{
	for (int i = 0; i < council.model.person_count; i++)
		if (session_is_good(&council.letters[i]))
			return i;
	return -1;
}

static void move_clock(void)
{
	int64_t mean = DAY / council.asks_a_day;
	int second = instant_day_second(world.now);

	world.now -= council.clock_debt;
	council.clock_debt = 0;
	if (!is_founded()) {
		world.now += 30 + pick(&world.clock, 600);
		return;
	}
	world.now += pick(&world.clock, with_letter() >= 0 ? 3600 : (int)(2 * mean));
	/* Most of it by day. */
	if ((second < 7 * 3600 || second > 17 * 3600) && !rare(&world.clock, 5))
		world.now += (int64_t)pick(&world.clock, 4) * 3600;
	if (rare(&world.clock, 60)) {
		world.now -= rare(&world.clock, 2) ? 1 : pick(&world.clock, 3 * DAY);
		council.clock_backs++;
	}
	/* Somebody sets the clock weeks ahead, and for once it is noticed. */
	if (rare(&world.clock, 200)) {
		world.now += (int64_t)20 * DAY;
		council.clock_debt = (int64_t)20 * DAY;
		council.clock_backs++;
	}
}

/* What has run out once is gone, though the clock be set back. */
static void drop_sessions(void)
{
	for (int i = 0; i < PERSONS_MAX; i++) {
		if (!session_is_good(&council.sessions[i]))
			council.sessions[i].token[0] = '\0';
		if (!session_is_good(&council.letters[i]))
			council.letters[i].token[0] = '\0';
	}
}

static void count_days(void)
{
	int year, month, day;

	day_to_civil(instant_day(world.now), &year, &month, &day);
	council.leap_days += month == 2 && day == 29;
}

static void keep_quarter(struct ask *q)
{
	const struct model *m = &council.model;
	int open = model_open_period(m), today = instant_day(world.now);
	const char *kind = open < 0 ? "period_opened" : today > m->periods[open].last_day + 15 ? "period_closed" : NULL;

	if (!kind || (open < 0 && m->period_count && !strcmp(m->periods[m->period_count - 1].code, day_quarter(q->arena, today))))
		return;
	{
		struct wish *w = begin(q, with_role("coordinator"), kind);

		if (open < 0) {
			say(q, w, "code", day_quarter(q->arena, today));
			say(q, w, "answer_by", day_text(q->arena, date_last_day(day_quarter(q->arena, today)) + 10));
		} else {
			say(q, w, "period", m->periods[open].id);
		}
	}
	q->with = WITH_NAME;
}

/* What a letter is for: the status of one's own measure. */
static bool report_by_letter(struct ask *q, int who)
{
	struct wish *w = begin(q, who, "status_reported");

	for (int i = 0; i < 50; i++) {
		struct json *empty = js_array(q->arena);

		w->fields = empty;
		w->d = js_object(q->arena);
		w->f = js_object(q->arena);
		if (act_status(q, w) == who)
			break;
	}
	q->person = who;
	choose_way(q);
	return true;
}

static bool choose(struct ask *q)
{
	if (with_letter() >= 0 && once_in(2))
		return report_by_letter(q, with_letter());
	if (!is_founded() || (council.model.measure_count < MEASURES_MAX - 5 && once_in(900)))
		return found_next(q);
	if (once_in(4))
		keep_quarter(q);
	if (q->count)
		return true;
	if (once_in(9))
		return other_by_chance(q);
	if (once_in(30))
		return old_again(q);
	if (once_in(12))
		return batch_by_chance(q);
	return act_by_chance(q);
}

void people_return(void)
{
	for (int i = 0; i < WIRES; i++) {
		struct ask *q = &council.asks[i];
		bool is_written = q->op == ASK_WRITE || q->op == ASK_BATCH;

		if (!q->is_used)
			continue;
		q->is_sent = q->is_answered = q->is_lost = q->is_alone = false;
		if (is_written && !once_in(7))
			continue;
		council.abandoned++;
		q->is_used = false;
	}
}

void people_turn(void)
{
	int wanted = !is_founded() ? 1 : once_in(25) ? WIRES : once_in(6) ? 2 : 1, sent = 0, waiting = 0;

	move_clock();
	drop_sessions();
	count_days();
	for (int i = 0; i < WIRES; i++)
		if (council.asks[i].is_used && !council.asks[i].is_sent && wire_is_free(i)) {
			ask_send(i);
			sent++;
		}
	/* The founding goes step by step. */
	for (int i = 0; !is_founded() && i < WIRES; i++)
		if (council.asks[i].is_used)
			wanted = 0;
	while (sent < wanted) {
		int wire;
		struct ask *q = free_ask(&wire);

		if (!q)
			break;
		if (choose(q)) {
			q->is_alone = true;
			ask_send(wire);
		} else {
			q->is_used = false;
		}
		sent++;
	}
	/* Also what was sent by halves a turn ago is judged now. */
	for (int i = 0; i < WIRES; i++)
		waiting += council.asks[i].is_used && council.asks[i].is_sent;
	for (int i = 0; waiting > 1 && i < WIRES; i++)
		council.asks[i].is_alone = false;
}
