/* SPDX-License-Identifier: EUPL-1.2
 *
 * factor_set: an underlying factor (bakomliggande faktor) that the situational picture found, which measures
 * address. Without `factor` it makes a new one, else it changes that one.  By the coordinator.
 */
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "factor", .type = FIELD_REF, .object = "factor" },
	{ .name = "code", .type = FIELD_WORD },
	{ .name = "name", .type = FIELD_LINE, .label = LABEL_OPEN },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "code", "name", NULL };

	object_check(o, needs, *(const bool *)facts, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "code", "UPDATE factor SET code = ?2 WHERE id = ?1" },
		{ "name", "UPDATE factor SET name_text = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};

	(void)a;
	store_run(s,
		"INSERT OR IGNORE INTO factor(id, number, code, name_text) "
		"SELECT id, number, code, ?2 FROM object WHERE id = ?1", "ti", e->obj, e->seq);
	object_apply(s, e, columns);
}

const struct kind factor_set = { .name = "factor_set", .object = "factor", .object_field = "factor",
	.id_prefix = "u", .writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = object_look_code, .check = check, .apply = apply };
