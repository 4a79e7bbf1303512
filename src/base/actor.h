/* SPDX-License-Identifier: EUPL-1.2
 *
 * Actor: who asks, in what roles, for which organisation.  Every right and every trace hangs on it.
 */
#ifndef FYR_BASE_ACTOR_H
#define FYR_BASE_ACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Roles are a set: a person may be both contact and member. */
enum role {
	ROLE_PUBLIC = 1 << 0,        /* anybody, without sign-in */
	ROLE_COORDINATOR = 1 << 1,   /* keeps plan, periods, council page */
	ROLE_CONTACT = 1 << 2,       /* answers for an organisation's measures */
	ROLE_MEMBER = 1 << 3,        /* of the council or the working group */
	ROLE_POLICE = 1 << 4,        /* the police's contact */
	ROLE_SECURITY = 1 << 5,      /* the security unit */
	ROLE_REGISTRAR = 1 << 6,     /* registers and releases documents */
	ROLE_AUDITOR = 1 << 7,       /* reads all acts, changes nothing */
	ROLE_ADMINISTRATOR = 1 << 8, /* people and roles; sees no case texts */
	ROLE_SYSTEM = 1 << 9         /* the program itself: expiry */
};
enum { ROLE_COUNT = 10 };
/* Beside the roles in the set, and none of them: the session was opened by a letter, which its maker too could open. */
enum { ROLE_BY_LETTER = 1 << 10 };

struct actor {
	const char *person;       /* random id "p-..."; "system"; NULL for the public */
	const char *organisation; /* id of the organisation the person answers for, or NULL */
	unsigned roles;           /* set of enum role; the public has ROLE_PUBLIC alone */
};

/* "coordinator" ...; index 0..ROLE_COUNT-1 is the bit's position. */
extern const char *const role_names[ROLE_COUNT];

/* The role's bit, or 0 when there is none of that name. */
unsigned role_find(const char *name);

/* The name of the lowest role in both sets, or NULL: the role a person acts in. */
const char *role_used(unsigned has, unsigned may);

#endif
