/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keep: the commands that put a council away and take it out again.
 */
#ifndef FYR_DOORS_KEEP_H
#define FYR_DOORS_KEEP_H

#include "doors/args.h"

/* Each runs the command whose words are in `args`, says in words what the copy holds and what it does not, and returns
 * the exit code. */
int keep_backup(struct args *args);
int keep_restore(struct args *args);
/* The keys for sealed copies (desk/seal.h). */
int keep_recipient(struct args *args);

#endif
