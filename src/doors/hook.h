/* SPDX-License-Identifier: EUPL-1.2
 *
 * Hook: a program of the municipality's own that hands one package over to its diary or e-archive (docs/diary.md).
 *
 * It is started without a shell, with the package's folder as its one argument, nothing on standard input, and of our environment
 * nothing: PATH is /usr/bin:/bin and LANG is C.UTF-8.  Its standard error is the command's.  The last line that it prints is what
 * the diary calls the document.  It is ended with all it has started when its time is up, when it prints too much, and when it is
 * done.
 */
#ifndef FYR_DOORS_HOOK_H
#define FYR_DOORS_HOOK_H

#include "base/fault.h"

enum { HOOK_SECONDS = 60, HOOK_SECONDS_MAX = 3600, HOOK_BYTES_MAX = 64 << 10 };

/* The line, without white space around it, is UTF-8 and in the arena.  FAULT_NOTHING: it cannot be started, said that it failed,
 * was ended, or printed no such line; `what` says which. */
const struct fault *hook_run(struct arena *a, const char *program, const char *folder, int seconds, const char **out_line)
	MUST_USE;

#endif
