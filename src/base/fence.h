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

/* What stands between whoever takes over a process of a server and the rest of the machine. */
enum fence {
	FENCE_USER,    /* the program is not root's */
	FENCE_SIGNER,  /* the signer has a user of its own */
	FENCE_CALLS,   /* this kernel lets processes give up system calls: the signer does, and who reads a foreign file */
	FENCE_FILTER,  /* all processes stand under a filter of system calls, as in share/systemd */
	FENCE_FILES,   /* the system's files cannot be written */
	FENCE_NETWORK, /* sockets are of the sorts that are needed alone */
	FENCES
};
extern const char *const fence_names[FENCES]; /* in catalogues and the log */

struct fences {
	bool stand[FENCES];
};

/* Those of this process, which its children have too; only who starts the server knows who the signer is. */
struct fences fences_here(bool is_signer_apart);

#endif
