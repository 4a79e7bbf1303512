/* SPDX-License-Identifier: EUPL-1.2
 *
 * Tables: what a page's queries gave, still typed and labelled.  The guard masks cells here; afterwards the same
 * tables become HTML, JSON, CSV or text.
 */
#ifndef FYR_VIEW_TABLE_H
#define FYR_VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "guard/label.h"

enum column_type {
	COLUMN_TEXT,    /* words for people */
	COLUMN_CODE,    /* a word of our own: snake_case, translated on screen by "<group>.<code>" */
	COLUMN_ID,      /* an object's random id or a hash: links and machines only */
	COLUMN_INT,
	COLUMN_BOOL,    /* 0 or 1 */
	COLUMN_DATE,    /* date text, as precise as known (base/date.h) */
	COLUMN_DAY,     /* int: days since 1970 */
	COLUMN_TIME,    /* instant text, UTC */
	COLUMN_CLOCK,   /* a time of the day, "09:00" */
	COLUMN_MONEY,   /* int: öre */
	COLUMN_DECIMAL, /* canonical decimal text */
	COLUMN_JSON     /* canonical JSON of ours, put into JSON as it is */
};

struct column {
	const char *name; /* snake_case; the same word in SQL, JSON, template and catalogue ("column.<name>") */
	enum column_type type;
	enum label label;
	bool is_inner; /* for the template only: left out of JSON, CSV and text */
};

enum cell_type { CELL_NONE, CELL_INT, CELL_TEXT, CELL_MASKED, CELL_ERASED };

struct cell {
	enum cell_type type;
	int64_t number;   /* CELL_INT */
	const char *text; /* CELL_TEXT */
	enum label label; /* CELL_MASKED: why */
};

struct table {
	const char *name;
	const struct column *columns;
	size_t column_count;
	struct cell *cells; /* row by row */
	size_t row_count;
	bool is_one;          /* at most one row: an object in JSON, its columns in the root scope of the template */
	const char *parent;   /* nested: rows belong to the rows of this table ... */
	const char *key;      /* ... that hold the same value in the column of this name (both tables have it) */
};

struct tables {
	const char *page; /* the page's name */
	struct table *all; /* parents stand before their children */
	size_t count;
	const char *main; /* the table that CSV shows; NULL: none */
};

const struct table *tables_find(const struct tables *t, const char *name);
/* Index of the column; SIZE_MAX when there is none. */
size_t table_column(const struct table *t, const char *name);
const struct cell *table_cell(const struct table *t, size_t row, size_t column);
/* The cell in the column of that name; NULL when there is no such column. */
const struct cell *table_named(const struct table *t, size_t row, const char *column);
/* What the cell holds; NULL, or 0, when it holds none, as when it was erased, or when there is no such column. */
const char *table_text(const struct table *t, size_t row, const char *column);
int64_t table_int(const struct table *t, size_t row, const char *column);

#endif
