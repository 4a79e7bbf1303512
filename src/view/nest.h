/* SPDX-License-Identifier: EUPL-1.2
 *
 * Nest: which rows of a nested table belong to which row of its parent, found once for a page in time linear in the
 * rows.  The children of one row keep their own order.
 */
#ifndef FYR_VIEW_NEST_H
#define FYR_VIEW_NEST_H

#include <stddef.h>

#include "view/table.h"

/* Lives in the arena. */
struct nest {
	size_t *first; /* by parent row: its first child row, SIZE_MAX when it has none */
	size_t *next;  /* by child row: the next one of the same parent row, SIZE_MAX at the end */
};

/* The child's `key` column stands in both tables (asserted).  A key that is not there, masked or erased joins nothing. */
struct nest nest_new(struct arena *a, const struct table *parent, const struct table *child);

#endif
