/* SPDX-License-Identifier: EUPL-1.2
 *
 * agenda_item_set: a row of a meeting's agenda, or of a template when no meeting is named: the one of the body that `template`
 * says, the council's when it says nothing.  Without `agenda_item` it makes a new one, else it changes that one, which stays
 * where it belongs.  Its sort says what is pulled in from the state where it is
 * shown: that is never copied here.  Rows at the same position stand the newest first, so that one is put in before another
 * by taking its position.  By the coordinator, until the meeting's notes are finished.
 */
#include "kinds/agenda_item.h"
#include "kinds/meeting.h"
#include "kinds/object.h"

enum { POSITION_MAX = 100, MINUTES_MAX = 480 };

static const char *const sorts[] = { "previous_notes", "introduction", "police", "security", "focus", "plan_status", "closings",
	"actions", "questions", "discussion", "information", "other", NULL };

static const struct field fields[] = {
	{ .name = "agenda_item", .type = FIELD_REF, .object = "agenda_item" },
	{ .name = "meeting", .type = FIELD_REF, .object = "meeting" },
	{ .name = "template", .type = FIELD_CODE, .codes = meeting_sorts },
	{ .name = "position", .type = FIELD_INT },
	{ .name = "title", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "sort", .type = FIELD_CODE, .codes = sorts },
	{ .name = "presenter", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "minutes", .type = FIELD_INT },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	return agenda_item_look(s, a, o, offer_text(o, "meeting"));
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "position", "title", "sort", NULL };
	const struct agenda_item_facts *f = facts;
	int64_t position = offer_int(o, "position", 1);

	object_check(o, needs, false, r);
	agenda_item_check(f, r);
	if (f->is_there && offer_text(o, "meeting") && !offer_is(o, "meeting", f->meeting))
		refuse(r, "agenda_item.other_meeting", "meeting", NULL);
	if (offer_text(o, "template") && (f->is_there ? !offer_is(o, "template", f->template) : offer_text(o, "meeting") != NULL))
		refuse(r, "agenda_item.other_template", "template", NULL);
	if (position < 1 || position > POSITION_MAX)
		refuse(r, "agenda_item.position", "position", NULL);
	if (offer_int(o, "minutes", 0) > MINUTES_MAX)
		refuse(r, "agenda_item.minutes", "minutes", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "title", "UPDATE agenda_item SET title_text = ?2 WHERE id = ?1" },
		{ "sort", "UPDATE agenda_item SET sort = ?2 WHERE id = ?1" },
		{ "presenter", "UPDATE agenda_item SET presenter_text = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};
	int64_t position = entry_int(e, "position", 0), minutes = entry_int(e, "minutes", -1);

	(void)a;
	store_run(s, "INSERT OR IGNORE INTO agenda_item(id, number, meeting, template, position, sort, title_text, seq, is_removed)"
		" SELECT id, number, ?2, iif(?2 IS NULL, coalesce(?4, 'council'), NULL), 0, '', ?3, ?3, 0 FROM object WHERE id = ?1",
		"ttit", e->obj, entry_text(e, "meeting"), e->seq, entry_text(e, "template"));
	object_apply(s, e, columns);
	if (position)
		store_run(s, "UPDATE agenda_item SET position = ?2, seq = ?3 WHERE id = ?1", "tii", e->obj, position, e->seq);
	if (minutes >= 0)
		store_run(s, "UPDATE agenda_item SET minutes = ?2 WHERE id = ?1", "ti", e->obj, minutes);
}

const struct kind agenda_item_set = { .name = "agenda_item_set", .object = "agenda_item", .object_field = "agenda_item",
	.id_prefix = "ai", .writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
