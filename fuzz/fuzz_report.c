/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: reports as strangers hand them in, HTML and CSV, under the key that they name themselves, so that what lies behind the
 * signature is reached; under another key none is believed.  What is read of a file lies within it.  The first byte says which
 * of the two it is.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "desk/attest.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new((size_t)512 << 20);
	struct hasher *h = hasher_new();
	const unsigned char nobody[KEY_BYTES] = { 1 };
	struct vkey key = vkey_of(h, "fyrby", KEY_LOG, nobody);
	struct log_keys keys = { .count = 0 };
	struct trust own = { .keys = NULL }, trust = { .keys = &keys };
	bool is_csv = n && bytes[0] == 'c';
	const char *text = (const char *)bytes + (n > 0);
	struct report_file file;
	struct attested attested;

	assert(log_keys_add(a, h, &keys, vkey_text(a, &key), 0));
	if (n && !report_file_read(a, text, n - 1, is_csv, &file)) {
		assert(file.code && file.evidence && file.report.period && strlen(file.evidence) < n);
		for (size_t i = 0; i < file.report.count; i++)
			assert(file.report.rows[i].process && file.report.rows[i].number >= 0 && file.report.rows[i].entry >= -1);
		if (!attest_report(a, h, catalogue_get("sv"), &own, text, n - 1, is_csv, &attested))
			assert(js_get_int(attested.data, "rows", -1) == (int64_t)file.report.count);
		assert(attest_report(a, h, catalogue_get("sv"), &trust, text, n - 1, is_csv, &attested) != NULL);
	}
	hasher_free(h);
	arena_free(a);
	return 0;
}
