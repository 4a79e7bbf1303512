/* SPDX-License-Identifier: EUPL-1.2
 *
 * measure_paused: work on an ongoing measure stops for a while, for a reason, perhaps to a day already known; it
 * goes on with measure_started.  By the coordinator, or by the measure's reporter or responsible organisation.  A
 * pause is a state of its own and no light: it hides no obstacle, since the reason is asked for.
 */
#include "kinds/day.h"
#include "kinds/measure.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "date", .type = FIELD_DATE },
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "resumes", .type = FIELD_DATE },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct measure_facts *f = facts;

	measure_check(o, f, "measure", r);
	measure_check_ongoing(f, "measure", r);
	day_check_happened(o, "date", r);
	day_check_order(offer_text(o, "date"), offer_text(o, "resumes"), "resumes", r);
	if (day_is_past(offer_text(o, "resumes"), o->today))
		refuse(r, "date.has_passed", "resumes", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	measure_state_apply(s, a, e, "paused");
}

const struct kind measure_paused = { .name = "measure_paused", .object = "measure", .object_field = "measure",
	.writers = ROLES_OWNERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = measure_look,
	.check = check, .apply = apply };
