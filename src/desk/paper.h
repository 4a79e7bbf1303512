/* SPDX-License-Identifier: EUPL-1.2
 *
 * Paper: a page as PDF or as plain text, made of what the same person gets as HTML (pdf/html.h).
 */
#ifndef FYR_DESK_PAPER_H
#define FYR_DESK_PAPER_H

#include "desk/show.h"

/* As desk_show, which calls it for SHOW_PDF and SHOW_PLAIN; SHOW_NOT_FOUND for a page that is not for paper (pages/page.h),
 * SHOW_BAD_INPUT for one that is too long (PAPER_ROOM_MAX).  Faults also: FAULT_SYSTEM without the fonts. */
const struct fault *desk_paper(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	enum show_format format, struct shown *out) MUST_USE;

/* The same where the caller has begun the transaction. */
const struct fault *paper_within(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	struct shown *out) MUST_USE;

/* Makes `ask` one for the page that a page of ours names by its path, as it does in a link: "/measure/4", "/notes?id=3".  False
 * when there is no such page. */
bool paper_ask(const struct shelf *shelf, struct arena *a, const char *path, struct page_ask *ask);

#endif
