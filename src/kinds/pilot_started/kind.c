/* SPDX-License-Identifier: EUPL-1.2
 *
 * pilot_started: a measure is tried out in small before it is decided on: what the trial tests, and by which day it
 * is decided whether it goes on.  By the coordinator, or by the measure's reporter or responsible organisation.
 * One trial at a time for a measure; one that was extended is started again with its new day.
 */
#include "kinds/day.h"
#include "kinds/measure.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "tests", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "decide_by", .type = FIELD_DATE, .flags = FIELD_MUST },
};

struct facts {
	const struct measure_facts *measure;
	bool is_running;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->measure = measure_look(s, a, o);
	f->is_running = store_int(s, 0, "SELECT 1 FROM pilot WHERE measure = ?1 AND ended_seq IS NULL", "t", o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	measure_check(o, f->measure, "measure", r);
	if (f->is_running)
		refuse(r, "pilot.is_running", "measure", NULL);
	if (day_is_past(offer_text(o, "decide_by"), o->today))
		refuse(r, "date.has_passed", "decide_by", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT OR REPLACE INTO pilot(measure, seq, decide_by) VALUES(?1, ?2, ?3)", "tit", e->obj, e->seq,
		entry_text(e, "decide_by"));
}

const struct kind pilot_started = { .name = "pilot_started", .object = "measure", .object_field = "measure",
	.writers = ROLES_OWNERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
