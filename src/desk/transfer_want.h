/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transfer want: things a table names and the council does not know: organisations, focus areas, factors, indicators, and
 * persons.  When help is given (desk/transfer.h) they are made in the same batch, before the rows that name them; what is
 * not told about them is guessed, and shown before anything is written.  Persons are not made: two register them
 * (kinds/enrolment).  It can be said who is meant, else the cell stays blank.
 */
#ifndef FYR_DESK_TRANSFER_WANT_H
#define FYR_DESK_TRANSFER_WANT_H

#include "desk/transfer.h"
#include "desk/transfer_sheet.h"

enum { WANTS_MAX = 300 };

struct transfer_wants {
	struct arena *arena;
	const struct transfer_names *names;
	const struct transfer_help *help;
	struct transfer_want *all; /* WANTS_MAX */
	size_t count;
};
void wants_begin(struct transfer_wants *w, struct arena *a, const struct transfer_names *names, const struct transfer_help *help);

/* What a later offer of the batch names the thing by: the id of the one it is said to be the same as, or the code it gets.
 * `line` is where it is named.  NULL when such things are not made, or are too many. */
const char *want_named(struct transfer_wants *w, const char *type, const char *called, size_t line);

/* A code of our own for a name: nothing of that type is called so. */
const char *want_code(struct transfer_wants *w, const char *type, const char *name);

/* Remembers which way the goals with an indicator go: its better way is guessed from the first. */
void want_way(struct transfer_wants *w, const char *indicator, const char *baseline, const char *target);

/* The offers that make them, in an order in which each finds what it names; *out_lines where each was first named. */
struct json *wants_offers(const struct transfer_wants *w, size_t *out_lines);

#endif
