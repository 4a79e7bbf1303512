/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: identity numbers in any text.  The place told must lie in the text, and adding a published test number on a
 * line of its own must always be refused.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "guard/identity.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct identity_hit hit;
	struct arena *a;
	const char *text;

	if (size > 1 << 16 || (size && memchr(data, 0, size)))
		return 0;
	a = arena_new(1 << 20);
	text = arena_copy(a, (const char *)data, size);
	if (identity_find(text, &hit) != IDENTITY_NONE)
		assert(hit.first_char >= 1 && hit.first_char < hit.last_char && hit.last_char <= text_chars(text)
			&& hit.line >= 1);
	assert(identity_find(arena_print(a, "%s: 640823-3234", text), &hit) == IDENTITY_REFUSE);
	assert(identity_find(arena_print(a, "640823-3234: %s", text), &hit) == IDENTITY_REFUSE);
	arena_free(a);
	return 0;
}
