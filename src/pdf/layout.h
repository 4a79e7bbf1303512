/* SPDX-License-Identifier: EUPL-1.2
 *
 * Layout: the document's blocks put on pages, with the rules that a typesetter follows: a heading stays with the first two
 * lines after it, no line of a paragraph stands alone on a page, a table's row stays whole unless it is higher than a page,
 * and the headings of a table stand again on every page that it reaches.
 */
#ifndef FYR_PDF_LAYOUT_H
#define FYR_PDF_LAYOUT_H

#include "pdf/paper.h"

/* Fills a paper whose arena, document and fonts are set. */
void pdf_lay_out(struct paper *p);

#endif
