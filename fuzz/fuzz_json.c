/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: JSON from outside.  What is accepted is written canonically, and reading that again must give the same bytes:
 * one spelling for each value.
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

	if (value) {
		const char *line = js_line(a, value);
		const struct json *again = js_read(a, line, strlen(line));

		assert(again && !strcmp(js_line(a, again), line));
	}
	arena_free(a);
	return 0;
}
