/* SPDX-License-Identifier: EUPL-1.2
 *
 * measure_completed: a measure has been carried through as planned, with a result.  By the coordinator.  It differs
 * from a closing, which ends a measure that has stranded and takes two persons.  Refused for a measure that has not
 * started.
 */
#include <string.h>

#include "kinds/day.h"
#include "kinds/measure.h"

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "date", .type = FIELD_DATE },
	{ .name = "result", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct measure_facts *f = facts;

	measure_check(o, f, "measure", r);
	if (!strcmp(f->state, "not_started"))
		refuse(r, "measure.not_started", "measure", NULL);
	day_check_happened(o, "date", r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	measure_state_apply(s, a, e, "completed");
}

const struct kind measure_completed = { .name = "measure_completed", .object = "measure", .object_field = "measure",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = measure_look,
	.check = check, .apply = apply };
