/* SPDX-License-Identifier: EUPL-1.2
 *
 * Mark: the traffic lights and effects as shapes on paper, as view/light.h has them on screen.
 */
#ifndef FYR_PDF_MARK_H
#define FYR_PDF_MARK_H

/* Operators that draw a code's shape in a square of 16 by 16 with its lower left corner at the origin, colours with them;
 * NULL for any other word. */
const char *pdf_mark(const char *code);

#endif
