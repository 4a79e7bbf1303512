/* SPDX-License-Identifier: EUPL-1.2
 *
 * meetings (/meetings): the meetings of the council and its working group, the next one first, then those held; what waits
 * between them: open actions and focus points without an answer; where notes of earlier meetings live; and the templates for
 * agendas, one of the council and one of the working group.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct column meetings[] = {
	OPEN("number", COLUMN_INT), OPEN("sort", COLUMN_CODE), OPEN("meeting_state", COLUMN_CODE),
	OPEN("day", COLUMN_DATE), OPEN("begins", COLUMN_CLOCK), OPEN("ends", COLUMN_CLOCK), WORK("venue"), WORK("theme"),
	OPEN("link", COLUMN_ID),
};
static const struct column open_actions[] = {
	OPEN("action", COLUMN_INT), WORK("what"), OPEN("responsible", COLUMN_TEXT), OPEN("due", COLUMN_DATE),
	OPEN("is_overdue", COLUMN_BOOL), OPEN("waited", COLUMN_INT), INNER("may_do", COLUMN_BOOL),
	OPEN("of_meeting", COLUMN_INT),
};
static const struct column waiting_points[] = {
	OPEN("focus_point", COLUMN_INT), WORK("title"), OPEN("from", COLUMN_TEXT), OPEN("waiting_days", COLUMN_INT),
	OPEN("of_meeting", COLUMN_INT),
};
static const struct column outside_notes[] = {
	OPEN("day", COLUMN_DATE), WORK("address"), OPEN("sha256", COLUMN_ID), OPEN("entry", COLUMN_INT),
};
static const struct column templates[] = { OPEN("template", COLUMN_CODE) };
static const struct column template_items[] = {
	INNER("template", COLUMN_CODE), OPEN("place", COLUMN_INT), WORK("title"), OPEN("sort", COLUMN_CODE), WORK("presenter"),
	OPEN("minutes", COLUMN_INT), INNER("agenda_item", COLUMN_INT),
};
static const struct column rights[] = { INNER("may_write", COLUMN_BOOL) };

static const struct query queries[] = {
	{ QUERY("meetings", meetings) },
	{ QUERY("open_actions", open_actions) },
	{ QUERY("waiting_points", waiting_points) },
	{ QUERY("outside_notes", outside_notes) },
	{ QUERY("templates", templates) },
	{ QUERY("template_items", template_items), .parent = "templates", .key = "template" },
	{ QUERY("rights", rights), .is_one = true },
};

const struct page page_meetings = { .name = "meetings", .path = "/meetings", .readers = READERS_WORK, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "meetings", .menu = 6 };
