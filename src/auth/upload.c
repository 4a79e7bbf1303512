/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/office.h"

enum { UPLOADS_MAX = 5 }; /* of one person */

int64_t office_upload_keep(struct store *office, const char *person, const char *table, const char *choices, int64_t now)
{
	store_run(office, "DELETE FROM upload WHERE person = ?1 AND id NOT IN"
		" (SELECT id FROM upload WHERE person = ?1 ORDER BY id DESC LIMIT ?2)", "ti", person, (int64_t)UPLOADS_MAX - 1);
	store_run(office, "INSERT INTO upload(person, content, choices, t) VALUES(?1, ?2, ?3, ?4)", "ttti", person, table, choices,
		now);
	return store_int(office, 0, "SELECT max(id) FROM upload WHERE person = ?1", "t", person);
}

void office_upload_choose(struct store *office, const char *person, int64_t id, const char *choices, int64_t now)
{
	store_run(office, "UPDATE upload SET choices = ?3, t = ?4 WHERE person = ?1 AND id = ?2", "titi", person, id, choices, now);
}

void office_upload_drop(struct store *office, const char *person, int64_t id)
{
	store_run(office, "DELETE FROM upload WHERE person = ?1 AND id = ?2", "ti", person, id);
}

bool office_upload(struct store *office, struct arena *a, const char *person, int64_t id, int64_t now, struct office_upload *out)
{
	bool is_found;
	struct rows r;

	if (!office || store_fault(office))
		return false;
	r = store_ask(office, "SELECT content, choices, t FROM upload WHERE person = ?1 AND id = ?2 AND t > ?3", "tii", person, id,
		now - OFFICE_UPLOAD_SECONDS);
	is_found = rows_next(&r);
	if (is_found)
		*out = (struct office_upload){ id, rows_text(&r, a, 0), rows_text(&r, a, 1), rows_int(&r, 2) };
	rows_end(&r);
	return is_found && !store_fault(office);
}

size_t office_uploads(struct store *office, struct arena *a, const char *person, int64_t now, struct office_upload **out)
{
	struct office_upload *all = ARENA_MANY(a, UPLOADS_MAX, struct office_upload);
	size_t count = 0;
	struct rows r;

	*out = all;
	if (!office || store_fault(office) || !person)
		return 0;
	r = store_ask(office, "SELECT id, choices, t FROM upload WHERE person = ?1 AND t > ?2 ORDER BY id DESC", "ti", person,
		now - OFFICE_UPLOAD_SECONDS);
	while (count < UPLOADS_MAX && rows_next(&r)) {
		all[count] = (struct office_upload){ rows_int(&r, 0), NULL, rows_text(&r, a, 1), rows_int(&r, 2) };
		count++;
	}
	rows_end(&r);
	return count;
}
