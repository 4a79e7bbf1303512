/* SPDX-License-Identifier: EUPL-1.2
 *
 * Own: whose measure is it?  A measure is answered for by the organisation responsible for it and by the reporter
 * named for it; the coordinator may act for all.  One rule for every kind that says "only for your own measures".
 */
#ifndef FYR_KINDS_OWN_H
#define FYR_KINDS_OWN_H

#include "base/actor.h"
#include "base/arena.h"
#include "store/store.h"

struct own_facts {
	char *state;             /* the measure's; NULL when there is no such measure */
	bool is_reporter;        /* the person named to report on the measure */
	bool is_of_organisation; /* answers for the organisation responsible for it */
};

/* What the actor is to the measure with that id; nothing when there is no such measure, or no person. */
struct own_facts own_look(struct store *s, struct arena *a, const char *measure, const struct actor *actor);

/* Coordinator, reporter, or of the responsible organisation. */
bool own_may(const struct own_facts *f, const struct actor *actor);

#endif
