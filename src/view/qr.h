/* SPDX-License-Identifier: EUPL-1.2
 *
 * Qr: a text as a QR code (ISO/IEC 18004, level M), drawn as inline SVG: dark on white in dark mode and print too, since
 * readers of such codes need that.
 */
#ifndef FYR_VIEW_QR_H
#define FYR_VIEW_QR_H

#include "base/out.h"
#include "view/catalogue.h"

/* Nothing for a text that is too long for a code (2,331 bytes). */
void qr_write(struct out *o, const struct catalogue *words, const char *text);

#endif
