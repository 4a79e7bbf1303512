/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/own.h"

#include "base/text.h"

struct own_facts own_look(struct store *s, struct arena *a, const char *measure, const struct actor *actor)
{
	struct own_facts f = { 0 };
	struct rows r = store_ask(s, "SELECT responsible, reporter, state FROM measure WHERE id = ?1", "t", measure);

	if (rows_next(&r)) {
		f.is_of_organisation = actor->organisation && text_equal(rows_text(&r, a, 0), actor->organisation);
		f.is_reporter = actor->person && text_equal(rows_text(&r, a, 1), actor->person);
		f.state = rows_text(&r, a, 2);
	}
	rows_end(&r);
	return f;
}

bool own_may(const struct own_facts *f, const struct actor *actor)
{
	return f->is_reporter || f->is_of_organisation || (actor->roles & ROLE_COORDINATOR);
}
