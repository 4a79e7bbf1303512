/* SPDX-License-Identifier: EUPL-1.2
 *
 * passage_noted: one passage of a meeting's notes, written when they are finished: until then it is a draft and no entry.
 * It is shown when notes_finished has counted it, under the row of the meeting's agenda that it names, and with the entry that it
 * tells of: a light, a closing, an action.  A secret one names no entry: that would stand in clear in the log and say what the
 * passage is about.
 */
#include "kinds/passage.h"

static const struct field fields[] = {
	PASSAGE_MEETING,
	PASSAGE_ITEM,
	{ .name = "entry", .type = FIELD_ENTRY },
	{ .name = "position", .type = FIELD_INT, .flags = FIELD_MUST },
	PASSAGE_FIELDS,
};

/* How the notes stand, and the row of the agenda. */
struct noting {
	struct notes_facts notes;
	struct passage_item item;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct noting *f = ARENA_NEW(a, struct noting);

	f->notes = notes_facts(s, o->obj);
	f->item = passage_item_look(s, o);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct noting *f = facts;

	if (f->notes.is_finished)
		refuse(r, "notes.already_finished", "meeting", NULL);
	passage_item_check(&f->item, r);
	if (offer_text(o, "entry") && offer_is(o, "audience", passage_audiences[PASSAGE_AUDIENCE_SECRET]))
		refuse(r, "passage.secret_tells_entry", "entry", NULL);
	passage_check(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	passage_apply(s, e, "passage");
}

const struct kind passage_noted = { .name = "passage_noted", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
