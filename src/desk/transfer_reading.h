/* SPDX-License-Identifier: EUPL-1.2
 *
 * How a table is read: transfer_read.c goes through its headings and rows, transfer_cell.c makes each cell canonical, and
 * transfer_row.c makes of a row what is to be written.
 */
#ifndef FYR_DESK_TRANSFER_READING_H
#define FYR_DESK_TRANSFER_READING_H

#include "desk/transfer.h"
#include "desk/transfer_sheet.h"
#include "desk/transfer_want.h"

/* What a row is about, so that the same thing twice is seen. */
struct seen {
	const char *key;
	size_t line;
};

/* One table being read. */
struct table_reading {
	struct store *store;
	struct arena *arena;   /* for what goes out */
	struct arena *scratch; /* emptied after each row */
	const struct transfer_sheet *sheet;
	const struct transfer_names *names;
	const struct transfer_table *table;
	const struct transfer_help *help; /* or NULL */
	struct csv csv;
	struct transfer_wants wants;
	struct transfer *out;
	struct seen *seen;
	size_t *lines;
	unsigned char *about;
	int64_t next_number;   /* for measures without one */
	const char *today;
	size_t bytes, values;  /* of the batch so far, rounded up */
	/* The row at hand. */
	size_t line;
	struct transfer_cell *cells; /* one for each column of the sheet */
	bool is_faulty;
};

/* ------------------------------------------------------------------------------------------ cells --- */

const struct transfer_cell *row_cell(const struct table_reading *r, const char *column);
const char *cell_first(const struct transfer_cell *c); /* NULL when the cell is blank */

/* Something is wrong with the row at hand, which is not written then; or remarkable, and it is. */
void row_wrong(struct table_reading *r, size_t column, const char *rule, const char *arg);
void row_remark(struct table_reading *r, size_t column, const char *rule);

/* The id of what is called so; NULL when it is unknown and not wanted either, which is told. */
const char *row_named(struct table_reading *r, size_t column, const char *type, const char *called);
const char *row_responsible(const struct table_reading *r);

/* A cell in canonical form; it is left as it is when it is blank or cannot be read, which is told. */
void row_read_cell(struct table_reading *r, size_t column, const char *cell, struct transfer_cell *out);

/* ------------------------------------------------------------------------------------------- rows --- */

/* An act in the making, as the writer is to be asked for it. */
struct making {
	struct json *offer, *fields;
};

struct making making_begin(struct table_reading *r, const char *kind);
void making_give(struct table_reading *r, struct making *m, const char *field, const char *value);

/* The row at hand, whose cells were read, as acts among the offers. */
void row_read_plan(struct table_reading *r);
void row_read_status(struct table_reading *r);
/* The number after the greatest one known or named: rows without one get it, and those after it. */
int64_t plan_free_number(struct table_reading *r);

#endif
