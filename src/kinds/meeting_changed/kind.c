/* SPDX-License-Identifier: EUPL-1.2
 *
 * meeting_changed: a meeting gets another day, hour, place, theme or caller.  A given field replaces what stands.  By the
 * coordinator, until its notes are finished.
 */
#include "kinds/meeting.h"

static const struct field fields[] = {
	{ .name = "meeting", .type = FIELD_REF, .flags = FIELD_MUST, .object = "meeting" },
	MEETING_FIELDS(0),
};

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	meeting_apply(s, e);
}

const struct kind meeting_changed = { .name = "meeting_changed", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = meeting_look,
	.check = meeting_check, .apply = apply };
