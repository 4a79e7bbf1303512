/* SPDX-License-Identifier: EUPL-1.2
 *
 * addendum_noted: something added to notes that are finished.  They are never changed; what was left out or wrong is said
 * here, and the public reads it when the notes are published once more.
 */
#include "kinds/passage.h"

static const struct field fields[] = { PASSAGE_MEETING, PASSAGE_FIELDS };

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct notes_facts *f = facts;

	if (!f->is_finished)
		refuse(r, "notes.not_finished", "meeting", NULL);
	passage_check(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	passage_apply(s, e, "addendum");
}

const struct kind addendum_noted = { .name = "addendum_noted", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = notes_look, .check = check,
	.apply = apply };
