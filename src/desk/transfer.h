/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transfer: plan and statuses as CSV, in and out.
 *
 * In: a table becomes the offers of one batch (desk/service.h), judged in order and written all or none.  UTF-8 or
 * Windows-1252; comma, semicolon or tab; headings and code words in Swedish or English, or the codes themselves;
 * organisations, focus areas, factors and indicators by code, number or name, persons by number, function or sign-in name.
 * A blank cell says nothing: it leaves what stands.  One apostrophe before = + - @ ' is taken away: view_csv puts it there.
 *   plan: a row whose number the council knows changes that measure where it differs; another adds one, and a row without
 *   a number gets the next.  The row's goals follow.  Indicator, baseline, target and due without "process goal" or "effect
 *   goal" before them belong to the effect goal when the row has one, else to the process goal.
 *   statuses: a row reports one status.
 * A row that says what stands already gives no offer, so that what went out comes back in unchanged.
 *
 * Out: Swedish headings and words, semicolons, a byte order mark and decimal commas, since that is what a Swedish
 * spreadsheet opens rightly; in English the codes, commas, decimal points and no mark.  Texts stand as they were typed, or,
 * when asked for (`is_safe`), with an apostrophe before what a spreadsheet would run; an import takes it away again.  What
 * the actor may not read and what has been erased is blank and named in the row's column "Utelämnat" (left_out).
 *   plan: the newest plan; of each measure the first open goal of either sort, "Fler mål" (more_goals) counting the others.
 *   statuses: the newest standing status of each measure in one period.
 */
#ifndef FYR_DESK_TRANSFER_H
#define FYR_DESK_TRANSFER_H

#include "base/csv.h"
#include "base/json.h"
#include "base/out.h"
#include "desk/desk.h"
#include "view/catalogue.h"

enum { TRANSFER_PROBLEMS_MAX = 200 };

struct transfer_problem {
	size_t line;         /* where the row begins; the heading is on line 1 */
	size_t column;       /* from 1; 0: the whole row, or a column the table does not have */
	const char *letters; /* of the column, for a table that counts by letters, or NULL */
	const char *heading; /* of the column, as the table spells it; NULL when there is none */
	const char *missing; /* the catalogue's key of a column the table does not have, or NULL */
	const char *rule;    /* "transfer.<...>", or a refusal's rule; never holds a forbidden number */
	const char *field;   /* of the kind, or NULL */
	const char *arg;     /* fills {1}, or NULL */
	bool is_note;        /* does not stop the import */
};

struct transfer_sheet;

/* A thing the table names and the council does not know; but for persons it is made before the rows that name it
 * (desk/transfer_want.h). */
struct transfer_want {
	const char *type, *called; /* "organisation" ..., and as the table spells it */
	const char *folded;
	size_t line, uses;         /* where first, and how many times */
	const char *as;            /* said to be the same as this one, which is known: nothing is made; or NULL */
	const char *reference;     /* what the rows name it by; NULL: they leave it blank */
	const char *sort, *better; /* of those that have it */
	bool has_way;
};

/* What is done for a table that was not made for us: what it lacks stays missing, what the council does not know is made,
 * line breaks in one-line cells become spaces. */
struct transfer_help {
	bool leaves_faults;               /* a cell that cannot be read is left blank, with a remark */
	const char *organisation_missing; /* name of the organisation that stands for one that is missing */
	const char *according;            /* what a status was taken from that does not say it */
	const char *effect_missing;       /* before an effect goal that lacks indicator or baseline, kept with how it is followed up */
	const char *decision;             /* that added the measures, or NULL */
	const char *plan_name, *plan_body, *plan_adopted, *plan_diary_no; /* for a council without a plan */
	/* What the person said of a thing, by what: as sort better; NULL for nothing. */
	const char *(*answer)(const void *self, const char *type, const char *called, const char *what);
	const void *self;
};

/* A table already parted in cells. */
struct transfer_table {
	struct csv csv;
	size_t heading_line;
	const char *const *chosen;  /* for each column the name of one of the sheet's, "" for none; NULL: by its heading */
	bool is_lettered;           /* columns are told by letters */
	const struct transfer_help *help; /* or NULL */
};

/* What a table stands for; everything lives in the arena of transfer_read. */
struct transfer {
	const char *sort;
	struct json *offers;  /* [{"kind","fields":[[name,value]...]}...]; empty when there are problems, or nothing to write */
	const size_t *lines;  /* where the row of each offer begins */
	size_t rows;          /* rows read */
	size_t same;          /* of them say what stands already */
	struct transfer_problem *problems;
	size_t problem_count; /* past TRANSFER_PROBLEMS_MAX the last one is "transfer.more" */
	size_t added, changed; /* measures */
	/* No plan to add measures to; the help's makes one when all but its diary number says something readable. */
	bool lacks_plan;
	bool is_late;         /* the plan has been followed up: new measures need a decision */
	size_t folded;        /* effect goals that are kept as words, for want of indicator or baseline */
	size_t *blanks;       /* for each column of the sheet the rows in which it is blank; of new measures */
	struct transfer_want *wants;
	size_t want_count;
	int64_t head;         /* entries in the book that was read: what is made by number holds for it alone */
	/* For transfer_refused. */
	bool is_lettered;
	size_t heading_line;
	const struct transfer_sheet *sheet;
	const unsigned char *about; /* one for each offer: its enum transfer_to */
	const char **headings; /* one for each column of the sheet: as the table spells it, or NULL */
	const size_t *columns; /* likewise: its place in the table from 1, or 0 */
};

/* Reads a table of `n` bytes on one snapshot, outside any transaction.  What is wrong with the table is told in *out;
 * faults: FAULT_USAGE for an unknown sort, and those of the store. */
const struct fault *transfer_read(struct desk *d, struct arena *a, const char *sort, const char *bytes, size_t n,
	struct transfer *out) MUST_USE;
/* The same for a table in cells. */
const struct fault *transfer_read_table(struct desk *d, struct arena *a, const char *sort, const struct transfer_table *table,
	struct transfer *out) MUST_USE;

/* Adds what a batch was refused or noted for to t->problems, each at its line and column.  `answer` is the batch's. */
void transfer_refused(struct arena *a, struct transfer *t, const struct json *answer);

/* Any problem that is not a note? */
bool transfer_has_fault(const struct transfer *t);

/* "rad 12, kolumn 4 (Ansvarig): ..." in the catalogue's language. */
const char *transfer_problem_text(struct arena *a, const struct catalogue *words, const struct transfer_problem *p);

/* Writes a table on one snapshot, outside any transaction.  `period` (code, number or id) is for statuses, NULL is the
 * newest.  Faults: FAULT_USAGE unknown sort, FAULT_REFUSED nobody signed in (nothing here has been published),
 * FAULT_NOTHING no plan or no such period, and those of the store. */
const struct fault *transfer_write(struct desk *d, struct arena *a, const char *sort, const struct actor *actor,
	const char *language, const char *period, bool is_safe, struct out *o) MUST_USE;

#endif
