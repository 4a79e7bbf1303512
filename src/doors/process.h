/* SPDX-License-Identifier: EUPL-1.2
 *
 * Process: what every long-running process of ours has: signals that are read and not caught, and a socket of its own.
 */
#ifndef FYR_DOORS_PROCESS_H
#define FYR_DOORS_PROCESS_H

#include <signal.h>
#include <sys/types.h>

#include "base/fault.h"

/* SIGTERM and SIGINT: what asks a process to stop. */
sigset_t process_stop_signals(void);

/* Those and SIGCHLD are never delivered from now on: they are read, so that none is lost between a look at a flag and the
 * wait that follows it.  Children inherit it.  SIGPIPE is ignored. */
void process_hold_signals(void);

/* A descriptor that becomes readable when this process is asked to stop. */
int process_stop_descriptor(void);

/* Listens on a Unix socket at `path` with that mode; it does not block.  One lying there is replaced: whoever asks holds
 * the lock that says it is dead.  Faults: FAULT_USAGE the path is too long for a socket, FAULT_SYSTEM. */
const struct fault *process_listen(struct arena *a, const char *path, mode_t mode, int *out_fd) MUST_USE;

#endif
