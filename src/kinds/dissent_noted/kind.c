/* SPDX-License-Identifier: EUPL-1.2
 *
 * dissent_noted: somebody who took part in a two-person act has another opinion and lets it be noted (FL 30 §, as good
 * practice): the proposer, the person asked to second, or the one who ended it.  It changes nothing in the act.
 */
#include "base/text.h"
#include "kinds/kind.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "proposal", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_DECISION },
};

struct facts {
	char *by; /* NULL: no such proposal */
	char *second, *end_by;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	struct rows rows = store_ask(s, "SELECT by, second, end_by FROM proposal WHERE seq = ?", "i",
		offer_int(o, "proposal", -1));

	if (rows_next(&rows)) {
		f->by = rows_text(&rows, a, 0);
		f->second = rows_text(&rows, a, 1);
		f->end_by = rows_text(&rows, a, 2);
	}
	rows_end(&rows);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const char *person = o->actor->person;

	if (!f->by)
		refuse(r, "dissent.no_such_proposal", "proposal", NULL);
	else if (!text_equal(f->by, person) && !text_equal(f->second, person) && !text_equal(f->end_by, person))
		refuse(r, "dissent.took_no_part", "proposal", "FL (2017:900) 30 §");
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO dissent(seq, proposal, by) VALUES (?, ?, ?)", "iit", e->seq, entry_int(e, "proposal", -1),
		e->by);
}

const struct kind dissent_noted = { .name = "dissent_noted", .object = "proposal", .object_field = "proposal",
	.writers = ROLES_WORK, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "FL (2017:900) 30 §",
	.look = look, .check = check, .apply = apply };
