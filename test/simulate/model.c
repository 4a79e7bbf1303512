/* SPDX-License-Identifier: EUPL-1.2 */
#include "model.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

const char *const light_names[] = { "", "none", "green", "yellow", "red", "not_started", "paused", "completed" };
const char *const checked_names[] = { "unconfirmed", "confirmed", "returned", "corrected" };
const char *const fate_names[] = { "open", "seconded", "stopped", "withdrawn", "expired" };
const char *const state_names[] = { "not_started", "ongoing", "paused", "completed", "closed" };
static const char *const roles[ROLES_MAX] = { "coordinator", "contact", "member", "police", "security", "registrar", "auditor",
	"administrator" };

/* Who may write what; the sets are words, as the documentation has them. */
static const struct {
	const char *kind, *who;
} rights[] = {
	{ "status_reported", "coordinator contact police security member" },
	{ "status_confirmed", "coordinator contact police security member" },
	{ "status_returned", "coordinator contact police security member" },
	{ "question_asked", "coordinator contact police security member" },
	{ "question_answered", "coordinator contact police security member" },
	{ "closing_proposed", "coordinator contact police security member" },
	{ "closing_seconded", "coordinator contact police security member" },
	{ "closing_stopped", "coordinator contact police security member" },
	{ "closing_withdrawn", "coordinator contact police security member" },
	{ "decision_proposed", "coordinator contact police security member" },
	{ "decision_seconded", "coordinator contact police security member" },
	{ "decision_stopped", "coordinator contact police security member" },
	{ "decision_withdrawn", "coordinator contact police security member" },
	{ "erasure_proposed", "registrar coordinator administrator" },
	{ "erasure_seconded", "registrar coordinator administrator" },
	{ "erasure_stopped", "registrar coordinator administrator" },
	{ "erasure_withdrawn", "registrar coordinator administrator" },
	{ "enrolment_proposed", "registrar coordinator administrator" },
	{ "enrolment_seconded", "registrar coordinator administrator" },
	{ "enrolment_stopped", "registrar coordinator administrator" },
	{ "enrolment_withdrawn", "registrar coordinator administrator" },
	{ "entry_corrected", "coordinator contact police security administrator registrar" },
	{ "bias_declared", "coordinator contact member police security registrar auditor administrator" },
	{ "measure_added", "coordinator" }, { "measure_changed", "coordinator" }, { "measure_completed", "coordinator" },
	{ "measure_started", "coordinator contact police security" }, { "measure_paused", "coordinator contact police security" },
	{ "period_opened", "coordinator" }, { "period_closed", "coordinator" }, { "period_published", "coordinator" },
	{ "organisation_set", "coordinator administrator" }, { "organisation_closed", "coordinator administrator" },
	{ "person_set", "coordinator administrator" }, { "person_closed", "coordinator administrator" },
	{ "person_bound", "administrator" }, { "role_given", "administrator" }, { "role_withdrawn", "administrator" },
	{ "body_set", "coordinator administrator" }, { "plan_adopted", "coordinator" },
};

/* ------------------------------------------------------------------------------------------- look-ups --- */

static void keep(char *to, size_t room, const char *text)
{
	size_t n = text ? strlen(text) : 0;

	n = n < room ? n : room - 1;
	if (n)
		memcpy(to, text, n);
	to[n] = '\0';
}

static const char *text_of(const struct deed *x, const char *name)
{
	return js_get_text(x->d, name);
}

static int64_t number_of(const struct deed *x, const char *name)
{
	return js_get_int(x->d, name, -1);
}

static bool says(const struct deed *x, const char *name)
{
	return js_get(x->f, name) || js_get(x->d, name);
}

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

int model_person(const struct model *m, const char *id)
{
	for (int i = 0; id && i < m->person_count; i++)
		if (!strcmp(m->persons[i].id, id))
			return i;
	return -1;
}

int model_measure(const struct model *m, const char *id)
{
	for (int i = 0; id && i < m->measure_count; i++)
		if (!strcmp(m->measures[i].id, id))
			return i;
	return -1;
}

static int organisation_of(const struct model *m, const char *id)
{
	for (int i = 0; id && i < m->organisation_count; i++)
		if (!strcmp(m->organisations[i].id, id))
			return i;
	return -1;
}

static int period_of(const struct model *m, const char *id)
{
	for (int i = 0; id && i < m->period_count; i++)
		if (!strcmp(m->periods[i].id, id))
			return i;
	return -1;
}

int model_open_period(const struct model *m)
{
	for (int i = 0; i < m->period_count; i++)
		if (m->periods[i].state == PERIOD_OPEN)
			return i;
	return -1;
}

static int role_of(const char *role)
{
	for (int i = 0; role && i < ROLES_MAX; i++)
		if (!strcmp(roles[i], role))
			return i;
	return -1;
}

bool model_has_role(const struct model *m, int person, const char *role)
{
	int r = role_of(role);

	return person >= 0 && r >= 0 && !m->persons[person].is_closed && m->persons[person].roles[r] >= 0;
}

int model_holders(const struct model *m, const char *role)
{
	int count = 0;

	for (int i = 0; i < m->person_count; i++)
		count += model_has_role(m, i, role);
	return count;
}

static bool may_write(const struct model *m, int person, const char *kind)
{
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		for (int r = 0; !strcmp(rights[i].kind, kind) && r < ROLES_MAX; r++)
			if (model_has_role(m, person, roles[r]) && strstr(rights[i].who, roles[r]))
				return true;
	return false;
}

static bool is_their(const struct model *m, int person, int measure)
{
	const struct measure *x = &m->measures[measure];

	return person >= 0 && (x->reporter == person
		|| (m->persons[person].organisation >= 0 && m->persons[person].organisation == x->responsible));
}

bool model_owns(const struct model *m, int person, int measure)
{
	return is_their(m, person, measure) || model_has_role(m, person, "coordinator");
}

static bool is_biased(const struct model *m, int person, const char *obj)
{
	for (int i = 0; i < m->bias_count; i++)
		if (m->biases[i].person == person && !strcmp(m->biases[i].obj, obj))
			return true;
	return false;
}

static const struct line *line_at(const struct model *m, int64_t seq)
{
	return seq >= 0 && seq < m->size ? &m->lines[seq] : NULL;
}

static bool has_ended(const struct measure *x)
{
	return x->state == COMPLETED || x->state == CLOSED;
}

static bool is_last(const struct model *m, int person, const char *role)
{
	return model_has_role(m, person, role) && model_holders(m, role) == 1;
}

static bool is_in(const char *role, const char *set)
{
	return strstr(set, role) != NULL;
}

static const char weighty[] = "coordinator security registrar administrator", keepers[] = "coordinator registrar administrator";

/* Would fewer than two be left who keep people, without this role of this person (-1: without any)? */
static bool leaves_one(const struct model *m, int person, int role)
{
	int left = 0;
	bool is_lost = false;

	for (int i = 0; i < m->person_count; i++) {
		bool keeps = false;

		for (int r = 0; r < ROLES_MAX; r++) {
			if (m->persons[i].is_closed || m->persons[i].roles[r] < 0 || !is_in(roles[r], keepers))
				continue;
			if (i == person && (role < 0 || role == r))
				is_lost = true;
			else
				keeps = true;
		}
		left += keeps;
	}
	return is_lost && left < 2;
}

/* ------------------------------------------------------------------------------------------- rules --- */

static const char *status_rule(const struct model *m, const struct deed *x, int by)
{
	int measure = model_measure(m, text_of(x, "measure")), behalf = model_person(m, text_of(x, "on_behalf_of"));
	int period = model_open_period(m);
	bool is_yellow = same(text_of(x, "process"), "yellow");

	if (measure < 0 || (!is_yellow && !same(text_of(x, "process"), "green")) || !says(x, "evidence"))
		return "not a status";
	if (period < 0 || (says(x, "period") && period_of(m, text_of(x, "period")) != period))
		return "no such open period";
	if (m->measures[measure].state != ONGOING)
		return "the measure is not ongoing";
	if (is_yellow && (!says(x, "obstacle") || !says(x, "text") || !says(x, "next_step")))
		return "yellow without its words";
	if (!is_yellow && (says(x, "obstacle") || says(x, "suggests_closing")))
		return "green with an obstacle";
	if (!is_their(m, by, measure) && !(behalf >= 0 && model_has_role(m, by, "coordinator")))
		return "not theirs";
	if (behalf < 0)
		return says(x, "according_to") || says(x, "according_date") ? "according to nobody" : NULL;
	return is_their(m, behalf, measure) && says(x, "according_to") && says(x, "according_date") ? NULL : "wrong behalf";
}

static const char *check_rule(const struct model *m, const struct deed *x, int by, int64_t seq, bool confirms)
{
	const struct line *s = line_at(m, seq);

	if (!s || !s->is_status)
		return "no status";
	if (s->checked != UNCONFIRMED)
		return "checked already";
	if (m->measures[s->measure].confirmer != by)
		return "not the confirmer";
	if (same(s->by, x->by) || s->on_behalf_of == by)
		return "one and the same person";
	return confirms && same(s->letter_by, x->by) ? "a letter of their own making" : NULL;
}

static const char *confirm_rule(const struct model *m, const struct deed *x, int by)
{
	const struct json *list = js_get(x->d, "statuses");
	const char *why = list && list->type == JS_ARRAY && list->count ? NULL : "nothing to confirm";

	for (size_t i = 0; !why && i < list->count; i++)
		why = check_rule(m, x, by, list->items[i]->number, true);
	return why;
}

/* The rules of a family's own, when it is proposed and again when it is seconded; `but` is then the proposal itself. */
static const char *family_rule(const struct model *m, const char *family, const char *obj, int64_t erases, const char *field,
	int64_t but, int day)
{
	int measure = model_measure(m, obj);
	const struct line *target = line_at(m, erases);

	if (!strcmp(family, "closing")) {
		if (measure < 0 || has_ended(&m->measures[measure]))
			return "the measure has ended";
		for (int64_t i = 0; i < m->size; i++)
			if (i != but && m->lines[i].is_proposal && m->lines[i].fate == FATE_OPEN && m->lines[i].last_day >= day
				&& !strncmp(m->lines[i].kind, "closing", 7) && !strcmp(m->lines[i].obj, obj))
				return "another closing is proposed";
	}
	if (!strcmp(family, "erasure")) {
		for (int i = 0; target && i < 4; i++)
			if (!strcmp(target->texts[i], field))
				return target->erased >> i & 1 ? "erased already" : NULL;
		return "no such text";
	}
	return NULL;
}

/* Of somebody who is there already: a weighty role that is not held. */
static const char *role_rule(const struct model *m, int person, int role)
{
	if (person < 0 || m->persons[person].is_closed)
		return "no such person";
	if (role < 0 || !is_in(roles[role], weighty))
		return "not a role for two to give";
	return m->persons[person].roles[role] >= 0 ? "held already" : NULL;
}

static const char *enrolment_rule(const struct model *m, const struct deed *x)
{
	int o = organisation_of(m, text_of(x, "organisation"));
	bool has_other = says(x, "organisation") || says(x, "function") || says(x, "name");

	if (says(x, "organisation") && (o < 0 || m->organisations[o].is_closed))
		return "an organisation that was closed";
	if (!says(x, "person"))
		return says(x, "function") && says(x, "name") ? NULL : "nobody in particular";
	if (has_other || same(text_of(x, "second"), text_of(x, "person")))
		return "more than a role, or a second in the own matter";
	return role_rule(m, model_person(m, text_of(x, "person")), role_of(text_of(x, "role")));
}

static const char *first_item(const struct deed *x, const char *name)
{
	const struct json *list = js_get(x->d, name);

	return list && list->type == JS_ARRAY && list->count ? list->items[0]->text : NULL;
}

static const char *propose_rule(const struct model *m, const struct deed *x, int by, const char *family)
{
	const char *obj = text_of(x, "measure");
	const struct line *target = line_at(m, number_of(x, "entry"));

	if (same(text_of(x, "second"), x->by))
		return "the second is the proposer";
	if (says(x, "second") && model_person(m, text_of(x, "second")) < 0)
		return "the second is nobody";
	if (!strcmp(family, "erasure") && !target)
		return "no such entry";
	if (!strcmp(family, "decision")) {
		int o = organisation_of(m, text_of(x, "organisation"));

		return o < 0 || m->organisations[o].is_closed ? "no such organisation" : NULL;
	}
	if (!strcmp(family, "erasure"))
		obj = target->obj;
	if (!strcmp(family, "enrolment")) {
		const char *why = enrolment_rule(m, x);

		return why || !says(x, "person") || !is_biased(m, by, text_of(x, "person")) ? why : "biased";
	}
	if (obj && is_biased(m, by, obj))
		return "biased";
	return family_rule(m, family, obj, number_of(x, "entry"), first_item(x, "fields"), -1, x->day);
}

static bool was_enrolled(const struct model *m, int person, int64_t before)
{
	for (int r = 0; r < ROLES_MAX; r++)
		if (m->persons[person].roles[r] >= 0 && m->persons[person].roles[r] < before)
			return !m->persons[person].is_closed;
	return false;
}

static const char *later_rule(const struct model *m, const struct deed *x, int by, const char *family, const char *stage)
{
	int64_t seq = number_of(x, "proposal");
	const struct line *p = line_at(m, seq);
	int proposer = p ? model_person(m, p->by) : -1;

	if (!p || !p->is_proposal || strncmp(p->kind, family, strlen(family)) != 0)
		return "no such proposal";
	if (p->fate != FATE_OPEN)
		return "not open";
	if (!strcmp(stage, "withdrawn"))
		return proposer == by ? NULL : "not the proposer";
	if (!strcmp(stage, "expired"))
		return x->day > p->last_day ? NULL : "not late";
	if (proposer == by)
		return "one and the same person";
	if (p->asked >= 0 && p->asked != by)
		return "another person was asked";
	if (!strcmp(stage, "seconded") && same(p->obj, x->by))
		return "about themselves";
	if (!was_enrolled(m, by, seq))
		return "enrolled after the proposal";
	if (is_biased(m, by, p->obj) || (!strcmp(stage, "seconded") && is_biased(m, proposer, p->obj)))
		return "biased";
	if (x->day > p->last_day)
		return "late";
	if (!strcmp(stage, "seconded") && p->organisation >= 0 && m->organisations[p->organisation].is_closed)
		return "an organisation that was closed";
	if (!strcmp(stage, "seconded") && !strcmp(family, "enrolment"))
		return p->makes_person ? NULL : role_rule(m, model_person(m, p->obj), p->role);
	return strcmp(stage, "seconded") ? NULL
		: family_rule(m, family, p->obj, p->erases, p->erases_field, seq, x->day);
}

static const char *two_person_rule(const struct model *m, const struct deed *x, int by)
{
	static const char *const families[] = { "closing", "decision", "enrolment", "erasure" };

	for (size_t i = 0; i < 4; i++) {
		size_t n = strlen(families[i]);

		if (strncmp(x->kind, families[i], n) || x->kind[n] != '_')
			continue;
		return !strcmp(x->kind + n + 1, "proposed") ? propose_rule(m, x, by, families[i])
			: later_rule(m, x, by, families[i], x->kind + n + 1);
	}
	return NULL;
}

static const char *measure_rule(const struct model *m, const struct deed *x, int by)
{
	int i = model_measure(m, text_of(x, "measure")), reporter, confirmer;
	int o = organisation_of(m, text_of(x, "responsible"));

	if (says(x, "responsible") && (o < 0 || m->organisations[o].is_closed))
		return "an organisation that was closed";
	if (!strcmp(x->kind, "measure_added"))
		return m->period_count && !says(x, "decision") ? "added without a decision" : NULL;
	if (i < 0)
		return "no such measure";
	if (!strcmp(x->kind, "question_asked"))
		return NULL;
	if (has_ended(&m->measures[i]))
		return "the measure has ended";
	if (!model_owns(m, by, i))
		return "not theirs";
	if (!strcmp(x->kind, "measure_started"))
		return m->measures[i].state == ONGOING ? "it is ongoing" : NULL;
	if (!strcmp(x->kind, "measure_paused"))
		return m->measures[i].state == ONGOING ? NULL : "it is not ongoing";
	if (!strcmp(x->kind, "measure_completed"))
		return m->measures[i].state == NOT_STARTED ? "it has not started" : NULL;
	reporter = says(x, "reporter") ? model_person(m, text_of(x, "reporter")) : m->measures[i].reporter;
	confirmer = says(x, "confirmer") ? model_person(m, text_of(x, "confirmer")) : m->measures[i].confirmer;
	if (reporter >= 0 && reporter == confirmer)
		return "the reporter confirms";
	if ((says(x, "reporter") && (reporter < 0 || m->persons[reporter].is_closed))
		|| (says(x, "confirmer") && (confirmer < 0 || m->persons[confirmer].is_closed)))
		return "a person who left";
	return NULL;
}

static const char *period_rule(const struct model *m, const struct deed *x)
{
	int i = period_of(m, text_of(x, "period")), open = model_open_period(m);
	const char *code = text_of(x, "code");

	if (!strcmp(x->kind, "period_opened")) {
		if (open >= 0 || !code || !date_is_valid(code) || strlen(code) > 7)
			return "another is open, or it is none";
		for (int j = 0; j < m->period_count; j++)
			if (m->periods[j].last_day >= date_first_day(code))
				return "before the last";
		return NULL;
	}
	i = says(x, "period") ? i : open;
	if (i < 0)
		return "no such period";
	if (!strcmp(x->kind, "period_closed"))
		return m->periods[i].state == PERIOD_OPEN ? NULL : "not open";
	for (size_t j = 0; js_get(x->d, "measures") && j < js_get(x->d, "measures")->count; j++) {
		int measure = model_measure(m, js_get(x->d, "measures")->items[j]->text);

		if (measure < 0 || m->measures[measure].lights[i] == LIGHT_ABSENT)
			return "without light";
	}
	return m->periods[i].state == PERIOD_CLOSED ? NULL : "not closed, or published";
}

static bool login_is_taken(const struct model *m, const char *login, int but)
{
	for (int i = 0; i < m->person_count; i++)
		if (i != but && !strcmp(m->persons[i].login, login))
			return true;
	return false;
}

static const char *person_rule(const struct model *m, const struct deed *x)
{
	int i = model_person(m, text_of(x, "person")), role = role_of(text_of(x, "role"));
	int o = organisation_of(m, text_of(x, "organisation"));

	if (says(x, "organisation") && (o < 0 || m->organisations[o].is_closed))
		return "an organisation that was closed";
	if (!strcmp(x->kind, "person_set") && !says(x, "person"))
		return "one alone makes nobody";
	if (!strcmp(x->kind, "role_given") && role >= 0 && is_in(roles[role], weighty))
		return "one alone gives no such role";
	if (i < 0 || m->persons[i].is_closed)
		return "no such person";
	if (!strcmp(x->kind, "person_set") && says(x, "organisation") && i == model_person(m, x->by) && o != m->persons[i].organisation)
		return "nobody moves herself";
	if (!strcmp(x->kind, "role_given"))
		return role < 0 || m->persons[i].roles[role] >= 0 ? "held already" : NULL;
	if (!strcmp(x->kind, "role_withdrawn"))
		return role < 0 || m->persons[i].roles[role] < 0 ? "not held"
			: ((role == 0 || role == ROLES_MAX - 1) && is_last(m, i, roles[role])) || leaves_one(m, i, role) ? "the last one"
			: NULL;
	if (!strcmp(x->kind, "person_closed"))
		return is_last(m, i, "coordinator") || is_last(m, i, "administrator") || leaves_one(m, i, -1) ? "the last one" : NULL;
	/* The name is a typed text: what is asked for tells it, an entry of the book does not. */
	if (!strcmp(x->kind, "person_bound") && js_get_text(x->f, "name") && login_is_taken(m, js_get_text(x->f, "name"), i))
		return "somebody else's name";
	return NULL;
}

static const char *other_rule(const struct model *m, const struct deed *x, int by)
{
	const struct line *e = line_at(m, number_of(x, "entry")), *q = line_at(m, number_of(x, "question"));
	int o = organisation_of(m, text_of(x, "organisation"));

	if (!strcmp(x->kind, "question_answered"))
		return !q || !q->is_question || q->is_answered || !model_owns(m, by, q->measure) ? "not theirs to answer" : NULL;
	if (!strcmp(x->kind, "entry_corrected")) {
		if (!e || e->is_corrected || !strcmp(e->kind, "decision_proposed") || !strcmp(e->kind, "decision_stopped"))
			return "not to be corrected";
		return same(e->by, x->by) || model_has_role(m, by, "coordinator") ? NULL : "not theirs";
	}
	if (!strcmp(x->kind, "organisation_set"))
		return o >= 0 && m->organisations[o].is_closed ? "it was closed" : NULL;
	if (!strcmp(x->kind, "organisation_closed")) {
		if (o < 0 || m->organisations[o].is_closed)
			return "no such organisation";
		for (int i = 0; i < m->measure_count; i++)
			if (m->measures[i].responsible == o && !has_ended(&m->measures[i]))
				return "it answers for a measure";
	}
	if (!strcmp(x->kind, "bias_declared") && says(x, "measure"))
		return model_measure(m, text_of(x, "measure")) < 0 || is_biased(m, by, text_of(x, "measure")) ? "said already" : NULL;
	if (!strcmp(x->kind, "bias_declared"))
		return !line_at(m, number_of(x, "proposal")) || !line_at(m, number_of(x, "proposal"))->is_proposal
			|| is_biased(m, by, line_at(m, number_of(x, "proposal"))->obj) ? "said already" : NULL;
	return NULL;
}

const char *model_refusal(const struct model *m, const struct deed *x)
{
	int by = model_person(m, x->by);
	const char *why;

	if (same(x->by, "system") && strstr(x->kind, "_expired"))
		return two_person_rule(m, x, -1);
	if (same(x->by, "system"))
		return m->size < FOUNDING_ENTRIES ? NULL : "the program itself wrote it";
	if (by < 0)
		return "nobody of the council";
	if (!may_write(m, by, x->kind))
		return "no right";
	if (!strcmp(x->kind, "status_reported"))
		return status_rule(m, x, by);
	if (!strcmp(x->kind, "status_confirmed"))
		return confirm_rule(m, x, by);
	if (!strcmp(x->kind, "status_returned"))
		return check_rule(m, x, by, number_of(x, "status"), false);
	if (!strncmp(x->kind, "measure_", 8) || !strcmp(x->kind, "question_asked"))
		return measure_rule(m, x, by);
	if (!strncmp(x->kind, "period_", 7))
		return period_rule(m, x);
	if (!strncmp(x->kind, "person_", 7) || !strncmp(x->kind, "role_", 5))
		return person_rule(m, x);
	why = two_person_rule(m, x, by);
	return why ? why : other_rule(m, x, by);
}

/* ------------------------------------------------------------------------------------------- effects --- */

static enum light state_light(const struct measure *x)
{
	static const enum light lights[] = { LIGHT_NOT_STARTED, LIGHT_NONE, LIGHT_PAUSED, LIGHT_COMPLETED, LIGHT_RED };

	return lights[x->state];
}

/* The newest standing status of a measure in a period, -1: none. */
static int64_t newest(const struct model *m, int measure, int period)
{
	for (int64_t i = m->size - 1; i >= 0; i--)
		if (m->lines[i].is_status && m->lines[i].measure == measure && m->lines[i].period == period
			&& (m->lines[i].checked == UNCONFIRMED || m->lines[i].checked == CONFIRMED))
			return i;
	return -1;
}

static void light_up(struct model *m, int measure, int period)
{
	struct measure *x = &m->measures[measure];
	int64_t status;

	if (m->periods[period].state != PERIOD_OPEN && x->lit_by[period] < 0)
		return;
	if (m->periods[period].state == PERIOD_OPEN && x->state != ONGOING) {
		x->lights[period] = state_light(x);
		x->lit_by[period] = -1;
		return;
	}
	status = newest(m, measure, period);
	x->lights[period] = status >= 0 ? m->lines[status].process : LIGHT_NONE;
	x->lit_by[period] = status;
}

static void light_open(struct model *m, int measure)
{
	int open = model_open_period(m);

	if (open >= 0)
		light_up(m, measure, open);
}

static void set_state(struct model *m, int measure, enum measure_state state)
{
	m->measures[measure].state = state;
	light_open(m, measure);
}

static void fall(struct model *m, int64_t seq, enum checked how)
{
	struct line *s = &m->lines[seq];

	s->checked = how;
	if (how != CONFIRMED)
		light_up(m, s->measure, s->period);
}

static int add_person(struct model *m, const char *id, int organisation)
{
	int i = m->person_count++;

	assert(m->person_count <= PERSONS_MAX);
	m->persons[i] = (struct person){ .organisation = organisation };
	keep(m->persons[i].id, ID_BYTES, id);
	for (int r = 0; r < ROLES_MAX; r++)
		m->persons[i].roles[r] = -1;
	return i;
}

static void apply_person(struct model *m, const struct deed *x, int64_t seq, const char *obj)
{
	int i = model_person(m, obj), role = role_of(text_of(x, "role"));
	struct person *p;

	if (i < 0)
		i = add_person(m, obj, -1);
	p = &m->persons[i];
	if (!strcmp(x->kind, "person_set") && says(x, "organisation"))
		p->organisation = organisation_of(m, text_of(x, "organisation"));
	if (!strcmp(x->kind, "role_given") && role >= 0)
		p->roles[role] = seq;
	if (!strcmp(x->kind, "role_withdrawn") && role >= 0)
		p->roles[role] = -1;
	if (strcmp(x->kind, "person_closed") != 0)
		return;
	p->is_closed = true;
	p->login[0] = '\0';
	for (int r = 0; r < ROLES_MAX; r++)
		p->roles[r] = -1;
}

static void apply_measure(struct model *m, const struct deed *x, int64_t seq, const char *obj)
{
	int i = model_measure(m, obj);
	struct measure *y;

	if (!strcmp(x->kind, "measure_added")) {
		assert(m->measure_count < MEASURES_MAX);
		i = m->measure_count++;
		m->measures[i] = (struct measure){ .responsible = -1, .reporter = -1, .confirmer = -1, .state = ONGOING };
		keep(m->measures[i].id, ID_BYTES, obj);
		for (int p = 0; p < PERIODS_MAX; p++)
			m->measures[i].lit_by[p] = -1;
	}
	if (i < 0)
		return;
	y = &m->measures[i];
	y->last = seq;
	y->responsible = says(x, "responsible") ? organisation_of(m, text_of(x, "responsible")) : y->responsible;
	if (!strcmp(x->kind, "measure_added") || !strcmp(x->kind, "measure_changed")) {
		y->reporter = says(x, "reporter") ? model_person(m, text_of(x, "reporter")) : y->reporter;
		y->confirmer = says(x, "confirmer") ? model_person(m, text_of(x, "confirmer")) : y->confirmer;
	}
	if (!strcmp(x->kind, "measure_added"))
		set_state(m, i, same(text_of(x, "state"), "not_started") ? NOT_STARTED : ONGOING);
	else if (!strcmp(x->kind, "measure_started"))
		set_state(m, i, ONGOING);
	else if (!strcmp(x->kind, "measure_paused"))
		set_state(m, i, PAUSED);
	else if (!strcmp(x->kind, "measure_completed"))
		set_state(m, i, COMPLETED);
}

static void apply_period(struct model *m, const struct deed *x, const char *obj)
{
	int i = period_of(m, obj);

	if (!strcmp(x->kind, "period_opened")) {
		assert(m->period_count < PERIODS_MAX);
		i = m->period_count++;
		keep(m->periods[i].id, ID_BYTES, obj);
		keep(m->periods[i].code, ID_BYTES, text_of(x, "code"));
		m->periods[i].first_day = date_first_day(m->periods[i].code);
		m->periods[i].last_day = date_last_day(m->periods[i].code);
		m->periods[i].state = PERIOD_OPEN;
		for (int j = 0; j < m->measure_count; j++)
			light_up(m, j, i);
	} else if (i >= 0) {
		m->periods[i].state = !strcmp(x->kind, "period_closed") ? PERIOD_CLOSED : PERIOD_PUBLISHED;
	}
}

static void apply_enrolment(struct model *m, const struct line *p, int64_t seq)
{
	int i = p->makes_person ? add_person(m, p->obj, p->organisation) : model_person(m, p->obj);

	if (p->role >= 0)
		m->persons[i].roles[p->role] = seq;
}

static void apply_two_person(struct model *m, const struct deed *x, struct line *l, int64_t seq)
{
	const char *stage = strchr(x->kind, '_');
	struct line *p;

	if (!strcmp(stage, "_proposed")) {
		l->is_proposal = true;
		l->last_day = x->day + 14;
		l->asked = model_person(m, text_of(x, "second"));
		l->organisation = organisation_of(m, text_of(x, "organisation"));
		l->erases = number_of(x, "entry");
		l->role = role_of(text_of(x, "role"));
		l->makes_person = !strncmp(x->kind, "enrolment", 9) && !says(x, "person");
		keep(l->erases_field, sizeof(l->erases_field), first_item(x, "fields"));
		return;
	}
	p = &m->lines[number_of(x, "proposal")];
	for (int i = FATE_SECONDED; i <= FATE_EXPIRED; i++)
		if (!strcmp(stage + 1, fate_names[i]))
			p->fate = (enum fate)i;
	if (p->fate != FATE_SECONDED)
		return;
	if (!strncmp(x->kind, "closing", 7)) {
		m->second_is_closed++;
		set_state(m, model_measure(m, p->obj), CLOSED);
	}
	if (!strncmp(x->kind, "enrolment", 9))
		apply_enrolment(m, p, seq);
	for (int i = 0; !strncmp(x->kind, "erasure", 7) && i < 4; i++)
		if (*p->erases_field && !strcmp(m->lines[p->erases].texts[i], p->erases_field))
			m->lines[p->erases].erased |= 1u << i;
}

static void apply_status(struct model *m, const struct deed *x, struct line *l)
{
	l->is_status = true;
	l->measure = model_measure(m, text_of(x, "measure"));
	l->period = model_open_period(m);
	l->on_behalf_of = says(x, "on_behalf_of") ? model_person(m, text_of(x, "on_behalf_of")) : -2;
	l->process = same(text_of(x, "process"), "yellow") ? LIGHT_YELLOW : LIGHT_GREEN;
	l->letter_by = x->letter_by;
	light_open(m, l->measure);
}

static void apply_rest(struct model *m, const struct deed *x, struct line *l)
{
	const struct json *list = js_get(x->d, "statuses");

	for (size_t i = 0; !strcmp(x->kind, "status_confirmed") && i < list->count; i++)
		fall(m, list->items[i]->number, CONFIRMED);
	if (!strcmp(x->kind, "status_returned"))
		fall(m, number_of(x, "status"), RETURNED);
	if (!strcmp(x->kind, "question_asked")) {
		l->is_question = true;
		l->measure = model_measure(m, text_of(x, "measure"));
	}
	if (!strcmp(x->kind, "question_answered"))
		m->lines[number_of(x, "question")].is_answered = true;
	if (!strcmp(x->kind, "entry_corrected")) {
		m->lines[number_of(x, "entry")].is_corrected = true;
		if (m->lines[number_of(x, "entry")].is_status)
			fall(m, number_of(x, "entry"), CORRECTED);
	}
	if (!strcmp(x->kind, "bias_declared")) {
		assert(m->bias_count < BIASES_MAX);
		m->biases[m->bias_count].person = model_person(m, x->by);
		keep(m->biases[m->bias_count++].obj, ID_BYTES, l->obj);
	}
	if (!strcmp(x->kind, "organisation_closed"))
		m->organisations[organisation_of(m, l->obj)].is_closed = true;
	if (!strcmp(x->kind, "organisation_set") && organisation_of(m, l->obj) < 0) {
		assert(m->organisation_count < ORGANISATIONS_MAX);
		keep(m->organisations[m->organisation_count++].id, ID_BYTES, l->obj);
	}
}

static void apply(struct model *m, const struct deed *x, struct line *l, int64_t seq)
{
	int measure = model_measure(m, l->obj);

	if (measure >= 0)
		m->measures[measure].last = seq;
	if (!strncmp(x->kind, "person_", 7) || !strncmp(x->kind, "role_", 5))
		apply_person(m, x, seq, l->obj);
	else if (!strncmp(x->kind, "measure_", 8))
		apply_measure(m, x, seq, l->obj);
	else if (!strncmp(x->kind, "period_", 7))
		apply_period(m, x, l->obj);
	else if (!strcmp(x->kind, "status_reported"))
		apply_status(m, x, l);
	else if (!strncmp(x->kind, "closing_", 8) || !strncmp(x->kind, "decision_", 9) || !strncmp(x->kind, "erasure_", 8)
		|| !strncmp(x->kind, "enrolment_", 10))
		apply_two_person(m, x, l, seq);
	else
		apply_rest(m, x, l);
}

/* ------------------------------------------------------------------------------------------- tree --- */

static struct hash joined(struct model *m, const struct hash *left, const struct hash *right)
{
	return hash_of(m->hasher, "\1", 1, left->bytes, HASH_BYTES, right->bytes, HASH_BYTES);
}

/* RFC 6962: full subtrees on a stack; two of one size become one; the root joins what is left from the right. */
static void grow(struct model *m, const struct hash *leaf)
{
	struct hash root;

	m->stack[m->stack_count] = *leaf;
	m->stack_leaves[m->stack_count++] = 1;
	while (m->stack_count > 1 && m->stack_leaves[m->stack_count - 1] == m->stack_leaves[m->stack_count - 2]) {
		m->stack_count--;
		m->stack[m->stack_count - 1] = joined(m, &m->stack[m->stack_count - 1], &m->stack[m->stack_count]);
		m->stack_leaves[m->stack_count - 1] *= 2;
	}
	root = m->stack[m->stack_count - 1];
	for (int i = m->stack_count - 2; i >= 0; i--)
		root = joined(m, &m->stack[i], &root);
	m->roots[m->size + 1] = root;
}

static void make_room(struct model *m)
{
	if (m->size + 1 < m->room)
		return;
	m->room = m->room * 2 + 4096;
	m->lines = realloc(m->lines, (size_t)m->room * sizeof(*m->lines));
	m->roots = realloc(m->roots, ((size_t)m->room + 1) * sizeof(*m->roots));
	assert(m->lines && m->roots);
}

const char *model_head(const struct model *m, struct arena *a, int64_t size)
{
	return arena_print(a, "%lld:%s", (long long)size, base64_from(a, m->roots[size].bytes, HASH_BYTES));
}

/* ------------------------------------------------------------------------------------------- feeding --- */

static void keep_line(struct model *m, struct line *l, const struct json *first, const char *leaf)
{
	const struct json *f = js_get(first, "f");

	*l = (struct line){ .leaf = hash_of(m->hasher, "\0", 1, leaf, strlen(leaf), NULL, 0), .erases = -1, .asked = -1,
		.on_behalf_of = -2 };
	keep(l->by, sizeof(l->by), js_get_text(first, "by"));
	keep(l->n, sizeof(l->n), js_get_text(first, "n"));
	keep(l->obj, sizeof(l->obj), js_get_text(first, "obj"));
	keep(l->kind, sizeof(l->kind), js_get_text(first, "kind"));
	for (size_t i = 0; f && i < f->count && i < 4; i++)
		keep(l->texts[i], sizeof(l->texts[i]), f->keys[i]);
}

static const char *wrong_ref(const struct model *m, struct arena *a, const struct deed *x, const struct json *first)
{
	int64_t seq = number_of(x, "proposal");
	const char *ref = js_get_text(first, "ref");

	if (seq < 0 || !strstr(x->kind, "_seconded"))
		return NULL;
	return same(ref, arena_print(a, "%lld:%s", (long long)seq, base64_from(a, m->lines[seq].leaf.bytes, HASH_BYTES))) ? NULL
		: "it seconds other bytes than were proposed";
}

const char *model_feed(struct model *m, struct arena *a, const char *leaf, const char *letter_by)
{
	const char *second = strchr(leaf, '\n'), *why;
	const struct json *first = second ? js_read(a, leaf, (size_t)(second - leaf)) : NULL;
	const struct json *envelope = second ? js_read(a, second + 1, strcspn(second + 1, "\n")) : NULL;
	int64_t time = 0, seq = m->size;
	struct deed x = { .kind = js_get_text(first, "kind"), .by = js_get_text(first, "by"), .d = js_get(first, "d"),
		.f = js_get(first, "f"), .letter_by = letter_by };
	struct line *l;

	if (!x.kind || !x.by || js_get_int(envelope, "seq", -1) != seq || !js_get_text(envelope, "t")
		|| !instant_from(js_get_text(envelope, "t"), &time))
		return arena_print(a, "entry %lld: not an entry, or of another number", (long long)seq);
	if (time < m->last_time)
		return arena_print(a, "entry %lld: older than the one before", (long long)seq);
	x.day = instant_day(time);
	why = model_refusal(m, &x);
	if (!why)
		why = wrong_ref(m, a, &x, first);
	if (why)
		return arena_print(a, "entry %lld, %s: against the rules: %s", (long long)seq, x.kind, why);
	make_room(m);
	l = &m->lines[seq];
	keep_line(m, l, first, leaf);
	grow(m, &l->leaf);
	m->size++;
	m->last_time = time;
	apply(m, &x, l, seq);
	return NULL;
}

void model_start(struct model *m)
{
	*m = (struct model){ .hasher = hasher_new() };
	make_room(m);
	m->roots[0] = hash_of(m->hasher, "", 0, NULL, 0, NULL, 0);
}

void model_end(struct model *m)
{
	hasher_free(m->hasher);
	free(m->lines);
	free(m->roots);
}
