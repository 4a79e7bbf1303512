/* SPDX-License-Identifier: EUPL-1.2
 *
 * body_set: a body with members: the council, the working group, a board that adopts plans.  Without `body` it
 * makes a new one, else it changes that one.  By the coordinator or the administrator.
 */
#include "kinds/object.h"

static const char *const sorts[] = { "council", "working_group", "board", "other", NULL };

static const struct field fields[] = {
	{ .name = "body", .type = FIELD_REF, .object = "body" },
	{ .name = "code", .type = FIELD_WORD },
	{ .name = "sort", .type = FIELD_CODE, .codes = sorts },
	{ .name = "name", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "purpose", .type = FIELD_TEXT, .label = LABEL_OPEN },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "code", "sort", "name", NULL };

	object_check(o, needs, *(const bool *)facts, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "code", "UPDATE body SET code = ?2 WHERE id = ?1" },
		{ "sort", "UPDATE body SET sort = ?2 WHERE id = ?1" },
		{ "name", "UPDATE body SET name_text = ?2 WHERE id = ?1" },
		{ "purpose", "UPDATE body SET purpose_text = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};

	(void)a;
	store_run(s,
		"INSERT OR IGNORE INTO body(id, number, code, sort, name_text, is_closed) "
		"SELECT id, number, code, 'other', ?2, 0 FROM object WHERE id = ?1", "ti", e->obj, e->seq);
	object_apply(s, e, columns);
}

const struct kind body_set = { .name = "body_set", .object = "body", .object_field = "body", .id_prefix = "b",
	.writers = ROLE_COORDINATOR | ROLE_ADMINISTRATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = object_look_code, .check = check, .apply = apply };
