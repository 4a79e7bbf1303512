/* SPDX-License-Identifier: EUPL-1.2
 *
 * Question: what a command asks of the writer (desk/service.h), and its refusals told.
 */
#ifndef FYR_DOORS_QUESTION_H
#define FYR_DOORS_QUESTION_H

#include "base/json.h"
#include "doors/args.h"

/* A question's members that say who asks and how. */
struct json *question_of(const struct args *args, const char *op);

/* A question without a nonce gets one, so that it can be put again when the writer is lost under it. */
void question_give_nonce(const struct args *args, struct json *question);

/* The refusals of an answer, one a line: the field, what is wrong and what to do, and the source in law.  False when there is none
 * but remarks. */
bool question_tell_refusals(const struct args *args, const struct json *answer);

#endif
