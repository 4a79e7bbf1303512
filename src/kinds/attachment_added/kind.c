/* SPDX-License-Identifier: EUPL-1.2
 *
 * attachment_added: a file belongs to a meeting, to be read with its call, under a row of its agenda, or beside its notes, also
 * when these are finished.  It is a passage whose text is a file (kinds/passage.h): who reads it stands in the entry; what it
 * is called, of what type and how long it is stand beside the leaf alone.  The public reads it when notes are published after
 * it was added.
 *
 * By the coordinator, the police and the security unit; the two latter in the name of their own organisation, so that what they
 * hold secret passes nobody else's hands.  `file_type`, `bytes` and `sha256` follow from the bytes.  What is in the file is looked
 * through at the door, in a child (attachment/attachment.h): nobody who holds a key or the book opens it.
 */
#include "base/text.h"
#include "kinds/meeting.h"
#include "kinds/passage.h"

static const struct field fields[] = {
	PASSAGE_MEETING,
	PASSAGE_ITEM,
	{ .name = "file", .type = FIELD_FILE, .flags = FIELD_MUST, .label = LABEL_PASSAGE },
	{ .name = "title", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_PASSAGE },
	PASSAGE_SPREAD,
	{ .name = "file_type", .type = FIELD_LINE, .flags = FIELD_QUIET | FIELD_OF_FILE, .label = LABEL_PASSAGE },
	{ .name = "bytes", .type = FIELD_LINE, .flags = FIELD_QUIET | FIELD_OF_FILE, .label = LABEL_PASSAGE },
	{ .name = "sha256", .type = FIELD_LINE, .flags = FIELD_QUIET | FIELD_OF_FILE, .label = LABEL_PASSAGE },
};

struct facts {
	bool is_cancelled;
	struct passage_item item;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_cancelled = meeting_is_cancelled(s, o->obj);
	f->item = passage_item_look(s, o);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const char *sender = offer_text(o, "sender"), *title = offer_text(o, "title");

	if (f->is_cancelled)
		refuse(r, "meeting.cancelled", "meeting", NULL);
	if (!(o->actor->roles & ROLE_COORDINATOR) && sender && !text_equal(sender, o->actor->organisation))
		refuse(r, "attachment.own_sender", "sender", NULL);
	/* It is what the file is called where it is saved. */
	if (title && text_mixes_scripts(title))
		refuse(r, "attachment.look_alike", "title", NULL);
	passage_item_check(&f->item, r);
	passage_check(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	passage_apply(s, e, "attachment");
}

const struct kind attachment_added = { .name = "attachment_added", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR | ROLE_POLICE | ROLE_SECURITY, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
