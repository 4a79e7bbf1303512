/* SPDX-License-Identifier: EUPL-1.2
 *
 * Child: another program, started beside this one without a shell (posix_spawn(3): a process with threads does not fork).
 */
#ifndef FYR_BASE_CHILD_H
#define FYR_BASE_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

/* Starts the program with `ends` as its descriptors 0, 1 and 2 and no other, no signal held back or ignored, and nothing of our
 * environment.  The ends stay the caller's.  `argv` and `environment` end in NULL.  `is_first`: it begins a process group of its
 * own.  0, or errno why it was not started; *out is then untouched. */
int child_start(const char *program, char *const argv[], char *const environment[], const int ends[3], bool is_first, pid_t *out);

#endif
