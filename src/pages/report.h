/* SPDX-License-Identifier: EUPL-1.2
 *
 * Report: the rows of the status report, what each rests on, and the short code that a printed or exported report carries.
 *
 *     rows   = canonical JSON {"period":"2026-Q3","rows":[[number,"title","responsible","process",entry]...]}: null for a
 *              title or name that is erased, and for the entry of a measure of which nothing has been reported
 *     seal   = "fyr-report/v1", origin, size, root, base64 of SHA-256(rows): a line each, ended by a newline; size and root
 *              of the book at a signed checkpoint (report_checkpoint_size)
 *     code   = short_code of SHA-256(seal) (base/hash.h)
 *
 * The rows are those of the council's page: each measure that has a light on that sheet, by number.  HTML and CSV of the same
 * rows under the same checkpoint have the same code.  Nobody signs the code; what the rows rest on is signed (desk/attest.h).
 */
#ifndef FYR_PAGES_REPORT_H
#define FYR_PAGES_REPORT_H

#include "base/hash.h"
#include "ledger/note.h"
#include "store/store.h"

/* Numbers of entries; -1 for none. */
struct report_sources {
	int64_t added;       /* measure_added: number and id */
	int64_t title;       /* says the title */
	int64_t responsible; /* says which organisation is responsible */
	int64_t name;        /* says its name */
	int64_t proposal;    /* what `entry` seconded, for red */
};

struct report_row {
	int64_t number;
	const char *title, *responsible; /* NULL: erased */
	const char *process;             /* a light's (kinds/light.h) */
	int64_t entry;                   /* that made the light; -1: the light says that nothing has come */
	const char *measure;             /* its id, where the row was read from a book */
	struct report_sources sources;
};

struct report {
	const char *period;     /* code */
	int64_t period_entry;   /* period_opened */
	struct report_row *rows;
	size_t count;
};

/* Of its file: the columns by name, in their order (desk/report.h writes them, desk/attest.h reads them). */
enum { REPORT_COLUMNS = 8 };
extern const char *const report_columns[REPORT_COLUMNS];

/* Of a sheet: a frozen page's id, a period's id, or "newest".  Without a period, no rows.  The source `responsible` must be
 * looked for in the log: it is there when `has_sources`, for who takes a report out; a page does without. */
const struct fault *report_read(struct store *s, struct arena *a, const char *sheet, bool has_sources, struct report *out)
	MUST_USE;

/* The checkpoint that a sheet's report stands on: for a frozen one the first that covers it, so that its code stays the same
 * for ever; else the newest.  -1: there is none yet. */
int64_t report_checkpoint_size(struct store *s, const char *sheet);
/* A stored checkpoint, as the book has it.  Faults: FAULT_DAMAGED, FAULT_NOTHING. */
const struct fault *report_checkpoint(struct store *s, struct arena *a, int64_t size, struct checkpoint *out) MUST_USE;

const char *report_rows_line(struct arena *a, const struct report *r);
const char *report_seal(struct arena *a, struct hasher *h, const struct report *r, const struct checkpoint *c);
const char *report_code(struct arena *a, struct hasher *h, const char *seal);

#endif
