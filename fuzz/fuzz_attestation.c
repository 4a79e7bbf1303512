/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: a new key as a browser hands it over.  What is taken is whole: its id and its key end where the object ends, and
 * with a byte more or a byte less it is taken no longer.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "auth/passkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *taken(struct arena *a, struct hasher *h, const unsigned char *bytes, size_t n, struct passkey *out)
{
	struct hash challenge = assertion_challenge(h, "\n");
	const char *cd = arena_print(a, "{\"type\":\"webauthn.create\",\"challenge\":\"%s\",\"origin\":\"http://localhost\"}",
		base64url_from(a, challenge.bytes, HASH_BYTES));

	return passkey_read(a, h, bytes, n, cd, strlen(cd), "localhost", &challenge, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct hasher *h;
	struct passkey key = { .counter = 0 }, other;
	unsigned char *bytes;

	if (size > PASSKEY_ATTESTATION_MAX + 64)
		return 0;
	a = arena_new(64 << 20);
	h = hasher_new();
	bytes = arena_get(a, size + 1);
	if (size)
		memcpy(bytes, data, size);
	if (!taken(a, h, bytes, size, &key)) {
		struct cose_key read;

		assert(key.id_n && key.id_n <= PASSKEY_ID_MAX && key.id > bytes && key.cose == key.id + key.id_n);
		assert(key.cose + key.cose_n <= bytes + size && cose_read(key.cose, key.cose_n, &read) && read.alg == key.key.alg);
		assert(taken(a, h, bytes, size + 1, &other) && taken(a, h, bytes, size - 1, &other));
	} else {
		assert(!key.id && !key.cose);
	}
	hasher_free(h);
	arena_free(a);
	return 0;
}
