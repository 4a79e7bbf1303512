/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/agenda_item.h"

#include "kinds/meeting.h"

struct agenda_item_facts *agenda_item_look(struct store *s, struct arena *a, const struct offer *o, const char *meeting)
{
	struct agenda_item_facts *f = ARENA_NEW(a, struct agenda_item_facts);
	struct rows r = store_ask(s, "SELECT is_removed, meeting, template FROM agenda_item WHERE id = ?1", "t", o->obj);

	f->is_there = rows_next(&r);
	if (f->is_there) {
		f->is_removed = rows_int(&r, 0);
		f->meeting = rows_text(&r, a, 1);
		f->template = rows_text(&r, a, 2);
	}
	rows_end(&r);
	f->closed = meeting_closed(s, f->meeting ? f->meeting : meeting);
	return f;
}

void agenda_item_check(const struct agenda_item_facts *f, struct refusals *r)
{
	if (f->is_removed)
		refuse(r, "agenda_item.removed", "agenda_item", NULL);
	if (f->closed)
		refuse(r, f->closed, "meeting", NULL);
}

void agenda_item_copy_template(struct store *s, const struct entry *called)
{
	/* An id made of the meeting's and the row's own is as little repeated as they are. */
	store_run(s, "INSERT INTO agenda_item(id, number, meeting, position, sort, title_text, presenter_text, minutes, seq,"
		" is_removed) SELECT 'ai' || substr(?1, 3) || '-' || number, (SELECT max(number) FROM agenda_item) + row_number() OVER"
		" (ORDER BY position, seq DESC), ?1, position, sort, title_text, presenter_text, minutes, ?2, 0"
		" FROM agenda_item WHERE meeting IS NULL AND template = ?3 AND NOT is_removed", "tit", called->obj, called->seq,
		entry_text(called, "sort"));
	store_run(s, "INSERT INTO object(id, type, number, seq) SELECT id, 'agenda_item', number, ?2 FROM agenda_item"
		" WHERE meeting = ?1", "ti", called->obj, called->seq);
}
