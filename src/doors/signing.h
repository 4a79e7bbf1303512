/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signing: the signer (ledger/signer.h) as a process behind its fence, on a Unix socket.  `fyr serve` starts one of its
 * own; `fyr signer` is one that another user runs, so that neither workers nor writer can read the key, nor trace who holds it.
 */
#ifndef FYR_DOORS_SIGNING_H
#define FYR_DOORS_SIGNING_H

#include "base/env.h"
#include "doors/args.h"

struct signing {
	const char *key_path, *head_path;
	const char *high_water_path; /* or NULL */
};

/* Gives up the calls a signer does not need; says so when it could not, and goes on. */
void signing_fence(void);

/* Behind that fence, serves whoever connects to `listen_fd`, one after the other, until `stop_fd`
 * becomes readable. */
void signing_serve(const struct env *env, const struct signing *signing, int listen_fd, int stop_fd);

/* `fyr signer FILE --signer SOCKET`: FILE-key and FILE-head are this user's alone; whoever is in this user's group may ask. */
int signing_run(struct args *args);

#endif
