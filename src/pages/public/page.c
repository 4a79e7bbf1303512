/* SPDX-License-Identifier: EUPL-1.2
 *
 * public (/ and /public): what the act of publishing a period has made public, as it was then, measure by measure.  No
 * names of persons, no working texts, and nothing of a period that was only saved.  Its JSON and CSV are open data.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
	{ .name = "before", .type = INPUT_INT }, /* a period's first day: of the list of periods */
};

static const struct column summary[] = {
	OPEN("council", COLUMN_TEXT), OPEN("plan", COLUMN_TEXT), OPEN("published_periods", COLUMN_INT),
	INNER("to_publish", COLUMN_DATE),
};
static const struct column shown[] = {
	OPEN("period", COLUMN_DATE), OPEN("published", COLUMN_TIME), OPEN("entry", COLUMN_INT), OPEN("function", COLUMN_TEXT),
	OPEN("measure_count", COLUMN_INT), INNER("green", COLUMN_INT), INNER("yellow", COLUMN_INT), INNER("red", COLUMN_INT),
	INNER("completed", COLUMN_INT), INNER("paused", COLUMN_INT), INNER("not_started", COLUMN_INT), INNER("none", COLUMN_INT),
};
static const struct column lights[] = {
	OPEN("process", COLUMN_CODE), OPEN("count", COLUMN_INT),
};
static const struct column measures[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT),
	OPEN("process", COLUMN_CODE), OPEN("effect", COLUMN_CODE),
};
static const struct column recent[] = {
	INNER("number", COLUMN_INT), OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE),
};
static const struct column periods[] = {
	OPEN("period", COLUMN_DATE), OPEN("published", COLUMN_TIME), OPEN("measure_count", COLUMN_INT),
};

static const struct column older[] = { INNER("older", COLUMN_INT) };
static const struct column meeting_notes[] = {
	OPEN("meeting", COLUMN_INT), OPEN("meeting_sort", COLUMN_CODE), OPEN("day", COLUMN_DATE),
};
static const struct column meanings[] = {
	INNER("process", COLUMN_CODE),
};

static const struct query queries[] = {
	{ QUERY("summary", summary), .is_one = true },
	{ QUERY("shown", shown), .is_one = true },
	{ QUERY("lights", lights) },
	{ QUERY("measures", measures), .is_whole = true },
	{ QUERY("recent", recent), .is_whole = true, .parent = "measures", .key = "number" },
	{ QUERY("periods", periods), .is_whole = true },
	{ QUERY("older", older), .is_one = true },
	{ QUERY("meeting_notes", meeting_notes), .is_whole = true },
	{ QUERY("meanings", meanings) },
};

const struct page page_public = { .name = "public", .path = "/", .readers = READERS_EVERYONE, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "measures",
	.menu = 9, .has_paper = true };
