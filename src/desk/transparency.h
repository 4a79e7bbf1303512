/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transparency: the log for whoever follows it from outside, as a C2SP tlog-tiles log: the newest stored checkpoint, and the
 * tiles of every tree that a stored checkpoint was of.  Checkpoint and hashes are anybody's: they tell how many entries there
 * are and nothing of what they say.  Entries tell who did what when, so they are for those who may see them on the page log.
 */
#ifndef FYR_DESK_TRANSPARENCY_H
#define FYR_DESK_TRANSPARENCY_H

#include "desk/desk.h"
#include "ledger/tile.h"

/* The newest stored checkpoint with its cosignatures; NULL when there is none, or on a fault of the store. */
char *transparency_checkpoint(struct desk *d, struct arena *a);

/* A tile's bytes in the arena.  FAULT_NOTHING: no stored checkpoint is of a tree with that tile; FAULT_REFUSED: entries that
 * are not all for this actor to read; and those of the store. */
const struct fault *transparency_tile(struct desk *d, struct arena *a, const struct actor *actor, const struct tile *t,
	const char **out_bytes, size_t *out_n) MUST_USE;

#endif
