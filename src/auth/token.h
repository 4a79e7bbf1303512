/* SPDX-License-Identifier: EUPL-1.2
 *
 * Token: what a browser or a link carries.  32 bytes of chance, so that a plain hash of them needs no salt and
 * cannot be guessed; looking one up by its hash tells a watch nothing about another.
 */
#ifndef FYR_AUTH_TOKEN_H
#define FYR_AUTH_TOKEN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/env.h"

enum { TOKEN_BYTES = 32, TOKEN_HASH_BYTES = 32 };
struct token_hash {
	unsigned char bytes[TOKEN_HASH_BYTES]; /* BLAKE2b-256 (RFC 7693) */
};

/* A new token's text, base64url in the arena, and the hash it is stored under. */
char *token_new(struct arena *a, const struct env *env, struct token_hash *out_hash);

/* The hash a token's text is stored under; false when it is NULL or no token. */
bool token_hash(const char *text, struct token_hash *out_hash);

/* The word a form must carry (against forged requests): BLAKE2b-256 of "csrf" keyed by the token, base64url in the
 * arena.  It does not give the token away.  NULL when the text is no token. */
char *token_csrf(struct arena *a, const char *text);

#endif
