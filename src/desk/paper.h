/* SPDX-License-Identifier: EUPL-1.2
 *
 * Paper: a page as PDF, made of what the same person gets as HTML (pdf/html.h).
 */
#ifndef FYR_DESK_PAPER_H
#define FYR_DESK_PAPER_H

#include "desk/show.h"

/* As desk_show, which calls it for SHOW_PDF; SHOW_NOT_FOUND for a page that is not for paper (pages/page.h), SHOW_BAD_INPUT
 * for one that is too long (PAPER_ROOM_MAX).  Faults also: FAULT_SYSTEM without the fonts. */
const struct fault *desk_paper(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	struct shown *out) MUST_USE;

#endif
