/* SPDX-License-Identifier: EUPL-1.2
 *
 * Feed: a page's main table for programs that come back for it: news as Atom (RFC 4287), days as iCalendar (RFC 5545).
 * Columns are found by name, and one that is not there, or whose cell holds nothing that may be shown, is left out; a row
 * without what its format demands is left out whole.  Nothing is made of the clock: the same rows are the same bytes.
 */
#ifndef FYR_VIEW_FEED_H
#define FYR_VIEW_FEED_H

#include "base/out.h"
#include "view/catalogue.h"
#include "view/table.h"

struct feed {
	const char *site;    /* what addresses begin with, "https://council.example" */
	const char *self;    /* the feed's own path, where it is no secret; else NULL */
	const char *page;    /* the path of the page that shows the same */
	const char *council; /* NULL when its name was erased */
	const char *origin;  /* the log's, in which what identifies a row is unique */
	const char *began;   /* instant of the book's first entry: when a feed without rows was changed last */
};

/* Rows: id, published (an instant) and path demanded; title, text.  An id is unique in the log and never another's. */
void view_atom(struct out *o, struct arena *a, const struct tables *t, const struct feed *f, const struct catalogue *words);

/* Rows: uid, changed (an instant), event (its words are "event.<code>") and day demanded; begins and ends, "09:00" on that day
 * in Sweden; sequence (rises when the event changes), path, is_cancelled; venue, where the event is
 * called to and not only told of. */
void view_calendar(struct out *o, struct arena *a, const struct tables *t, const struct feed *f,
	const struct catalogue *words);

#endif
