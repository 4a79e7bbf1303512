/* SPDX-License-Identifier: EUPL-1.2
 *
 * notes_published: the public may read what the finished notes say to everybody.  Nothing is public by being saved: what is
 * added later is read by the public after they were published once more.
 */
#include "kinds/passage.h"

static const struct field fields[] = { PASSAGE_MEETING };

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct notes_facts *f = facts;

	(void)o;
	if (!f->is_finished)
		refuse(r, "notes.not_finished", "meeting", NULL);
	else if (f->is_published && !f->has_unpublished)
		refuse(r, "notes.already_published", "meeting", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE notes SET published_seq = ? WHERE meeting = ?", "it", e->seq, e->obj);
}

const struct kind notes_published = { .name = "notes_published", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = notes_look, .check = check,
	.apply = apply };
