/* SPDX-License-Identifier: EUPL-1.2
 *
 * answer (/answer?request=N): what goes to whoever asked for a public document, beside the copy: what was asked for and when,
 * what is handed over, how many passages or texts are left out and on which provisions, and that the authority's own decision
 * may be had.  Once the authority has decided it is that decision, with how to appeal.  Who asked stands nowhere.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = { { .name = "request", .type = INPUT_OBJECT, .object = "request", .is_must = true } };

static const struct column answer[] = {
	OPEN("number", COLUMN_INT), OPEN("day", COLUMN_DAY), WORK("what"), OPEN("meeting", COLUMN_INT),
	OPEN("meeting_day", COLUMN_DATE), OPEN("release", COLUMN_CODE), OPEN("answered", COLUMN_DAY), OPEN("answered_by", COLUMN_TEXT),
	OPEN("provision", COLUMN_TEXT), WORK("because"), OPEN("decided", COLUMN_DAY), WORK("decider"), OPEN("case_no", COLUMN_TEXT),
	WORK("reasons"), OPEN("notes_entry", COLUMN_INT), OPEN("notes_hash", COLUMN_ID), OPEN("passage_count", COLUMN_INT),
	OPEN("hidden_count", COLUMN_INT), INNER("gives_less", COLUMN_BOOL), INNER("has_right", COLUMN_BOOL),
	INNER("gives_copy", COLUMN_BOOL), INNER("gives_texts", COLUMN_BOOL), DIARY_COLUMNS,
};
static const struct column left_out[] = { OPEN("provision", COLUMN_TEXT), OPEN("count", COLUMN_INT) };

static const struct query queries[] = {
	{ QUERY("answer", answer), .is_one = true },
	{ QUERY("left_out", left_out), .is_whole = true },
};

const struct page page_answer = { .name = "answer", .path = "/answer", .readers = READERS_WORK, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "left_out",
	.has_paper = true };
