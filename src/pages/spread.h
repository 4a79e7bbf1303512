/* SPDX-License-Identifier: EUPL-1.2
 *
 * Spread: who reads a passage of notes or a file that was added stands in its own row, and no role opens it; what pages share
 * that show such rows.
 */
#ifndef FYR_PAGES_SPREAD_H
#define FYR_PAGES_SPREAD_H

#include "pages/page.h"

/* Columns by which the guard decides (guard/passage.h), from the view passage_spread; spread_fill makes the last, the query's
 * spread_column. */
#define SPREAD_COLUMNS                                                                                \
	INNER("organisations", COLUMN_TEXT), INNER("is_published", COLUMN_BOOL), INNER("is_spread", COLUMN_BOOL)

/* Asks the guard about each row of the table, by its columns audience, organisations, is_published and, where there is one,
 * is_masked.  With `is_copy` whoever asked for a copy is meant.  Gives how many rows stay hidden. */
int64_t spread_fill(struct fill *f, const char *table, bool is_copy);

#endif
