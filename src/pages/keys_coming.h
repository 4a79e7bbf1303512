/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keys coming: personal keys that are proposed or whose waiting time runs.  Everybody is told of them on the own first pages,
 * so that those for whom a key would speak have time to protest (kinds/passkey).
 */
#ifndef FYR_PAGES_KEYS_COMING_H
#define FYR_PAGES_KEYS_COMING_H

#include "pages/page.h"

enum { KEYS_COMING_COLUMNS = 4 };
extern const struct column keys_coming_columns[KEYS_COMING_COLUMNS];

/* For a page's list of queries; the page includes the part keys_coming and calls keys_coming_fill. */
#define KEYS_COMING_QUERY .name = "keys_coming", .columns = keys_coming_columns, .column_count = KEYS_COMING_COLUMNS, .from = "keys"

void keys_coming_fill(struct fill *f);

#endif
