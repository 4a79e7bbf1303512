/* SPDX-License-Identifier: EUPL-1.2
 *
 * Attach: a file on its way into an act, at both doors.  Whatever came is looked through in a child (attachment/attachment.h)
 * before the writer gets it, each time anew: what a form brings back may be another's.
 */
#ifndef FYR_DOORS_ATTACH_H
#define FYR_DOORS_ATTACH_H

#include "doors/args.h"
#include "doors/web.h"

/* A form of a kind with a file: the file takes its place among the fields as the writer takes it.  True when the reply is made:
 * the file is not taken, or the act is shown once more with what the file tells, before it is written. */
bool attach_web(struct visit *v, const struct kind *k);

/* A command: a field of a file names a path; the bytes take its place, and what the file tells is told on standard error.
 * Gives the exit code, 0 when all is well. */
int attach_args(struct args *args, const struct kind *k);

#endif
