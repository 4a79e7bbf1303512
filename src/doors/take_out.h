/* SPDX-License-Identifier: EUPL-1.2
 *
 * Take out: the status report as a file, the same from the command line and from the web.
 */
#ifndef FYR_DOORS_TAKE_OUT_H
#define FYR_DOORS_TAKE_OUT_H

#include "base/out.h"
#include "desk/show.h"

enum take_out_form { TAKE_HTML, TAKE_CSV, TAKE_PDF };

struct take_out {
	const struct actor *actor;
	const char *language;        /* "sv" or "en" */
	const char *period, *frozen; /* by id, code or number; NULL for not given */
	int64_t now;
	enum take_out_form form;
};

/* The paper is made of the same page as the HTML (pdf/html.h), without the evidence: that is in the others, which have the
 * same code.  Faults: those of desk/report.h and pdf/pdf.h; FAULT_USAGE, FAULT_NOTHING and FAULT_REFUSED for what the
 * council's page answers. */
const struct fault *take_out_report(struct desk *d, const struct shelf *shelf, struct arena *a, const struct take_out *what,
	struct out *o) MUST_USE;

#endif
