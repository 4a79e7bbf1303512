/* SPDX-License-Identifier: EUPL-1.2
 *
 * Log key: the command that makes a log's next key and puts it in the place of the one it follows, and what `fyr init` and
 * `fyr verify` ask of the book that a new one succeeds (docs/recovery.md).
 */
#ifndef FYR_DOORS_LOG_KEY_H
#define FYR_DOORS_LOG_KEY_H

#include "doors/args.h"
#include "doors/found.h"

/* `fyr log-key FILE`, by the user whose the key is, a server running or not: makes FILE-key-next and prints its vkey, which two
 * persons put into the book (kinds/log_key).  When what was signed last bears the next key's signature and not the other's any
 * more, the next one becomes FILE-key, and what was FILE-key becomes FILE-key-retired.  The exit code. */
int log_key_run(struct args *args);

/* What --successor-of and --key say for a new book: the checkpoint's origin and head, its signature verified.  Faults:
 * FAULT_USAGE without --key, FAULT_DAMAGED when none of these keys signed it. */
const struct fault *log_key_predecessor(const struct args *args, struct founding *founding) MUST_USE;
/* Does the book in `file` cite that checkpoint?  Says so, or what is wrong; *out_findings counts that. */
const struct fault *log_key_check_predecessor(const struct args *args, const char *file, int *out_findings) MUST_USE;

#endif
