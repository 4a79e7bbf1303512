/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: receipts as strangers hand them in.  What is read has one spelling: written again it gives the same bytes.  Whether its
 * signature holds is not asked here, so that what lies behind it is reached: the path, the leaf and the disclosures.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new(256 << 20);
	struct hasher *h = hasher_new();
	struct receipt r;
	struct receipt_proven p;
	struct note note;
	struct checkpoint c;

	if (!receipt_from(a, (const char *)bytes, n, &r)) {
		const char *again = receipt_text(a, &r);

		assert(strlen(again) == n && !memcmp(again, bytes, n));
		if (!note_parse(a, r.checkpoint, strlen(r.checkpoint), &note) && !checkpoint_from(a, note.text, &c)
			&& !receipt_prove(a, h, &r, &c, "", &p))
			assert(p.entry.seq == (int64_t)r.index && p.text_count <= r.disclosure_count);
	}
	hasher_free(h);
	arena_free(a);
	return 0;
}
