/* SPDX-License-Identifier: EUPL-1.2
 *
 * Passphrase: hashed by argon2id with 19 MiB and 2 passes (OWASP's least, design §6), about 25 ms.  The salt comes
 * from env, so that a run can be replayed; the PHC string is the one libsodium's crypto_pwhash_str_verify reads.
 */
#ifndef FYR_AUTH_PASSPHRASE_H
#define FYR_AUTH_PASSPHRASE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/env.h"

/* The PHC string, in the arena. */
char *passphrase_hash(struct arena *a, const struct env *env, const char *passphrase);

/* Does it fit?  A NULL hash never does, and takes as long as any other. */
bool passphrase_fits(const char *hash, const char *passphrase);

#endif
