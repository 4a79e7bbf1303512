/* SPDX-License-Identifier: EUPL-1.2
 *
 * Export, checked: is a folder (desk/export.h) whole, and is it what its log signed?  Needs no council and changes nothing;
 * the folder may come from anybody.
 * Checks: that each file that a tree of this size has is there and no other; the key; the checkpoint and each older one,
 * signature and root, which is what a consistency proof would show; every hash against the entries; each entry's form,
 * canonical spelling, number, time order, log and head it builds on; each text against its digest; the two-person rule;
 * that what was erased is not there.  What it cannot know: whether texts are left out (they may be), and whether the key is
 * the log's, which whoever checks must have from elsewhere.
 */
#ifndef FYR_DESK_EXPORT_VERIFY_H
#define FYR_DESK_EXPORT_VERIFY_H

#include <stdbool.h>

#include "base/env.h"
#include "base/fault.h"

enum { EXPORT_ENTRIES_MAX = 10000000, EXPORT_FINDINGS_MAX = 100 };

struct export_verdict {
	int64_t entries;
	int64_t texts;       /* disclosed */
	int64_t not_here;    /* named by entries, but neither disclosed nor erased */
	int64_t checkpoints; /* the newest and the older ones */
	int findings;        /* of these, the first EXPORT_FINDINGS_MAX are told */
	const char *root;    /* base64 */
	const char *vkey;    /* that it was checked with */
};

/* Is there a folder of that name? */
bool export_is_folder(const char *path);

/* `trusted` is the log's key as who checks has it from elsewhere, or NULL: then the folder's own is taken, and told.
 * `say` gets a sentence for each finding, naming file or entry, never a typed text.  Without the replay, `book_only`, the
 * two-person rule and erasures are not looked at.  Faults: FAULT_NOTHING no folder, FAULT_SYSTEM, FAULT_USAGE a log of more
 * than EXPORT_ENTRIES_MAX entries. */
const struct fault *export_verify(struct arena *a, const struct env *env, const char *folder, const char *trusted, bool book_only,
	void (*say)(void *self, const char *finding), void *self, struct export_verdict *out) MUST_USE;

#endif
