/* SPDX-License-Identifier: EUPL-1.2
 *
 * Report: the status report as a file that proves itself (desk/attest.h): the council's page in HTML, or its rows in CSV.
 */
#ifndef FYR_DESK_REPORT_H
#define FYR_DESK_REPORT_H

#include "base/out.h"
#include "desk/desk.h"
#include "view/catalogue.h"

/* The sheet that a period or a frozen page names, each by id, code or number, NULL for not given; the newest when neither is.
 * NULL for one that is not there. */
const char *report_sheet(struct desk *d, struct arena *a, const char *period, const char *frozen);

/* CSV, RFC 4180 with CRLF: a row for each measure with the period, the code and a piece of the evidence in each, so that it
 * stays one table in one file.  Words as codes, headings in the words' language.
 * Faults: FAULT_BUSY while not all that it rests on is signed; FAULT_NOTHING without period or measures; FAULT_REFUSED for
 * who is not signed in; FAULT_SYSTEM when it would be larger than `o` may get. */
const struct fault *report_csv(struct desk *d, struct arena *a, const struct actor *actor, const struct catalogue *words,
	const char *sheet, struct out *o) MUST_USE;

/* The council's page in HTML, which shows these rows and their code, with the evidence put inside.  FAULT_BUSY also when
 * something was written between the page and the evidence: make both anew. */
const struct fault *report_html(struct desk *d, struct arena *a, const struct actor *actor, const char *sheet, const char *html,
	size_t n, struct out *o) MUST_USE;

#endif
