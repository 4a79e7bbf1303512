/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: JSON from outside.  What is accepted is written canonically, and reading that again must give the same bytes:
 * one spelling for each value.  The reader of the book's lines takes that spelling and no other.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	const struct json *value = n <= BODY_MAX / 16 ? js_read(a, (const char *)bytes, n) : NULL;
	bool is_canonical = false;

	if (value) {
		const char *line = js_line(a, value);
		const struct json *again = js_read(a, line, strlen(line));

		assert(again && !strcmp(js_line(a, again), line));
		again = js_read_line(a, line, strlen(line));
		assert(again && !strcmp(js_line(a, again), line));
		is_canonical = strlen(line) == n && !memcmp(line, bytes, n);
	}
	assert((n <= BODY_MAX / 16 && js_read_line(a, (const char *)bytes, n) != NULL) == is_canonical);
	arena_free(a);
	return 0;
}
