/* SPDX-License-Identifier: EUPL-1.2
 *
 * role_withdrawn: a person no longer has a role; it takes effect with the next thing she does.  By the
 * administrator. Refused when nobody would be left who can let people in or keep the plan, or fewer than two who can
 * register others.
 */
#include "kinds/role.h"

static const struct field fields[] = {
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
	{ .name = "role", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = role_codes },
};

struct facts {
	bool is_held, is_last, is_of_last_two;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_held = store_int(s, 0, "SELECT 1 FROM role_held WHERE person = ?1 AND role = ?2", "tt", o->obj,
		offer_text(o, "role"));
	f->is_last = role_is_last(s, o->obj, offer_text(o, "role"));
	f->is_of_last_two = role_is_of_last_two(s, o->obj, offer_text(o, "role"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (!f->is_held)
		refuse(r, "role.not_held", "role", NULL);
	if (f->is_last && offer_is(o, "role", "administrator"))
		refuse(r, "role.last_administrator", "role", NULL);
	if (f->is_last && offer_is(o, "role", "coordinator"))
		refuse(r, "role.last_coordinator", "role", NULL);
	if (f->is_of_last_two)
		refuse(r, "role.last_two", "role", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "DELETE FROM role_held WHERE person = ?1 AND role = ?2", "tt", e->obj, entry_text(e, "role"));
}

const struct kind role_withdrawn = { .name = "role_withdrawn", .object = "person", .object_field = "person",
	.writers = ROLE_ADMINISTRATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
