/* SPDX-License-Identifier: EUPL-1.2
 *
 * Csv: tables as spreadsheets write them (RFC 4180), read from foreign bytes and written cell by cell.
 * The reader takes UTF-8 (with or without byte order mark) or, when the bytes are not UTF-8, Windows-1252; comma,
 * semicolon or tab, whichever the header line holds most of outside quotes; line ends CRLF, LF or CR, also within
 * quotes.  The first record is the header.  A line with nothing on it is no record.
 */
#ifndef FYR_BASE_CSV_H
#define FYR_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/out.h"

enum { CSV_ROWS_MAX = 5000, CSV_COLUMNS_MAX = 200 };

struct csv_row {
	size_t line;        /* where it starts, from 1 */
	const char **cells; /* as many as the table has columns */
};

struct csv {
	size_t columns;
	const char **header; /* `columns` texts */
	size_t row_count;
	struct csv_row *rows;
	char separator; /* the one found: ',' ';' or '\t' */
};

enum csv_sort {
	CSV_OK,
	CSV_NOT_TEXT,         /* a NUL byte: a spreadsheet file, or UTF-16 */
	CSV_EMPTY,            /* no header */
	CSV_UNCLOSED_QUOTE,   /* line, column: where the quote opens */
	CSV_AFTER_QUOTE,      /* line, column: something between a closing quote and the next separator */
	CSV_RAGGED,           /* row, expected, got: too few or too many cells */
	CSV_TOO_MANY_ROWS,    /* more than CSV_ROWS_MAX */
	CSV_TOO_MANY_COLUMNS  /* more than CSV_COLUMNS_MAX */
};

struct csv_problem {
	enum csv_sort sort;
	size_t line, column;  /* from 1; columns are code points */
	size_t row;           /* records after the header, from 1; 0 is the header */
	size_t expected, got; /* cells, for CSV_RAGGED */
};

/* Reads a whole table; all of it lives in the arena.  False: *out_problem tells the first problem and *out_csv is
 * untouched.  Cells are UTF-8 but otherwise as written: each goes through text_clean like anything typed. */
bool csv_read(struct arena *a, const char *bytes, size_t n, struct csv *out_csv, struct csv_problem *out_problem);

/* Writes one cell, with the separator before it unless it is the first of its row; the caller ends the row with
 * CRLF.  Quoted when it holds a separator (any of the three), a quote, a line end or outer white space, and when it
 * is empty and first, so that no row looks like an empty line. */
void csv_cell(struct out *o, const char *text, bool is_first, char separator);

/* Would a spreadsheet take the cell for a formula (= + - @, tab or CR first; OWASP ASVS 1.2.10)?  A number such as
 * "-5" answers yes too: whoever knows that a column holds numbers need not ask. */
bool csv_is_formula(const char *text);

/* What people typed, with an apostrophe before what a spreadsheet would run, and before an apostrophe: an import takes one
 * away.  "" for NULL. */
const char *csv_guarded(struct arena *a, const char *text);

#endif
