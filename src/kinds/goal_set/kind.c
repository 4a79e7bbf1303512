/* SPDX-License-Identifier: EUPL-1.2
 *
 * goal_set: what a measure is to reach.  A process goal is about what is done; an effect goal about what it leads
 * to, and that cannot be seen without an indicator and the value it started from, so both are demanded (domain:
 * "effect goal without indicator or baseline").  Without `goal` it makes a new one, else it changes that one.  By
 * the coordinator, or by a contact for the organisation's own measures.
 * A change that makes the target easier to reach marks the goal as lowered, until a change makes it harder again.
 */
#include <string.h>

#include "base/date.h"
#include "kinds/day.h"
#include "kinds/measure.h"
#include "kinds/object.h"

enum { EVERY_MONTHS_MAX = 60, DECIMALS = 4 };

static const char *const sorts[] = { "process", "effect", NULL };

static const struct field fields[] = {
	{ .name = "goal", .type = FIELD_REF, .object = "goal" },
	{ .name = "measure", .type = FIELD_REF, .object = "measure" },
	{ .name = "sort", .type = FIELD_CODE, .codes = sorts },
	{ .name = "text", .type = FIELD_TEXT, .label = LABEL_WORK },
	{ .name = "indicator", .type = FIELD_REF, .object = "indicator" },
	{ .name = "baseline", .type = FIELD_DECIMAL },
	{ .name = "baseline_date", .type = FIELD_DATE },
	{ .name = "target", .type = FIELD_DECIMAL },
	{ .name = "due", .type = FIELD_DATE },
	{ .name = "every_months", .type = FIELD_INT },
};

struct facts {
	const struct measure_facts *measure; /* NULL when no measure is named or stands */
	bool is_closed, is_other_measure, is_effect, has_indicator, has_baseline;
};

/* What stands of the goal; nothing when it is new. */
static const char *look_standing(struct store *s, struct arena *a, const struct offer *o, struct facts *f)
{
	struct rows r = store_ask(s,
		"SELECT measure, is_closed, sort = 'effect', indicator IS NOT NULL, baseline IS NOT NULL "
		"FROM goal WHERE id = ?1", "t", o->obj);
	const char *measure = NULL;

	if (rows_next(&r)) {
		measure = rows_text(&r, a, 0);
		f->is_closed = rows_int(&r, 1);
		f->is_effect = rows_int(&r, 2);
		f->has_indicator = rows_int(&r, 3);
		f->has_baseline = rows_int(&r, 4);
	}
	rows_end(&r);
	return measure;
}

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	const char *stands = look_standing(s, a, o, f), *given = offer_text(o, "measure");

	f->is_other_measure = stands && given && strcmp(stands, given) != 0;
	if (stands || given)
		f->measure = measure_facts(s, a, stands ? stands : given, o->actor);
	if (offer_text(o, "sort"))
		f->is_effect = offer_is(o, "sort", "effect");
	f->has_indicator |= offer_text(o, "indicator") != NULL;
	f->has_baseline |= offer_text(o, "baseline") != NULL;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "measure", "sort", "text", NULL };
	const struct facts *f = facts;
	int64_t months = offer_int(o, "every_months", 1);

	object_check(o, needs, false, r);
	if (f->measure)
		measure_check(o, f->measure, "measure", r);
	if (f->is_closed)
		refuse(r, "goal.is_closed", "goal", NULL);
	if (f->is_other_measure)
		refuse(r, "goal.other_measure", "measure", NULL);
	if (f->is_effect && !f->has_indicator)
		refuse(r, "goal.effect_needs_indicator", "indicator", NULL);
	if (f->is_effect && !f->has_baseline)
		refuse(r, "goal.effect_needs_baseline", "baseline", NULL);
	if (months < 1 || months > EVERY_MONTHS_MAX)
		refuse(r, "goal.every_months", "every_months", NULL);
	day_check_happened(o, "baseline_date", r);
}

/* A canonical decimal in ten-thousandths, which holds every one exactly (12 + 4 digits, base/text.h). */
static int64_t scaled(const char *decimal)
{
	bool is_negative = *decimal == '-';
	int64_t n = 0;
	int decimals = -1;

	for (const char *c = decimal + is_negative; *c; c++) {
		if (*c == '.') {
			decimals = 0;
			continue;
		}
		n = n * 10 + (*c - '0');
		decimals += decimals >= 0;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < DECIMALS; decimals++)
		n *= 10;
	return is_negative ? -n : n;
}

/* Sets the target, and the mark of a lowered one: easier sets it, harder takes it away, the same leaves it. */
static void apply_target(struct store *s, struct arena *a, const struct entry *e)
{
	const char *target = entry_text(e, "target");
	const char *old = store_text(s, a, "SELECT target FROM goal WHERE id = ?1", "t", e->obj);
	bool down_is_better = store_int(s, 0,
		"SELECT i.better = 'down' FROM goal g JOIN indicator i ON i.id = g.indicator WHERE g.id = ?1", "t", e->obj);

	if (old && scaled(old) != scaled(target))
		store_run(s, "UPDATE goal SET is_lowered = ?2 WHERE id = ?1", "ti", e->obj,
			(int64_t)((scaled(target) > scaled(old)) == down_is_better));
	store_run(s, "UPDATE goal SET target = ?2 WHERE id = ?1", "tt", e->obj, target);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "sort", "UPDATE goal SET sort = ?2 WHERE id = ?1" },
		{ "text", "UPDATE goal SET goal_text = ?2 WHERE id = ?1" },
		{ "indicator", "UPDATE goal SET indicator = ?2 WHERE id = ?1" },
		{ "baseline", "UPDATE goal SET baseline = ?2 WHERE id = ?1" },
		{ "baseline_date", "UPDATE goal SET baseline_date = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};
	const char *due = entry_text(e, "due");
	int64_t months = entry_int(e, "every_months", 0);

	store_run(s,
		"INSERT OR IGNORE INTO goal(id, number, measure, sort, goal_text, seq, is_lowered, is_closed) "
		"SELECT id, number, ?2, 'process', ?3, ?3, 0, 0 FROM object WHERE id = ?1", "tti", e->obj,
		entry_text(e, "measure"), e->seq);
	object_apply(s, e, columns);
	if (entry_text(e, "target"))
		apply_target(s, a, e);
	if (due)
		store_run(s, "UPDATE goal SET due = ?2, due_day = ?3 WHERE id = ?1", "tti", e->obj, due,
			(int64_t)date_last_day(due));
	if (months)
		store_run(s, "UPDATE goal SET every_months = ?2 WHERE id = ?1", "ti", e->obj, months);
	store_run(s, "UPDATE goal SET seq = ?2 WHERE id = ?1", "ti", e->obj, e->seq);
}

const struct kind goal_set = { .name = "goal_set", .object = "goal", .object_field = "goal", .id_prefix = "g",
	.writers = ROLE_COORDINATOR | ROLE_CONTACT, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
