/* SPDX-License-Identifier: EUPL-1.2
 *
 * body_member_added: a person takes a seat in a body.  By the coordinator or the administrator.  A seat gives no
 * right in the program; rights come with roles (role_given).
 */
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "body", .type = FIELD_REF, .flags = FIELD_MUST, .object = "body" },
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
};

struct facts {
	bool is_member, is_closed;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_member = store_int(s, 0, "SELECT 1 FROM body_member WHERE body = ?1 AND person = ?2", "tt", o->obj,
		offer_text(o, "person"));
	f->is_closed = object_person_closed(s, offer_text(o, "person"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (f->is_member)
		refuse(r, "body.is_member", "person", NULL);
	if (f->is_closed)
		refuse(r, "person.closed", "person", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO body_member(body, person, seq) VALUES(?1, ?2, ?3)", "tti", e->obj,
		entry_text(e, "person"), e->seq);
}

const struct kind body_member_added = { .name = "body_member_added", .object = "body", .object_field = "body",
	.writers = ROLE_COORDINATOR | ROLE_ADMINISTRATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = look, .check = check, .apply = apply };
