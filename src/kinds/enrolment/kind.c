/* SPDX-License-Identifier: EUPL-1.2
 *
 * enrolment: a new person, or a weighty role for one who is there, by two persons.
 *
 * A new person comes with function, name, and an organisation and a first role of any sort if there are such; one who is
 * there (`person`) gets a weighty role, and everything else about her one person sets (person_set, role_given).  Until it is
 * seconded she is nobody: no role, no sign-in, no number.  Nobody seconds a role for herself.
 * Source: our own rule (reliability T2, T60); GDPR art. 5.1 c (no more than is needed).
 */
#include "kinds/enrolled.h"
#include "kinds/object.h"
#include "kinds/role.h"
#include "kinds/roles.h"
#include "kinds/two_person.h"

static const struct field enrolment_fields[] = {
	{ .name = "person", .type = FIELD_REF, .object = "person" },
	{ .name = "organisation", .type = FIELD_REF, .object = "organisation" },
	{ .name = "function", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "name", .type = FIELD_LINE, .label = LABEL_PERSON },
	{ .name = "role", .type = FIELD_CODE, .codes = role_codes },
	{ .name = "second", .type = FIELD_REF, .object = "person" },
};

struct facts {
	bool is_closed, organisation_closed, is_held;
	bool is_proposed; /* it is asked again, when it is seconded: then the typed texts are not at hand */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_person_closed(s, o->obj);
	f->organisation_closed = object_organisation_closed(s, offer_text(o, "organisation"));
	f->is_held = store_int(s, 0, "SELECT 1 FROM role_held WHERE person = ? AND role = ?", "tt", o->obj, offer_text(o, "role"));
	f->is_proposed = object_is_new(o) && store_int(s, 0, "SELECT 1 FROM object WHERE id = ?", "t", o->obj);
	return f;
}

/* Of one who is there already. */
static void check_person(const struct offer *o, const struct facts *f, struct refusals *r)
{
	static const char *const others[] = { "organisation", "function", "name" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (offer_text(o, others[i]))
			refuse(r, "enrolment.only_role", others[i], NULL);
	if (f->is_closed)
		refuse(r, "person.closed", "person", NULL);
	if (!offer_text(o, "role"))
		refuse(r, "offer.missing", "role", NULL);
	else if (!enrolled_is_weighty(offer_text(o, "role")))
		refuse(r, "enrolment.light_role", "role", NULL);
	else if (f->is_held)
		refuse(r, "role.is_held", "role", NULL);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "function", "name" };
	const struct facts *f = facts;

	for (size_t i = 0; object_is_new(o) && !f->is_proposed && i < sizeof(needs) / sizeof(needs[0]); i++)
		if (!offer_text(o, needs[i]))
			refuse(r, "object.new_needs", needs[i], NULL);
	if (!object_is_new(o))
		check_person(o, f, r);
	if (f->organisation_closed)
		refuse(r, "organisation.closed", "organisation", NULL);
}

/* She gets her number now: whoever was only proposed has none. */
static void make_person(struct store *s, const struct entry *inner)
{
	store_run(s, "UPDATE object SET type = 'person', number = (SELECT coalesce(max(number), 0) + 1 FROM object"
		" WHERE type = 'person') WHERE id = ?", "t", inner->obj);
	store_run(s, "INSERT INTO person(id, number, organisation, function_text, name_text, is_closed)"
		" SELECT id, number, ?2, ?3, ?3, 0 FROM object WHERE id = ?1", "tti", inner->obj, entry_text(inner, "organisation"),
		inner->seq);
}

static void apply(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second)
{
	(void)a;
	if (!entry_text(inner, "person"))
		make_person(s, inner);
	if (entry_text(inner, "role"))
		store_run(s, "INSERT INTO role_held(person, role, seq) VALUES(?, ?, ?)", "tti", inner->obj, entry_text(inner, "role"),
			second->seq);
}

extern const struct kind enrolment_proposed;
static const struct family enrolment_family = { .name = "enrolment", .proposed = &enrolment_proposed, .look = look,
	.check = check, .apply = apply, .is_enrolling = true, .proposed_object = "proposed_person" };

const struct kind enrolment_proposed = { .name = "enrolment_proposed", .object = "person", .object_field = "person",
	.id_prefix = "p", .writers = ROLES_KEEPERS, .fields = enrolment_fields, .field_count = FIELD_COUNT(enrolment_fields),
	.source = "GDPR art. 5.1 c", .stage = STAGE_PROPOSED, .family = &enrolment_family, .look = two_person_look,
	.check = two_person_check, .apply = two_person_apply };
TWO_PERSON_LATER(enrolment, ROLES_KEEPERS, ROLES_KEEPERS, "GDPR art. 5.1 c");
