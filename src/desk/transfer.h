/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transfer: plan and statuses as CSV, in and out.
 */
#ifndef FYR_DESK_TRANSFER_H
#define FYR_DESK_TRANSFER_H

#include "base/json.h"
#include "desk/desk.h"
#include "view/catalogue.h"

struct transfer_problem {
	size_t line, column; /* from 1; 0: not known */
	const char *rule;    /* the catalogue's key */
	const char *field, *arg;
};

/* Reads a CSV of `sort` ("plan", "statuses") into the offers of a batch question (desk/service.h), with the line each came
 * from.  With problems there are no offers: nothing is half-imported.  Fault: FAULT_USAGE for an unknown sort. */
const struct fault *transfer_read(struct desk *d, struct arena *a, const char *sort, const char *bytes, size_t n,
	struct json **out_offers, size_t **out_lines, struct transfer_problem **out_problems, size_t *out_count) MUST_USE;

/* Writes it, as this actor may see it. */
const struct fault *transfer_write(struct desk *d, struct arena *a, const char *sort, const struct actor *actor,
	const char *language, struct out *o) MUST_USE;

/* "rad 12, kolumn 4 (Ansvarig): ..." */
const char *transfer_problem_text(struct arena *a, const struct catalogue *words, const struct transfer_problem *problem);

#endif
