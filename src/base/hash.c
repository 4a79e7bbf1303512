/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/hash.h"

#include <assert.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdalign.h>
#include <string.h>

struct hasher {
	EVP_MD *digest;
	EVP_MD_CTX *context;
	struct arena *arena;
};

struct hasher *hasher_new(void)
{
	struct arena *a = arena_new(4096);
	struct hasher *h = ARENA_NEW(a, struct hasher);

	h->arena = a;
	h->digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	h->context = EVP_MD_CTX_new();
	if (!h->digest || !h->context)
		memory_stop("no memory to hash");
	return h;
}

void hasher_free(struct hasher *h)
{
	if (!h)
		return;
	EVP_MD_CTX_free(h->context);
	EVP_MD_free(h->digest);
	arena_free(h->arena);
}

struct hash hash_of(struct hasher *h, const void *p1, size_t n1, const void *p2, size_t n2, const void *p3, size_t n3)
{
	struct hash hash;
	bool ok = EVP_DigestInit_ex2(h->context, h->digest, NULL) == 1;

	/* A context that could not be made ready has no memory to put bytes into. */
	ok = ok && (!n1 || EVP_DigestUpdate(h->context, p1, n1) == 1);
	ok = ok && (!n2 || EVP_DigestUpdate(h->context, p2, n2) == 1);
	ok = ok && (!n3 || EVP_DigestUpdate(h->context, p3, n3) == 1);
	if (!ok || EVP_DigestFinal_ex(h->context, hash.bytes, NULL) != 1)
		memory_stop("no memory to hash");
	return hash;
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
	return !memcmp(a->bytes, b->bytes, HASH_BYTES);
}

char *hex_from(struct arena *a, const void *bytes, size_t n)
{
	char *t = arena_get(a, n * 2 + 1);

	sodium_bin2hex(t, n * 2 + 1, bytes, n);
	return t;
}

/* Each alphabet fills one line of the processor's cache, so that the time taken tells nothing of the bytes.  libsodium's own
 * encoder, which promises that of any processor, takes six times as long, and `verify` writes millions. */
#define BASE64_COMMON "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
enum { CACHE_LINE = 64 };
static const alignas(CACHE_LINE) char base64_digits[] = BASE64_COMMON "+/", base64url_digits[] = BASE64_COMMON "-_";

/* To at least (n + 2) / 3 * 4 + 1 bytes at `to`. */
static void encode(const unsigned char *bytes, size_t n, const char *digits, bool is_padded, char *to)
{
	for (; n >= 3; bytes += 3, n -= 3, to += 4) {
		to[0] = digits[bytes[0] >> 2];
		to[1] = digits[(bytes[0] << 4 | bytes[1] >> 4) & 63];
		to[2] = digits[(bytes[1] << 2 | bytes[2] >> 6) & 63];
		to[3] = digits[bytes[2] & 63];
	}
	if (n) {
		*to++ = digits[bytes[0] >> 2];
		*to++ = digits[(bytes[0] << 4 | (n > 1 ? bytes[1] >> 4 : 0)) & 63];
		if (n > 1)
			*to++ = digits[bytes[1] << 2 & 63];
		for (; is_padded && n < 3; n++)
			*to++ = '=';
	}
	*to = '\0';
}

static char *encoded(struct arena *a, const void *bytes, size_t n, const char *digits, bool is_padded)
{
	char *text = arena_get(a, (n + 2) / 3 * 4 + 1);

	encode(bytes, n, digits, is_padded, text);
	return text;
}

char *base64_from(struct arena *a, const void *bytes, size_t n)
{
	return encoded(a, bytes, n, base64_digits, true);
}

void base64_hash(const void *hash, char *to)
{
	encode(hash, HASH_BYTES, base64_digits, true, to);
}

char *base64url_from(struct arena *a, const void *bytes, size_t n)
{
	return encoded(a, bytes, n, base64url_digits, false);
}

/* libsodium refuses spare bits and wrong padding itself, and no characters are ignored; but its 1.0.18 takes bytes above
 * 0x7F for digits, so those are refused here. */
static bool decoded(const char *text, void *bytes, size_t max, size_t *out_n, int variant)
{
	size_t n;

	for (const char *p = text; *p; p++)
		if ((unsigned char)*p > 0x7F)
			return false;
	if (sodium_base642bin(bytes, max, text, strlen(text), NULL, &n, NULL, variant))
		return false;
	*out_n = n;
	return true;
}

bool base64_to(const char *text, void *bytes, size_t max, size_t *out_n)
{
	return decoded(text, bytes, max, out_n, sodium_base64_VARIANT_ORIGINAL);
}

bool base64url_to(const char *text, void *bytes, size_t max, size_t *out_n)
{
	return decoded(text, bytes, max, out_n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *short_code(struct arena *a, const struct hash *hash)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char *code = arena_get(a, 20), *to = code;
	unsigned bits = 0, held = 0, written = 0;

	for (int i = 0; i < SHORT_CODE_BYTES; i++) {
		held = (held << 8 | hash->bytes[i]) & 0xFFFF;
		for (bits += 8; bits >= 5; bits -= 5) {
			if (written && written % 4 == 0)
				*to++ = '-';
			*to++ = letters[held >> (bits - 5) & 31];
			written++;
		}
	}
	return code;
}
