/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: words that others carry to us and that must have one spelling: session and link tokens, words against forgery,
 * base64 and base64url.  Also the passphrase as it is judged, and what a browser calls itself.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "auth/office.h"
#include "auth/token.h"
#include "base/hash.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two spellings of one token would be one session under two names. */
static void check_alphabets(struct arena *a, const char *word)
{
	unsigned char bytes[96];
	struct token_hash hash;
	size_t n = 0;
	bool is_url = base64url_to(word, bytes, sizeof(bytes), &n);
	bool is_token = token_hash(word, &hash);
	char *csrf = token_csrf(a, word);

	if (is_url)
		assert(n <= sizeof(bytes) && !strcmp(base64url_from(a, bytes, n), word));
	assert(is_token == (is_url && n == TOKEN_BYTES) && is_token == (csrf != NULL));
	if (csrf)
		assert(token_hash(csrf, &hash) && strcmp(csrf, word) != 0);
	if (base64_to(word, bytes, sizeof(bytes), &n))
		assert(n <= sizeof(bytes) && !strcmp(base64_from(a, bytes, n), word));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	const char *word, *agent;

	if (size > 4096 || (size && memchr(data, 0, size)))
		return 0;
	a = arena_new(4 << 20);
	word = arena_copy(a, (const char *)data, size);
	check_alphabets(a, word);
	/* Nothing of a browser's own claim is kept: only words of ours, side by side. */
	agent = office_agent(a, word);
	assert(strlen(agent) <= 40 && agent[strcspn(agent, "<>&\"'\r\n")] == '\0');
	assert(office_same(word, word) && !office_same(word, arena_print(a, "%s.", word)));
	if (text_is_utf8(word, size) && text_chars(word) < 8)
		assert(office_passphrase_is_weak(word));
	(void)office_passphrase_is_weak(word);
	arena_free(a);
	return 0;
}
