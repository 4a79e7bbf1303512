/* SPDX-License-Identifier: EUPL-1.2
 *
 * Passkey: keys and signatures made here with OpenSSL and libsodium are taken, and with one thing changed they are not; what we
 * take, libfido2 takes too.
 */
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "auth/passkey.h"
#include "base/embed.h"
#include "base/es256.h"
#include "base/limits.h"
#include "ledger/book.h"
#include "tap.h"
#ifdef HAVE_FIDO2
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#endif

#define RP "fyrby.example"
#define LINE "{\"kind\":\"closing_seconded\"}\n"

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
	EVP_PKEY *es256;
	unsigned char cose_es256[COSE_ES256_BYTES], cose_eddsa[COSE_EDDSA_BYTES];
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

static void make_keys(struct world *w)
{
	static const unsigned char head[] = { 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20 }, middle[] = { 0x22, 0x58, 0x20 };
	unsigned char point[65], public[crypto_sign_PUBLICKEYBYTES];
	size_t n;

	w->es256 = EVP_EC_gen("P-256");
	(void)EVP_PKEY_get_octet_string_param(w->es256, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &n);
	memcpy(w->cose_es256, head, sizeof(head));
	memcpy(w->cose_es256 + 10, point + 1, 32);
	memcpy(w->cose_es256 + 42, middle, sizeof(middle));
	memcpy(w->cose_es256 + 45, point + 33, 32);
	(void)crypto_sign_keypair(public, w->secret);
	cose_eddsa(public, w->cose_eddsa);
}

/* What differs from a good signature. */
struct odd {
	const char *why, *rule;
	const char *type, *origin, *more, *rp; /* NULL: as it should be */
	int flags;                             /* 0: present and recognised; -1: none */
	const char *line;
};

static const char *client(struct world *w, const struct odd *o, const char *type)
{
	struct hash challenge = assertion_challenge(w->h, o->line ? o->line : LINE);

	return arena_print(w->a, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}", o->type ? o->type : type,
		base64url_from(w->a, challenge.bytes, HASH_BYTES), o->origin ? o->origin : "https://" RP, o->more ? o->more : "");
}

static void device(struct world *w, const struct odd *o, unsigned more, unsigned char ad[ASSERTION_AD_BYTES])
{
	const char *rp = o->rp ? o->rp : RP;
	struct hash hash = hash_of(w->h, rp, strlen(rp), NULL, 0, NULL, 0);

	memset(ad, 0, ASSERTION_AD_BYTES);
	memcpy(ad, hash.bytes, HASH_BYTES);
	ad[32] = (unsigned char)((o->flags ? o->flags < 0 ? 0 : (unsigned)o->flags : 5u) | more);
	ad[36] = 7;
}

static void sign(struct world *w, struct assertion *s)
{
	unsigned char bytes[ASSERTION_SIGNED_BYTES];

	assertion_signed(w->h, s, bytes);
	s->sig_n = sizeof(s->sig);
	if (s->alg == ALG_ES256) {
		EVP_MD_CTX *c = EVP_MD_CTX_new();

		(void)EVP_DigestSignInit_ex(c, NULL, "SHA256", NULL, NULL, w->es256, NULL);
		(void)EVP_DigestSign(c, s->sig, &s->sig_n, bytes, sizeof(bytes));
		EVP_MD_CTX_free(c);
	} else {
		s->sig_n = crypto_sign_BYTES;
		(void)crypto_sign_detached(s->sig, NULL, bytes, sizeof(bytes), w->secret);
	}
}

static struct assertion made(struct world *w, int64_t alg, const struct odd *o)
{
	struct assertion s = { .alg = alg, .cd = client(w, o, "webauthn.get") };

	s.cd_n = strlen(s.cd);
	device(w, o, 0, s.ad);
	s.k.bytes[0] = 9;
	sign(w, &s);
	return s;
}

static struct cose_key key_of(struct world *w, int64_t alg)
{
	struct cose_key key = { .alg = 0 };
	bool ok = alg == ALG_ES256 ? cose_read(w->cose_es256, COSE_ES256_BYTES, &key)
		: cose_read(w->cose_eddsa, COSE_EDDSA_BYTES, &key);

	OK(&w->tap, ok && key.alg == alg, "a key is read");
	return key;
}

static const char *judged(struct world *w, const struct assertion *s, const struct cose_key *key, const char *rp)
{
	struct hash challenge = assertion_challenge(w->h, LINE);

	return assertion_refusal(w->a, w->h, s, key, rp, &challenge);
}

static void test_rules(struct world *w)
{
	static const struct odd odds[] = {
		{ .why = "a good one" },
		{ .why = "a port", .origin = "https://" RP ":8443" },
		{ .why = "the first port", .origin = "https://" RP ":1" },
		{ .why = "the last port", .origin = "https://" RP ":65535" },
		{ .why = "a member of the browser's own", .more = ",\"other_keys_can_be_added_here\":\"do not compare\"" },
		{ .why = "crossOrigin said to be false", .more = ",\"crossOrigin\":false" },
		{ .why = "a key that is copied", .flags = 0x1d },
		{ .why = "another type", .type = "webauthn.create", .rule = "passkey.type" },
		{ .why = "another statement", .line = "{}\n", .rule = "passkey.other_statement" },
		{ .why = "another origin", .origin = "https://evil.example", .rule = "passkey.origin" },
		{ .why = "an origin that begins alike", .origin = "https://" RP ".evil.example", .rule = "passkey.origin" },
		{ .why = "a port that is none", .origin = "https://" RP ":0", .rule = "passkey.origin" },
		{ .why = "one beyond the last port", .origin = "https://" RP ":65536", .rule = "passkey.origin" },
		{ .why = "without TLS", .origin = "http://" RP, .rule = "passkey.origin" },
		{ .why = "in another site's frame", .more = ",\"crossOrigin\":true", .rule = "passkey.origin" },
		{ .why = "crossOrigin that is no answer", .more = ",\"crossOrigin\":0", .rule = "passkey.origin" },
		{ .why = "another RP", .rp = "evil.example", .rule = "passkey.origin" },
		{ .why = "nobody present", .flags = 4, .rule = "passkey.not_recognised" },
		{ .why = "present, not recognised", .flags = 1, .rule = "passkey.not_recognised" },
		{ .why = "neither", .flags = -1, .rule = "passkey.not_recognised" },
		{ .why = "backed up but not to be copied", .flags = 0x15, .rule = "passkey.data" },
		{ .why = "a key where there should be none", .flags = 0x45, .rule = "passkey.data" },
		{ .why = "extensions", .flags = 0x85, .rule = "passkey.data" },
	};
	struct cose_key keys[] = { key_of(w, ALG_ES256), key_of(w, ALG_EDDSA) };

	for (size_t i = 0; i < sizeof(odds) / sizeof(*odds); i++)
		for (size_t k = 0; k < 2; k++) {
			struct assertion s = made(w, keys[k].alg, &odds[i]);

			SAME(&w->tap, judged(w, &s, &keys[k], RP), odds[i].rule, odds[i].why);
		}
	{
		const struct odd local = { .origin = "http://localhost:8080", .rp = "localhost" };
		struct assertion s = made(w, ALG_ES256, &local), other = s;

		SAME(&w->tap, judged(w, &s, &keys[0], "localhost"), NULL, "on the machine itself");
		SAME(&w->tap, judged(w, &s, &keys[1], "localhost"), "passkey.signature", "with a key of the other sort");
		other.cd = "[1]";
		other.cd_n = 3;
		SAME(&w->tap, judged(w, &other, &keys[0], "localhost"), "passkey.type", "client data that is a list");
		other.cd = "{\"type\":\"webauthn.get\",\"challenge\":7}";
		other.cd_n = strlen(other.cd);
		SAME(&w->tap, judged(w, &other, &keys[0], "localhost"), "passkey.other_statement", "a challenge that is a number");
		other.cd = arena_print(w->a, "{\"type\":\"webauthn.get\",\"challenge\":\"%s\"}",
			base64url_from(w->a, assertion_challenge(w->h, LINE).bytes, HASH_BYTES));
		other.cd_n = strlen(other.cd);
		SAME(&w->tap, judged(w, &other, &keys[0], "localhost"), "passkey.origin", "no origin");
		SAME(&w->tap, assertion_counter(s.ad) == 7 ? "7" : "", "7", "how often it has signed");
		memcpy(s.ad + HASH_BYTES + 1, "\xf1\x02\x34\x05", 4);
		OK(&w->tap, assertion_counter(s.ad) == 0xf1023405, "a count of four bytes, the greatest first");
		OK(&w->tap, assertion_is_copied(&s, 0xf1023406) && assertion_is_copied(&s, 0xf1023405)
			&& !assertion_is_copied(&s, 0xf1023404), "a key that counts is copied unless it counted on");
		memset(s.ad + HASH_BYTES + 1, 0, 4);
		OK(&w->tap, assertion_is_copied(&s, 1) && !assertion_is_copied(&s, 0), "who never counts is not, who ceased to is");
	}
	{
		static const char stated[] = "fyr/statement/v1\n" LINE;
		struct hash whole = hash_of(w->h, stated, sizeof(stated) - 1, NULL, 0, NULL, 0), asked = assertion_challenge(w->h, LINE);

		OK(&w->tap, hash_equal(&whole, &asked), "the challenge is the hash of the head and the line, and of nothing else");
	}
}

static void test_mutations(struct world *w)
{
	struct odd plain = { .why = "" };

	for (int64_t alg = ALG_ES256; alg >= ALG_EDDSA; alg--) {
		struct assertion good = made(w, alg, &plain), s;
		struct cose_key key = key_of(w, alg), other;
		int taken = 0;

		for (size_t i = 0; i < good.sig_n * 8; i++) {
			s = good;
			s.sig[i / 8] ^= (unsigned char)(1 << i % 8);
			taken += !judged(w, &s, &key, RP);
		}
		for (size_t i = 0; i < sizeof(good.ad) * 8; i++) {
			s = good;
			s.ad[i / 8] ^= (unsigned char)(1 << i % 8);
			taken += !judged(w, &s, &key, RP);
		}
		for (size_t i = 0; i < good.cd_n * 8; i++) {
			char *cd = arena_copy(w->a, good.cd, good.cd_n);

			s = good;
			cd[i / 8] = (char)(cd[i / 8] ^ (1 << i % 8));
			s.cd = cd;
			taken += !judged(w, &s, &key, RP);
		}
		for (size_t i = 0; i < (alg == ALG_ES256 ? 64u : 32u) * 8; i++) {
			other = key;
			other.bytes[i / 8] ^= (unsigned char)(1 << i % 8);
			taken += !judged(w, &good, &other, RP);
		}
		OK(&w->tap, taken == 0, "no bit changed is taken");
		s = good;
		s.sig_n--;
		OK(&w->tap, judged(w, &s, &key, RP) != NULL, "a signature cut short");
		s = good;
		if (s.sig_n < sizeof(s.sig))
			s.sig[s.sig_n++] = 0;
		OK(&w->tap, good.sig_n == sizeof(s.sig) || judged(w, &s, &key, RP) != NULL, "one with a byte behind it");
	}
}

static void test_form(struct world *w)
{
	static const struct odd plain = { .why = "" };
	struct assertion s = made(w, ALG_ES256, &plain), read = { .alg = 1 };
	struct json *good = assertion_json(w->a, &s);
	static const struct {
		const char *member, *text;
	} bad[] = { { "ad", "AAAA" }, { "ad", "=" }, { "k", "AAAA" }, { "k", "" }, { "cd", "*" }, { "sig", "A" }, { "more", "x" } };

	OK(&w->tap, assertion_read(w->a, good, &read) && read.alg == ALG_ES256 && read.sig_n == s.sig_n
		&& !memcmp(read.sig, s.sig, s.sig_n) && !memcmp(read.ad, s.ad, sizeof(s.ad)) && !strcmp(read.cd, s.cd)
		&& hash_equal(&read.k, &s.k), "what is written is read");
	SAME(&w->tap, js_line(w->a, assertion_json(w->a, &read)), js_line(w->a, good), "and written the same");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct json *one = assertion_json(w->a, &s);

		js_set_text(w->a, one, bad[i].member, bad[i].text);
		OK(&w->tap, !assertion_read(w->a, one, &read), bad[i].member);
	}
	{
		static const char *const names[] = { "ad", "k", "cd", "sig" };
		struct json *one = assertion_json(w->a, &s);

		js_set_int(w->a, one, "alg", -257);
		OK(&w->tap, !assertion_read(w->a, one, &read), "an algorithm that nobody is offered");
		for (size_t i = 0; i < 4; i++) {
			one = assertion_json(w->a, &s);
			js_set_int(w->a, one, names[i], 1);
			OK(&w->tap, !assertion_read(w->a, one, &read), "a number for a text");
		}
		one = assertion_json(w->a, &s);
		js_set_int(w->a, one, "alg", ALG_EDDSA);
		OK(&w->tap, assertion_read(w->a, one, &read), "the other one");
		OK(&w->tap, !assertion_read(w->a, js_array(w->a), &read), "a list");
		OK(&w->tap, !assertion_read(w->a, js_text(w->a, "x"), &read), "a text");
	}
}

static void test_cose(struct world *w)
{
	struct cose_key key = { .alg = 1 };
	unsigned char bytes[COSE_ES256_BYTES + 1] = { 0 };
	int taken = 0;

	memcpy(bytes, w->cose_es256, COSE_ES256_BYTES);
	for (size_t i = 0; i < COSE_ES256_BYTES * 8; i++) {
		bytes[i / 8] ^= (unsigned char)(1 << i % 8);
		taken += cose_read(bytes, COSE_ES256_BYTES, &key) && cose_is_valid(&key);
		bytes[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	OK(&w->tap, taken == 0, "another shape, or no point of the curve");
	OK(&w->tap, cose_read(bytes, COSE_ES256_BYTES, &key) && cose_is_valid(&key), "the point itself is one");
	key.alg = 1;
	OK(&w->tap, !cose_read(bytes, COSE_ES256_BYTES + 1, &key) && !cose_read(bytes, 0, &key) && key.alg == 1, "another length");
	memcpy(bytes, w->cose_eddsa, COSE_EDDSA_BYTES);
	for (size_t i = 0; i < 10 * 8; i++) {
		bytes[i / 8] ^= (unsigned char)(1 << i % 8);
		taken += cose_read(bytes, COSE_EDDSA_BYTES, &key);
		bytes[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	OK(&w->tap, taken == 0 && cose_read(bytes, COSE_EDDSA_BYTES, &key) && cose_is_valid(&key), "Ed25519's");
	memset(bytes, 0, ES256_POINT_BYTES);
	OK(&w->tap, !es256_verify(bytes, "", 0, "", 0) && !es256_point_is_valid(bytes), "the point at nowhere signs nothing");
}

/* ------------------------------------------------------------------------------------------- new keys --- */

static const unsigned char start[] = "\xa3\x63" "fmt\x64none\x67" "attStmt\xa0\x68" "authData\x58";

/* An attestation object; its authenticator data is `n` bytes long. */
static unsigned char *attested(struct world *w, const struct odd *o, const unsigned char *cose, size_t cose_n, size_t *out_n)
{
	size_t data_n = ASSERTION_AD_BYTES + 16 + 2 + 20 + cose_n, at = sizeof(start) - 1;
	unsigned char *bytes = arena_get(w->a, at + 1 + data_n + 1);

	memcpy(bytes, start, at);
	bytes[at++] = (unsigned char)data_n;
	device(w, o, FLAG_KEY, bytes + at);
	at += ASSERTION_AD_BYTES + 16;
	bytes[at + 1] = 20;
	memset(bytes + at + 2, 'c', 20);
	memcpy(bytes + at + 22, cose, cose_n);
	*out_n = at + 22 + cose_n;
	return bytes;
}

static const char *enrolled(struct world *w, const unsigned char *bytes, size_t n, const char *cd, struct passkey *out)
{
	struct hash challenge = assertion_challenge(w->h, LINE);

	return passkey_read(w->a, w->h, bytes, n, cd, strlen(cd), RP, &challenge, out);
}

static void test_new(struct world *w)
{
	static const struct odd plain = { .why = "" }, synced = { .flags = 0x0d }, unseen = { .flags = 1 };
	const char *cd = client(w, &plain, "webauthn.create");
	struct passkey key = { .counter = 1 };
	struct hash k;
	size_t n;
	unsigned char *good = attested(w, &plain, w->cose_es256, COSE_ES256_BYTES, &n);

	SAME(&w->tap, enrolled(w, good, n, cd, &key), NULL, "a new key");
	k = hash_of(w->h, "cccccccccccccccccccc", 20, NULL, 0, NULL, 0);
	OK(&w->tap, hash_equal(&k, &key.k) && key.id_n == 20 && key.cose_n == COSE_ES256_BYTES && !key.is_synced && key.counter == 7
		&& key.key.alg == ALG_ES256 && !memcmp(key.cose, w->cose_es256, key.cose_n), "all of it");
	good = attested(w, &synced, w->cose_eddsa, COSE_EDDSA_BYTES, &n);
	SAME(&w->tap, enrolled(w, good, n, cd, &key), NULL, "one that is copied");
	OK(&w->tap, key.is_synced && key.key.alg == ALG_EDDSA, "which is told");
	SAME(&w->tap, enrolled(w, good, n, client(w, &plain, "webauthn.get"), &key), "passkey.type", "a signature is no new key");
	good = attested(w, &unseen, w->cose_eddsa, COSE_EDDSA_BYTES, &n);
	SAME(&w->tap, enrolled(w, good, n, cd, &key), "passkey.not_recognised", "nobody recognised");
	good = attested(w, &plain, w->cose_es256, COSE_ES256_BYTES, &n);
	good[sizeof(start) + 32] = 5;
	SAME(&w->tap, enrolled(w, good, n, cd, &key), "passkey.data", "no key follows");
	good[sizeof(start) + 32] = 5 | FLAG_KEY;
	good[sizeof(start) + ASSERTION_AD_BYTES + 16] = 0xff;
	SAME(&w->tap, enrolled(w, good, n, cd, &key), "passkey.data", "an id longer than all");
	SAME(&w->tap, enrolled(w, good, PASSKEY_ATTESTATION_MAX + 1, cd, &key), "passkey.data", "too long");
}

/* Whatever stands in the frame of the object is told from the one good spelling; bits of id, make, counter and point may
 * differ and still be a key. */
static void test_object(struct world *w)
{
	static const struct odd plain = { .why = "" };
	static const struct {
		const char *why, *bytes;
		size_t n;
	} bad[] = {
#define BAD(why, text) { (why), (text), sizeof(text) - 1 }
		BAD("nothing", ""), BAD("a list", "\x83"), BAD("an empty map", "\xa0"),
		BAD("a map without end", "\xbf\x63" "fmt\x64none\xff"),
		BAD("the same member twice", "\xa3\x63" "fmt\x64none\x63" "fmt\x64none\x67" "attStmt\xa0"),
		BAD("another format", "\xa3\x63" "fmt\x66packed"), BAD("a format that is a number", "\xa3\x63" "fmt\x01"),
		BAD("a statement", "\xa3\x67" "attStmt\xa1\x61x\x01"), BAD("another member", "\xa3\x61x\x01"),
		BAD("a length in more bytes than it needs", "\xa3\x78\x03" "fmt\x64none"),
		BAD("one in two bytes", "\xa3\x79\x00\x03" "fmt"), BAD("one in two bytes, cut", "\xa3\x79\x01"),
		BAD("one in four", "\xa3\x7a\x00\x00\x00\x03" "fmt"), BAD("a text cut short", "\xa3\x63" "fm"),
		BAD("authenticator data that is text", "\xa3\x68" "authData\x61x"),
		BAD("four members", "\xa4\x63" "fmt\x64none\x67" "attStmt\xa0\x68" "authData\x41x\x61x\x01"),
		BAD("authenticator data of one byte", "\xa3\x63" "fmt\x64none\x67" "attStmt\xa0\x68" "authData\x41x"),
	};
	const char *cd = client(w, &plain, "webauthn.create");
	struct passkey key;
	size_t n, all;
	unsigned char *good = attested(w, &plain, w->cose_es256, COSE_ES256_BYTES, &n);
	int taken = 0;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		SAME(&w->tap, enrolled(w, (const unsigned char *)bad[i].bytes, bad[i].n, cd, &key), "passkey.data", bad[i].why);
	for (all = 0; all < n; all++)
		taken += !enrolled(w, good, all, cd, &key);
	OK(&w->tap, taken == 0, "cut short anywhere");
	SAME(&w->tap, enrolled(w, good, n + 1, cd, &key), "passkey.data", "a byte behind it");
	for (size_t i = 0; i < sizeof(start) * 8; i++) {
		good[i / 8] ^= (unsigned char)(1 << i % 8);
		taken += !enrolled(w, good, n, cd, &key);
		good[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	OK(&w->tap, taken == 0, "any bit before the data changed");
	{
		/* A long id: 300 bytes of it, so that the data's length takes two bytes. */
		size_t data_n = ASSERTION_AD_BYTES + 18 + 300 + COSE_EDDSA_BYTES, at = sizeof(start) - 1;
		unsigned char *bytes = arena_get(w->a, at + 2 + data_n);

		memcpy(bytes, start, at);
		bytes[at - 1] = 0x59;
		bytes[at++] = (unsigned char)(data_n >> 8);
		bytes[at++] = (unsigned char)data_n;
		device(w, &plain, FLAG_KEY, bytes + at);
		at += ASSERTION_AD_BYTES + 16;
		bytes[at] = 300 >> 8;
		bytes[at + 1] = 300 & 255;
		memcpy(bytes + at + 302, w->cose_eddsa, COSE_EDDSA_BYTES);
		SAME(&w->tap, enrolled(w, bytes, at + 302 + COSE_EDDSA_BYTES, cd, &key), NULL, "a long id");
		bytes[at] = bytes[at + 1] = 0;
		SAME(&w->tap, enrolled(w, bytes, at + 302 + COSE_EDDSA_BYTES, cd, &key), "passkey.data", "no id");
	}
}

static void test_software(struct world *w)
{
	struct assertion s = { .alg = 1 };
	struct store *office;
	const unsigned char *cose;
	struct cose_key key;
	struct hash k, challenge = assertion_challenge(w->h, LINE);

	OK(&w->tap, !store_open(w->a, &env_system, "", STORE_MEMORY, &office), "an office");
	store_script(office, embed_find("auth/software_key.sql")->bytes);
	OK(&w->tap, !passkey_software_sign(office, w->a, w->h, "p-1", LINE, &s) && s.alg == 1, "nobody has a key");
	passkey_software_make(office, w->a, w->h, &env_system, "p-1", &k, &cose);
	OK(&w->tap, cose_read(cose, COSE_EDDSA_BYTES, &key) && passkey_software_sign(office, w->a, w->h, "p-1", LINE, &s)
		&& hash_equal(&s.k, &k), "one signs");
	SAME(&w->tap, assertion_refusal(w->a, w->h, &s, &key, PASSKEY_SOFTWARE_RP, &challenge), NULL, "and the signature is good");
	OK(&w->tap, !passkey_software_sign(office, w->a, w->h, "p-2", LINE, &s) && !store_fault(office), "another has none");
	store_close(office);
}

/* ------------------------------------------------------------------------------------------- second opinion --- */

#ifdef HAVE_FIDO2
/* libfido2 asks nothing of type, challenge and origin, so only what it does look at is compared. */
static bool fido_takes(struct world *w, const struct assertion *s)
{
	fido_assert_t *f = fido_assert_new();
	es256_pk_t *es256 = es256_pk_new();
	eddsa_pk_t *eddsa = eddsa_pk_new();
	bool ok = fido_assert_set_clientdata(f, (const unsigned char *)s->cd, s->cd_n) == FIDO_OK
		&& fido_assert_set_rp(f, RP) == FIDO_OK && fido_assert_set_count(f, 1) == FIDO_OK
		&& fido_assert_set_authdata_raw(f, 0, s->ad, sizeof(s->ad)) == FIDO_OK
		&& fido_assert_set_sig(f, 0, s->sig, s->sig_n) == FIDO_OK && fido_assert_set_up(f, FIDO_OPT_TRUE) == FIDO_OK
		&& fido_assert_set_uv(f, FIDO_OPT_TRUE) == FIDO_OK;

	(void)es256_pk_from_EVP_PKEY(es256, w->es256);
	(void)eddsa_pk_from_ptr(eddsa, w->cose_eddsa + 10, 32);
	ok = ok && fido_assert_verify(f, 0, s->alg == ALG_ES256 ? COSE_ES256 : COSE_EDDSA,
		s->alg == ALG_ES256 ? (const void *)es256 : (const void *)eddsa) == FIDO_OK;
	es256_pk_free(&es256);
	eddsa_pk_free(&eddsa);
	fido_assert_free(&f);
	return ok;
}

static void test_fido2(struct world *w)
{
	static const struct odd odds[] = { { .why = "good" }, { .why = "another RP", .rp = "evil.example" },
		{ .why = "not present", .flags = 4 }, { .why = "not recognised", .flags = 1 } };

	fido_init(0);
	for (int64_t alg = ALG_ES256; alg >= ALG_EDDSA; alg--) {
		struct cose_key key = key_of(w, alg);

		for (size_t i = 0; i < sizeof(odds) / sizeof(*odds); i++) {
			struct assertion s = made(w, alg, &odds[i]);
			int differ = (!judged(w, &s, &key, RP)) != fido_takes(w, &s);

			for (size_t bit = 0; bit < (s.sig_n + sizeof(s.ad)) * 8; bit += 3) {
				struct assertion other = s;
				unsigned char *byte = bit / 8 < s.sig_n ? &other.sig[bit / 8] : &other.ad[bit / 8 - s.sig_n];

				*byte ^= (unsigned char)(1 << bit % 8);
				differ += (!judged(w, &other, &key, RP)) != fido_takes(w, &other);
			}
			OK(&w->tap, differ == 0, arena_print(w->a, "libfido2 says the same: %s", odds[i].why));
		}
	}
}
#else
static void test_fido2(struct world *w)
{
	OK(&w->tap, true, "libfido2 says the same # SKIP libfido2-dev is not installed");
}
#endif

int main(void)
{
	struct world w = { .a = arena_new(ARENA_REQUEST_MAX), .h = hasher_new() };

	if (sodium_init() < 0)
		return 1;
	make_keys(&w);
	test_rules(&w);
	test_mutations(&w);
	test_form(&w);
	test_cose(&w);
	test_new(&w);
	test_object(&w);
	test_software(&w);
	test_fido2(&w);
	EVP_PKEY_free(w.es256);
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
