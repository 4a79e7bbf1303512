/* SPDX-License-Identifier: EUPL-1.2
 *
 * Device: what the office holds of keys that lie in people's own devices.  Challenges, each for one use within five minutes;
 * and the keys that were made here, with the names their devices call them by, which a browser must be told.  It is
 * furniture: whose a key is and whether it counts stands in the book alone (kinds/passkey).  When the office is lost, a
 * key that its device finds by itself goes on, and others are made anew.
 */
#ifndef FYR_AUTH_DEVICE_H
#define FYR_AUTH_DEVICE_H

#include "auth/passkey.h"

enum {
	DEVICE_CHALLENGE_SECONDS = 300,
	DEVICE_CHALLENGES_MAX = 10000, /* anybody may ask for one: the oldest go first */
	DEVICE_KEYS_MAX = 20           /* of one person; the oldest go first */
};

/* A new challenge, 32 bytes in base64url, in the arena; for that session's holder, or NULL: for whoever signs in with it. */
char *device_challenge_new(struct store *office, struct arena *a, const struct env *env, const char *session, int64_t now);

/* Uses a challenge up.  False, *out untouched, when it is not known, expired, used or another session's. */
bool device_challenge_take(struct store *office, const char *challenge, const char *session, int64_t now, struct hash *out);

struct device_key {
	const char *k, *id, *person, *cose, *rp, *store; /* as the columns of device.sql */
	int64_t made_t;
};

/* Keeps a key that the person made on a page of `rp`, with how far it had counted then.  One of the same name is replaced only
 * when it is the same person's. */
void device_key_keep(struct store *office, struct arena *a, const char *person, const struct passkey *key, const char *rp,
	int64_t now);

/* The person's keys, or everybody's when `person` is NULL, oldest first, in the arena; returns how many.  Reads only. */
size_t device_keys(struct store *office, struct arena *a, const char *person, struct device_key **out);

/* How far a key had counted when it was last used to sign in, 0 when it never was; and the same set. */
int64_t device_counter(struct store *office, struct arena *a, const struct hash *k);
void device_counted(struct store *office, struct arena *a, const struct hash *k, int64_t counter);

/* Of a person who has left, and what has expired; called by office_person_drop and office_sweep. */
void device_person_drop(struct store *office, const char *person);
void device_sweep(struct store *office, int64_t now);

#endif
