/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/signature.h"

char *signature_code(struct arena *a, struct hasher *h, const char *statement)
{
	struct hash challenge = assertion_challenge(h, statement);

	return short_code(a, &challenge);
}

void signature_fill_codes(struct fill *f, const char *table)
{
	struct table *t = fill_found(f, table);
	struct hasher *h = hasher_new();

	for (size_t row = 0; row < t->row_count; row++)
		if (table_text(t, row, "signed_with"))
			fill_text(t, row, "sign_code", signature_code(f->arena, h, table_text(t, row, "statement")));
	hasher_free(h);
}
