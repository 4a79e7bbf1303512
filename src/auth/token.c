/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/token.h"

#include <sodium.h>
#include <stddef.h>

#include "base/hash.h"

static bool token_read(const char *text, unsigned char bytes[TOKEN_BYTES])
{
	size_t n = 0;

	return text && base64url_to(text, bytes, TOKEN_BYTES, &n) && n == TOKEN_BYTES;
}

static void hashed(const unsigned char bytes[TOKEN_BYTES], struct token_hash *out_hash)
{
	(void)crypto_generichash(out_hash->bytes, sizeof(out_hash->bytes), bytes, TOKEN_BYTES, NULL, 0);
}

char *token_new(struct arena *a, const struct env *env, struct token_hash *out_hash)
{
	unsigned char bytes[TOKEN_BYTES];
	char *text;

	env_chance(env, bytes, sizeof(bytes));
	text = base64url_from(a, bytes, sizeof(bytes));
	hashed(bytes, out_hash);
	sodium_memzero(bytes, sizeof(bytes));
	return text;
}

bool token_hash(const char *text, struct token_hash *out_hash)
{
	unsigned char bytes[TOKEN_BYTES];
	bool is_token = token_read(text, bytes);

	if (is_token)
		hashed(bytes, out_hash);
	sodium_memzero(bytes, sizeof(bytes));
	return is_token;
}

char *token_csrf(struct arena *a, const char *text)
{
	static const unsigned char use[] = { 'c', 's', 'r', 'f' };
	unsigned char bytes[TOKEN_BYTES], word[TOKEN_HASH_BYTES];
	char *csrf = NULL;

	if (token_read(text, bytes)) {
		(void)crypto_generichash(word, sizeof(word), use, sizeof(use), bytes, sizeof(bytes));
		csrf = base64url_from(a, word, sizeof(word));
	}
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(word, sizeof(word));
	return csrf;
}
