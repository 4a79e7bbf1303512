/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/keys_coming.h"

#include "pages/columns.h"

const struct column keys_coming_columns[KEYS_COMING_COLUMNS] = {
	OPEN("holder", COLUMN_TEXT), OPEN("proposal", COLUMN_INT), OPEN("counts_from", COLUMN_TIME), OPEN("key_code", COLUMN_TEXT),
};

void keys_coming_fill(struct fill *f)
{
	struct table *t = fill_found(f, "keys_coming");

	for (size_t i = 0; i < t->row_count; i++)
		fill_text(t, i, "key_code", page_key_code(f->arena, table_text(t, i, "key_code")));
}
