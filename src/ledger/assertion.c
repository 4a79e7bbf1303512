/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/assertion.h"

#include <sodium.h>
#include <string.h>

#include "base/es256.h"
#include "base/text.h"

/* What stands before x, between x and y, and before Ed25519's bytes. */
static const unsigned char es256_head[] = { 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20 };
static const unsigned char es256_middle[] = { 0x22, 0x58, 0x20 };
static const unsigned char eddsa_head[] = { 0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20 };

enum { HALF = 32, FLAGS_AT = HASH_BYTES, COUNTER_AT = FLAGS_AT + 1 };

bool cose_read(const unsigned char *bytes, size_t n, struct cose_key *out)
{
	struct cose_key key = { .alg = ALG_EDDSA };

	if (n == COSE_EDDSA_BYTES && !memcmp(bytes, eddsa_head, sizeof(eddsa_head))) {
		memcpy(key.bytes, bytes + sizeof(eddsa_head), HALF);
	} else if (n == COSE_ES256_BYTES && !memcmp(bytes, es256_head, sizeof(es256_head))
		&& !memcmp(bytes + sizeof(es256_head) + HALF, es256_middle, sizeof(es256_middle))) {
		key.alg = ALG_ES256;
		memcpy(key.bytes, bytes + sizeof(es256_head), HALF);
		memcpy(key.bytes + HALF, bytes + COSE_ES256_BYTES - HALF, HALF);
	} else {
		return false;
	}
	*out = key;
	return true;
}

bool cose_is_valid(const struct cose_key *key)
{
	return key->alg != ALG_ES256 || es256_point_is_valid(key->bytes);
}

void cose_eddsa(const unsigned char key[32], unsigned char to[COSE_EDDSA_BYTES])
{
	memcpy(to, eddsa_head, sizeof(eddsa_head));
	memcpy(to + sizeof(eddsa_head), key, HALF);
}

/* ------------------------------------------------------------------------------------------- form --- */

static bool bytes_of(const struct json *one, const char *name, void *bytes, size_t max, size_t *out_n)
{
	const char *text = js_get_text(one, name);

	return text && base64url_to(text, bytes, max, out_n);
}

bool assertion_read(struct arena *a, const struct json *one, struct assertion *out)
{
	struct assertion s = { .alg = js_get_int(one, "alg", 0) };
	char *cd = arena_get(a, ASSERTION_CD_MAX + 1);
	size_t ad_n, k_n;

	if (one->type != JS_OBJECT || one->count != 5 || (s.alg != ALG_ES256 && s.alg != ALG_EDDSA))
		return false;
	if (!bytes_of(one, "ad", s.ad, sizeof(s.ad), &ad_n) || ad_n != sizeof(s.ad))
		return false;
	if (!bytes_of(one, "k", s.k.bytes, HASH_BYTES, &k_n) || k_n != HASH_BYTES)
		return false;
	if (!bytes_of(one, "cd", cd, ASSERTION_CD_MAX, &s.cd_n) || !bytes_of(one, "sig", s.sig, sizeof(s.sig), &s.sig_n))
		return false;
	s.cd = cd;
	*out = s;
	return true;
}

struct json *assertion_json(struct arena *a, const struct assertion *s)
{
	struct json *one = js_object(a);

	js_set_text(a, one, "ad", base64url_from(a, s->ad, sizeof(s->ad)));
	js_set_int(a, one, "alg", s->alg);
	js_set_text(a, one, "cd", base64url_from(a, s->cd, s->cd_n));
	js_set_text(a, one, "k", base64url_from(a, s->k.bytes, HASH_BYTES));
	js_set_text(a, one, "sig", base64url_from(a, s->sig, s->sig_n));
	return one;
}

/* ------------------------------------------------------------------------------------------- rules --- */

struct hash assertion_challenge(struct hasher *h, const char *line)
{
	static const char head[] = "fyr/statement/v1\n";

	return hash_of(h, head, sizeof(head) - 1, line, strlen(line), NULL, 0);
}

/* The text behind `start`, or NULL when it does not begin so. */
static const char *behind(const char *text, const char *start)
{
	size_t n = strlen(start);

	return strncmp(text, start, n) ? NULL : text + n;
}

/* "https://RP" with or without a port; without TLS only on the machine itself. */
static bool origin_is(const char *origin, const char *rp)
{
	const char *host = behind(origin, "https://"), *port;
	int64_t number;

	if (!host && !strcmp(rp, "localhost"))
		host = behind(origin, "http://");
	port = host ? behind(host, rp) : NULL;
	return port && (!*port || (*port == ':' && text_to_int(port + 1, 1, 65535, &number)));
}

const char *assertion_client_refusal(struct arena *a, const char *cd, size_t n, const char *type, const char *rp,
	const struct hash *challenge)
{
	const struct json *data = js_read(a, cd, n), *cross = js_get(data, "crossOrigin");
	const char *origin = js_get_text(data, "origin");

	if (!text_equal(js_get_text(data, "type"), type))
		return "passkey.type";
	if (!text_equal(js_get_text(data, "challenge"), base64url_from(a, challenge->bytes, HASH_BYTES)))
		return "passkey.other_statement";
	if (!origin || !origin_is(origin, rp) || (cross && (cross->type != JS_BOOL || cross->number)))
		return "passkey.origin";
	return NULL;
}

const char *assertion_device_refusal(struct hasher *h, const unsigned char *ad, const char *rp, unsigned flags)
{
	struct hash named = hash_of(h, rp, strlen(rp), NULL, 0, NULL, 0);
	unsigned said = ad[FLAGS_AT];

	if (memcmp(named.bytes, ad, HASH_BYTES) != 0)
		return "passkey.origin";
	if (!(said & FLAG_PRESENT) || !(said & FLAG_VERIFIED))
		return "passkey.not_recognised";
	if ((said & ~flags) || ((said & FLAG_BACKED_UP) && !(said & FLAG_SYNCED)))
		return "passkey.data";
	return NULL;
}

uint32_t assertion_counter(const unsigned char *ad)
{
	const unsigned char *at = ad + COUNTER_AT;

	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

bool assertion_is_copied(const struct assertion *s, int64_t counted)
{
	int64_t counter = assertion_counter(s->ad);

	return (counter || counted) && counter <= counted;
}

bool assertion_is_synced(const struct assertion *s)
{
	return (s->ad[FLAGS_AT] & FLAG_SYNCED) != 0;
}

void assertion_signed(struct hasher *h, const struct assertion *s, unsigned char to[ASSERTION_SIGNED_BYTES])
{
	struct hash client = hash_of(h, s->cd, s->cd_n, NULL, 0, NULL, 0);

	memcpy(to, s->ad, ASSERTION_AD_BYTES);
	memcpy(to + ASSERTION_AD_BYTES, client.bytes, HASH_BYTES);
}

static bool signature_is_good(struct hasher *h, const struct assertion *s, const struct cose_key *key)
{
	unsigned char bytes[ASSERTION_SIGNED_BYTES];

	assertion_signed(h, s, bytes);
	if (key->alg == ALG_ES256)
		return es256_verify(key->bytes, bytes, sizeof(bytes), s->sig, s->sig_n);
	return s->sig_n == crypto_sign_BYTES && !crypto_sign_verify_detached(s->sig, bytes, sizeof(bytes), key->bytes);
}

const char *assertion_refusal(struct arena *a, struct hasher *h, const struct assertion *s, const struct cose_key *key,
	const char *rp, const struct hash *challenge)
{
	const char *rule = assertion_client_refusal(a, s->cd, s->cd_n, "webauthn.get", rp, challenge);

	if (!rule)
		rule = assertion_device_refusal(h, s->ad, rp, FLAG_PRESENT | FLAG_VERIFIED | FLAG_SYNCED | FLAG_BACKED_UP);
	if (!rule && (s->alg != key->alg || !signature_is_good(h, s, key)))
		rule = "passkey.signature";
	return rule;
}
