/* SPDX-License-Identifier: EUPL-1.2
 *
 * log_key_retired: the overlap of two log keys is over, and from here on the newer one signs alone.  Written by the program
 * when that time has come and it has seen the new key sign (desk/log_key.h).
 */
#include "kinds/kind.h"

static const struct field fields[] = {
	{ .name = "log_key", .type = FIELD_REF, .flags = FIELD_MUST, .object = "log_key" }, /* the one that stays */
};

struct facts {
	bool is_there, is_early;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_there = store_int(s, 0, "SELECT 1 FROM log_key WHERE id = ? AND from_size = (SELECT max(from_size) FROM log_key)"
		" AND (SELECT count(*) FROM log_key WHERE until_size IS NULL) > 1", "t", o->obj);
	f->is_early = store_int(s, 0, "SELECT 1 FROM log_key WHERE id = ? AND overlap_t > ?", "ti", o->obj, o->now);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (!f->is_there)
		refuse(r, "log_key.nothing_to_retire", "log_key", NULL);
	if (f->is_early)
		refuse(r, "log_key.overlap_lasts", "log_key", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE log_key SET until_size = ? WHERE until_size IS NULL AND from_size < (SELECT max(from_size) FROM log_key)",
		"i", e->seq);
}

const struct kind log_key_retired = { .name = "log_key_retired", .object = "log_key", .object_field = "log_key",
	.writers = ROLE_SYSTEM, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
