/* SPDX-License-Identifier: EUPL-1.2
 *
 * The database behind a store and the name of its file layer, for this room's own files alone.
 */
#ifndef FYR_STORE_INSIDE_H
#define FYR_STORE_INSIDE_H

#include <sqlite3.h>

#include "store/store.h"

sqlite3 *store_database(const struct store *s);
const char *store_layer(const struct store *s);

#endif
