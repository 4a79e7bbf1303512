/* SPDX-License-Identifier: EUPL-1.2
 *
 * measure_started: work on a measure begins, or goes on after a pause.  By the coordinator, or by the measure's
 * reporter or responsible organisation.  The date is the day entered unless given; it cannot lie ahead, since the
 * measure counts as ongoing from now.
 */
#include <string.h>

#include "kinds/day.h"
#include "kinds/measure.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "date", .type = FIELD_DATE },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct measure_facts *f = facts;

	measure_check(o, f, "measure", r);
	if (!strcmp(f->state, "ongoing"))
		refuse(r, "measure.is_ongoing", "measure", NULL);
	day_check_happened(o, "date", r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	measure_state_apply(s, a, e, "ongoing");
}

const struct kind measure_started = { .name = "measure_started", .object = "measure", .object_field = "measure",
	.writers = ROLES_OWNERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = measure_look,
	.check = check, .apply = apply };
