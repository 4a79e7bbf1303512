/* SPDX-License-Identifier: EUPL-1.2
 *
 * Site: fills what head and foot of every HTML page show (view/site.h); used inside the desk alone.
 */
#ifndef FYR_DESK_SITE_H
#define FYR_DESK_SITE_H

#include "desk/show.h"

void site_fill(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask, struct tables *t);

/* The persons of the example council that its role bar and `--as` know, ended by NULL; "public" is nobody. */
extern const char *const site_example_persons[];

#endif
