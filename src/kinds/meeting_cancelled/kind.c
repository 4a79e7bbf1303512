/* SPDX-License-Identifier: EUPL-1.2
 *
 * meeting_cancelled: a meeting is not held, and why.  It stays in the list, and another may be called for the same day.  By
 * the coordinator, until its notes are finished.
 */
#include "kinds/meeting.h"

static const struct field fields[] = {
	{ .name = "meeting", .type = FIELD_REF, .flags = FIELD_MUST, .object = "meeting" },
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	(void)a;
	return meeting_closed(s, o->obj);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	if (facts)
		refuse(r, facts, "meeting", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE meeting SET cancelled_seq = ?2 WHERE id = ?1", "ti", e->obj, e->seq);
}

const struct kind meeting_cancelled = { .name = "meeting_cancelled", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
