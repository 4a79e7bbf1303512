/* SPDX-License-Identifier: EUPL-1.2
 *
 * File: a paper that is drawn, as the objects of a PDF 1.4 file (ISO 32000-1 §7).
 */
#ifndef FYR_PDF_FILE_H
#define FYR_PDF_FILE_H

#include "base/hash.h"
#include "pdf/paper.h"

void pdf_file(struct paper *p, struct hasher *h, struct out *o);

#endif
