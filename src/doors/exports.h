/* SPDX-License-Identifier: EUPL-1.2
 *
 * Exports: the log handed to strangers as a folder, and such a folder checked.
 */
#ifndef FYR_DOORS_EXPORTS_H
#define FYR_DOORS_EXPORTS_H

#include "desk/desk.h"
#include "doors/args.h"

/* fyr export log FILE DIR, FILE open for `actor`.  A fault is told by the caller. */
const struct fault *exports_log(const struct args *args, struct desk *d, const struct actor *actor) MUST_USE;

/* fyr verify DIR. */
int exports_verify(const struct args *args);

#endif
