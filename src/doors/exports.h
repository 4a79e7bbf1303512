/* SPDX-License-Identifier: EUPL-1.2
 *
 * Exports: the log handed to strangers as a folder, and such a folder checked; documents handed over to a diary.
 */
#ifndef FYR_DOORS_EXPORTS_H
#define FYR_DOORS_EXPORTS_H

#include "desk/desk.h"
#include "desk/diary.h"
#include "doors/args.h"

/* fyr export log FILE DIR, FILE open for `actor`.  A fault is told by the caller. */
const struct fault *exports_log(const struct args *args, struct desk *d, const struct actor *actor) MUST_USE;

/* fyr export diary FILE DIR: what was made is told; with --run each package, the oldest first, is handed to the program
 * (doors/hook.h), which has so many seconds for each, and the number that it prints is noted in the book by whoever asks
 * (kinds/diary_number_noted).  One that was not handed over is told, and the others are gone on with.  FILE is closed.  The exit
 * code: FAULT_NOTHING when not all were. */
int exports_diary(const struct args *args, const struct diary *made, int seconds);

/* fyr verify DIR. */
int exports_verify(const struct args *args);

#endif
