/* SPDX-License-Identifier: EUPL-1.2
 *
 * meeting (/meeting/:meeting): the call to one meeting: day, hours, place, theme, agenda; who was there, what was
 * agreed on, and the focus points laid before it with the days until they were answered and acted on.
 *
 * What stands under a row of the agenda is pulled in from the state by the row's sort while the meeting lies ahead, and
 * is never copied; what has been held shows what belongs to it alone.
 */
#include "pages/attached.h"
#include "pages/columns.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "meeting", .type = INPUT_OBJECT, .object = "meeting", .is_must = true },
};

static const struct column meeting[] = {
	OPEN("council_name", COLUMN_TEXT), OPEN("meeting_of", COLUMN_CODE), OPEN("meeting_state", COLUMN_CODE),
	OPEN("day", COLUMN_DATE), OPEN("begins", COLUMN_CLOCK), OPEN("ends", COLUMN_CLOCK), WORK("venue"), WORK("theme"),
	WORK("called_by"), { .name = "reason", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	INNER("number", COLUMN_INT), INNER("cancelled", COLUMN_INT), INNER("entry", COLUMN_INT),
	INNER("is_coming", COLUMN_BOOL), INNER("is_due", COLUMN_BOOL), INNER("may_write", COLUMN_BOOL),
	INNER("may_note_point", COLUMN_BOOL), INNER("has_notes", COLUMN_BOOL), INNER("may_draft", COLUMN_BOOL), DIARY_COLUMNS,
	INNER("may_attach", COLUMN_BOOL),
};
static const struct column agenda[] = {
	OPEN("place", COLUMN_INT), OPEN("clock", COLUMN_CLOCK), WORK("title"), WORK("presenter"),
	OPEN("minutes", COLUMN_INT), INNER("sort", COLUMN_CODE), INNER("agenda_item", COLUMN_INT),
};
static const struct column own_notes[] = {
	INNER("sort", COLUMN_CODE), OPEN("notes_of_meeting", COLUMN_INT), OPEN("day", COLUMN_DATE), OPEN("entry", COLUMN_INT),
	OPEN("hash", COLUMN_ID), OPEN("approved_day", COLUMN_DATE),
};
static const struct column earlier_notes[] = {
	INNER("sort", COLUMN_CODE), OPEN("day", COLUMN_DATE), WORK("address"), OPEN("sha256", COLUMN_ID),
	OPEN("entry", COLUMN_INT),
};
static const struct column plan_lights[] = {
	INNER("sort", COLUMN_CODE), OPEN("process", COLUMN_CODE), OPEN("count", COLUMN_INT),
	INNER("total", COLUMN_INT),
};
static const struct column changes[] = {
	INNER("sort", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT),
	OPEN("before_process", COLUMN_CODE), OPEN("process", COLUMN_CODE),
};
static const struct column closings[] = {
	INNER("sort", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT),
	OPEN("cause", COLUMN_CODE), OPEN("proposer", COLUMN_TEXT), OPEN("last_day", COLUMN_DAY),
	OPEN("entry", COLUMN_INT),
};
static const struct column questions[] = {
	INNER("sort", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT), WORK("question"),
	OPEN("who", COLUMN_TEXT), OPEN("asked", COLUMN_DAY), OPEN("entry", COLUMN_INT),
};
static const struct column open_actions[] = {
	INNER("sort", COLUMN_CODE), OPEN("action", COLUMN_INT), WORK("what"), OPEN("responsible", COLUMN_TEXT),
	OPEN("due", COLUMN_DATE), OPEN("is_overdue", COLUMN_BOOL), OPEN("waited", COLUMN_INT),
	INNER("may_do", COLUMN_BOOL),
};
static const struct column waiting_points[] = {
	INNER("sort", COLUMN_CODE), OPEN("focus_point", COLUMN_INT), WORK("title"), OPEN("from", COLUMN_TEXT),
	OPEN("waiting_days", COLUMN_INT), INNER("of_meeting", COLUMN_INT),
};
static const struct column agreed[] = {
	OPEN("action", COLUMN_INT), WORK("what"), OPEN("responsible", COLUMN_TEXT), OPEN("due", COLUMN_DATE),
	OPEN("action_state", COLUMN_CODE), WORK("outcome_text"), INNER("entry", COLUMN_INT),
	INNER("may_do", COLUMN_BOOL), INNER("may_write", COLUMN_BOOL),
};
static const struct column points[] = {
	OPEN("focus_point", COLUMN_INT), WORK("title"), WORK("text"), OPEN("from", COLUMN_TEXT),
	OPEN("point_state", COLUMN_CODE), OPEN("taker", COLUMN_TEXT), OPEN("measure", COLUMN_INT),
	OPEN("measure_title", COLUMN_TEXT), WORK("because"), OPEN("answer_days", COLUMN_INT),
	OPEN("act_days", COLUMN_INT), OPEN("waiting_days", COLUMN_INT), OPEN("entry", COLUMN_INT),
	INNER("answer_entry", COLUMN_INT), INNER("is_answered", COLUMN_BOOL), INNER("has_act", COLUMN_BOOL),
	INNER("may_answer", COLUMN_BOOL), INNER("may_act", COLUMN_BOOL),
};
static const struct column attendance[] = {
	WORK("who"), WORK("function"), OPEN("organisation", COLUMN_TEXT), OPEN("attendance", COLUMN_CODE),
	OPEN("entry", COLUMN_INT),
};
static const struct column attachments[] = { ATTACHED_LIST_COLUMNS };

#define UNDER(query_name, query_columns) { QUERY(query_name, query_columns), .parent = "agenda", .key = "sort" }

static const struct query queries[] = {
	{ QUERY("meeting", meeting), .is_one = true },
	{ QUERY("agenda", agenda) },
	UNDER("own_notes", own_notes),
	UNDER("earlier_notes", earlier_notes),
	UNDER("plan_lights", plan_lights),
	UNDER("changes", changes),
	UNDER("closings", closings),
	UNDER("open_actions", open_actions),
	UNDER("questions", questions),
	UNDER("waiting_points", waiting_points),
	{ QUERY("agreed", agreed) },
	{ QUERY("points", points) },
	{ QUERY("attendance", attendance) },
	{ QUERY("attachments", attachments), .is_whole = true, .spread_column = "is_spread" },
};

static void fill(struct fill *f)
{
	(void)spread_fill(f, "attachments", false);
	attached_fill(f, "attachments");
}

const struct page page_meeting = { .name = "meeting", .path = "/meeting/:meeting", .readers = READERS_WORK,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "agenda", .has_paper = true, .fill = fill };
