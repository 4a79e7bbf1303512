/* SPDX-License-Identifier: EUPL-1.2
 *
 * body_member_removed: a person leaves a seat in a body.  By the coordinator or the administrator.
 */
#include "kinds/kind.h"

static const struct field fields[] = {
	{ .name = "body", .type = FIELD_REF, .flags = FIELD_MUST, .object = "body" },
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	bool *is_member = ARENA_NEW(a, bool);

	*is_member = store_int(s, 0, "SELECT 1 FROM body_member WHERE body = ?1 AND person = ?2", "tt", o->obj,
		offer_text(o, "person"));
	return is_member;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	if (!*(const bool *)facts)
		refuse(r, "body.not_member", "person", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "DELETE FROM body_member WHERE body = ?1 AND person = ?2", "tt", e->obj, entry_text(e, "person"));
}

const struct kind body_member_removed = { .name = "body_member_removed", .object = "body", .object_field = "body",
	.writers = ROLE_COORDINATOR | ROLE_ADMINISTRATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = look, .check = check, .apply = apply };
