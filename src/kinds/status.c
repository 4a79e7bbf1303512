/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/status.h"

#include <string.h>

#include "base/text.h"
#include "kinds/light.h"

struct status_facts status_look(struct store *s, struct arena *a, int64_t seq)
{
	struct status_facts facts = { 0 };
	struct rows rows = store_ask(s, "SELECT s.by, s.on_behalf_of, m.confirmer, s.checked FROM status AS s"
		" JOIN measure AS m ON m.id = s.measure WHERE s.seq = ?", "i", seq);

	if (rows_next(&rows)) {
		facts.by = rows_text(&rows, a, 0);
		facts.on_behalf_of = rows_text(&rows, a, 1);
		facts.confirmer = rows_text(&rows, a, 2);
		facts.checked = rows_text(&rows, a, 3);
	}
	rows_end(&rows);
	return facts;
}

void status_check(const struct offer *o, const struct status_facts *facts, const char *field, const char *number,
	struct refusals *r)
{
	const char *person = o->actor->person;

	if (!facts->checked) {
		refuse_arg(r, "status.unknown", field, NULL, number);
		return;
	}
	if (strcmp(facts->checked, "unconfirmed"))
		refuse_arg(r, "status.already_checked", field, NULL, number);
	if (!text_equal(facts->confirmer, person))
		refuse_arg(r, "status.not_confirmer", field, NULL, number);
	if (text_equal(facts->by, person) || text_equal(facts->on_behalf_of, person))
		refuse_arg(r, "status.same_person", field, NULL, number);
}

void status_set(struct store *s, struct arena *a, const struct entry *e, int64_t seq, const char *how)
{
	store_run(s, "UPDATE status SET checked = ?1, checked_by = ?2, checked_seq = ?3 WHERE seq = ?4", "ttii", how, e->by,
		e->seq, seq);
	if (!strcmp(how, "confirmed"))
		return;
	store_run(s, "DELETE FROM indicator_value WHERE seq = ?1 AND EXISTS (SELECT 1 FROM status WHERE seq = ?1)", "i", seq);
	light_follow(s, a, e, seq);
}
