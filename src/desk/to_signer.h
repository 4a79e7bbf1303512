/* SPDX-License-Identifier: EUPL-1.2
 *
 * To the signer: the writer's question for a checkpoint over the whole book, and what comes back (design §5).
 */
#ifndef FYR_DESK_TO_SIGNER_H
#define FYR_DESK_TO_SIGNER_H

#include "desk/desk.h"

/* A line to the signer that listens at `path`; -1: there is none. */
int to_signer_line(const char *path);

/* Asks on the line `fd`.  The book's entries from `from` on, what the newest checkpoint covers, are read again first, so
 * that only what is on the disk is signed.  The note is in the arena, and is the log's own over this very book.
 * Faults: FAULT_DAMAGED when signer and book disagree, FAULT_BUSY and FAULT_SYSTEM when the signer does not answer. */
const struct fault *to_signer(struct desk *d, struct arena *a, int fd, int64_t from, const char **out_note) MUST_USE;

#endif
