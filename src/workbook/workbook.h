/* SPDX-License-Identifier: EUPL-1.2
 *
 * Workbook: what people keep their plan in, an xlsx file (ECMA-376, ISO/IEC 29500), as one plain table of ours.
 *
 * A spreadsheet file is a zip of XML, sent by anybody: zip bombs, entity bombs, a library's old bugs.  So no process that
 * holds a database or a session opens it.  workbook_ask starts this program anew as `fyr sheet`, which has no open files, no
 * right to make any, 5 s of processor, 256 MiB and a handful of system calls, reads the file on its standard input and
 * writes the table on its standard output.  What it answers is then read like any other foreign text.
 *
 * The table is CSV with semicolons: the heading "sheet;row;notes;A;B;...", then one record for each row that holds
 * anything, in the order of the file's sheets: the sheet's name, the row's number as the spreadsheet shows it, notes, and
 * the cells as texts.  Hidden sheets are left out.  Cells:
 *   dates        "2026-05-17", whatever form they are shown in; times of day alone "14:30"; both base years (1900, 1904)
 *   numbers      "1234.5"; per cent as shown, "85" for 85 %
 *   yes and no   "yes", "no"
 *   formulas     the value that was last calculated; noted "formula:C"
 *   faults       such as #REF!: nothing; noted "fault:C"
 *   merged       the value in the first cell, the others empty; noted at the first row "merged:B2-B5"
 */
#ifndef FYR_WORKBOOK_WORKBOOK_H
#define FYR_WORKBOOK_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/out.h"

enum {
	WORKBOOK_COLUMNS_MAX = 150,       /* with anything in them; csv.h takes 200 */
	WORKBOOK_ROWS_MAX = CSV_ROWS_MAX, /* with anything in them, of all sheets */
	WORKBOOK_TABLE_MAX = 4 << 20,     /* bytes of the table */
	WORKBOOK_BEFORE = 3,              /* columns of the table before the cells */
	WORKBOOK_SECONDS = 10             /* the child's time by the clock */
};

/* Why there is no table.  `rule` is a catalogue's key "workbook.<...>" of static text, `arg` fills {1}: a number, or where in
 * the file ("C12"), never what stands there. */
struct workbook_problem {
	const char *rule;
	const char *arg; /* or NULL */
};

/* What the bytes are, by their first ones.  Only WORKBOOK_XLSX needs the child; WORKBOOK_OTHER has *out set. */
enum workbook_sort { WORKBOOK_TEXT, WORKBOOK_XLSX, WORKBOOK_OTHER };
enum workbook_sort workbook_sniff(const char *bytes, size_t n, struct workbook_problem *out);

/* xlsx to table, in this process: for the child, tests and the fuzzer.  False: *out tells why. */
bool workbook_convert(struct arena *a, const char *bytes, size_t n, struct out *table, struct workbook_problem *out);

/* The same in a child.  `program` is this program's own file, NULL to find it.  *out_table is NULL when there is none, and
 * *out tells why.  Faults: FAULT_SYSTEM when no child can be started. */
const struct fault *workbook_ask(struct arena *a, const char *program, const char *bytes, size_t n, const char **out_table,
	size_t *out_n, struct workbook_problem *out) MUST_USE;

/* The child itself: standard input to standard output.  Its exit code: 0, 3 with "rule arg" on standard error, or 6. */
int workbook_child(void);

/* ---- the table, read ---- */

struct workbook_row {
	const char *sheet, *notes;
	size_t number;
	const char **cells; /* table's columns */
};
struct workbook_table {
	size_t columns, count;
	struct workbook_row *rows;
};
/* Reads a table of ours; false when the bytes are not one. */
bool workbook_table(struct arena *a, const char *bytes, size_t n, struct workbook_table *out);
/* A table of ours from what csv_read gave: one sheet without a name, rows by their lines, the heading on line 1. */
void workbook_table_from_csv(const struct csv *csv, struct out *table);
/* "A", "Z", "AA" for 0, 25, 26. */
const char *workbook_letters(struct arena *a, size_t column);

#endif
