/* SPDX-License-Identifier: EUPL-1.2
 *
 * log: the entries of the book as people read them, newest first, each with the texts the reader may see.
 *
 * `fill` is needed for what only the kinds know: the label of each typed text.  It also says where the next page of
 * HTML begins.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

enum { PAGE_ENTRIES = 200 }; /* as in page.sql */

static const struct input inputs[] = {
	{ .name = "kind", .type = INPUT_WORD },
	{ .name = "by", .type = INPUT_OBJECT, .object = "person" },
	{ .name = "obj", .type = INPUT_WORD },
	{ .name = "measure", .type = INPUT_OBJECT, .object = "measure" },
	{ .name = "entry", .type = INPUT_INT },
	{ .name = "from", .type = INPUT_INT },
	{ .name = "before", .type = INPUT_INT },
};

/* What an entry says in clear is open, but for a two-person decision: its case number is for those who handle it. */
static const struct column entries[] = {
	OPEN("seq", COLUMN_INT), OPEN("t", COLUMN_TIME), OPEN("kind", COLUMN_CODE), OPEN("by", COLUMN_ID),
	OPEN("function", COLUMN_TEXT), OPEN("role", COLUMN_CODE), OPEN("obj", COLUMN_ID), OPEN("object_type", COLUMN_CODE),
	OPEN("object_number", COLUMN_INT), OPEN("d", COLUMN_JSON), OPEN("hash", COLUMN_ID), OPEN("ref", COLUMN_ID),
	OPEN("corrected_by", COLUMN_INT), INNER("written", COLUMN_TIME), INNER("is_measure", COLUMN_BOOL),
	INNER("d_label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};
static const struct column texts[] = {
	INNER("seq", COLUMN_INT), OPEN("field", COLUMN_CODE), { .name = "value", .type = COLUMN_TEXT },
	OPEN("label", COLUMN_CODE), INNER("kind", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};
static const struct column filter[] = {
	INNER("kind_chosen", COLUMN_CODE), INNER("by_chosen", COLUMN_ID), INNER("obj_chosen", COLUMN_ID),
	INNER("entry_chosen", COLUMN_INT), INNER("is_filtered", COLUMN_BOOL), INNER("measure_number", COLUMN_INT),
	INNER("by_function", COLUMN_TEXT),
};
static const struct column kinds_there[] = { INNER("code", COLUMN_CODE), INNER("is_chosen", COLUMN_BOOL) };
static const struct column older[] = { INNER("next", COLUMN_INT) };

static const struct query queries[] = {
	{ QUERY("entries", entries), .is_whole = true, .label_column = "d_label", .label_of = "d", .part_column = "is_part" },
	{ QUERY("texts", texts), .is_whole = true, .parent = "entries", .key = "seq", .label_column = "label",
		.label_of = "value", .part_column = "is_part" },
	{ QUERY("filter", filter), .is_one = true },
	{ QUERY("kinds", kinds_there) },
	{ QUERY("older", older), .is_one = true },
};

static const char *cell_text(const struct table *t, size_t row, const char *column)
{
	return table_cell(t, row, table_column(t, column))->text;
}

static void fill(struct fill *f)
{
	const struct table *entries_table = tables_find(f->tables, "entries");

	for (size_t i = 0; i < f->tables->count; i++) {
		struct table *t = &f->tables->all[i];

		if (strcmp(t->name, "texts"))
			continue;
		for (size_t row = 0; row < t->row_count; row++)
			fill_text(t, row, "label", label_names[kind_label(cell_text(t, row, "kind"), cell_text(t, row, "field"))]);
	}
	if (entries_table->row_count >= PAGE_ENTRIES)
		fill_int(fill_table(f, "older", 1), 0, "next", table_cell(entries_table, entries_table->row_count - 1, 0)->number);
}

const struct page page_log = { .name = "log", .path = "/log", .readers = READERS_SIGNED_IN, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "entries", .menu = 5,
	.fill = fill };
