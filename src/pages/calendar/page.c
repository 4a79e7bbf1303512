/* SPDX-License-Identifier: EUPL-1.2
 *
 * calendar (/calendar): the days that concern the one who asks, and the secret address at which a calendar program finds the
 * same (/calendar/TOKEN.ics, view/feed.h).  Calendars are shared, synced and left lying in telephones: so here stand sorts
 * of events, days and where to sign in, and never a text, a name or a title.  Another sort of event is one more SELECT in
 * page.sql and its words "event.<code>".
 *
 * It posts `make` or `end`; the door hands the new address over as typed values "token" and "site", once.  `fill` tells of
 * the address, which is furniture.
 */
#include "auth/office.h"
#include "base/date.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct column about[] = {
	INNER("address", COLUMN_TEXT), INNER("made", COLUMN_TIME), INNER("is_letter_session", COLUMN_BOOL),
	INNER("has_refusal", COLUMN_BOOL),
};
static const struct column events[] = {
	OPEN("uid", COLUMN_ID), OPEN("day", COLUMN_DAY), OPEN("begins", COLUMN_CLOCK), OPEN("ends", COLUMN_CLOCK),
	OPEN("event", COLUMN_CODE), OPEN("path", COLUMN_ID), OPEN("is_cancelled", COLUMN_BOOL), OPEN("changed", COLUMN_TIME),
	OPEN("sequence", COLUMN_INT), INNER("measure", COLUMN_TEXT),
};

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true },
	{ QUERY("events", events) },
};

static void fill(struct fill *f)
{
	struct table *t = fill_table(f, "about", 1);
	const char *token = ask_typed(f->ask, "token"), *site = ask_typed(f->ask, "site");
	int64_t made = office_calendar_made(f->office, f->ask->actor->person);

	fill_text(t, 0, "address", token && site ? arena_print(f->arena, "%s/calendar/%s.ics", site, token) : NULL);
	fill_text(t, 0, "made", made ? instant_text(f->arena, made) : NULL);
	fill_int(t, 0, "is_letter_session", office_session_letter(f->office, f->arena, f->ask->session) != NULL);
	fill_int(t, 0, "has_refusal", f->ask->refusals && refused(f->ask->refusals));
}

const struct page page_calendar = { .name = "calendar", .path = "/calendar", .readers = READERS_SIGNED_IN, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "events", .fill = fill, .reads_office = true, .is_calendar = true };
