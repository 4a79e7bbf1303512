/* SPDX-License-Identifier: EUPL-1.2
 *
 * Readers: sets of roles that several pages share.
 */
#ifndef FYR_PAGES_READERS_H
#define FYR_PAGES_READERS_H

#include "base/actor.h"

/* Whoever has signed in. */
#define READERS_SIGNED_IN (ROLE_COORDINATOR | ROLE_CONTACT | ROLE_MEMBER | ROLE_POLICE | ROLE_SECURITY | ROLE_REGISTRAR \
	| ROLE_AUDITOR | ROLE_ADMINISTRATOR)
/* Those of them who work with the plan or look into it: who reads LABEL_WORK (guard/label.h). */
#define READERS_WORK (READERS_SIGNED_IN & ~ROLE_ADMINISTRATOR)
/* Whoever has signed in and anybody else. */
#define READERS_EVERYONE (READERS_SIGNED_IN | ROLE_PUBLIC)

#endif
