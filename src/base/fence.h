/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fence: a process gives up the system calls it does not need, for itself and for ever (Linux seccomp, seccomp(2)), so
 * that whoever gets hold of it can do little more than its duty.
 */
#ifndef FYR_BASE_FENCE_H
#define FYR_BASE_FENCE_H

#include <stdbool.h>

/* What a call that was given up does. */
enum fence_answer {
	FENCE_KILLS,  /* the process ends: for one that reads foreign bytes and has nothing to lose */
	FENCE_REFUSES /* the call fails with EPERM */
};

/* Keeps the calls of `allowed`, names as in seccomp(2) ended by NULL, and gives up all others.  Names that this machine does
 * not know are passed over.  A process that has a fence may put up a narrower one.  False when the kernel would not. */
bool fence_calls(const char *const *allowed, enum fence_answer answer);

/* False in a build with a sanitizer, which needs calls and memory of its own: fence_calls is true there and does nothing. */
bool fence_is_possible(void);

#endif
