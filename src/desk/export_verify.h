/* SPDX-License-Identifier: EUPL-1.2
 *
 * Export, checked: is a folder (desk/export.h) whole, and is it what its log signed?  Needs no council and changes nothing;
 * the folder may come from anybody.
 * Checks: that each file that a tree of this size has is there and no other; the keys, each from the entry that made it count, and
 * vouched for by the one before; the checkpoint and each older one, signed by a key that counted at its size, and its root,
 * which is what a consistency proof would show; every hash against the entries; each entry's form,
 * canonical spelling, number, time order, log and head it builds on; each text against its digest; the two-person rule;
 * that what was erased is not there.  What it cannot know: whether texts are left out (they may be), and whether the key is
 * the log's, which whoever checks must have from elsewhere.
 */
#ifndef FYR_DESK_EXPORT_VERIFY_H
#define FYR_DESK_EXPORT_VERIFY_H

#include <stdbool.h>

#include "base/env.h"
#include "base/fault.h"
#include "ledger/log_keys.h"

enum { EXPORT_ENTRIES_MAX = 10000000, EXPORT_FINDINGS_MAX = 100 };

struct export_verdict {
	int64_t entries;
	int64_t texts;       /* disclosed */
	int64_t not_here;    /* named by entries, but neither disclosed nor erased */
	int64_t checkpoints; /* the newest and the older ones */
	int findings;        /* of these, the first EXPORT_FINDINGS_MAX are told */
	const char *root;    /* base64 */
	const char *vkey;    /* the newest that it was checked with */
};

/* Is there a folder of that name? */
bool export_is_folder(const char *path);

/* `trusted` are the log's keys as who checks has them from elsewhere, or NULL: then the folder's own are taken, and told.  The
 * newest of them must have signed, or, when it counts no longer, have vouched for those that came after it.
 * `say` gets a sentence for each finding, naming file or entry, never a typed text.  Without the replay, `book_only`, the
 * two-person rule and erasures are not looked at; personal signatures are.  Faults: FAULT_NOTHING no folder, FAULT_SYSTEM,
 * FAULT_USAGE a log of more than EXPORT_ENTRIES_MAX entries. */
const struct fault *export_verify(struct arena *a, const struct env *env, const char *folder,
	const struct log_keys *trusted, bool book_only, void (*say)(void *self, const char *finding), void *self,
	struct export_verdict *out) MUST_USE;

#endif
