/* SPDX-License-Identifier: EUPL-1.2
 *
 * Intake: somebody's own spreadsheet on its way into the council.  Which of its sheets holds the table, on which row its
 * headings stand and which of our columns each of them means is guessed and can be chosen; then it is read with every help
 * that desk/transfer.h has.  What was chosen is a list of names and values, as a form sends them:
 *   sort plan|statuses, sheet NAME, head ROW, column.A NAME-OF-OURS (blank: left out), leave_faults 1, decision TEXT,
 *   plan_name, plan_body, plan_adopted, plan_diary_no,
 *   thing.N TYPE:NAME with thing.N.as, .sort, .better: what is said of a thing that is to be made.
 */
#ifndef FYR_DESK_INTAKE_H
#define FYR_DESK_INTAKE_H

#include "desk/transfer.h"
#include "workbook/workbook.h"

enum { INTAKE_HEADS_MAX = 15, INTAKE_SAMPLES = 3, INTAKE_SHEETS_MAX = 100 };

struct intake_column {
	const char *letters;
	const char *heading;                  /* cleaned, may be "" */
	const char *samples[INTAKE_SAMPLES];  /* the first ones that say something; NULL: no more */
	const char *chosen;                   /* name of one of ours, "" for none */
};
struct intake {
	struct workbook_table table;
	const char *sort, *sheet;
	const char *sheets[INTAKE_SHEETS_MAX];
	size_t sheet_count;
	size_t head;                          /* row number of the headings */
	size_t heads[INTAKE_HEADS_MAX];       /* rows of the sheet that may be it: indexes in the table */
	size_t head_count;
	struct intake_column *columns;        /* of the table; those with nothing in them have letters NULL */
	struct transfer transfer;
};

/* A cell as it may be shown: cleaned, in one line, cut to so many characters. */
const char *intake_shown(struct arena *a, const char *cell, size_t max);

/* One of the choices; NULL when it is not among them. */
const char *intake_choice(const struct given *choices, size_t count, const char *name);

/* A file as it was sent into a table of ours: text as CSV, xlsx by a child (`program` as for workbook_ask).  *out_table NULL:
 * *out tells why, by a rule of the catalogues; `csv` problems are told in *out_line, 0 for none. */
struct intake_refusal {
	const char *rule, *arg;
	size_t line;
};
const struct fault *intake_file(struct arena *a, const char *program, const char *bytes, size_t n, const char **out_table,
	size_t *out_n, struct intake_refusal *out) MUST_USE;

/* Reads a table of ours.  False in *out_is_table when the bytes are none.  Faults: those of transfer_read_table. */
const struct fault *intake_read(struct desk *d, struct arena *a, const char *language, const char *table, size_t n,
	const struct given *choices, size_t count, bool *out_is_table, struct intake *out) MUST_USE;

#endif
