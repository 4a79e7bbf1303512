/* SPDX-License-Identifier: EUPL-1.2
 *
 * Icc: what red, green and blue on a paper mean, as an ICC profile (ICC.1:2001-04, version 2): the primaries and the white of
 * sRGB (IEC 61966-2-1) adapted to D50, with 2.2 as exponent, from which sRGB's own curve differs by less than an eye sees.
 */
#ifndef FYR_PDF_ICC_H
#define FYR_PDF_ICC_H

#include "base/out.h"

void pdf_icc(struct out *o, struct arena *a);

#endif
