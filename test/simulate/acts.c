/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "people.h"

enum { PERSONS_EVER = 70 };

static const char *const words[] = { "Arbetet fortsätter som planerat.", "Lokalen är stängd till hösten.",
	"Två tjänster är inte tillsatta.", "Samverkan har börjat på nytt.", "Vi väntar på ett beslut.", "Besöken har ökat." };
static const char *const obstacles[] = { "staffing", "money", "cooperation" };

/* ------------------------------------------------------------------------------------------- wishes --- */

static struct arena *arena_of(const struct ask *q)
{
	return q->arena;
}

void wish_give(struct ask *q, struct wish *w, const char *name, const char *value)
{
	js_add_pair(arena_of(q), w->fields, arena_text(arena_of(q), name), arena_text(arena_of(q), value));
}

/* A code, a reference, a date: in the leaf. */
void wish_say(struct ask *q, struct wish *w, const char *name, const char *value)
{
	wish_give(q, w, name, value);
	js_set_text(arena_of(q), w->d, name, arena_text(arena_of(q), value));
}

/* A typed text: beside it. */
void wish_type(struct ask *q, struct wish *w, const char *name, const char *value)
{
	wish_give(q, w, name, value);
	js_set_text(arena_of(q), w->f, name, arena_text(arena_of(q), value));
}

void wish_number(struct ask *q, struct wish *w, const char *name, int64_t n)
{
	wish_give(q, w, name, arena_print(arena_of(q), "%lld", (long long)n));
	js_set_int(arena_of(q), w->d, name, n);
}

static void item(struct ask *q, struct wish *w, const char *name, struct json *value)
{
	struct json *list = (struct json *)(uintptr_t)js_get(w->d, name);

	if (!list) {
		list = js_array(arena_of(q));
		js_set(arena_of(q), w->d, name, list);
	}
	wish_give(q, w, name, value->type == JS_INT ? arena_print(arena_of(q), "%lld", (long long)value->number) : value->text);
	js_add(arena_of(q), list, value);
}

static void new_nonce(char *to)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP";

	for (int i = 0; i < 22; i++)
		to[i] = letters[pick(people(), (int)sizeof(letters) - 1)];
	to[22] = '\0';
}

struct wish *wish_begin(struct ask *q, int person, const char *kind)
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

static const char *some_words(struct ask *q)
{
	return arena_print(arena_of(q), "%s Nr %d.", words[pick(people(), 6)], pick(people(), 1000000));
}

/* ------------------------------------------------------------------------------------------- choices --- */

int some_person(void)
{
	return pick(people(), council.model.person_count);
}

int with_role(const char *role)
{
	int count = model_holders(&council.model, role), nth = count ? pick(people(), count) : 0;

	for (int i = 0; i < council.model.person_count; i++)
		if (model_has_role(&council.model, i, role) && !nth--)
			return i;
	return some_person();
}

int some_measure(void)
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

const char *id_of(int person)
{
	return council.model.persons[person].id;
}

/* ------------------------------------------------------------------------------------------- acts --- */

/* Each sets the person who would be right; the caller often takes another. */
int act_status(struct ask *q, struct wish *w)
{
	int i = some_measure(), who;
	bool is_yellow = once_in(3), is_behalf = once_in(10);
	const struct measure *m = &council.model.measures[i < 0 ? 0 : i];

	if (i < 0)
		return -1;
	who = m->reporter >= 0 ? m->reporter : some_person();
	wish_say(q, w, "measure", m->id);
	wish_say(q, w, "process", is_yellow ? "yellow" : "green");
	wish_say(q, w, "evidence", "stated");
	if ((is_yellow && !once_in(10)) || once_in(4))
		wish_type(q, w, "text", some_words(q));
	if ((is_yellow && !once_in(10)) || once_in(20))
		wish_say(q, w, "obstacle", obstacles[pick(people(), 3)]);
	if (is_yellow && !once_in(10))
		wish_type(q, w, "next_step", some_words(q));
	if (once_in(25))
		wish_say(q, w, "suggests_closing", "yes");
	if (!is_behalf)
		return who;
	wish_say(q, w, "on_behalf_of", id_of(once_in(3) ? some_person() : who));
	if (!once_in(5))
		wish_type(q, w, "according_to", "Samtal");
	if (!once_in(5))
		wish_say(q, w, "according_date", "2025-12-01");
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
		wish_number(q, w, "status", seq);
	else
		item(q, w, "statuses", js_int(arena_of(q), seq));
	if (returns)
		wish_type(q, w, "reason", some_words(q));
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
	wish_say(q, w, "measure", m->id);
	if (!strcmp(w->kind, "measure_paused"))
		wish_type(q, w, "reason", some_words(q));
	if (!strcmp(w->kind, "measure_completed"))
		wish_type(q, w, "result", some_words(q));
	if (!strcmp(w->kind, "question_asked"))
		wish_type(q, w, "text", some_words(q));
	if (!strcmp(w->kind, "measure_changed"))
		wish_say(q, w, once_in(2) ? "confirmer" : "reporter", id_of(with_role(once_in(2) ? "contact" : "coordinator")));
	if (!strcmp(w->kind, "measure_changed") || !strcmp(w->kind, "measure_completed"))
		return with_role("coordinator");
	return m->reporter >= 0 && !once_in(3) ? m->reporter : with_role("coordinator");
}

static int act_answer(struct ask *q, struct wish *w)
{
	int64_t seq = some_seq(is_open_question);

	if (seq < 0)
		return -1;
	wish_number(q, w, "question", seq);
	wish_type(q, w, "text", some_words(q));
	if (seq < council.model.size && council.model.lines[seq].is_question)
		return council.model.measures[council.model.lines[seq].measure].reporter;
	return with_role("coordinator");
}

static int act_correct(struct ask *q, struct wish *w)
{
	int64_t seq = some_seq(is_correctable);

	if (seq < 0)
		return -1;
	wish_number(q, w, "entry", seq);
	wish_type(q, w, "text", some_words(q));
	return once_in(2) ? with_role("coordinator") : model_person(&council.model, council.model.lines[seq < council.model.size
		? seq : 0].by);
}

static int act_propose(struct ask *q, struct wish *w)
{
	int who = with_role(once_in(2) ? "coordinator" : "contact"), i = some_measure();
	int64_t seq = some_line(has_text);

	if (!strcmp(w->kind, "closing_proposed") && i >= 0) {
		wish_say(q, w, "measure", council.model.measures[i].id);
		wish_say(q, w, "cause", obstacles[pick(people(), 3)]);
		wish_type(q, w, "reason", some_words(q));
		wish_type(q, w, "decider", "Kommunstyrelsen");
		wish_type(q, w, "mandate", "Delegationsordningen punkt 4");
	} else if (!strcmp(w->kind, "decision_proposed")) {
		wish_say(q, w, "case_system", "Diariet");
		wish_say(q, w, "case_no", arena_print(arena_of(q), "KS-%d", pick(people(), 5000)));
		wish_say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
		wish_type(q, w, "matter", "Tillstånd");
		wish_type(q, w, "content", some_words(q));
		wish_type(q, w, "reasons", some_words(q));
		wish_type(q, w, "provision", "Lagen om exempel 3 par.");
	} else if (!strcmp(w->kind, "erasure_proposed") && seq >= 0) {
		wish_number(q, w, "entry", seq);
		item(q, w, "fields", js_text(arena_of(q), arena_text(arena_of(q), once_in(10) ? "nothing"
			: council.model.lines[seq].texts[0])));
		wish_say(q, w, "basis", once_in(2) ? "correction" : "identity_number");
		wish_type(q, w, "ground", "Gallringsplanen");
		who = with_role(once_in(2) ? "registrar" : "administrator");
	} else {
		return -1;
	}
	if (once_in(3))
		wish_say(q, w, "second", id_of(once_in(8) ? who : with_role("coordinator")));
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
	wish_number(q, w, "proposal", seq);
	if (!strcmp(stage, "_stopped"))
		wish_type(q, w, "reason", some_words(q));
	if (!p || !p->is_proposal)
		return some_person();
	if (!strcmp(stage, "_withdrawn") || once_in(5))
		return model_person(&council.model, p->by); /* also one who would second what is their own */
	return p->asked >= 0 ? p->asked : with_role(!strncmp(p->kind, "erasure", 7) || !strncmp(p->kind, "enrolment", 9)
		? once_in(2) ? "administrator" : "registrar" : "contact");
}

static int act_bias(struct ask *q, struct wish *w)
{
	int64_t seq = some_line(is_open_proposal);
	int i = some_measure();

	if (council.model.bias_count > BIASES_MAX - 20 || (seq < 0 && i < 0))
		return -1;
	if (seq >= 0 && once_in(2))
		wish_number(q, w, "proposal", seq);
	else
		wish_say(q, w, "measure", council.model.measures[i].id);
	wish_say(q, w, "ground", "party");
	return some_person();
}

static const char *const role_codes[] = { "coordinator", "contact", "member", "police", "security", "registrar", "auditor",
	"administrator" };

static int act_person(struct ask *q, struct wish *w)
{
	int i = some_person();

	for (int k = 0; !strcmp(w->kind, "person_bound") && k < 8 && *council.model.persons[i].login; k++)
		i = some_person();
	/* Who names nobody asks for somebody new, alone. */
	if (strcmp(w->kind, "person_set") != 0 || !once_in(5))
		wish_say(q, w, "person", id_of(i));
	if (!strcmp(w->kind, "person_set"))
		wish_say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
	if (!strcmp(w->kind, "role_given") || !strcmp(w->kind, "role_withdrawn"))
		wish_say(q, w, "role", role_codes[once_in(2) ? 1 : pick(people(), 8)]);
	if (!strcmp(w->kind, "person_bound")) {
		const char *login = once_in(5) ? council.model.persons[some_person()].login
			: arena_print(arena_of(q), "namn%d", pick(people(), 1000000));

		login = *login ? login : "coordinator";
		wish_say(q, w, "sort", "login");
		wish_type(q, w, "name", login);
		(void)snprintf(w->login, sizeof(w->login), "%s", login);
	}
	return with_role("administrator");
}

/* Somebody new, or a role for somebody who is there. */
static int act_enrol(struct ask *q, struct wish *w)
{
	int who = with_role(once_in(2) ? "administrator" : "coordinator");

	if (council.model.person_count < PERSONS_EVER && once_in(2)) {
		if (!once_in(8))
			wish_type(q, w, "function", "Handledare");
		wish_type(q, w, "name", arena_print(arena_of(q), "Namn %d", pick(people(), 100000)));
		wish_say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
	} else {
		wish_say(q, w, "person", id_of(once_in(4) ? who : some_person()));
		if (once_in(8))
			wish_type(q, w, "name", "Ett annat namn");
	}
	if (!once_in(5))
		wish_say(q, w, "role", role_codes[pick(people(), 8)]);
	if (once_in(3))
		wish_say(q, w, "second", id_of(once_in(8) ? who : with_role("coordinator")));
	return who;
}

static int act_organisation(struct ask *q, struct wish *w)
{
	if (!strcmp(w->kind, "organisation_closed")) {
		wish_say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
	} else {
		wish_say(q, w, "organisation", council.model.organisations[pick(people(), council.model.organisation_count)].id);
		wish_type(q, w, "name", arena_print(arena_of(q), "Organisation %d", pick(people(), 1000)));
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
		wish_say(q, w, "code", code);
		wish_say(q, w, "answer_by", day_text(arena_of(q), date_last_day(code) + 10));
	} else if (newest < 0) {
		return -1;
	} else {
		wish_say(q, w, "period", m->periods[open >= 0 && !once_in(8) ? open : once_in(3) ? pick(people(), newest + 1) : newest].id);
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
	{ "enrolment_proposed", 4, act_enrol },
	{ "person_bound", 2, act_person }, { "role_given", 3, act_person }, { "role_withdrawn", 2, act_person },
	{ "person_closed", 1, act_person }, { "organisation_set", 1, act_organisation },
	{ "organisation_closed", 1, act_organisation }, { "period_opened", 3, act_period }, { "period_closed", 1, act_period },
	{ "period_published", 2, act_period },
};

struct wish *act_drawn(struct ask *q, int *out_who)
{
	int all = 0, at, i;
	struct wish *w;

	for (size_t k = 0; k < sizeof(acts) / sizeof(acts[0]); k++)
		all += acts[k].weight;
	at = pick(people(), all);
	for (i = 0; at >= acts[i].weight; i++)
		at -= acts[i].weight;
	w = wish_begin(q, -1, acts[i].kind);
	*out_who = acts[i].act(q, w);
	return w;
}
