/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocks: the passages of notes as headings, paragraphs, lists and tables, which stand in their texts as marks at the
 * beginning of lines (kinds/passage.h).  Tables in each other: blocks of a passage, lines of a block, and of a line its cells
 * or the items under it.
 * Their words are labelled as the passages' are: only passages that are spread to the reader are taken apart.
 *
 * A heading stands below the row's title, or as one where there is none; a smaller one below it, or in its place as long as the
 * reader has read no heading there.
 *
 * Headings: the title of the agenda's row before the first passage under it.  It is of the council's work, and goes further with
 * the first passage under it that does.
 */
#ifndef FYR_PAGES_BLOCKS_H
#define FYR_PAGES_BLOCKS_H

#include "pages/page.h"

enum { BLOCK_COLUMNS = 10, BLOCK_LINE_COLUMNS = 4, BLOCK_CELL_COLUMNS = 4, BLOCK_ITEM_COLUMNS = 3 };
enum { BLOCK_HEADING_COLUMNS = 3 };
extern const struct column block_heading_columns[BLOCK_HEADING_COLUMNS];
extern const struct column block_columns[BLOCK_COLUMNS], block_line_columns[BLOCK_LINE_COLUMNS],
	block_cell_columns[BLOCK_CELL_COLUMNS], block_item_columns[BLOCK_ITEM_COLUMNS];
/* For the list of queries, after the one of the passages, which has `seq`; those under one row of the agenda stand together. */
#define BLOCK_QUERIES(passages)                                                                                      \
	{ .name = "headings", .columns = block_heading_columns, .column_count = BLOCK_HEADING_COLUMNS, .is_whole = true,     \
		.parent = (passages), .key = "seq", .spread_column = "is_spread" },                                                \
	{ .name = "blocks", .columns = block_columns, .column_count = BLOCK_COLUMNS, .is_whole = true, .parent = (passages), \
		.key = "seq", .spread_column = "is_spread" },                                                                      \
	{ .name = "lines", .columns = block_line_columns, .column_count = BLOCK_LINE_COLUMNS, .is_whole = true,              \
		.parent = "blocks", .key = "block", .spread_column = "is_spread" },                                                \
	{ .name = "cells", .columns = block_cell_columns, .column_count = BLOCK_CELL_COLUMNS, .is_whole = true,              \
		.parent = "lines", .key = "line", .spread_column = "is_spread" },                                                  \
	{ .name = "under", .columns = block_item_columns, .column_count = BLOCK_ITEM_COLUMNS, .is_whole = true,              \
		.parent = "lines", .key = "line", .spread_column = "is_spread" }

/* Fills these from the passages' `seq`, `text`, `is_spread`, `agenda_item` and `heading`.  `works`: the reader reads the
 * council's work. */
void blocks_fill(struct fill *f, const char *passages, bool works);

#endif
