/* SPDX-License-Identifier: EUPL-1.2
 *
 * bias_declared: somebody declares that they may not take part in a matter: a measure, or what a proposal is about.
 *
 * The ground is a code, never why in terms of people.  Who is biased can neither propose, second nor stop in that matter
 * (kinds/two_person.h).  KL 6 kap. 28-32 §§ for the elected, 7 kap. 4 § for employees, FL 16-18 §§ for other decisions:
 * declared at once.  It is not taken back: another person takes over.
 */
#include "kinds/kind.h"

static const char *const grounds[] = { "party", "close_person", "representative", "supervision", "other", NULL };

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .object = "measure" },
	{ .name = "proposal", .type = FIELD_ENTRY },
	{ .name = "ground", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = grounds },
};

struct facts {
	bool is_declared; /* by this person about this matter already */
	bool is_proposal; /* the entry named is one, or none was named */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	int64_t proposal = offer_int(o, "proposal", -1);

	f->is_declared = store_int(s, 0, "SELECT 1 FROM bias WHERE person = ? AND obj = ?", "tt", o->actor->person, o->obj);
	f->is_proposal = proposal < 0 || store_int(s, 0, "SELECT 1 FROM proposal WHERE seq = ?", "i", proposal);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (offer_text(o, "measure") && offer_text(o, "proposal"))
		refuse(r, "bias.one_matter", "proposal", NULL);
	if (!f->is_proposal)
		refuse(r, "bias.no_such_proposal", "proposal", NULL);
	if (f->is_declared)
		refuse(r, "bias.already_declared", NULL, NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT OR IGNORE INTO bias(person, obj, ground, seq) VALUES (?, ?, ?, ?)", "ttti", e->by, e->obj,
		entry_text(e, "ground"), e->seq);
}

const struct kind bias_declared = { .name = "bias_declared", .object = "measure", .object_field = "measure",
	.writers = ROLE_COORDINATOR | ROLE_CONTACT | ROLE_MEMBER | ROLE_POLICE | ROLE_SECURITY | ROLE_REGISTRAR
		| ROLE_AUDITOR | ROLE_ADMINISTRATOR,
	.fields = fields, .field_count = FIELD_COUNT(fields), .source = "KL 6 kap. 28-32 §§, 7 kap. 4 §", .look = look,
	.check = check, .apply = apply };
