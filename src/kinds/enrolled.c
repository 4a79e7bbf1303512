/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/enrolled.h"

#include <string.h>

#include "base/text.h"
#include "kinds/roles.h"

bool enrolled_is_weighty(const char *role)
{
	return role && (role_find(role) & ROLES_KEYS);
}

const char *enrolled_refusal(struct store *s, const char *by, bool makes_power)
{
	if (text_equal(by, "system"))
		return store_int(s, 0, "SELECT 1 FROM log WHERE by <> 'system' LIMIT 1", "") ? "council.has_begun" : NULL;
	return makes_power ? "enrolment.two_persons" : NULL;
}

const char *enrolled_entry_refusal(struct store *s, const struct entry *e)
{
	if (!strcmp(e->kind, "person_set"))
		return enrolled_refusal(s, e->by, !store_int(s, 0, "SELECT 1 FROM person WHERE id = ?", "t", e->obj));
	if (!strcmp(e->kind, "role_given"))
		return enrolled_refusal(s, e->by, enrolled_is_weighty(entry_text(e, "role")));
	return NULL;
}
