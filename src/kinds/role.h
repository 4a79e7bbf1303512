/* SPDX-License-Identifier: EUPL-1.2
 *
 * Role: a council must always have somebody who can let people in and somebody who keeps the plan, and two persons who can
 * register a third.
 */
#ifndef FYR_KINDS_ROLE_H
#define FYR_KINDS_ROLE_H

#include "kinds/kind.h"

/* The roles a person can hold, as codes. */
extern const char *const role_codes[];

/* Is the person the only one who holds the role? */
bool role_is_last(struct store *s, const char *person, const char *role);

/* Would fewer than two be left who can register others (ROLES_KEEPERS), if the person lost `role` (NULL: all)?  False when
 * none of those roles is lost. */
bool role_is_of_last_two(struct store *s, const char *person, const char *role);

#endif
