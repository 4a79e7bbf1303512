/* SPDX-License-Identifier: EUPL-1.2
 *
 * notes (/notes?id=MEETING): a meeting's finished notes as the one who asks may read them.  What is not spread to them leaves
 * one mark of the same width, with its provision and whom to ask, and nothing of what it says.  The public reads notes that
 * were published, as they stood then.  With `request` it is the copy that answers a request (kinds/request.h): as whoever asked
 * may read it, whoever looks at it, with what is masked for it left out too.
 *
 * `fill` asks the guard about each passage: who reads one stands in its own row, and no role opens it.
 */
#include "pages/attached.h"
#include "pages/blocks.h"
#include "pages/columns.h"
#include "pages/notes_frame.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/receipt_code.h"

static const struct input inputs[] = {
	{ .name = "id", .type = INPUT_OBJECT, .object = "meeting", .is_must = true },
	{ .name = "request", .type = INPUT_OBJECT, .object = "request" },
};

static const struct column about[] = {
	OPEN("meeting", COLUMN_INT), OPEN("meeting_sort", COLUMN_CODE), OPEN("day", COLUMN_DATE), OPEN("finished_entry", COLUMN_INT),
	OPEN("hash", COLUMN_ID), OPEN("finished", COLUMN_DAY), OPEN("published_entry", COLUMN_INT), OPEN("published", COLUMN_TIME),
	OPEN("approved_entry", COLUMN_INT), OPEN("approved_day", COLUMN_DATE), OPEN("with_changes", COLUMN_CODE),
	INNER("may_write", COLUMN_BOOL), INNER("may_object", COLUMN_BOOL), INNER("may_publish", COLUMN_BOOL),
	INNER("may_approve", COLUMN_BOOL), INNER("hidden_count", COLUMN_INT), OPEN("copy_of", COLUMN_INT),
	OPEN("copied", COLUMN_DAY), INNER("may_request", COLUMN_BOOL), DIARY_COLUMNS,
};
static const struct column passages[] = {
	OPEN("seq", COLUMN_INT), OPEN("sort", COLUMN_CODE), OPEN("noted", COLUMN_DAY), OPEN("audience", COLUMN_CODE),
	OPEN("provision", COLUMN_TEXT), OPEN("ask", COLUMN_TEXT), OPEN("agenda_item", COLUMN_INT),
	{ .name = "entry", .type = COLUMN_INT, .label = LABEL_PASSAGE },
	{ .name = "heading", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },
	ATTACHED_COLUMNS, SPREAD_COLUMNS, INNER("is_attachment", COLUMN_BOOL),
	INNER("is_addendum", COLUMN_BOOL), INNER("is_objection", COLUMN_BOOL), INNER("is_masked", COLUMN_BOOL),
};

NOTES_FRAME_COLUMNS;

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true },
	NOTES_FRAME_QUERIES(NULL),
	{ QUERY("passages", passages), .is_whole = true, .spread_column = "is_spread" },
	BLOCK_QUERIES("passages"),
	RECEIPT_CODE_QUERY,
};

static void fill(struct fill *f)
{
	bool is_copy = ask_input(f->ask, "request") != NULL;
	struct table *a = fill_found(f, "about");
	int64_t hidden = spread_fill(f, "passages", is_copy);

	attached_fill(f, "passages");
	if (a->row_count) {
		fill_int(a, 0, "hidden_count", hidden);
		receipt_code_fill(f, table_int(a, 0, "finished_entry"));
	}
	blocks_fill(f, "passages", !is_copy && label_may_read(LABEL_WORK, f->ask->actor, false));
}

const struct page page_notes = { .name = "notes", .path = "/notes", .readers = READERS_EVERYONE, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "passages", .fill = fill,
	.has_paper = true };
