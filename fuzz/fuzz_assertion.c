/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: a personal signature as it stands in an envelope of somebody else's file.  What is read has one spelling; and under
 * a key whose secret the fuzzer has not, nothing is good but the one signature that was made.
 */
#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "ledger/assertion.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LINE "{\"kind\":\"closing_seconded\"}\n"

/* The one signature: of LINE, for localhost, by the key of the seed of zeros. */
static struct assertion made(struct arena *a, struct hasher *h, struct cose_key *key)
{
	static const unsigned char seed[crypto_sign_SEEDBYTES];
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], bytes[ASSERTION_SIGNED_BYTES];
	struct assertion s = { .alg = ALG_EDDSA, .sig_n = crypto_sign_BYTES };
	struct hash rp = hash_of(h, "localhost", 9, NULL, 0, NULL, 0), challenge = assertion_challenge(h, LINE);

	(void)crypto_sign_seed_keypair(public, secret, seed);
	*key = (struct cose_key){ .alg = ALG_EDDSA };
	memcpy(key->bytes, public, sizeof(public));
	s.cd = arena_print(a, "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"http://localhost\"}",
		base64url_from(a, challenge.bytes, HASH_BYTES));
	s.cd_n = strlen(s.cd);
	memcpy(s.ad, rp.bytes, HASH_BYTES);
	s.ad[HASH_BYTES] = FLAG_PRESENT | FLAG_VERIFIED;
	assertion_signed(h, &s, bytes);
	(void)crypto_sign_detached(s.sig, NULL, bytes, sizeof(bytes), secret);
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct hasher *h;
	struct json *one;
	struct assertion read;

	if (size > 1 << 14)
		return 0;
	a = arena_new(64 << 20);
	h = hasher_new();
	one = js_read_line(a, (const char *)data, size);
	if (one && assertion_read(a, one, &read)) {
		struct hash challenge = assertion_challenge(h, LINE);
		struct cose_key key;
		struct assertion only = made(a, h, &key);
		const char *line = js_line(a, assertion_json(a, &read));
		bool is_good = !assertion_refusal(a, h, &read, &key, "localhost", &challenge);

		assert(strlen(line) == size && !memcmp(line, data, size));
		only.k = read.k; /* says which key is meant, and is not signed */
		assert(is_good == !strcmp(line, js_line(a, assertion_json(a, &only))));
	}
	hasher_free(h);
	arena_free(a);
	return 0;
}
