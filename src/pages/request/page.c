/* SPDX-License-Identifier: EUPL-1.2
 *
 * request (/request/N): one request for a public document: what was asked for, how it stands, what the copy leaves out and who
 * may do what about it now.  The copy itself is the page notes (?request=N) or, of another document, the page copy; what goes with
 * it the page answer.  What is left out stands here by number and provision alone: a passage by its place, another text by entry
 * and field.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = { { .name = "request", .type = INPUT_OBJECT, .object = "request", .is_must = true } };

static const struct column request[] = {
	OPEN("number", COLUMN_INT), OPEN("day", COLUMN_DAY), WORK("what"), OPEN("meeting", COLUMN_INT),
	OPEN("meeting_day", COLUMN_DATE), OPEN("measure", COLUMN_INT), OPEN("of_entry", COLUMN_INT),
	OPEN("request_state", COLUMN_CODE), OPEN("held_to", COLUMN_DAY), OPEN("is_held", COLUMN_BOOL), OPEN("entry", COLUMN_INT),
	OPEN("release", COLUMN_CODE), OPEN("answered", COLUMN_DAY), OPEN("answered_entry", COLUMN_INT),
	OPEN("answered_by", COLUMN_TEXT), WORK("because"), OPEN("provision", COLUMN_TEXT), OPEN("decided", COLUMN_DAY),
	OPEN("decided_entry", COLUMN_INT), OPEN("appeal_entry", COLUMN_INT), OPEN("ruling", COLUMN_CODE),
	OPEN("ruling_entry", COLUMN_INT), INNER("has_notes", COLUMN_BOOL), INNER("lacks_notes", COLUMN_BOOL),
	INNER("has_copy", COLUMN_BOOL), INNER("newest", COLUMN_INT), INNER("may_answer", COLUMN_BOOL),
	INNER("may_decide", COLUMN_BOOL), INNER("may_note_appeal", COLUMN_BOOL), INNER("may_close", COLUMN_BOOL),
	INNER("may_look", COLUMN_BOOL),
};
static const struct column hidden[] = {
	OPEN("passage", COLUMN_INT), OPEN("place", COLUMN_INT), OPEN("provision", COLUMN_TEXT), OPEN("is_masked", COLUMN_BOOL),
	INNER("may_unmask", COLUMN_BOOL),
};
static const struct column masked[] = {
	OPEN("entry", COLUMN_INT), OPEN("field", COLUMN_CODE), OPEN("provision", COLUMN_TEXT), INNER("may_unmask", COLUMN_BOOL),
};
static const struct column shown[] = {
	OPEN("passage", COLUMN_INT), OPEN("place", COLUMN_INT), INNER("may_mask", COLUMN_BOOL),
};
static const struct column looks[] = {
	OPEN("entry", COLUMN_INT), OPEN("looked", COLUMN_TIME), OPEN("function", COLUMN_TEXT), OPEN("finding", COLUMN_CODE),
	WORK("text"),
};

static const struct query queries[] = {
	{ QUERY("request", request), .is_one = true },
	{ QUERY("hidden", hidden), .is_whole = true },
	{ QUERY("masked_texts", masked), .is_whole = true },
	{ QUERY("copied_passages", shown), .is_whole = true },
	{ QUERY("looks", looks), .is_whole = true },
};

const struct page page_request = { .name = "request", .path = "/request/:request", .readers = READERS_WORK, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "hidden" };
