/* SPDX-License-Identifier: EUPL-1.2
 *
 * Submit: the process that has the council's checkpoints stamped by the witnesses of FILE-policy (C2SP tlog-witness).  It reads
 * FILE, asks each witness over http or https, and hands what they sign to the writer (desk/stamp.h); it has no key and can
 * write nothing itself.
 *
 * After a start every witness is tried before anything is handed over, so that the writer hears of a contradiction before it
 * hears of a consent.  Then each new checkpoint is sent, one at a time to each witness, some seconds apart, within so many a
 * day; the newest once a day when nothing happens.  A witness that does not answer is left alone for a while, longer each time.
 */
#ifndef FYR_DOORS_SUBMIT_H
#define FYR_DOORS_SUBMIT_H

#include <stdint.h>

#include "base/env.h"

enum { SUBMIT_PER_DAY = 288 }; /* to each witness, when nothing else is said: one in five minutes */

/* Works until `stop_fd` becomes readable.  The exit code. */
int submit_serve(struct arena *a, const struct env *env, const char *file, const char *socket_path, int64_t per_day, int stop_fd);

#endif
