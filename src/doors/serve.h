/* SPDX-License-Identifier: EUPL-1.2
 *
 * Serve: the parent.  It holds the lock and the listening sockets, starts writer, signer and workers, and brings a lost
 * child back; the sockets outlive the children, so that whoever connects meanwhile waits instead of being refused.
 */
#ifndef FYR_DOORS_SERVE_H
#define FYR_DOORS_SERVE_H

#include <stdbool.h>

#include "base/env.h"
#include "base/fault.h"
#include "doors/log.h"

/* What is served, and where. */
struct serving {
	const char *file;
	const char *listen; /* ADDR:PORT */
	const char *signer;      /* the socket of a signer that another user runs (doors/signing.h); NULL: one of our own */
	const char *copy_folder; /* where a second copy follows the book (desk/second_copy.h), or NULL */
	const char *high_water; /* where the signer keeps a second memory from now on (desk/head.h), or NULL */
	int64_t per_day;    /* submissions to each witness (doors/submit.h) */
	bool has_no_cache;  /* every page is made anew: for measurements (bench/run) */
};

/* Serves until SIGTERM or SIGINT.  Says the address on standard output when ready, and tells the service manager. */
const struct fault *serve(struct arena *a, const struct env *env, const struct log *log, const struct serving *serving) MUST_USE;

#endif
