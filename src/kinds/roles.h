/* SPDX-License-Identifier: EUPL-1.2
 *
 * Roles: sets of roles that several kinds share.
 */
#ifndef FYR_KINDS_ROLES_H
#define FYR_KINDS_ROLES_H

#include "base/actor.h"

/* Those who work with the plan.  Which measures are theirs is a question for kinds/own.h. */
#define ROLES_OWNERS (ROLE_COORDINATOR | ROLE_CONTACT | ROLE_POLICE | ROLE_SECURITY)
/* The same and the members of council and working group. */
#define ROLES_WORK (ROLES_OWNERS | ROLE_MEMBER)
/* Everybody who is enrolled. */
#define ROLES_PEOPLE (ROLES_WORK | ROLE_REGISTRAR | ROLE_AUDITOR | ROLE_ADMINISTRATOR)
/* Those who keep people, names and papers: they read who a person is. */
#define ROLES_KEEPERS (ROLE_COORDINATOR | ROLE_REGISTRAR | ROLE_ADMINISTRATOR)
/* Those who vouch for whose a key is; the weighty roles. */
#define ROLES_KEYS (ROLE_COORDINATOR | ROLE_SECURITY | ROLE_REGISTRAR | ROLE_ADMINISTRATOR)

#endif
