/* SPDX-License-Identifier: EUPL-1.2
 *
 * Prose: what a person wrote, as a document shows it.  Two ways to write a link are read:
 *
 *   [its words](https://address)     and     https://address
 *
 * and what a keyboard has one key for is set as Swedish is set: " becomes ”, ' between letters ’, a hyphen between spaces –,
 * and a number stays with its digits and its sign: 1 204 000, 20 §, 25 %.  Nothing else is read, and no text is lost.
 * What was written stays as it is in the book, and in JSON, CSV and text.
 */
#ifndef FYR_VIEW_PROSE_H
#define FYR_VIEW_PROSE_H

#include "base/out.h"

/* As HTML, escaped. */
void prose_write(struct out *o, struct arena *a, const char *text);

#endif
