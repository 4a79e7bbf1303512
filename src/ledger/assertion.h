/* SPDX-License-Identifier: EUPL-1.2
 *
 * Assertion: a person's own signature of a statement, made by a key that lies in that person's device (W3C Web
 * Authentication level 2, §7.2), as it stands in an entry's envelope for ever:
 *
 *     {"ad":authenticator data,"alg":-7|-8,"cd":client data,"k":SHA-256 of the credential's id,"sig":signature}
 *
 * all but alg in base64url without padding.  The device signs ad || SHA-256(cd); cd holds the challenge, and the challenge
 * is SHA-256("fyr/statement/v1\n" || line 1 of the leaf), so whoever has the leaf and the key can check it without us.
 * What it proves: this key signed this statement, with somebody present whom the device recognised.  What it does not:
 * that the person saw the words; the device shows none.
 */
#ifndef FYR_LEDGER_ASSERTION_H
#define FYR_LEDGER_ASSERTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/json.h"

enum {
	ALG_ES256 = -7,         /* COSE's numbers (RFC 9053) */
	ALG_EDDSA = -8,
	COSE_ES256_BYTES = 77,
	COSE_EDDSA_BYTES = 42,
	COSE_BYTES_MAX = 77,
	ASSERTION_AD_BYTES = 37, /* hash of the RP id, flags, counter: no extension is asked for, so none is taken */
	ASSERTION_CD_MAX = 2048,
	ASSERTION_SIG_MAX = 72
};

/* Flags of the authenticator data. */
enum {
	FLAG_PRESENT = 1,   /* UP */
	FLAG_VERIFIED = 4,  /* UV: the device recognised its person */
	FLAG_SYNCED = 8,    /* BE: the key may be copied to other devices */
	FLAG_BACKED_UP = 16, /* BS */
	FLAG_KEY = 64       /* AT: a new key follows */
};

/* A person's public key. */
struct cose_key {
	int64_t alg;
	unsigned char bytes[64]; /* x and y, or Ed25519's 32 bytes */
};
/* One of the two shapes (RFC 9052 §7, in the one order and spelling that devices send).  Whether x and y are a point of the
 * curve is told by cose_is_valid, before a key is enrolled; no signature holds by one that is none. */
bool cose_read(const unsigned char *bytes, size_t n, struct cose_key *out);
bool cose_is_valid(const struct cose_key *key);
/* The shape of an Ed25519 key. */
void cose_eddsa(const unsigned char key[32], unsigned char to[COSE_EDDSA_BYTES]);

struct assertion {
	int64_t alg;
	struct hash k;
	unsigned char ad[ASSERTION_AD_BYTES];
	const char *cd; /* UTF-8 of any spelling, ended by NUL; verbatim */
	size_t cd_n;
	unsigned char sig[ASSERTION_SIG_MAX];
	size_t sig_n;
};

/* Reads the member of an envelope's `sig`; false, *out untouched, for anything else than its form. */
bool assertion_read(struct arena *a, const struct json *one, struct assertion *out);
struct json *assertion_json(struct arena *a, const struct assertion *s);

/* The challenge of a statement, given with its newline. */
struct hash assertion_challenge(struct hasher *h, const char *line);

/* What the device signs: ad || SHA-256(cd). */
enum { ASSERTION_SIGNED_BYTES = ASSERTION_AD_BYTES + HASH_BYTES };
void assertion_signed(struct hasher *h, const struct assertion *s, unsigned char to[ASSERTION_SIGNED_BYTES]);

/* Why client data may not stand for that challenge, made on a page of `rp`: the name of the rule, or NULL.  `type` is
 * "webauthn.get" or "webauthn.create".  The origin must be https://RP, or http://localhost for that RP, at any port.
 * Members unknown to us are no fault: browsers add some. */
const char *assertion_client_refusal(struct arena *a, const char *cd, size_t n, const char *type, const char *rp,
	const struct hash *challenge);

/* Why authenticator data may not: another RP, nobody present or recognised, flags that contradict each other or are not
 * among `flags`. */
const char *assertion_device_refusal(struct hasher *h, const unsigned char *ad, const char *rp, unsigned flags);

/* Why the assertion does not prove that the key signed the challenge: the name of the rule, or NULL. */
const char *assertion_refusal(struct arena *a, struct hasher *h, const struct assertion *s, const struct cose_key *key,
	const char *rp, const struct hash *challenge);

/* How often the device says it has signed; 0 when it does not count. */
uint32_t assertion_counter(const unsigned char *ad);
/* Is there a copy of a key that has counted so far already?  It counts on from each signature, or never counts. */
bool assertion_is_copied(const struct assertion *s, int64_t counted);
/* May other devices have the key? */
bool assertion_is_synced(const struct assertion *s);

#endif
