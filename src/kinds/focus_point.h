/* SPDX-License-Identifier: EUPL-1.2
 *
 * Focus point: what the police or the coordinator lay before the council at a meeting.  It waits until it is taken up or
 * declined, and the days are counted: from the point to the answer, and on to the first measure or action.
 */
#ifndef FYR_KINDS_FOCUS_POINT_H
#define FYR_KINDS_FOCUS_POINT_H

#include "kinds/kind.h"

/* "waiting", "taken_up" or "declined", in the arena; NULL when there is no such point. */
const char *focus_point_state(struct store *s, struct arena *a, const char *id);

/* The entry answers it. */
void focus_point_answer(struct store *s, const struct entry *e, const char *state);

/* The entry is what was done about it; the first one counts. */
void focus_point_act(struct store *s, const struct entry *e, const char *id);

#endif
