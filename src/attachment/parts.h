/* SPDX-License-Identifier: EUPL-1.2
 *
 * Parts: what the readers of one sort of file each have in common.
 */
#ifndef FYR_ATTACHMENT_PARTS_H
#define FYR_ATTACHMENT_PARTS_H

#include "attachment/attachment.h"
#include "base/out.h"

/* One file being looked through. */
struct looking {
	struct arena *arena;
	const char *bytes; /* with a NUL behind them */
	size_t n;
	const char *rule;  /* why it is not taken, the first that was found; NULL: it is */
	struct attachment_told told[ATTACHMENT_TOLD_MAX];
	size_t told_count;
	struct out text;   /* a document's words */
	struct out kept;   /* a picture without what is taken out */
	bool is_changed;   /* something was */
};

/* Remembers the first rule. */
void looking_fail(struct looking *l, const char *rule);
/* Tells it, unless the same stands there already; blank words are none. */
void looking_tell(struct looking *l, const char *what, const char *words, size_t n);
/* Tells of what was taken out, or of what has no words. */
void looking_name(struct looking *l, const char *what);
/* Tells how many there are, unless there are none. */
void looking_count(struct looking *l, const char *what, size_t count);

void picture_jpeg(struct looking *l);
void picture_png(struct looking *l);
void paper_look(struct looking *l);
void office_look(struct looking *l, enum attachment_sort sort);

#endif
