/* SPDX-License-Identifier: EUPL-1.2
 *
 * Aside: what two councils that are equal but for what a secret says cannot have alike, put aside before they are compared:
 * hashes and roots (43 letters of base64 or base64url, 64 of lower-case hex), codes made of them (four groups of four of
 * base32), the squares of a QR code, and a form's nonce, which is drawn anew (32 letters from a to p).  Each leaves as many x
 * as it has letters, so nothing else moves, and no text of another shape goes with it.
 *
 * The program that is linked with this makes its papers of pages that were put through it (--wrap of the linker): a paper sets
 * letters where the widths of those before them end, and carries those it used, so that afterwards nothing could be put aside.
 */
#ifndef FYR_TEST_ASIDE_H
#define FYR_TEST_ASIDE_H

#include "base/arena.h"

/* A copy of the text, which is ended by NUL, without these. */
char *aside_put(struct arena *a, const char *text);

#endif
