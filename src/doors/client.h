/* SPDX-License-Identifier: EUPL-1.2
 *
 * Client: asks the writer (desk/service.h).  A worker asks the running one over FILE-socket; a command does too, and
 * becomes the writer itself when none runs.
 */
#ifndef FYR_DOORS_CLIENT_H
#define FYR_DOORS_CLIENT_H

#include "base/env.h"
#include "base/json.h"
#include "doors/lines.h"

/* Asks the writer that listens at `socket_path`, on one of the kept `lines` when there is one (NULL: none is kept).
 * A question that was cut off is asked anew for `wait_ms` when it holds a nonce (it is then the same act) or writes
 * no entry: the parent, which keeps the socket open meanwhile, brings a lost writer back. Where nobody listens no
 * server runs, and nothing is waited for: a worker whose parent is gone must not hold up the next server. Faults:
 * FAULT_BUSY when there is no writer, FAULT_SYSTEM. */
const struct fault *client_ask(struct arena *a, const char *socket_path, struct lines *lines, const struct json *question,
	int wait_ms, struct json **out_answer) MUST_USE;

/* A command's question about `file`: over the socket when a server runs, else under the lock in this process, which then
 * also signs; a server that comes or goes meanwhile only delays.  Faults also: those of the writer (told in its answer),
 * FAULT_BUSY after 5 s. */
const struct fault *client_ask_file(struct arena *a, const struct env *env, const char *file, const struct json *question,
	struct json **out_answer) MUST_USE;

/* Does the writer answer within so many milliseconds, and can it write?  FAULT_BUSY, FAULT_SYSTEM.  *out_why is set when it
 * says what ails its disk. */
const struct fault *client_is_there(struct arena *a, const char *socket_path, int answer_ms, const char **out_why) MUST_USE;

/* A signer of this process's own, for as long as a command runs: its socket, and its end.  Start it before any database
 * is open (SQLite and fork do not mix). */
const struct fault *client_signer(struct arena *a, const struct env *env, const char *file, int *out_fd) MUST_USE;
void client_signer_end(int fd);

#endif
