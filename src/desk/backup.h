/* SPDX-License-Identifier: EUPL-1.2
 *
 * Backup: a council as a folder that can be kept elsewhere, and back again.  The folder holds
 *
 *     council.fyr            book and state, all pages of one moment
 *     council.fyr-key        the log's key: without it nothing more can be signed for this council
 *     council.fyr-head       the signer's memory of what it signed last
 *     council.fyr-office     passphrase hashes, drafts and which entries were written by a letter; never sessions,
 *                            one-time links or letters: none of them may come alive again in a copy
 *     council.fyr-policy     its witnesses, when it has any: they are asked before a council put back from here goes on
 *     contents.txt           what it is: times, sizes and a SHA-256 of each file, and of itself
 *
 * It is as secret as the council itself.  Where FILE-recipient lies beside the council every file goes out sealed to that
 * key (desk/seal.h) under its name with ".sealed" after it; then the open files lie beside the council alone, while the copy
 * is made.  A folder is whole or it is not there: it is written and verified under
 * another name (TARGET.unfinished-<pid>), synced, and named last; contents.txt comes last of its files.
 */
#ifndef FYR_DESK_BACKUP_H
#define FYR_DESK_BACKUP_H

#include <stdbool.h>

#include "base/env.h"
#include "base/fault.h"

struct backup {
	int64_t entries;           /* in the book */
	int64_t checkpoint;        /* entries the newest stored checkpoint covers; -1: none */
	const char *root;          /* of the tree, base64 */
	const char *newest, *made; /* when the newest entry and the copy were made: "2026-11-23T15:04:05Z" */
	bool has_key, has_head, has_office;
	bool is_sealed;
	int64_t added, lost;       /* entries that came from a second copy, and their typed texts, which no copy has */
	bool is_head_kept;         /* the signer's memory lay at the target already; it agrees with the book and was left */
};

/* Copies the council at `file` into the new folder `target`, beside a running server or without one, and verifies the
 * copy as `fyr verify` does.  `say` gets the findings.  After a fault nothing is left.
 * Faults: FAULT_NOTHING no such file or no folder for the target, FAULT_REFUSED the target is there, FAULT_DAMAGED,
 * FAULT_USAGE a newer program's file, FAULT_SYSTEM. */
const struct fault *backup_make(struct arena *a, const struct env *env, const char *file, const char *target,
	void (*say)(void *self, const char *finding), void *self, struct backup *out) MUST_USE;

/* Is there nothing at `target` that a restored council would stand over?  Only FILE-head, the signer's own memory,
 * FILE-policy, FILE-high-water, FILE-alarm and FILE-lock may lie there.  FAULT_REFUSED names what is in the way. */
const struct fault *backup_has_room(struct arena *a, const char *target) MUST_USE;

struct restoring {
	const char *source, *target;
	const char *key_path; /* the file with the secret that opens a sealed copy, or NULL */
	const char *high_water; /* the signer's memory kept elsewhere; NULL: where FILE-high-water says, if it is there */
	const char *copy;     /* the folder of a second copy (desk/second_copy.h) to bring the book up to, or NULL */
};

/* Makes the council at `target` from the folder `source`; the caller holds the target's lock.  Every file is compared
 * with contents.txt and the book verified before anything gets its name, and once more afterwards.  FILE comes last:
 * without it there is no council.  A FILE-head and a FILE-policy that lie there are kept; FAULT_REFUSED when that head, or
 * the memory kept elsewhere, remembers more than the copy holds, or another book, since going on from an older book would
 * make two that both are signed.
 * With a second copy the book is brought up to that first: entries are added, and what they erased is erased here too, so that
 * erased text stays erased.  The texts of the entries added are lost; `verify` names each, until two persons have erased it.
 * Other faults as above. */
const struct fault *backup_restore(struct arena *a, const struct env *env, const struct restoring *how,
	void (*say)(void *self, const char *finding), void *self, struct backup *out) MUST_USE;

#endif
