/* SPDX-License-Identifier: EUPL-1.2
 *
 * Enrolled: what one person may not do alone: make a new person, or give a weighty role.  Two do (kinds/enrolment), so that
 * whoever keeps the people does not make a second person up.  The first persons of a council the program writes, before
 * anybody has acted.  Source: our own rule (reliability T2, T60).
 */
#ifndef FYR_KINDS_ENROLLED_H
#define FYR_KINDS_ENROLLED_H

#include "kinds/kind.h"

/* Is it a role whose holders let people in, vouch for keys or keep what others may not read: coordinator, security,
 * registrar or administrator?  False for NULL. */
bool enrolled_is_weighty(const char *role);

/* Why `by` may not do it alone, or NULL: the rule's name.  `makes_power`: a person is made or a weighty role given. */
const char *enrolled_refusal(struct store *s, const char *by, bool makes_power);

/* The same, asked of an entry of the book before it is applied: what verify does.  NULL for entries of other kinds. */
const char *enrolled_entry_refusal(struct store *s, const struct entry *e);

#endif
