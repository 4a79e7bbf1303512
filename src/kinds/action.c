/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/action.h"

#include "base/text.h"

struct action_facts action_facts(struct store *s, struct arena *a, const char *id)
{
	struct action_facts f = { .state = "" };
	struct rows r = store_ask(s, "SELECT state, responsible FROM action WHERE id = ?1", "t", id);

	if (rows_next(&r)) {
		f.state = rows_text(&r, a, 0);
		f.responsible = rows_text(&r, a, 1);
	}
	rows_end(&r);
	return f;
}

const void *action_look(struct store *s, struct arena *a, const struct offer *o)
{
	struct action_facts *f = ARENA_NEW(a, struct action_facts);

	*f = action_facts(s, a, o->obj);
	return f;
}

void action_check_open(const struct action_facts *f, struct refusals *r)
{
	if (*f->state && !text_equal(f->state, "open"))
		refuse(r, "action.not_open", "action", NULL);
}

void action_end(struct store *s, const struct entry *e, const char *state)
{
	store_run(s, "UPDATE action SET state = ?2, end_seq = ?3 WHERE id = ?1", "tti", e->obj, state, e->seq);
}
