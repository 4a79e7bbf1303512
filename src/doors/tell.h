/* SPDX-License-Identifier: EUPL-1.2
 *
 * Tell: what every command says on standard error in the same words, and the exit code that goes with it.
 */
#ifndef FYR_DOORS_TELL_H
#define FYR_DOORS_TELL_H

#include "base/fault.h"
#include "base/json.h"
#include "doors/args.h"

/* The exit code is the fault's sort. */
int tell_fault(const struct fault *f);

/* Asks the writer of `file` (doors/client.h); 0 when it answered, else the exit code of the fault, its own or one on the way. */
int tell_asked(const struct args *args, const char *file, const struct json *question, struct json **out_answer);

/* The refusals in the writer's answer, added to `r` for either door to tell.  Their texts are the answer's. */
void refusals_read(struct refusals *r, const struct json *answer);

/* Each refusal and note, a line with its rule; FAULT_REFUSED when there is a refusal, else 0. */
int tell_refusals(const struct args *args, const struct refusals *r);

/* How commands are written; FAULT_USAGE. */
int tell_misuse(const struct args *args);

/* The sentence of that key in the language asked for, with two values ("" where it takes none). */
void tell_words(const struct args *args, const char *key, const char *first, const char *second);

/* A finding of `fyr verify`, one a line; `self` is not used. */
void tell_finding(void *self, const char *finding);

#endif
