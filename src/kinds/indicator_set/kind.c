/* SPDX-License-Identifier: EUPL-1.2
 *
 * indicator_set: something counted or measured that tells how it goes: its unit, where the figures come from, and
 * which way is better.  Without `indicator` it makes a new one, else it changes that one.  By the coordinator.
 */
#include "kinds/object.h"

static const char *const ways[] = { "up", "down", NULL };

static const struct field fields[] = {
	{ .name = "indicator", .type = FIELD_REF, .object = "indicator" },
	{ .name = "code", .type = FIELD_WORD },
	{ .name = "name", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "unit", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "source", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "better", .type = FIELD_CODE, .codes = ways },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "code", "name", "better", NULL };

	object_check(o, needs, *(const bool *)facts, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "code", "UPDATE indicator SET code = ?2 WHERE id = ?1" },
		{ "name", "UPDATE indicator SET name_text = ?2 WHERE id = ?1" },
		{ "unit", "UPDATE indicator SET unit_text = ?2 WHERE id = ?1" },
		{ "source", "UPDATE indicator SET source_text = ?2 WHERE id = ?1" },
		{ "better", "UPDATE indicator SET better = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};

	(void)a;
	store_run(s,
		"INSERT OR IGNORE INTO indicator(id, number, code, name_text, better) "
		"SELECT id, number, code, ?2, 'up' FROM object WHERE id = ?1", "ti", e->obj, e->seq);
	object_apply(s, e, columns);
}

const struct kind indicator_set = { .name = "indicator_set", .object = "indicator", .object_field = "indicator",
	.id_prefix = "i", .writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = object_look_code, .check = check, .apply = apply };
