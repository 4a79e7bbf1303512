/* SPDX-License-Identifier: EUPL-1.2
 *
 * Seed: the chance in one act, drawn once.  A statement holds a new object's id and the digests of salted texts, so the
 * same act asked twice would be two statements.  What a person signs must be what was shown and what is written: the form
 * carries a seed, and all chance of the act is made from it, the maker and the nonce, with SHA-256.
 * The nonce is used once, so no two acts share an id; the seed is known to its maker alone, who knows the texts anyway.
 */
#ifndef FYR_DESK_SEED_H
#define FYR_DESK_SEED_H

#include "base/env.h"
#include "base/hash.h"

enum { SEED_CHARS = 43 }; /* 32 bytes in base64url */

struct seed {
	const struct env *world; /* clock and files */
	struct hasher *hasher;
	const char *head;        /* maker, nonce and seed */
	uint32_t drawn;
};

/* A new seed for a form. */
char *seed_new(struct arena *a, const struct env *env);
bool seed_is_valid(const char *seed);

/* The world of one act.  `self` must live as long. */
struct env seed_env(struct arena *a, struct hasher *h, const struct env *world, const char *seed, const char *person,
	const char *nonce, struct seed *self);

#endif
