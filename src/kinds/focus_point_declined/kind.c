/* SPDX-License-Identifier: EUPL-1.2
 *
 * focus_point_declined: a focus point is not taken up, and why.  By the coordinator.
 */
#include "base/text.h"
#include "kinds/focus_point.h"

static const struct field fields[] = {
	{ .name = "focus_point", .type = FIELD_REF, .flags = FIELD_MUST, .object = "focus_point" },
	{ .name = "because", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	bool *is_waiting = ARENA_NEW(a, bool);

	*is_waiting = text_equal(focus_point_state(s, a, o->obj), "waiting");
	return is_waiting;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	if (!*(const bool *)facts)
		refuse(r, "focus_point.answered", "focus_point", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	focus_point_answer(s, e, "declined");
}

const struct kind focus_point_declined = { .name = "focus_point_declined", .object = "focus_point",
	.object_field = "focus_point", .writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = look, .check = check, .apply = apply };
