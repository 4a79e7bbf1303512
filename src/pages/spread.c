/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/spread.h"

#include "guard/passage.h"

int64_t spread_fill(struct fill *f, const char *table, bool is_copy)
{
	static const struct actor whoever_asked = { NULL, NULL, ROLE_PUBLIC };
	struct table *t = fill_found(f, table);
	int64_t hidden = 0;

	for (size_t row = 0; row < t->row_count; row++) {
		struct passage_spread spread = { .audience = table_text(t, row, "audience"),
			.organisations = table_text(t, row, "organisations"), .is_published = table_int(t, row, "is_published") != 0,
			.is_released = is_copy, .is_withheld = table_int(t, row, "is_masked") != 0 };
		bool may = passage_may_read(&spread, is_copy ? &whoever_asked : f->ask->actor);

		fill_int(t, row, "is_spread", may);
		hidden += !may;
	}
	return hidden;
}
