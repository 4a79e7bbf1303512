/* SPDX-License-Identifier: EUPL-1.2
 *
 * Second copy: the book's entries as plain files in a folder elsewhere, on another disk or machine, following the book while
 * it is served.  From it, and from a backup for the texts, the book can be made again (desk/backup.h).
 *
 *     vkey                   the log's key, a line
 *     tile/entries/<N>       256 entries, each a big-endian 16-bit length and its bytes: an entry bundle of C2SP tlog-tiles.
 *                            The newest file is not yet full and grows; a torn entry at its end is cut off before going on
 *     checkpoint             the newest signed checkpoint, with its cosignatures
 *
 * Entries hold no typed text, only digests (design §4): the copy is public where the log is, and what is erased from the
 * book was never in it.  But the erasures are: whoever restores an older backup and brings it up to the copy erases again.
 */
#ifndef FYR_DESK_SECOND_COPY_H
#define FYR_DESK_SECOND_COPY_H

#include <stdbool.h>

#include "base/env.h"
#include "ledger/book.h"
#include "store/store.h"

struct second_copy {
	const struct env *env;
	const char *folder;
	bool is_open;       /* `entries` is known, and the copy is of this book */
	int64_t entries;    /* in the copy */
	int64_t checkpoint; /* entries its checkpoint covers; -1: none */
};

/* Brings the copy up to the book of `s`: the entries it lacks, synced, then the newest checkpoint.  The folder is made when
 * it is not there; its own folder must be.
 * Faults: FAULT_REFUSED the folder holds another book's copy, FAULT_DAMAGED more or other entries than the book: the book is an
 * older one, or altered; FAULT_NOTHING, FAULT_SYSTEM the folder cannot be used.  After a fault it is opened anew. */
const struct fault *second_copy_follow(struct second_copy *c, struct arena *a, struct store *s) MUST_USE;

/* Follows the book of `file` into `folder` until `stop_fd` becomes readable.  What is wrong is told on standard error once,
 * and again when something else is; it goes on trying. */
void second_copy_serve(struct arena *a, const struct env *env, const char *file, const char *folder, int stop_fd);

/* Appends to a book the entries that the copy in `folder` has beyond it, in the store's transaction.  Those the book has
 * must be the same there, and every entry well formed.  Nothing is applied: the state is to be made again, and then
 * second_copy_stands asked.  *out_added is how many.
 * Faults: FAULT_DAMAGED, FAULT_REFUSED another book's, FAULT_NOTHING no copy there. */
const struct fault *second_copy_append(struct arena *a, const struct env *env, struct book *b, const char *folder,
	int64_t *out_added) MUST_USE;

/* Does the copy's checkpoint, signed by a key of the log that counted at its size, stand on the book as it now is?  Entries
 * after it are taken when they are well formed.  FAULT_DAMAGED when it does not, or is not there. */
const struct fault *second_copy_stands(struct arena *a, const struct env *env, const struct book *b, const char *folder) MUST_USE;

#endif
