/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/meeting.h"

#include "base/date.h"
#include "kinds/day.h"
#include "kinds/object.h"

const char *const meeting_sorts[] = { "council", "working_group", NULL };

bool meeting_is_cancelled(struct store *s, const char *id)
{
	return store_int(s, 0, "SELECT cancelled_seq IS NOT NULL FROM meeting WHERE id = ?1", "t", id);
}

const char *meeting_closed(struct store *s, const char *id)
{
	if (meeting_is_cancelled(s, id))
		return "meeting.cancelled";
	return store_int(s, 0, "SELECT 1 FROM notes WHERE meeting = ?1", "t", id) ? "notes.already_finished" : NULL;
}

/* The field as it is given, else as it stands. */
static const char *after(const struct offer *o, const char *field, const char *stands)
{
	const char *given = offer_text(o, field);

	return given ? given : stands;
}

const void *meeting_look(struct store *s, struct arena *a, const struct offer *o)
{
	struct meeting_facts *f = ARENA_NEW(a, struct meeting_facts);
	struct rows r = store_ask(s, "SELECT sort, day, begins, ends FROM meeting WHERE id = ?1", "t", o->obj);
	const char *stands[4] = { NULL };
	bool is_there = rows_next(&r);

	for (int i = 0; i < 4 && is_there; i++)
		stands[i] = rows_text(&r, a, i);
	rows_end(&r);
	f->closed = meeting_closed(s, o->obj);
	f->is_day_taken = store_int(s, 0, "SELECT count(*) FROM meeting WHERE sort = ?1 AND day = ?2 AND id <> ?3"
		" AND cancelled_seq IS NULL", "ttt", after(o, "sort", stands[0]), after(o, "day", stands[1]), o->obj) > 0;
	f->begins = after(o, "begins", stands[2]);
	f->ends = after(o, "ends", stands[3]);
	return f;
}

static bool check_time(const struct offer *o, const char *field, struct refusals *r)
{
	const char *time = offer_text(o, field);

	if (!time || time_minutes(time) >= 0)
		return true;
	refuse(r, "meeting.time", field, NULL);
	return false;
}

void meeting_check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { NULL };
	const struct meeting_facts *f = facts;
	bool begins = check_time(o, "begins", r), ends = check_time(o, "ends", r);

	if (o->kind->object_field)
		object_check(o, needs, false, r);
	if (f->closed)
		refuse(r, f->closed, "meeting", NULL);
	if (f->is_day_taken)
		refuse(r, "meeting.day_taken", "day", NULL);
	day_check_whole(o, "day", r);
	if (begins && ends && time_minutes(f->ends) <= time_minutes(f->begins))
		refuse(r, "meeting.ends_first", "ends", NULL);
}

void meeting_apply(struct store *s, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "sort", "UPDATE meeting SET sort = ?2 WHERE id = ?1" },
		{ "day", "UPDATE meeting SET day = ?2 WHERE id = ?1" },
		{ "begins", "UPDATE meeting SET begins = ?2 WHERE id = ?1" },
		{ "ends", "UPDATE meeting SET ends = ?2 WHERE id = ?1" },
		{ "place", "UPDATE meeting SET place_text = ?2 WHERE id = ?1" },
		{ "theme", "UPDATE meeting SET theme_text = ?2 WHERE id = ?1" },
		{ "called_by", "UPDATE meeting SET called_by_text = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};

	object_apply(s, e, columns);
}
