/* SPDX-License-Identifier: EUPL-1.2
 *
 * Columns: short forms for the lists of columns of a page's queries.  A column says how it is read (view/table.h) and how
 * far it is spread (guard/label.h); one that is INNER serves the template only.
 */
#ifndef FYR_PAGES_COLUMNS_H
#define FYR_PAGES_COLUMNS_H

#include "view/table.h"

#define OPEN(column_name, column_type) { .name = (column_name), .type = (column_type), .label = LABEL_OPEN }
#define WORK(column_name) { .name = (column_name), .type = COLUMN_TEXT, .label = LABEL_WORK }
#define INNER(column_name, column_type) \
	{ .name = (column_name), .type = (column_type), .label = LABEL_OPEN, .is_inner = true }

/* The number that the page's document has in the diary: for parts/diary.html, the last columns of the page's one row. */
#define DIARY_COLUMNS OPEN("diary_no", COLUMN_TEXT), INNER("diary_entry", COLUMN_INT), INNER("may_register", COLUMN_BOOL)

/* A query with its columns, for the list of queries. */
#define QUERY(query_name, query_columns) \
	.name = (query_name), .columns = (query_columns), .column_count = sizeof(query_columns) / sizeof((query_columns)[0])

#endif
