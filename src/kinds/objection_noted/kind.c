/* SPDX-License-Identifier: EUPL-1.2
 *
 * objection_noted: whoever takes part in the council's work says that finished notes are wrong.  It stands with them.
 */
#include "kinds/passage.h"
#include "kinds/roles.h"

static const char *const audiences[] = { "public", "council", NULL };

static const struct field fields[] = {
	PASSAGE_MEETING,
	{ .name = "audience", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = audiences },
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_PASSAGE },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct notes_facts *f = facts;

	(void)o;
	if (!f->is_finished)
		refuse(r, "notes.not_finished", "meeting", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	passage_apply(s, e, "objection");
}

const struct kind objection_noted = { .name = "objection_noted", .object = "meeting", .object_field = "meeting",
	.writers = ROLES_WORK, .fields = fields, .field_count = FIELD_COUNT(fields), .look = notes_look, .check = check,
	.apply = apply };
