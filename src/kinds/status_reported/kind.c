/* SPDX-License-Identifier: EUPL-1.2
 *
 * status_reported: how a measure goes in the open period, said by those who answer for it.
 *
 * Green follows the plan.  Yellow has named obstacles while work goes on, and so says which, in a sentence, what happens
 * next and who can remove it.  Red cannot be chosen: it is what a seconded closing shows.  Who thinks the measure has
 * stranded suggests closing, with yellow.  Effect is a light of its own, asked when a reading of an effect goal is due.
 * The coordinator may write for somebody who has told how it goes, naming the message and its date.
 */
#include "base/text.h"
#include "kinds/day.h"
#include "kinds/kind.h"
#include "kinds/light.h"
#include "kinds/obstacle.h"
#include "kinds/own.h"
#include "kinds/reading.h"
#include "kinds/roles.h"

static const char *const processes[] = { "green", "yellow", NULL };
static const char *const evidences[] = { "stated", "counted", "measured", "evaluated", NULL };
static const char *const effects[] = { "improving", "unchanged", "worsening", "too_early", "not_assessable", NULL };

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "period", .type = FIELD_REF, .flags = FIELD_QUIET, .object = "period" },
	{ .name = "process", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = processes },
	{ .name = "evidence", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = evidences },
	{ .name = "text", .type = FIELD_TEXT, .label = LABEL_WORK },
	{ .name = "obstacle", .type = FIELD_CODE, .codes = obstacle_codes },
	{ .name = "next_step", .type = FIELD_TEXT, .label = LABEL_WORK },
	{ .name = "remover", .type = FIELD_REF, .object = "organisation" },
	{ .name = "provision", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "goals", .type = FIELD_REF, .flags = FIELD_MANY | FIELD_PAIRED, .object = "goal" },
	{ .name = "values", .type = FIELD_DECIMAL, .flags = FIELD_MANY | FIELD_PAIRED },
	{ .name = "effect", .type = FIELD_CODE, .codes = effects },
	{ .name = "effect_evidence", .type = FIELD_CODE, .codes = evidences },
	{ .name = "suggests_closing", .type = FIELD_BOOL },
	{ .name = "nothing_new", .type = FIELD_BOOL },
	{ .name = "on_behalf_of", .type = FIELD_REF, .object = "person" },
	{ .name = "according_to", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "according_date", .type = FIELD_DATE },
};

struct facts {
	char *period;               /* the open period's id, or NULL */
	char *last_process;         /* of its last standing status, or NULL; asked only when nothing is new since */
	bool is_effect_due;         /* asked only when an effect is given */
	bool has_foreign_goal;      /* a goal of another measure, closed, or without an indicator */
	struct own_facts own;       /* the writer's and */
	struct own_facts behalf;    /* the other person's part in the measure */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	const struct value *goals = offer_value(o, "goals");
	const char *behalf = offer_text(o, "on_behalf_of");

	f->period = store_text(s, a, "SELECT id FROM period WHERE state = 'open'", "");
	if (offer_text(o, "nothing_new"))
		f->last_process = store_text(s, a, "SELECT s.process FROM period AS p CROSS JOIN status AS s ON s.measure = ?"
			" AND s.period = p.id WHERE s.checked NOT IN ('returned', 'corrected') ORDER BY p.first_day DESC, s.seq DESC LIMIT 1",
			"t", o->obj);
	f->is_effect_due = offer_text(o, "effect") && reading_effect_is_due(s, o->obj, f->period);
	for (size_t i = 0; i < goals->count; i++)
		if (!store_int(s, 0, "SELECT count(*) FROM goal WHERE id = ? AND measure = ? AND is_closed = 0"
			" AND indicator IS NOT NULL", "tt", goals->texts[i], o->obj))
			f->has_foreign_goal = true;
	f->own = own_look(s, a, o->obj, o->actor);
	if (behalf) {
		struct actor other = { .person = behalf,
			.organisation = store_text(s, a, "SELECT organisation FROM person WHERE id = ?", "t", behalf) };

		f->behalf = own_look(s, a, o->obj, &other);
	}
	return f;
}

static void check_process(const struct offer *o, const struct facts *f, struct refusals *r)
{
	bool is_yellow = offer_is(o, "process", "yellow");

	if (is_yellow && !offer_text(o, "obstacle"))
		refuse(r, "status.yellow_needs_obstacle", "obstacle", NULL);
	if (is_yellow && !offer_text(o, "text"))
		refuse(r, "status.yellow_needs_text", "text", NULL);
	if (is_yellow && !offer_text(o, "next_step"))
		refuse(r, "status.yellow_needs_next_step", "next_step", NULL);
	if (!is_yellow && offer_text(o, "obstacle"))
		refuse(r, "status.green_has_obstacle", "obstacle", NULL);
	if (!is_yellow && offer_text(o, "suggests_closing"))
		refuse(r, "status.closing_is_yellow", "suggests_closing", NULL);
	if (offer_is(o, "obstacle", "secrecy_actual") && !offer_text(o, "provision"))
		refuse(r, "status.secrecy_needs_provision", "provision", "OSL (2009:400)");
	if (offer_text(o, "nothing_new") && (is_yellow || !text_equal(f->last_process, "green")))
		refuse(r, "status.nothing_new_is_green", "nothing_new", NULL);
}

static void check_effect(const struct offer *o, const struct facts *f, struct refusals *r)
{
	if (f->has_foreign_goal)
		refuse(r, "status.goal_elsewhere", "goals", NULL);
	if (offer_text(o, "effect") && !f->is_effect_due)
		refuse(r, "status.effect_not_due", "effect", NULL);
	if (offer_text(o, "effect") && !offer_text(o, "effect_evidence"))
		refuse(r, "status.effect_needs_evidence", "effect_evidence", NULL);
}

/* Whose status it is.  A measure belongs to its reporter and its organisation; others' words need the coordinator's
 * hand, the person who said them and where. */
static void check_writer(const struct offer *o, const struct facts *f, struct refusals *r)
{
	bool is_own = f->own.is_reporter || f->own.is_of_organisation;
	bool has_behalf = offer_text(o, "on_behalf_of");

	if (!is_own && !(has_behalf && (o->actor->roles & ROLE_COORDINATOR)))
		refuse(r, "status.not_yours", has_behalf ? NULL : "on_behalf_of", NULL);
	if (!has_behalf) {
		if (offer_text(o, "according_to") || offer_text(o, "according_date"))
			refuse(r, "status.according_needs_person", "on_behalf_of", NULL);
		return;
	}
	if (!f->behalf.is_reporter && !f->behalf.is_of_organisation)
		refuse(r, "status.not_theirs", "on_behalf_of", NULL);
	if (!offer_text(o, "according_to"))
		refuse(r, "status.behalf_needs_source", "according_to", NULL);
	if (!offer_text(o, "according_date"))
		refuse(r, "status.behalf_needs_date", "according_date", NULL);
	day_check_happened(o, "according_date", r);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (!f->period)
		refuse(r, "status.no_open_period", "period", NULL);
	else if (!offer_is(o, "period", f->period))
		refuse(r, "status.period_not_open", "period", NULL);
	if (!text_equal(f->own.state, "ongoing"))
		refuse(r, "status.not_ongoing", "measure", NULL);
	check_process(o, f, r);
	check_effect(o, f, r);
	check_writer(o, f, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *effect = entry_text(e, "effect"), *obstacle = entry_text(e, "obstacle");
	const char *period = entry_text(e, "period");

	store_run(s, "INSERT INTO status(seq, measure, period, process, evidence, effect, effect_evidence, obstacle, remover,"
		" suggests_closing, is_nothing_new, by, on_behalf_of, according_date, day, checked)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
		" CASE WHEN ?8 IS NOT NULL THEN coalesce(?9, (SELECT responsible FROM measure WHERE id = ?2)) END,"
		" ?10, ?11, ?12, ?13, ?14, ?15, 'unconfirmed')", "ittttttttiittti", e->seq, e->obj, period,
		entry_text(e, "process"), entry_text(e, "evidence"), effect, effect ? entry_text(e, "effect_evidence") : NULL,
		obstacle, entry_text(e, "remover"), entry_int(e, "suggests_closing", 0), entry_int(e, "nothing_new", 0), e->by,
		entry_text(e, "on_behalf_of"), entry_text(e, "according_date"), (int64_t)e->day);
	reading_keep(s, a, e, period);
	light_report(s, e, period);
}

const struct kind status_reported = { .name = "status_reported", .object = "measure", .object_field = "measure",
	.writers = ROLES_WORK, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "Lag (2023:196) 6 §",
	.look = look, .check = check, .apply = apply };
