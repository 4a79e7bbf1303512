/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rows: what a sheet needs to show itself, at first and again.  A sheet is a page with many rows that are written at once:
 * it names in `page.sheet` the kinds it may write and takes POST on its own path (doors/web_sheet.c).  Its one form holds
 *
 *   csrf, n, base, next          as every form; {{ include sheet }} writes them from the table `sheet`
 *   kind.R                       what row R writes; R is a number from 1 to SHEET_NUMBER_MAX, fixed for the thing it is about
 *   about.FIELD.R                what the page has fixed: the measure, the status, the goals beside their values
 *   FIELD.R                      what the person fills in; a row with nothing filled in is not written
 *   take.R                       a box or button that takes row R although nothing in it is left to fill in
 *   row=R                        a button: writes row R alone, the other rows come back as they stand
 *   all=KIND                     a button: takes every row of that kind
 *
 * All taken rows are written or none.  A refusal's field reads "FIELD.R", or "row.R" when it concerns the row as a whole;
 * the summary links to the ids "field-FIELD-R" and "field-row-R", which the template gives.
 */
#ifndef FYR_PAGES_ROWS_H
#define FYR_PAGES_ROWS_H

#include "pages/page.h"
#include "view/catalogue.h"

enum { SHEET_NUMBER_MAX = 999999999 }; /* nine digits: no identity number */

/* What is typed in FIELD of row R, its value `i` when there are several; NULL when the page is not shown again or the
 * field was not sent.  Borrowed from the ask. */
const char *rows_typed(const struct page_ask *ask, struct arena *a, const char *field, int64_t row, size_t i);
/* "FIELD.R" in its parts; false when it is none. */
bool rows_place(struct arena *a, const char *place, const char **out_field, int64_t *out_row);
/* All sentences about one field of a row ("row": about the row as a whole), NULL when there are none. */
const char *rows_error(struct fill *f, const char *field, int64_t row);
/* Did somebody change what the row is about since the page was shown? */
bool rows_is_conflict(const struct page_ask *ask, struct arena *a, int64_t row);

/* The table `sheet`: n, base.  A refused sheet is the same act when it is sent again; after a conflict it builds on the
 * present, which the page now shows. */
enum { SHEET_COLUMN_COUNT = 2 };
extern const struct column sheet_columns[SHEET_COLUMN_COUNT];
void rows_fill_sheet(struct fill *f);

/* The table `errors` (pages/refusals.h) of a sheet.  `name` says on screen what a row is about ("12. Title"); NULL: the
 * page has no such row, and its sentence stands without a link.  A field that `shows` denies is led to its row. */
struct rows_words {
	const char *(*name)(void *self, int64_t row);
	bool (*shows)(void *self, const char *field, int64_t row);
	void *self;
};
void rows_fill_errors(struct fill *f, const struct rows_words *words);

/* "12. Title" of the measure in a row of a table with columns `number` and `title`. */
const char *rows_measure(const struct fill *f, const struct table *t, size_t row);

/* "<size>:<base64 root>" of the book as it is displayed; NULL when the stored tree cannot be read. */
const char *rows_head(struct store *s, struct arena *a);
/* A new nonce.  It only has to be new for this person and is no secret. */
const char *rows_nonce(struct store *s, struct arena *a);

#endif
