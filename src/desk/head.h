/* SPDX-License-Identifier: EUPL-1.2
 *
 * Head: does the book hold what the signer remembers to have signed?  A book that was cut off or put back from an older
 * copy does not; to go on from it would make two books which both carry the log's signature.
 */
#ifndef FYR_DESK_HEAD_H
#define FYR_DESK_HEAD_H

#include "base/env.h"
#include "ledger/book.h"

/* NULL when they agree, when nothing has been signed yet, or when this user may not read the signer's file; then the
 * signer's own refusal guards.  FAULT_DAMAGED otherwise. */
const struct fault *head_agrees(struct arena *a, const struct env *env, const struct book *b, const char *head_path) MUST_USE;
/* Where the signer keeps its second memory, the high-water mark, on another disk: FILE-high-water holds that path.  NULL: it
 * keeps none. */
const char *head_elsewhere(struct arena *a, const struct env *env, const char *file);
/* From now on it is kept at `path`, which is written there as an absolute one.  FAULT_USAGE when its folder is not there,
 * FAULT_SYSTEM. */
const struct fault *head_keep_elsewhere(struct arena *a, const struct env *env, const char *file, const char *path) MUST_USE;

#endif
