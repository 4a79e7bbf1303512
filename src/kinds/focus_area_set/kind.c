/* SPDX-License-Identifier: EUPL-1.2
 *
 * focus_area_set: a focus area (fokusområde) of the plan, under which measures are gathered.  Without
 * `focus_area` it makes a new one, else it changes that one.  By the coordinator.
 */
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "focus_area", .type = FIELD_REF, .object = "focus_area" },
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
		{ "code", "UPDATE focus_area SET code = ?2 WHERE id = ?1" },
		{ "name", "UPDATE focus_area SET name_text = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};

	(void)a;
	store_run(s,
		"INSERT OR IGNORE INTO focus_area(id, number, code, name_text) "
		"SELECT id, number, code, ?2 FROM object WHERE id = ?1", "ti", e->obj, e->seq);
	object_apply(s, e, columns);
}

const struct kind focus_area_set = { .name = "focus_area_set", .object = "focus_area", .object_field = "focus_area",
	.id_prefix = "f", .writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = object_look_code, .check = check, .apply = apply };
