/* SPDX-License-Identifier: EUPL-1.2
 *
 * role_given: what a person may do and read.  Roles add up.  By the administrator; the weighty ones by two persons
 * (kinds/enrolment), but for those of the first two, which the program gives.  Who gives herself a role may, since a small
 * municipality has one administrator, but it is marked as a note and stands in the log for the auditor.
 */
#include "base/text.h"
#include "kinds/enrolled.h"
#include "kinds/object.h"
#include "kinds/role.h"

static const struct field fields[] = {
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
	{ .name = "role", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = role_codes },
};

struct facts {
	bool is_closed, is_held;
	const char *alone; /* why one may not do it alone, or NULL */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_person_closed(s, o->obj);
	f->is_held = store_int(s, 0, "SELECT 1 FROM role_held WHERE person = ?1 AND role = ?2", "tt", o->obj,
		offer_text(o, "role"));
	f->alone = enrolled_refusal(s, o->actor->person, enrolled_is_weighty(offer_text(o, "role")));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (f->is_closed)
		refuse(r, "person.closed", "person", NULL);
	if (f->is_held)
		refuse(r, "role.is_held", "role", NULL);
	if (f->alone)
		refuse(r, f->alone, "role", NULL);
	if (text_equal(o->obj, o->actor->person))
		refusal_note(r, "role.own", "person", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO role_held(person, role, seq) VALUES(?1, ?2, ?3)", "tti", e->obj, entry_text(e, "role"),
		e->seq);
}

const struct kind role_given = { .name = "role_given", .object = "person", .object_field = "person",
	.writers = ROLE_ADMINISTRATOR | ROLE_SYSTEM, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
