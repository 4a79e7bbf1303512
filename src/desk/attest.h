/* SPDX-License-Identifier: EUPL-1.2
 *
 * Attest: what a receipt or a report proves to whoever holds it and knows the book's key, without the book.
 *
 * A receipt (ledger/receipt.h) proves that one entry stands in the book.  A report carries its evidence: base64url of
 * canonical JSON, in HTML in the script block "fyr-evidence" (data, which no browser runs), in CSV in pieces in the last
 * column, one a row, put together from the first row on:
 *
 *     {"checkpoint":"<signed note>","entries":[{"disclosures":[D...],"index":N,"leaf":"...","proof":["<hash>"...]}...],
 *      "period":N,"rows":[[added,title,responsible,name,proposal]...],"v":1,"vkey":"<that signed>"}
 *
 * entries by number; of each row the numbers of those that it rests on (pages/report.h), -1 for none.  Every row must follow
 * from them, so that who edits a row and makes its code anew is found out:
 *     number, title   measure_added of the measure, and what last said its title
 *     responsible     what last said who is responsible for that measure, and that organisation's name
 *     green, yellow   a status_reported of that measure in the report's period
 *     paused, completed   measure_paused, measure_completed of it
 *     red             a closing_proposed of it, seconded by another person
 *     none, not_started   no entry: that nothing came cannot be proven by what is there
 * Never proven: that it is true, that nothing newer was left out, and whatever else the file shows.
 */
#ifndef FYR_DESK_ATTEST_H
#define FYR_DESK_ATTEST_H

#include "ledger/log_keys.h"
#include "ledger/policy.h"
#include "ledger/receipt.h"
#include "pages/report.h"
#include "view/catalogue.h"

/* Whom the holder trusts. */
struct trust {
	const struct log_keys *keys; /* the book's; NULL: the one a report names itself, which is told */
	const struct policy *policy; /* whose witnesses are known; NULL: none */
};

struct attested {
	const char *proven, *not_proven; /* a sentence each, in the words' language */
	const char *const *lines;        /* what was proven, a line each, ended by NULL */
	struct json *data;               /* the same for programs */
};

/* Both in an arena of their own choosing; `words` for sentences.  Faults: FAULT_DAMAGED, naming what does not hold;
 * FAULT_USAGE when a receipt comes without a key. */
const struct fault *attest_receipt(struct arena *a, struct hasher *h, const struct catalogue *words, const struct trust *trust,
	const char *bytes, size_t n, struct attested *out) MUST_USE;
const struct fault *attest_report(struct arena *a, struct hasher *h, const struct catalogue *words, const struct trust *trust,
	const char *bytes, size_t n, bool is_csv, struct attested *out) MUST_USE;

/* What stands in a report's file, before any of it is proven. */
struct report_file {
	struct report report; /* without sources */
	const char *code, *evidence;
};
const struct fault *report_file_read(struct arena *a, const char *bytes, size_t n, bool is_csv, struct report_file *out) MUST_USE;

/* Verifies the note and finds who signed.  *out_cosigned: the witnesses of the policy that did, with their instants, or "". */
const struct fault *attest_checkpoint(struct arena *a, const struct catalogue *words, const struct trust *trust,
	const struct log_keys *keys, const char *note, struct checkpoint *out, const char **out_cosigned) MUST_USE;
/* The sentence about that. */
const char *attest_cosigned(struct arena *a, const struct catalogue *words, const char *cosigned);

#endif
