/* SPDX-License-Identifier: EUPL-1.2
 *
 * Diary: the council's documents as packages for the municipality's diary or e-archive (docs/diary.md), one folder each, as
 * whoever asks gets them:
 *
 *     <sort>-<entry>/document.json   what the diary needs of it (OSL 5 kap. 2 §), from the page `diary`
 *     <sort>-<entry>/<sort>.pdf      the document, PDF/A
 *     answer-<entry>/copy.pdf        the copy that goes with an answer, when there is one
 *     attachment-<entry>/attachment.<type>   instead of a paper the file itself, as it was recorded
 *     README.txt                     what this is, in Swedish and English
 *     SHA256SUMS                     of all these, as sha256sum writes it
 *
 * <sort> is the page's `document_sort` and <entry> the number of the entry from which the document is there: no name says anything
 * else.  A file that is erased, or that whoever asks may not read, is told of and not there.  The same book, day, language and
 * person give the same bytes.
 */
#ifndef FYR_DESK_DIARY_H
#define FYR_DESK_DIARY_H

#include "desk/show.h"

struct diary_package {
	const char *name; /* of its folder, in the target */
	int64_t entry;
};
struct diary {
	struct diary_package *all; /* in the arena, the newest first */
	size_t count;
};

/* Writes to the folder `target`, all at once or nothing (base/folder.h).  `ask` is for the page `diary` and says which documents;
 * `shelf` has all pages.  All is of one moment.
 * Faults: those of folder_begin; FAULT_REFUSED and FAULT_USAGE for what the page answers; FAULT_DAMAGED for a file whose bytes are
 * others than were recorded; FAULT_SYSTEM, also for a document that is too long for a paper. */
const struct fault *diary_export(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	const char *target, struct diary *out) MUST_USE;

#endif
