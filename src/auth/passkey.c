/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/passkey.h"

#include <sodium.h>
#include <string.h>

enum {
	CBOR_BYTES = 2, CBOR_TEXT = 3, CBOR_MAP = 5, /* major types (RFC 8949 §3.1) */
	MEMBERS = 3,
	AAGUID_BYTES = 16
};

/* ------------------------------------------------------------------------------------------- reading --- */

/* Bytes left to read; nothing more is read once something did not fit. */
struct left {
	const unsigned char *at;
	size_t n;
	bool ok;
};

static const unsigned char *take(struct left *l, size_t n)
{
	const unsigned char *at = l->at;

	l->ok = l->ok && n <= l->n;
	if (!l->ok)
		return NULL;
	l->at += n;
	l->n -= n;
	return at;
}

/* The head of a CBOR item of that major type: its length, in the shortest spelling; two bytes are enough for us. */
static size_t head(struct left *l, unsigned major)
{
	const unsigned char *first = take(l, 1), *more;
	unsigned small = first ? *first & 31 : 0;

	l->ok = first && *first >> 5 == major && small <= 25;
	if (!l->ok || small < 24)
		return small;
	more = take(l, small == 24 ? 1 : 2);
	if (!more)
		return 0;
	l->ok = small == 24 ? more[0] >= 24 : more[0] > 0;
	return small == 24 ? more[0] : (size_t)more[0] << 8 | more[1];
}

/* An item's bytes. */
static const unsigned char *run(struct left *l, unsigned major, size_t *out_n)
{
	*out_n = head(l, major);
	return take(l, *out_n);
}

static bool is_word(const unsigned char *bytes, size_t n, const char *word)
{
	return bytes && n == strlen(word) && !memcmp(bytes, word, n);
}

/* One member of the attestation object; which one, or MEMBERS. */
static size_t read_member(struct left *l, const unsigned char **out_data, size_t *out_n)
{
	size_t n;
	const unsigned char *name = run(l, CBOR_TEXT, &n);

	if (is_word(name, n, "fmt")) {
		name = run(l, CBOR_TEXT, &n);
		l->ok = is_word(name, n, "none");
		return 0;
	}
	if (is_word(name, n, "attStmt")) {
		size_t count = head(l, CBOR_MAP);

		l->ok = l->ok && !count;
		return 1;
	}
	if (is_word(name, n, "authData")) {
		*out_data = run(l, CBOR_BYTES, out_n);
		return 2;
	}
	return MEMBERS;
}

/* {"fmt": "none", "attStmt": {}, "authData": bytes}, in any order, and nothing behind it. */
static bool read_object(const unsigned char *bytes, size_t n, const unsigned char **out_data, size_t *out_n)
{
	struct left l = { bytes, n, true };
	bool seen[MEMBERS] = { false };
	size_t count = head(&l, CBOR_MAP);

	for (size_t i = 0; l.ok && i < MEMBERS; i++) {
		size_t which = read_member(&l, out_data, out_n);

		if (which == MEMBERS || seen[which])
			return false;
		seen[which] = true;
	}
	return l.ok && count == MEMBERS && !l.n;
}

/* Behind the 37 bytes that every signature has too: the device's make, the credential's id, its key. */
static bool read_key(struct hasher *h, struct left *l, struct passkey *out)
{
	const unsigned char *size;

	(void)take(l, AAGUID_BYTES);
	size = take(l, 2);
	if (!size)
		return false;
	out->id_n = (size_t)size[0] << 8 | size[1];
	out->id = take(l, out->id_n);
	if (!out->id || !out->id_n || out->id_n > PASSKEY_ID_MAX)
		return false;
	out->cose = l->at;
	out->cose_n = l->n;
	out->k = hash_of(h, out->id, out->id_n, NULL, 0, NULL, 0);
	return cose_read(l->at, l->n, &out->key) && cose_is_valid(&out->key);
}

const char *passkey_read(struct arena *a, struct hasher *h, const unsigned char *attestation, size_t n, const char *cd,
	size_t cd_n, const char *rp, const struct hash *challenge, struct passkey *out)
{
	const char *rule = assertion_client_refusal(a, cd, cd_n, "webauthn.create", rp, challenge);
	struct passkey key = { .counter = 0 };
	const unsigned char *data = NULL, *ad;
	struct left l = { NULL, 0, true };

	if (rule)
		return rule;
	if (n > PASSKEY_ATTESTATION_MAX || !read_object(attestation, n, &data, &l.n))
		return "passkey.data";
	l.at = data;
	ad = take(&l, ASSERTION_AD_BYTES);
	if (!ad)
		return "passkey.data";
	rule = assertion_device_refusal(h, ad, rp, FLAG_PRESENT | FLAG_VERIFIED | FLAG_SYNCED | FLAG_BACKED_UP | FLAG_KEY);
	if (rule)
		return rule;
	if (!(ad[HASH_BYTES] & FLAG_KEY) || !read_key(h, &l, &key))
		return "passkey.data";
	key.is_synced = (ad[HASH_BYTES] & FLAG_SYNCED) != 0;
	key.counter = assertion_counter(ad);
	*out = key;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- software --- */

static struct hash software_k(struct hasher *h, const unsigned char *public)
{
	return hash_of(h, public, crypto_sign_PUBLICKEYBYTES, NULL, 0, NULL, 0);
}

void passkey_software_make(struct store *office, struct arena *a, struct hasher *h, const struct env *env,
	const char *person, struct hash *out_k, const unsigned char **out_cose)
{
	unsigned char seed[crypto_sign_SEEDBYTES], public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	unsigned char *cose = arena_get(a, COSE_EDDSA_BYTES);

	env_chance(env, seed, sizeof(seed));
	(void)crypto_sign_seed_keypair(public, secret, seed); /* cannot fail */
	store_run(office, "INSERT OR REPLACE INTO software_key(person, seed) VALUES(?, ?)", "tb", person, seed, sizeof(seed));
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(secret, sizeof(secret));
	cose_eddsa(public, cose);
	*out_k = software_k(h, public);
	*out_cose = cose;
}

bool passkey_software_sign(struct store *office, struct arena *a, struct hasher *h, const char *person, const char *line,
	struct assertion *out)
{
	unsigned char seed[crypto_sign_SEEDBYTES], public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	unsigned char bytes[ASSERTION_SIGNED_BYTES];
	struct hash challenge = assertion_challenge(h, line);
	struct hash rp = hash_of(h, PASSKEY_SOFTWARE_RP, strlen(PASSKEY_SOFTWARE_RP), NULL, 0, NULL, 0);
	struct rows r = store_ask(office, "SELECT seed FROM software_key WHERE person = ?", "t", person);
	struct assertion s = { .alg = ALG_EDDSA, .sig_n = crypto_sign_BYTES };
	bool ok = false;

	if (rows_next(&r)) {
		ok = rows_bytes(&r, 0, seed, sizeof(seed));
		rows_end(&r);
	}
	if (!ok)
		return false;
	(void)crypto_sign_seed_keypair(public, secret, seed);
	s.k = software_k(h, public);
	s.cd = arena_print(a, "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"http://" PASSKEY_SOFTWARE_RP
		"\",\"crossOrigin\":false}", base64url_from(a, challenge.bytes, HASH_BYTES));
	s.cd_n = strlen(s.cd);
	memcpy(s.ad, rp.bytes, HASH_BYTES);
	s.ad[HASH_BYTES] = FLAG_PRESENT | FLAG_VERIFIED; /* the counter stays 0: this key does not count */
	assertion_signed(h, &s, bytes);
	(void)crypto_sign_detached(s.sig, NULL, bytes, sizeof(bytes), secret);
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(secret, sizeof(secret));
	*out = s;
	return true;
}
