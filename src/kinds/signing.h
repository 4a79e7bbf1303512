/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signing: which acts their makers sign with keys of their own, and when such a signature counts.  What two persons decide,
 * and the withdrawal of a key, is signed by whoever has a key, or has had one: nobody gets around a key by having it
 * revoked.  Who never had one acts as before, and it is seen that the act is unsigned.  Once two persons have keys,
 * persons and keys are enrolled by signed acts alone, so that nobody with the file and the log's key makes a second person
 * up (reliability T1, T2).
 */
#ifndef FYR_KINDS_SIGNING_H
#define FYR_KINDS_SIGNING_H

#include "kinds/kind.h"

/* What the rule needs to know of an act, its maker and the signature, as things stood just before it. */
struct signing_facts {
	bool must_sign;
	bool has_signature;
	const char *owner;      /* whose key made it; NULL: no such key was enrolled */
	bool is_waiting;        /* the key's waiting time is not over */
	bool is_revoked;
	bool is_counter_back;   /* the key has counted further before: there is a copy of it */
	bool is_synced;         /* other devices may have copies of the key, and its maker holds a role whose keys must have none */
	const char *fault;      /* why it is no good signature of this statement (ledger/assertion.h), or NULL */
};
/* The rule itself, pure: the name of the rule that refuses, or NULL. */
const char *signing_refusal(const struct signing_facts *facts, const char *by);

/* The same, asked of an entry before it is applied, by the desk and by verify.  Of the entry are needed: line, kind, by,
 * obj, time and signature. */
const char *signing_entry_refusal(struct store *s, struct arena *a, struct hasher *h, const struct entry *e);

/* The same of somebody who signs in with a key: the challenge is no statement's.  NULL sets *out_owner. */
const char *signing_in_refusal(struct store *s, struct arena *a, struct hasher *h, const struct assertion *signature,
	const struct hash *challenge, int64_t now, const char **out_owner);

/* Is it a kind whose acts are signed by whoever has a key? */
bool signing_concerns(const struct kind *k);

/* Is it a kind on which it hangs whose signatures count: one that makes or changes persons, their roles, their keys, or what keys a
 * role demands?  Entries of these kinds alone, applied in their order, and signing_apply for all others, answer the same. */
bool signing_rests_on(const struct kind *k);

/* Does the person hold a role whose keys no other device may have a copy of (kinds/key_policy)? */
bool signing_needs_device(struct store *s, const char *person);

/* Has this person to sign an act of that kind at that instant? */
bool signing_must(struct store *s, const struct kind *k, const char *person, int64_t now);

/* After a signed entry: with which key it was signed, and how far that has counted. */
void signing_apply(struct store *s, struct arena *a, const struct entry *e);

#endif
