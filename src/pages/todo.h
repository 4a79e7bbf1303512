/* SPDX-License-Identifier: EUPL-1.2
 *
 * Todo: what waits for the one who asks, counted.  The lists themselves are queries of the page tasks.
 */
#ifndef FYR_PAGES_TODO_H
#define FYR_PAGES_TODO_H

#include "pages/page.h"

enum { TODO_COLUMN_COUNT = 3 };
/* task (its words are "todo.<task>"), count, path: where it is done. */
extern const struct column todo_columns[TODO_COLUMN_COUNT];

/* Fills the table `todo` from the lists of the page, one row for each that has any, and the questions' sentences, which
 * are made of words and figures. */
void todo_fill(struct fill *f);

/* The lists that the overview shares with the page tasks. */
enum { TO_REPORT_COLUMNS = 3, TO_CONFIRM_COLUMNS = 6, TO_SECOND_COLUMNS = 6, TO_ANSWER_COLUMNS = 6, TO_TEACH_COLUMNS = 2,
	SILENT_COLUMNS = 3, TO_ASK_COLUMNS = 9 };
extern const struct column todo_to_report[TO_REPORT_COLUMNS], todo_to_confirm[TO_CONFIRM_COLUMNS],
	todo_to_second[TO_SECOND_COLUMNS], todo_to_answer[TO_ANSWER_COLUMNS], todo_to_teach[TO_TEACH_COLUMNS],
	todo_silent[SILENT_COLUMNS], todo_to_ask[TO_ASK_COLUMNS];
#define TODO_QUERY(query_name, query_columns, counts) { .name = (query_name), .columns = (query_columns), \
	.column_count = sizeof(query_columns) / sizeof((query_columns)[0]), .from = "tasks", .is_counted = (counts) }
#define TODO_QUERIES TODO_QUERY("to_report", todo_to_report, true), TODO_QUERY("to_confirm", todo_to_confirm, true), \
	TODO_QUERY("to_second", todo_to_second, true), TODO_QUERY("to_answer", todo_to_answer, true), \
	TODO_QUERY("to_teach", todo_to_teach, true), TODO_QUERY("silent", todo_silent, false), \
	TODO_QUERY("to_ask", todo_to_ask, false)

#endif
