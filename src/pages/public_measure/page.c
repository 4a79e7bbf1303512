/* SPDX-License-Identifier: EUPL-1.2
 *
 * public_measure (/public/measure/N): what has been published about one measure, period by period, with the words that
 * stood when it was published.  A measure of which nothing is published has no such page.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "measure", .type = INPUT_OBJECT, .object = "measure", .is_must = true },
	{ .name = "before", .type = INPUT_INT }, /* a period's first day */
};

static const struct column measure[] = {
	INNER("id", COLUMN_ID), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT),
	OPEN("council", COLUMN_TEXT), OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE), OPEN("effect", COLUMN_CODE),
};
static const struct column history[] = {
	INNER("id", COLUMN_ID), INNER("period", COLUMN_DATE), INNER("process", COLUMN_CODE),
};
static const struct column periods[] = {
	OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE), OPEN("effect", COLUMN_CODE), OPEN("title", COLUMN_TEXT),
	OPEN("responsible", COLUMN_TEXT), OPEN("published", COLUMN_TIME), OPEN("function", COLUMN_TEXT), OPEN("entry", COLUMN_INT),
};
static const struct column older[] = { INNER("older", COLUMN_INT) };
static const struct column meanings[] = { INNER("process", COLUMN_CODE) };

static const struct query queries[] = {
	{ QUERY("measure", measure), .is_one = true },
	{ QUERY("history", history), .parent = "measure", .key = "id" },
	{ QUERY("periods", periods), .is_whole = true },
	{ QUERY("older", older), .is_one = true },
	{ QUERY("meanings", meanings) },
};

const struct page page_public_measure = { .name = "public_measure", .path = "/public/measure/:measure",
	.readers = READERS_EVERYONE, .inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries,
	.query_count = COUNT_OF(queries), .main = "periods", .has_paper = true };
