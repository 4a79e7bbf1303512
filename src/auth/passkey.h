/* SPDX-License-Identifier: EUPL-1.2
 *
 * Passkey: a new key as a browser hands it over (W3C Web Authentication level 2, §7.1), attestation "none": who made the
 * device is not asked, since two persons vouch for whose it is.  Signatures are ledger/assertion.h's.
 *
 * And the example council's software keys: made and kept by the program, so that one person can play all.  They prove
 * nothing and are called what they are (`store=software`, RP id localhost).
 */
#ifndef FYR_AUTH_PASSKEY_H
#define FYR_AUTH_PASSKEY_H

#include "base/env.h"
#include "ledger/assertion.h"
#include "store/store.h"

enum { PASSKEY_ATTESTATION_MAX = 4096, PASSKEY_ID_MAX = 1023 };

struct passkey {
	struct hash k;          /* SHA-256 of the credential's id */
	const unsigned char *id; /* borrowed from the attestation */
	size_t id_n;
	const unsigned char *cose; /* likewise */
	size_t cose_n;
	struct cose_key key;
	bool is_synced;         /* the key may be copied to other devices */
	uint32_t counter;
};

/* Reads a new key made on a page of `rp` for `challenge`.  NULL, or the name of the rule that refuses it, *out untouched:
 * "passkey.data" for bytes that are not exactly one attestation object of format "none" (no indefinite length, no doubled
 * or further member, nothing behind it) with a key of one of the two shapes. */
const char *passkey_read(struct arena *a, struct hasher *h, const unsigned char *attestation, size_t n, const char *cd,
	size_t cd_n, const char *rp, const struct hash *challenge, struct passkey *out);

#define PASSKEY_SOFTWARE_RP "localhost"

/* Makes a software key for the person, replacing one that is there.  *out_cose is COSE_EDDSA_BYTES long. */
void passkey_software_make(struct store *office, struct arena *a, struct hasher *h, const struct env *env,
	const char *person, struct hash *out_k, const unsigned char **out_cose);

/* Signs the statement with the person's software key.  False, *out untouched, when there is none. */
bool passkey_software_sign(struct store *office, struct arena *a, struct hasher *h, const char *person, const char *line,
	struct assertion *out);

#endif
