/* SPDX-License-Identifier: EUPL-1.2
 *
 * Chart: the values of one indicator over time as a line, drawn here as inline SVG.  It adds to a table with the same
 * numbers and never stands alone.  Shape and word carry what is said, so it reads in greyscale and in forced colours:
 * the target is a dashed line and the baseline a dotted one, each with its word and number; a preliminary value is a
 * hollow diamond with the word; first and last value are written out, and the axis says where it begins (ux §3.1, §3.4).
 */
#ifndef FYR_VIEW_CHART_H
#define FYR_VIEW_CHART_H

#include "base/out.h"
#include "view/catalogue.h"

enum { CHART_POINTS_MAX = 60 };

struct chart_point {
	const char *date;  /* date text, as precise as known (base/date.h) */
	const char *value; /* canonical decimal */
	bool is_preliminary;
};

/* All texts are plain and borrowed. */
struct chart {
	const char *id;       /* letters, digits and -: unique in the page */
	const char *title;    /* the indicator's name */
	const char *unit;     /* or NULL */
	const char *target;   /* canonical decimal, or NULL */
	const char *baseline; /* likewise */
	struct chart_point *points; /* in any order; put in order of their dates */
	size_t count;
};

/* Nothing when there are fewer than two points, or a number too long to be drawn: the table has it. */
void chart_lines(struct out *o, struct arena *a, const struct catalogue *words, const struct chart *chart);

#endif
