/* SPDX-License-Identifier: EUPL-1.2
 *
 * Attached: what pages share that show files that were added to a meeting.
 */
#ifndef FYR_PAGES_ATTACHED_H
#define FYR_PAGES_ATTACHED_H

#include "attachment/attachment.h"
#include "pages/spread.h"
#include "view/catalogue.h"

/* Columns of a file.  The query gives the three first by text(seq, NAME) and is_kept by whether its bytes are there;
 * attached_fill makes the fourth: "PDF, 240 kB". */
#define ATTACHED_COLUMNS                                                                              \
	{ .name = "file_type", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },                                    \
	{ .name = "bytes", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },                                    \
	{ .name = "sha256", .type = COLUMN_TEXT, .label = LABEL_PASSAGE },                                  \
	{ .name = "extent", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },                \
	{ .name = "is_kept", .type = COLUMN_BOOL, .label = LABEL_PASSAGE, .is_inner = true }
/* Files of a meeting in a list, as the page meeting asks for them. */
#define ATTACHED_LIST_COLUMNS                                                                         \
	OPEN("seq", COLUMN_INT), OPEN("audience", COLUMN_CODE), OPEN("provision", COLUMN_TEXT),              \
	OPEN("ask", COLUMN_TEXT), WORK("item"),                                                              \
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_PASSAGE }, ATTACHED_COLUMNS, SPREAD_COLUMNS

void attached_fill(struct fill *f, const char *table);

/* "PDF, 240 kB" */
const char *attached_extent(struct arena *a, const struct catalogue *words, const char *type, int64_t bytes);

#endif
