/* SPDX-License-Identifier: EUPL-1.2
 *
 * Lock: who may write a council's files.  FILE-lock is held as long as any process of a server, or a command that writes
 * by itself, lives; the kernel gives it back when they die.  FILE itself is never locked or opened outside SQLite.
 */
#ifndef FYR_DOORS_LOCK_H
#define FYR_DOORS_LOCK_H

#include "base/fault.h"

/* Waits up to `wait_ms` for the lock of a council file.  Faults: FAULT_BUSY when somebody else keeps it, FAULT_USAGE for a
 * symbolic link and FAULT_REFUSED for a file with a second hard link, since either could be locked twice; FAULT_SYSTEM. */
const struct fault *lock_take(struct arena *a, const char *file, int wait_ms, int *out_fd) MUST_USE;
void lock_release(int fd);

#endif
