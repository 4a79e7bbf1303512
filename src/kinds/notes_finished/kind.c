/* SPDX-License-Identifier: EUPL-1.2
 *
 * notes_finished: a meeting's notes are drawn up.  From here they are a public document (TF 2 kap. 10 §), and what they say
 * is not changed any more: how many passages there are and a digest over their leaf hashes stand in the entry.
 */
#include "base/text.h"
#include "kinds/passage.h"

static const struct field fields[] = {
	PASSAGE_MEETING,
	{ .name = "passages", .type = FIELD_INT, .flags = FIELD_MUST },
	{ .name = "digest", .type = FIELD_WORD, .flags = FIELD_MUST },
};

struct facts {
	struct notes_facts notes;
	int64_t count;
	const char *digest;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->notes = notes_facts(s, o->obj);
	f->digest = passage_digest(s, a, o->obj, &f->count);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (f->notes.is_finished)
		refuse(r, "notes.already_finished", "meeting", NULL);
	else if (!f->count)
		refuse(r, "notes.empty", "passages", NULL);
	else if (offer_int(o, "passages", 0) != f->count || !text_equal(offer_text(o, "digest"), f->digest))
		refuse(r, "notes.other_passages", "digest", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO notes(meeting, finished_seq, hash, finished_day) VALUES(?, ?, ?, ?)", "titi", e->obj, e->seq,
		e->hash, (int64_t)e->day);
}

const struct kind notes_finished = { .name = "notes_finished", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 10 §",
	.look = look, .check = check, .apply = apply };
