/* SPDX-License-Identifier: EUPL-1.2
 *
 * goal_closed: a goal is no longer followed up, for a reason.  Its readings stay.  By the coordinator alone, so
 * that a goal is not dropped by those who are measured by it.
 */
#include "kinds/kind.h"

static const struct field fields[] = {
	{ .name = "goal", .type = FIELD_REF, .flags = FIELD_MUST, .object = "goal" },
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	bool *is_closed = ARENA_NEW(a, bool);

	*is_closed = store_int(s, 0, "SELECT is_closed FROM goal WHERE id = ?1", "t", o->obj);
	return is_closed;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	if (*(const bool *)facts)
		refuse(r, "goal.is_closed", "goal", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE goal SET is_closed = 1 WHERE id = ?1", "t", e->obj);
}

const struct kind goal_closed = { .name = "goal_closed", .object = "goal", .object_field = "goal",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
