/* SPDX-License-Identifier: EUPL-1.2
 *
 * Attached: what pages share that show passages of notes, or files that were added to a meeting, to whoever may read them.
 */
#ifndef FYR_PAGES_ATTACHED_H
#define FYR_PAGES_ATTACHED_H

#include "attachment/attachment.h"
#include "pages/page.h"
#include "view/catalogue.h"

/* Columns of a file.  The query gives the three first by text(seq, NAME) and is_kept by whether its bytes are there;
 * attached_fill makes the fourth: "PDF, 240 kB". */
#define ATTACHED_COLUMNS                                                                              \
	{ .name = "file_type", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },                                    \
	{ .name = "bytes", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },                                    \
	{ .name = "sha256", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },                                  \
	{ .name = "extent", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },                \
	{ .name = "is_kept", .type = COLUMN_BOOL, .label = LABEL_PASSAGE, .is_inner = true }
/* Columns by which the guard decides (guard/passage.h); spread_fill makes the last, the query's spread_column. */
#define SPREAD_COLUMNS                                                                                \
	INNER("organisations", COLUMN_TEXT), INNER("is_published", COLUMN_BOOL), INNER("is_spread", COLUMN_BOOL)

/* Asks the guard about each row of the table, by its columns audience, organisations, is_published and, where there is one,
 * is_masked.  With `is_copy` whoever asked for a copy is meant.  Gives how many rows stay hidden. */
int64_t spread_fill(struct fill *f, const char *table, bool is_copy);
void attached_fill(struct fill *f, const char *table);

/* "PDF, 240 kB" */
const char *attached_extent(struct arena *a, const struct catalogue *words, const char *type, int64_t bytes);

#endif
