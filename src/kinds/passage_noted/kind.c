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
	{ .name = "agenda_item", .type = FIELD_REF, .object = "agenda_item" },
	{ .name = "entry", .type = FIELD_ENTRY },
	{ .name = "position", .type = FIELD_INT, .flags = FIELD_MUST },
	PASSAGE_FIELDS,
};

/* How the notes stand, and the row of the agenda. */
struct noting {
	struct notes_facts notes;
	bool is_removed, is_elsewhere;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	const char *item = offer_text(o, "agenda_item");
	struct noting *f = ARENA_NEW(a, struct noting);

	f->notes = notes_facts(s, o->obj);
	f->is_removed = store_int(s, 0, "SELECT is_removed FROM agenda_item WHERE id = ?", "t", item) != 0;
	f->is_elsewhere = item && !store_int(s, 0, "SELECT 1 FROM agenda_item WHERE id = ? AND meeting = ?", "tt", item, o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct noting *f = facts;

	if (f->notes.is_finished)
		refuse(r, "notes.already_finished", "meeting", NULL);
	if (f->is_removed)
		refuse(r, "agenda_item.removed", "agenda_item", NULL);
	if (f->is_elsewhere)
		refuse(r, "agenda_item.other_meeting", "agenda_item", NULL);
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
