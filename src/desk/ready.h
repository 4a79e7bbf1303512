/* SPDX-License-Identifier: EUPL-1.2
 *
 * Ready: can this council be worked with?  A quick look at the end of the book; `fyr verify` looks at all of it.
 */
#ifndef FYR_DESK_READY_H
#define FYR_DESK_READY_H

#include "desk/desk.h"

/* The newest entries hash to what is stored, the tree ends at the last of them, and the newest checkpoint is signed by the
 * log's key for a tree the book had.  `d` is a reader.  FAULT_DAMAGED, or the store's own. */
const struct fault *desk_ready(struct desk *d, struct arena *a) MUST_USE;

#endif
