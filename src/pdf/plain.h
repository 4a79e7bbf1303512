/* SPDX-License-Identifier: EUPL-1.2
 *
 * Plain: a document as plain text, to be read by anything and for as long as there are letters: UTF-8, lines of at most
 * PLAIN_WIDTH characters but for words that are longer.  Headings are underlined, lists have strokes or their numbers, and a row
 * of a table is its cells, each behind its column's heading.  Where words lead stands behind them.  What is drawn only is left
 * out: a light's shape has its word beside it, and a code to photograph its label.
 */
#ifndef FYR_PDF_PLAIN_H
#define FYR_PDF_PLAIN_H

#include "base/out.h"
#include "pdf/document.h"

enum { PLAIN_WIDTH = 76 };

void pdf_plain(const struct pdf_document *d, struct out *o);

#endif
