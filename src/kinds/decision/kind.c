/* SPDX-License-Identifier: EUPL-1.2
 *
 * decision: a decision by two persons on a matter anywhere in the municipality.
 *
 * The matter is named by its number in the system where it is handled; what is decided, why and on what provision stand
 * here, never the content of the case.  One person decides (the proposer, for the decider named) and another, not biased,
 * seconds exactly that text or stops it.  Record: FL 31-32 §§ as good practice (not a duty where FL 2 § excepts).
 */
#include "kinds/object.h"
#include "kinds/roles.h"
#include "kinds/two_person.h"

static const struct field decision_fields[] = {
	{ .name = "case_system", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "case_no", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "organisation", .type = FIELD_REF, .flags = FIELD_MUST, .object = "organisation" },
	{ .name = "matter", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_DECISION },
	{ .name = "content", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_DECISION },
	{ .name = "reasons", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_DECISION },
	{ .name = "provision", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_DECISION },
	{ .name = "decider", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "second", .type = FIELD_REF, .object = "person" },
};

struct facts {
	bool is_closed; /* the organisation is */
	bool is_open;   /* another decision on the same case waits for its second person */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_organisation_closed(s, offer_text(o, "organisation"));
	f->is_open = store_int(s, 0, "SELECT count(*) FROM proposal AS p CROSS JOIN decision AS d"
		" ON d.id = p.obj AND d.proposal = p.seq"
		" WHERE d.case_system = ? AND d.case_no = ? AND d.id <> ? AND p.state = 'open' AND p.last_day >= ?", "ttti",
		offer_text(o, "case_system"), offer_text(o, "case_no"), o->obj, (int64_t)o->today) > 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (f->is_closed)
		refuse(r, "organisation.closed", "organisation", NULL);
	if (f->is_open)
		refusal_note(r, "decision.same_case_open", "case_no", NULL);
}

static void proposed_apply(struct store *s, struct arena *a, const struct entry *inner)
{
	(void)a;
	store_run(s, "INSERT INTO decision(id, number, proposal, case_system, case_no, organisation)"
		" SELECT id, number, ?2, ?3, ?4, ?5 FROM object WHERE id = ?1", "tittt", inner->obj, inner->seq,
		entry_text(inner, "case_system"), entry_text(inner, "case_no"), entry_text(inner, "organisation"));
}

static void apply(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second)
{
	(void)a;
	store_run(s, "UPDATE decision SET seq = ? WHERE id = ?", "it", second->seq, inner->obj);
}

extern const struct kind decision_proposed;
static const struct family decision_family = { .name = "decision", .proposed = &decision_proposed, .look = look,
	.check = check, .proposed_apply = proposed_apply, .apply = apply };

const struct kind decision_proposed = { .name = "decision_proposed", .object = "decision", .id_prefix = "d",
	.writers = ROLES_WORK, .fields = decision_fields, .field_count = FIELD_COUNT(decision_fields),
	.source = "FL (2017:900) 31-32 §§", .stage = STAGE_PROPOSED, .family = &decision_family, .look = two_person_look,
	.check = two_person_check, .apply = two_person_apply };

/* Why somebody stops a decision speaks of the matter, so it is spread no further than the decision itself. */
static const struct field stopped_fields[] = {
	{ .name = "proposal", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_DECISION },
};
static const char law[] = "FL (2017:900) 31-32 §§";

TWO_PERSON_STAGE(decision, seconded, STAGE_SECONDED, "proposal", "proposal", ROLES_WORK, two_person_seconded_fields, law);
TWO_PERSON_STAGE(decision, stopped, STAGE_STOPPED, "proposal", "proposal", ROLES_WORK, stopped_fields, law);
TWO_PERSON_STAGE(decision, withdrawn, STAGE_WITHDRAWN, "proposal", "proposal", ROLES_WORK, two_person_withdrawn_fields, law);
TWO_PERSON_STAGE(decision, expired, STAGE_EXPIRED, "proposal", "proposal", ROLE_SYSTEM, two_person_expired_fields, law);
