/* SPDX-License-Identifier: EUPL-1.2
 *
 * Receipts: an entry with what proves it (ledger/receipt.h), for whoever may see that entry on the page `log`: to be kept
 * outside the council's computers, and checked without the book.
 */
#ifndef FYR_DESK_RECEIPT_H
#define FYR_DESK_RECEIPT_H

#include "desk/desk.h"
#include "ledger/receipt.h"

/* A stored checkpoint and the book it stands for, on the caller's snapshot. */
struct proof_ground {
	struct book book;
	struct checkpoint checkpoint;
	const char *note;
};
/* FAULT_NOTHING when there is none of that size. */
const struct fault *proof_ground_open(struct desk *d, struct arena *a, int64_t size, struct proof_ground *out) MUST_USE;

/* One entry with its inclusion path and those of its texts that `actor` may read, or, when `only` is not NULL, of these the
 * one of that field.  `checkpoint` of *out is NULL.  FAULT_BUSY while no checkpoint covers the entry; FAULT_REFUSED when the
 * actor may not see what it says in clear; FAULT_NOTHING when there is no such entry. */
const struct fault *proof_of(struct proof_ground *g, struct arena *a, const struct actor *actor, int64_t seq, const char *only,
	struct receipt *out) MUST_USE;

/* The receipt's text, on one snapshot.  Faults as above; who is not signed in is refused. */
const struct fault *receipt_write(struct desk *d, struct arena *a, const struct actor *actor, int64_t seq, const char **out)
	MUST_USE;

#endif
