/* SPDX-License-Identifier: EUPL-1.2
 *
 * SHA-256 (FIPS 180-4, by OpenSSL's EVP with a fetched digest and a reused context) and the alphabets bytes are
 * written in: hex, base64 (RFC 4648 §4, padded) and base64url (§5, without padding).
 */
#ifndef FYR_BASE_HASH_H
#define FYR_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { HASH_BYTES = 32, BASE64_HASH_CHARS = 44, SHORT_CODE_BYTES = 10 };
struct hash {
	unsigned char bytes[HASH_BYTES];
};

/* A hasher is one reused context; not shared between threads.  Lives until hasher_free. */
struct hasher;
struct hasher *hasher_new(void);
void hasher_free(struct hasher *h);

/* The hash of up to three pieces, one after the other; a NULL piece with length 0 is skipped. */
struct hash hash_of(struct hasher *h, const void *p1, size_t n1, const void *p2, size_t n2, const void *p3, size_t n3);

bool hash_equal(const struct hash *a, const struct hash *b);

char *hex_from(struct arena *a, const void *bytes, size_t n);
char *base64_from(struct arena *a, const void *bytes, size_t n);
char *base64url_from(struct arena *a, const void *bytes, size_t n);

/* What people compare of a hash: its first 80 bits in base32 (RFC 4648 §6), four groups of four with hyphens between. */
char *short_code(struct arena *a, const struct hash *hash);

/* A hash in base64 and its NUL: BASE64_HASH_CHARS + 1 bytes at `to`. */
void base64_hash(const void *hash, char *to);

/* Strict: canonical spelling only (no spare bits, no white space; padding exactly as the variant asks).
 * False when `text` is not that, or decodes to more than `max` bytes. */
bool base64_to(const char *text, void *bytes, size_t max, size_t *out_n);
bool base64url_to(const char *text, void *bytes, size_t max, size_t *out_n);

#endif
