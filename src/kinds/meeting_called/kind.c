/* SPDX-License-Identifier: EUPL-1.2
 *
 * meeting_called: a meeting of the council or its working group is called: day and hours, place, theme, and who calls it.
 * It gets the agenda of that body's own template.  By the coordinator.  Also one that has been held already may be written
 * down.
 */
#include "kinds/agenda_item.h"
#include "kinds/meeting.h"

static const struct field fields[] = { MEETING_FIELDS(FIELD_MUST) };

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO meeting(id, number, sort, day, begins, ends, place_text, called_by_text, seq)"
		" SELECT id, number, ?2, ?3, ?4, ?5, ?6, ?6, ?6 FROM object WHERE id = ?1", "ttttti", e->obj,
		entry_text(e, "sort"), entry_text(e, "day"), entry_text(e, "begins"), entry_text(e, "ends"), e->seq);
	meeting_apply(s, e);
	agenda_item_copy_template(s, e);
}

const struct kind meeting_called = { .name = "meeting_called", .object = "meeting", .id_prefix = "mt",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = meeting_look,
	.check = meeting_check, .apply = apply };
