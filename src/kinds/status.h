/* SPDX-License-Identifier: EUPL-1.2
 *
 * Status: what its second reader may do with it.  A report counts at once, marked unconfirmed; the confirmer named for
 * the measure, who is neither the one who wrote it nor the one it was written for, confirms or returns it.
 */
#ifndef FYR_KINDS_STATUS_H
#define FYR_KINDS_STATUS_H

#include "kinds/kind.h"

struct status_facts {
	const char *by, *on_behalf_of, *confirmer; /* persons; the last two may be NULL */
	const char *checked;                       /* unconfirmed confirmed returned corrected; NULL: no such status */
};
struct status_facts status_look(struct store *s, struct arena *a, int64_t seq);

/* Refuses unless the actor may confirm or return the status now; `number` is its seq as text. */
void status_check(const struct offer *o, const struct status_facts *facts, const char *field, const char *number,
	struct refusals *r);

/* For apply: `how` is confirmed, returned or corrected.  The last two take the light and the readings with them: the goal
 * is then due again. */
void status_set(struct store *s, struct arena *a, const struct entry *e, int64_t seq, const char *how);

#endif
