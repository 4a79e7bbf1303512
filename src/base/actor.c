/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/actor.h"

#include <string.h>

const char *const role_names[ROLE_COUNT] = { "public", "coordinator", "contact", "member", "police", "security",
	"registrar", "auditor", "administrator", "system" };

unsigned role_find(const char *name)
{
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		if (!strcmp(role_names[i], name))
			return 1u << i;
	return 0;
}

const char *role_used(unsigned has, unsigned may)
{
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		if (has & may & (1u << i))
			return role_names[i];
	return NULL;
}
