/* SPDX-License-Identifier: EUPL-1.2
 *
 * action_set: an action that somebody takes on: what, which organisation, until when; at which meeting and on which focus
 * point, when on any.  Without `action` it makes a new one, else it changes that one.  By the coordinator.
 */
#include "base/date.h"
#include "base/text.h"
#include "kinds/action.h"
#include "kinds/focus_point.h"
#include "kinds/meeting.h"
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "action", .type = FIELD_REF, .object = "action" },
	{ .name = "meeting", .type = FIELD_REF, .object = "meeting" },
	{ .name = "focus_point", .type = FIELD_REF, .object = "focus_point" },
	{ .name = "what", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "responsible", .type = FIELD_REF, .object = "organisation" },
	{ .name = "due", .type = FIELD_DATE },
};

struct facts {
	struct action_facts action;
	bool is_closed, is_cancelled;
	const char *point; /* the state of the focus point; NULL: none is named */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->action = action_facts(s, a, o->obj);
	f->is_closed = object_organisation_closed(s, offer_text(o, "responsible"));
	f->is_cancelled = meeting_is_cancelled(s, offer_text(o, "meeting"));
	f->point = focus_point_state(s, a, offer_text(o, "focus_point"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "what", "responsible", "due", NULL };
	const struct facts *f = facts;

	object_check(o, needs, false, r);
	action_check_open(&f->action, r);
	if (f->is_closed)
		refuse(r, "organisation.closed", "responsible", NULL);
	if (f->is_cancelled)
		refuse(r, "meeting.cancelled", "meeting", NULL);
	if (f->point && !text_equal(f->point, "taken_up"))
		refuse(r, "focus_point.not_taken_up", "focus_point", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "meeting", "UPDATE action SET meeting = ?2 WHERE id = ?1" },
		{ "focus_point", "UPDATE action SET focus_point = ?2 WHERE id = ?1" },
		{ "what", "UPDATE action SET what_text = ?2 WHERE id = ?1" },
		{ "responsible", "UPDATE action SET responsible = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};
	const char *due = entry_text(e, "due");

	(void)a;
	store_run(s, "INSERT OR IGNORE INTO action(id, number, what_text, responsible, due, due_day, day, state)"
		" SELECT id, number, ?2, '', '', 0, ?3, 'open' FROM object WHERE id = ?1", "tii", e->obj, e->seq, (int64_t)e->day);
	object_apply(s, e, columns);
	if (due)
		store_run(s, "UPDATE action SET due = ?2, due_day = ?3 WHERE id = ?1", "tti", e->obj, due,
			(int64_t)date_last_day(due));
	if (entry_text(e, "focus_point"))
		focus_point_act(s, e, entry_text(e, "focus_point"));
}

const struct kind action_set = { .name = "action_set", .object = "action", .object_field = "action", .id_prefix = "ac",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
