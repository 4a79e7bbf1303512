/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reserve: a file beside a council's own that holds room on the disk.  When the disk is full it is given up, so that what
 * was written can still be signed, a text can still be erased and the last checkpoint be stored at stop; everything else
 * is refused until there is room for a new reserve.  Only a server keeps one.
 */
#ifndef FYR_DESK_RESERVE_H
#define FYR_DESK_RESERVE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/env.h"

enum { RESERVE_BYTES = 16 << 20 /* the longest text can be erased (ATTACHMENT_BYTES_MAX) */ };

struct reserve {
	const struct env *env;
	const char *path; /* FILE-reserve; NULL: none is kept */
	const char *folder;
	bool is_kept;     /* it is there */
	bool is_given_up; /* it was, and the disk has been full since */
};

/* Makes the reserve of the council file at `file`, or finds the one that is there.  Without room for it there is none,
 * and a full disk is told act by act.  Paths live in `a`. */
void reserve_open(struct reserve *r, struct arena *a, const struct env *env, const char *file);

/* The disk is full.  True when room was given up just now. */
bool reserve_give_up(struct reserve *r);

/* Fewer bytes are free than a signature or two need. */
bool reserve_is_pressed(const struct reserve *r);

/* Does the disk take a byte, where it may have been read-only? */
bool reserve_takes(const struct reserve *r);

/* Makes it again when there is room for it and as much beside; true when that was just now. */
bool reserve_restore(struct reserve *r);

#endif
