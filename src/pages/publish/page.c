/* SPDX-License-Identifier: EUPL-1.2
 *
 * publish (/publish): a closed period as the public will see it, before it is published: all measures or those marked, and
 * in words what the public will see and what not.  Its forms send to the form of period_published, which judges them.
 *
 * `fill` makes what every form needs and SQL cannot: the act's own word and the head of the book it builds on.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/rows.h"

static const char *const marks[] = { "all", "none", NULL };

static const struct input inputs[] = {
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
	{ .name = "marked", .type = INPUT_WORD, .codes = marks },
};

static const struct column period[] = {
	OPEN("period", COLUMN_DATE), OPEN("period_state", COLUMN_CODE), OPEN("total", COLUMN_INT), OPEN("green", COLUMN_INT),
	OPEN("yellow", COLUMN_INT), OPEN("red", COLUMN_INT), OPEN("none", COLUMN_INT), OPEN("unconfirmed_count", COLUMN_INT),
	INNER("is_ready", COLUMN_BOOL), INNER("is_open", COLUMN_BOOL),
};
static const struct column periods[] = { INNER("code", COLUMN_DATE), INNER("is_chosen", COLUMN_BOOL) };
static const struct column measures[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT), OPEN("process", COLUMN_CODE),
	OPEN("effect", COLUMN_CODE), OPEN("is_unconfirmed", COLUMN_BOOL), INNER("is_chosen", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("period", period), .is_one = true },
	{ QUERY("periods", periods) },
	{ QUERY("measures", measures), .is_whole = true },
	{ .name = "sheet", .columns = sheet_columns, .column_count = SHEET_COLUMN_COUNT, .is_one = true },
};

static void fill(struct fill *f)
{
	rows_fill_sheet(f);
}

const struct page page_publish = { .name = "publish", .path = "/publish", .readers = ROLE_COORDINATOR, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "measures", .fill = fill };
