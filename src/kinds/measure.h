/* SPDX-License-Identifier: EUPL-1.2
 *
 * Measure: what the kinds about a measure share: is it still alive, is it yours, the record of it, and how its
 * state changes.  The states are not_started, ongoing, paused, completed and closed; only a seconded closing makes
 * it closed.
 */
#ifndef FYR_KINDS_MEASURE_H
#define FYR_KINDS_MEASURE_H

#include "kinds/kind.h"
#include "kinds/own.h"

struct measure_facts {
	const char *state;    /* "" when there is no such measure */
	struct own_facts own;
};

/* Facts about the measure with that id, in the arena. */
const struct measure_facts *measure_facts(struct store *s, struct arena *a, const char *measure,
	const struct actor *actor);

/* The same for the measure the offer is about: fits as a kind's `look`. */
const void *measure_look(struct store *s, struct arena *a, const struct offer *o);

/* Completed or closed: nothing more is planned for it. */
bool measure_has_ended(const struct measure_facts *f);

/* Refuses with measure.ended, and with measure.not_yours, at the field `field`. */
void measure_check(const struct offer *o, const struct measure_facts *f, const char *field, struct refusals *r);

/* Refuses with measure.not_ongoing a measure that has not started or is paused. */
void measure_check_ongoing(const struct measure_facts *f, const char *field, struct refusals *r);

/* Sets the state from an entry about the measure; its date is the entry's `date`, else the day it was entered.  The
 * light of the open period follows. */
void measure_state_apply(struct store *s, struct arena *a, const struct entry *e, const char *state);

#endif
