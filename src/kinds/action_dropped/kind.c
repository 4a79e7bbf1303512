/* SPDX-License-Identifier: EUPL-1.2
 *
 * action_dropped: an action will not be done, and why.  By the coordinator.
 */
#include "kinds/action.h"

static const struct field fields[] = {
	{ .name = "action", .type = FIELD_REF, .flags = FIELD_MUST, .object = "action" },
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	action_check_open(facts, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	action_end(s, e, "dropped");
}

const struct kind action_dropped = { .name = "action_dropped", .object = "action", .object_field = "action",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = action_look, .check = check,
	.apply = apply };
