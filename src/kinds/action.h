/* SPDX-License-Identifier: EUPL-1.2
 *
 * Action: what the kinds about an action share.  An action is open until it is done or dropped, and stands on each agenda
 * until then.
 */
#ifndef FYR_KINDS_ACTION_H
#define FYR_KINDS_ACTION_H

#include "kinds/kind.h"

struct action_facts {
	const char *state;       /* open done dropped; "" when there is none */
	const char *responsible; /* organisation; NULL when there is none */
};
struct action_facts action_facts(struct store *s, struct arena *a, const char *id);

/* The same of the action the offer is about: fits as a kind's `look`. */
const void *action_look(struct store *s, struct arena *a, const struct offer *o);

/* Refuses with action.not_open one that has ended. */
void action_check_open(const struct action_facts *f, struct refusals *r);

/* Ends it: "done" or "dropped". */
void action_end(struct store *s, const struct entry *e, const char *state);

#endif
