/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: a leaf as it might stand in a file somebody has changed.  What is accepted is canonical, so that its statement
 * written again is the same line.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "ledger/book.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	const char *leaf = arena_copy(a, (const char *)bytes, n < 65536 ? n : 65536);
	struct entry e, again;

	if (!entry_parse(a, leaf, 1, &e)) {
		const char *statement = arena_copy(a, e.line, strlen(e.line) - 1);

		assert(!strcmp(js_line(a, js_read(a, statement, strlen(statement))), statement));
		assert(!strcmp(instant_text(a, e.time), e.t) && instant_day(e.time) == e.day);
		assert(!entry_parse_statement(a, e.line, &again));
		assert(!strcmp(again.kind, e.kind) && !strcmp(again.by, e.by) && !strcmp(again.line, e.line));
	}
	arena_free(a);
	return 0;
}
