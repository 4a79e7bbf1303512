/* SPDX-License-Identifier: EUPL-1.2
 *
 * notes_approved: a later meeting has gone through a meeting's notes and stands for them.  `ref` binds the approval to the
 * leaf of notes_finished, and by its digest to every passage.  With changes: an addendum says what was changed.
 */
#include "base/text.h"
#include "kinds/passage.h"

static const char *const yes_no[] = { "yes", "no", NULL };

static const struct field fields[] = {
	PASSAGE_MEETING,
	{ .name = "at", .type = FIELD_REF, .flags = FIELD_MUST, .object = "meeting" },
	{ .name = "with_changes", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = yes_no },
};

struct facts {
	struct notes_facts notes;
	bool is_later; /* the meeting that approved is not before the one whose notes they are */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->notes = notes_facts(s, o->obj);
	f->is_later = store_int(s, 0, "SELECT x.day >= m.day AND x.id <> m.id FROM meeting AS m, meeting AS x"
		" WHERE m.id = ? AND x.id = ?", "tt", o->obj, offer_text(o, "at")) != 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (!f->notes.is_finished)
		refuse(r, "notes.not_finished", "meeting", NULL);
	else if (f->notes.is_approved)
		refuse(r, "notes.already_approved", "meeting", NULL);
	if (!f->is_later)
		refuse(r, "notes.approved_before", "at", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE notes SET approved_seq = ?, approved_at = ?, with_changes = ? WHERE meeting = ?", "ittt", e->seq,
		entry_text(e, "at"), entry_text(e, "with_changes"), e->obj);
}

const struct kind notes_approved = { .name = "notes_approved", .object = "meeting", .object_field = "meeting",
	.ref_of = "SELECT finished_seq || ':' || hash FROM notes WHERE meeting = ?",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
