/* SPDX-License-Identifier: EUPL-1.2
 *
 * Found: a new council file with its key, and the example council.
 */
#ifndef FYR_DOORS_FOUND_H
#define FYR_DOORS_FOUND_H

#include <stdbool.h>

#include "base/env.h"

struct founding {
	const char *name;     /* the council's */
	const char *origin;   /* the log's, for ever; NULL: "<slug of the name>-<8 hex of the key's hash>" */
	const char *user;     /* operating-system user to bind to the first administrator, or NULL */
	bool is_example;
	const char *predecessor, *predecessor_head; /* of the book that this one follows: origin, "<size>:<root>"; or NULL */
	const char *links[2]; /* out: one-time tokens of the first administrator and the first coordinator */
};

/* Makes FILE, FILE-key and FILE-office.  Two persons are needed from the first day, so there are two links.
 * Fault: FAULT_REFUSED when a council is there already; nothing is touched then. */
const struct fault *found_council(struct arena *a, const struct env *env, const char *file, struct founding *founding) MUST_USE;

/* Makes the example council and plays its five quarters (data/example). */
const struct fault *found_example(struct arena *a, const struct env *env, const char *file) MUST_USE;

/* A page's HTML with its style sheet put inside, so that the file stands alone. */
const char *found_alone(struct arena *a, const char *html, size_t *io_length);

#endif
