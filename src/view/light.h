/* SPDX-License-Identifier: EUPL-1.2
 *
 * Light: the traffic lights and effects as shapes.  A word always stands beside a shape; shape and, in a strip, height
 * carry the status, colour only adds to it (WCAG 1.4.1; ux §3.3, §3.4).
 */
#ifndef FYR_VIEW_LIGHT_H
#define FYR_VIEW_LIGHT_H

#include "base/out.h"
#include "view/catalogue.h"

enum { STRIP_MAX = 8 };

/* The mark for plain text: ● ▲ ■ ◇ ‖ ✓ ○, or an effect's arrow; "" for any other word. */
const char *light_mark(const char *code);

/* Inline SVG, hidden from readers of the text beside it; nothing for an unknown code. */
void light_icon(struct out *o, const char *code);

/* One past period; both texts plain. */
struct light_period {
	const char *code;   /* a light's code; NULL or "" is "none" */
	const char *period; /* formatted */
};

/* One inline SVG of at most STRIP_MAX marks, oldest left, with its words as label; the newest are kept.  A sentence
 * when there are none. */
void light_strip(struct out *o, struct arena *a, const struct catalogue *words, const struct light_period *periods,
	size_t count);

#endif
