/* SPDX-License-Identifier: EUPL-1.2
 *
 * person_set: an official or a member of the council, and nobody else: there is no place in the program for the
 * persons a measure is about.  Pages show the function ("fritidschef"); the name is a text of its own that can be
 * erased.  By the administrator or the coordinator for one who is there.  Without `person` it makes a new one: that the
 * program does for the first two persons, and afterwards two persons do (kinds/enrolment).  Nobody moves herself to another
 * organisation: that decides what of others' secret passages she reads (guard/passage.h).
 * Source: GDPR art. 5.1 c (no more than is needed).
 */
#include "base/text.h"
#include "kinds/enrolled.h"
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "person", .type = FIELD_REF, .object = "person" },
	{ .name = "organisation", .type = FIELD_REF, .object = "organisation" },
	{ .name = "function", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "name", .type = FIELD_LINE, .label = LABEL_PERSON },
};

struct facts {
	bool is_closed, organisation_closed, is_moving_self;
	const char *alone; /* why one may not do it alone, or NULL */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_person_closed(s, o->obj);
	f->organisation_closed = object_organisation_closed(s, offer_text(o, "organisation"));
	f->is_moving_self = text_equal(o->obj, o->actor->person) && offer_text(o, "organisation")
		&& !text_equal(offer_text(o, "organisation"), o->actor->organisation);
	f->alone = enrolled_refusal(s, o->actor->person, object_is_new(o));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "function", "name", NULL };
	const struct facts *f = facts;

	if (f->alone) {
		refuse(r, f->alone, "person", NULL);
		return;
	}
	object_check(o, needs, false, r);
	if (f->is_closed)
		refuse(r, "person.closed", "person", NULL);
	if (f->organisation_closed)
		refuse(r, "organisation.closed", "organisation", NULL);
	if (f->is_moving_self)
		refuse(r, "person.own_organisation", "organisation", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "organisation", "UPDATE person SET organisation = ?2 WHERE id = ?1" },
		{ "function", "UPDATE person SET function_text = ?2 WHERE id = ?1" },
		{ "name", "UPDATE person SET name_text = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};

	(void)a;
	store_run(s,
		"INSERT OR IGNORE INTO person(id, number, function_text, name_text, is_closed) "
		"SELECT id, number, ?2, ?2, 0 FROM object WHERE id = ?1", "ti", e->obj, e->seq);
	object_apply(s, e, columns);
}

const struct kind person_set = { .name = "person_set", .object = "person", .object_field = "person", .id_prefix = "p",
	.writers = ROLE_ADMINISTRATOR | ROLE_COORDINATOR | ROLE_SYSTEM, .fields = fields,
	.field_count = FIELD_COUNT(fields), .source = "GDPR art. 5.1 c", .look = look, .check = check, .apply = apply };
