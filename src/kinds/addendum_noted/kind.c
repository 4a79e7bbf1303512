/* SPDX-License-Identifier: EUPL-1.2
 *
 * addendum_noted: something added to notes that are finished.  They are never changed; what was left out or wrong is said
 * here, and the public reads it when the notes are published once more.  `about` names the
 * passage whose secrecy has been tried anew.
 */
#include "kinds/passage.h"

static const struct field fields[] = { PASSAGE_MEETING, { .name = "about", .type = FIELD_ENTRY }, PASSAGE_FIELDS };

struct facts {
	struct notes_facts notes;
	bool is_elsewhere; /* what it is about is no passage of the meeting */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	int64_t about = offer_int(o, "about", -1);

	f->notes = notes_facts(s, o->obj);
	f->is_elsewhere = about >= 0
		&& !store_int(s, 0, "SELECT 1 FROM passage WHERE seq = ? AND meeting = ?", "it", about, o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (!f->notes.is_finished)
		refuse(r, "notes.not_finished", "meeting", NULL);
	if (f->is_elsewhere)
		refuse(r, "passage.other_meeting", "about", NULL);
	passage_check(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	passage_apply(s, e, "addendum");
	store_run(s, "UPDATE passage SET tried_seq = ? WHERE seq = ?", "ii", e->seq, entry_int(e, "about", -1));
}

const struct kind addendum_noted = { .name = "addendum_noted", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
