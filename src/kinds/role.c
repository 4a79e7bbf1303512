/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/role.h"

const char *const role_codes[] = { "coordinator", "contact", "member", "police", "security", "registrar", "auditor",
	"administrator", NULL };

bool role_is_last(struct store *s, const char *person, const char *role)
{
	return store_int(s, 0,
		"SELECT max(person = ?1) AND count(*) = 1 FROM role_held WHERE role = ?2", "tt", person, role);
}

bool role_is_of_last_two(struct store *s, const char *person, const char *role)
{
	return store_int(s, 0, "WITH keeper AS (SELECT person, person = ?1 AND role = coalesce(?2, role) AS is_lost FROM role_held"
		" WHERE role IN ('coordinator', 'registrar', 'administrator'))"
		" SELECT count(DISTINCT iif(is_lost, NULL, person)) < 2 AND max(is_lost) FROM keeper", "tt", person, role);
}
