/* SPDX-License-Identifier: EUPL-1.2
 *
 * Serve: the parent.  It holds the lock and the listening sockets, starts writer, signer and workers, and brings a lost
 * child back; the sockets outlive the children, so that whoever connects meanwhile waits instead of being refused.
 */
#ifndef FYR_DOORS_SERVE_H
#define FYR_DOORS_SERVE_H

#include "base/env.h"
#include "base/fault.h"
#include "doors/log.h"

/* Serves until SIGTERM or SIGINT.  `listen` is ADDR:PORT.  Says the address on standard output when ready, and tells the
 * service manager. */
const struct fault *serve(struct arena *a, const struct env *env, const struct log *log, const char *file,
	const char *listen) MUST_USE;

#endif
