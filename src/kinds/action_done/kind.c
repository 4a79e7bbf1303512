/* SPDX-License-Identifier: EUPL-1.2
 *
 * action_done: an action is done, and what came of it.  By the coordinator, or by somebody of the organisation that took it
 * on.
 */
#include "base/text.h"
#include "kinds/action.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "action", .type = FIELD_REF, .flags = FIELD_MUST, .object = "action" },
	{ .name = "result", .type = FIELD_TEXT, .label = LABEL_WORK },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct action_facts *f = facts;

	action_check_open(f, r);
	if (!(o->actor->roles & ROLE_COORDINATOR) && !text_equal(f->responsible, o->actor->organisation))
		refuse(r, "action.not_yours", "action", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	action_end(s, e, "done");
}

const struct kind action_done = { .name = "action_done", .object = "action", .object_field = "action",
	.writers = ROLES_OWNERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = action_look, .check = check,
	.apply = apply };
