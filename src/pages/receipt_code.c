/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/receipt_code.h"

#include "base/hash.h"
#include "pages/columns.h"

const struct column receipt_code_columns[RECEIPT_CODE_COLUMNS] = {
	OPEN("receipt_code", COLUMN_ID), INNER("receipt_entry", COLUMN_INT), INNER("receipt_seal", COLUMN_ID),
};

const char *receipt_code(struct arena *a, const char *hash)
{
	struct hash bytes;
	size_t n;

	return base64_to(hash, bytes.bytes, HASH_BYTES, &n) && n == HASH_BYTES ? short_code(a, &bytes) : NULL;
}

void receipt_code_fill(struct fill *f, int64_t seq)
{
	const char *text = store_text(f->store, f->arena, "SELECT base64(hash) FROM entry WHERE seq = ?1 AND seq > 0"
		" AND seq < (SELECT max(size) FROM checkpoint)", "i", seq);
	const char *code = text ? receipt_code(f->arena, text) : NULL;
	struct table *t;

	if (!code)
		return;
	t = fill_table(f, "receipt", 1);
	fill_text(t, 0, "receipt_code", code);
	fill_int(t, 0, "receipt_entry", seq);
	fill_text(t, 0, "receipt_seal", arena_print(f->arena, "fyr-entry/v1\n%s\n%lld\n%s\n/verify?code=%s\n",
		store_text(f->store, f->arena, "SELECT origin FROM council", ""), (long long)seq, text, code));
}
