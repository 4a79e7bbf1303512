/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pdf: a document as a PDF file: A4, ISO 19005-1 level B (PDF/A-1b), and tagged as ISO 14289-1 (PDF/UA-1) asks.  One revision, no
 * object streams, no clock and no chance: the same document and fonts give the same bytes.  It says about itself its title and
 * its language, and what the two standards demand; no author, program or date.
 */
#ifndef FYR_PDF_PDF_H
#define FYR_PDF_PDF_H

#include "base/hash.h"
#include "base/out.h"
#include "pdf/document.h"

/* Faults: FAULT_SYSTEM without the fonts (pdf/font.h), or when it would be larger than `o` or PAPER_MAX allows, or needs more than
 * PAPER_ROOM_MAX to be made: then `o` is full. */
const struct fault *pdf_write(struct arena *a, struct hasher *h, const struct pdf_document *d, struct out *o)
	MUST_USE;

#endif
