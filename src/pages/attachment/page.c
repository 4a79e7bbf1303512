/* SPDX-License-Identifier: EUPL-1.2
 *
 * attachment (/attachment/:entry): one file that was added to a meeting: what it is called, of what type and how long it is, its
 * hash, and who reads it.  The file itself, for whoever may read it, at /attachment/N.file and with --format file; it is never
 * shown in a browser, only saved (doors/web.c).
 */
#include "pages/attached.h"
#include "pages/columns.h"
#include "pages/readers.h"

static const struct input inputs[] = { { .name = "entry", .type = INPUT_INT, .is_must = true } };

#define TITLE { .name = "title", .type = COLUMN_TEXT, .label = LABEL_PASSAGE }

static const struct column about[] = {
	OPEN("entry", COLUMN_INT), OPEN("meeting", COLUMN_INT), OPEN("meeting_of", COLUMN_CODE), OPEN("day", COLUMN_DATE),
	OPEN("noted", COLUMN_DAY), OPEN("audience", COLUMN_CODE), OPEN("provision", COLUMN_TEXT), OPEN("ask", COLUMN_TEXT), TITLE,
	ATTACHED_COLUMNS, SPREAD_COLUMNS, INNER("may_open", COLUMN_BOOL), DIARY_COLUMNS,
};
static const struct column content[] = {
	{ .name = "title", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
	{ .name = "file_type", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
	{ .name = "sha256", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
	{ .name = "file", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
	INNER("audience", COLUMN_CODE), SPREAD_COLUMNS,
};

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true, .spread_column = "is_spread" },
	{ QUERY("content", content), .is_one = true, .spread_column = "is_spread" },
};

static void fill(struct fill *f)
{
	(void)spread_fill(f, "about", false);
	attached_fill(f, "about");
	(void)spread_fill(f, "content", false);
}

const struct page page_attachment = { .name = "attachment", .path = "/attachment/:entry", .readers = READERS_EVERYONE,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .fill = fill,
	.file = "content" };
