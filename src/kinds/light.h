/* SPDX-License-Identifier: EUPL-1.2
 *
 * Light: what a measure shows in a period.  Nobody sets a light: it follows from the measure's state and its statuses.
 *
 * Process: a measure that is not ongoing shows its state (closed is red: stranded and ended by decision); an ongoing one
 * the newest status of the period that was neither returned nor corrected; without one `none`, whatever it showed before:
 * silence never inherits a colour.  Effect: the newest such status that gave one, since it is asked only when a reading is
 * due.  A closed period keeps what it showed: there only the fall of the status a light came from changes it, for the
 * measure's state is no longer that period's.
 *
 * A light's `seq` and `day` are those of its status, or of the entry that last changed it.
 */
#ifndef FYR_KINDS_LIGHT_H
#define FYR_KINDS_LIGHT_H

#include "kinds/kind.h"

/* For apply: makes the light of the open period anew, if any period is open.  Call it when a measure was added or its
 * state changed.  `measure` NULL: of every measure (a period was opened). */
void light_refresh(struct store *s, const struct entry *e, const char *measure);

/* For apply of a status of an ongoing measure in the open period: it is the newest, so its light is known without looking for
 * others, and the same as light_refresh would make. */
void light_report(struct store *s, const struct entry *e, const char *period);

/* For apply: makes the light of the period a status was about anew, open or closed. */
void light_follow(struct store *s, struct arena *a, const struct entry *e, int64_t status);

#endif
