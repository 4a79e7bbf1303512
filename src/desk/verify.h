/* SPDX-License-Identifier: EUPL-1.2
 *
 * Verify: does the file hold what its entries say, unaltered?  Needs FILE alone, beside a running writer too; where
 * FILE-head, the signer's memory, lies beside it, that is asked as well.
 * Checks: the pages of the file (not under `book_only`: then what cannot be read is told, and a row that only a search by its
 * number would miss is not); the schema; each leaf's form, canonical spelling, number, time order and log; its hash; the
 * tree, its frontier and kept nodes; each stored checkpoint's root, and the signature of a key that counted at its size;
 * each witness's signature under one; each text against its digest, each digest against its text or its erasure; the
 * personal signatures with the keys enrolled at their position; and, unless `book_only`, the two-person rule, and every
 * entry replayed into a fresh state that is compared table by table, row by row.  It never repairs.
 */
#ifndef FYR_DESK_VERIFY_H
#define FYR_DESK_VERIFY_H

#include <stdbool.h>

#include "base/env.h"
#include "base/fault.h"

struct verdict {
	int64_t entries;
	int64_t checkpoint_size; /* the newest stored checkpoint covers so many entries; -1: none */
	int findings;
	const char *root;        /* base64 */
	bool is_state_former;    /* an older program's state, which nobody reads before the writer makes it anew: not compared */
};

/* `say` gets one sentence for each finding, naming entry or row, never a typed text.  A fault when the file cannot be
 * read at all (FAULT_DAMAGED when it is broken). */
const struct fault *verify(struct arena *a, const struct env *env, const char *path, bool book_only,
	void (*say)(void *self, const char *finding), void *self, struct verdict *out) MUST_USE;

#endif
