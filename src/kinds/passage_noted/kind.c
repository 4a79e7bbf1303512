/* SPDX-License-Identifier: EUPL-1.2
 *
 * passage_noted: one passage of a meeting's notes, written when they are finished: until then it is a draft and no entry.
 * It is shown when notes_finished has counted it.
 */
#include "kinds/passage.h"

static const struct field fields[] = {
	PASSAGE_MEETING,
	{ .name = "position", .type = FIELD_INT, .flags = FIELD_MUST },
	PASSAGE_FIELDS,
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct notes_facts *f = facts;

	if (f->is_finished)
		refuse(r, "notes.already_finished", "meeting", NULL);
	passage_check(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	passage_apply(s, e, "passage");
}

const struct kind passage_noted = { .name = "passage_noted", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = notes_look, .check = check,
	.apply = apply };
