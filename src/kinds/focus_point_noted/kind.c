/* SPDX-License-Identifier: EUPL-1.2
 *
 * focus_point_noted: something that an organisation, most often the police, wants the council to look at, laid before a
 * meeting.  By the coordinator or the police.
 */
#include "kinds/meeting.h"
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "meeting", .type = FIELD_REF, .flags = FIELD_MUST, .object = "meeting" },
	{ .name = "organisation", .type = FIELD_REF, .flags = FIELD_MUST, .object = "organisation" },
	{ .name = "title", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

struct facts {
	bool is_cancelled, is_closed;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_cancelled = meeting_is_cancelled(s, offer_text(o, "meeting"));
	f->is_closed = object_organisation_closed(s, offer_text(o, "organisation"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (f->is_cancelled)
		refuse(r, "meeting.cancelled", "meeting", NULL);
	if (f->is_closed)
		refuse(r, "organisation.closed", "organisation", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO focus_point(id, number, meeting, organisation, seq, day, state)"
		" SELECT id, number, ?2, ?3, ?4, ?5, 'waiting' FROM object WHERE id = ?1", "tttii", e->obj, entry_text(e, "meeting"),
		entry_text(e, "organisation"), e->seq, (int64_t)e->day);
}

const struct kind focus_point_noted = { .name = "focus_point_noted", .object = "focus_point", .id_prefix = "fp",
	.writers = ROLE_COORDINATOR | ROLE_POLICE, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
