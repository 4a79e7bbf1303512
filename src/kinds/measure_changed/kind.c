/* SPDX-License-Identifier: EUPL-1.2
 *
 * measure_changed: what is written down about a measure is put right or follows a new decision.  A given field
 * replaces, a blank one leaves what stands; a list is replaced whole.  Its state, its plan and its number are not
 * changed here. By the coordinator.  Refused when the measure has ended.
 */
#include "kinds/measure.h"
#include "kinds/measure_record.h"
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	MEASURE_RECORD_FIELDS(0),
};

struct facts {
	const struct measure_facts *measure;
	struct record_facts record;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->measure = measure_look(s, a, o);
	f->record = record_look(s, a, o);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { NULL };
	const struct facts *f = facts;

	object_check(o, needs, false, r);
	measure_check(o, f->measure, "measure", r);
	record_check(&f->record, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	record_apply(s, e);
}

const struct kind measure_changed = { .name = "measure_changed", .object = "measure", .object_field = "measure",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
