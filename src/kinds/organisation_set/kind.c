/* SPDX-License-Identifier: EUPL-1.2
 *
 * organisation_set: an organisation that can be responsible for a measure or take part in one: an administration of
 * the municipality, a company, the police, the region, another authority, an association, a business.  Without
 * `organisation` it makes a new one, else it changes that one.  By the coordinator or the administrator.  Each
 * council keeps its own list; nothing about it is built into the program.
 */
#include "kinds/object.h"

static const char *const sorts[] = { "administration", "company", "police", "region", "state", "association",
	"business", "other", NULL };

static const struct field fields[] = {
	{ .name = "organisation", .type = FIELD_REF, .object = "organisation" },
	{ .name = "code", .type = FIELD_WORD },
	{ .name = "sort", .type = FIELD_CODE, .codes = sorts },
	{ .name = "name", .type = FIELD_LINE, .label = LABEL_OPEN },
	{ .name = "parent", .type = FIELD_REF, .object = "organisation" },
};

struct facts {
	bool code_taken, is_closed, parent_closed, is_above_parent;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->code_taken = object_code_taken(s, o);
	f->is_closed = object_organisation_closed(s, o->obj);
	f->parent_closed = object_organisation_closed(s, offer_text(o, "parent"));
	f->is_above_parent = store_int(s, 0,
		"WITH RECURSIVE up(id) AS (SELECT ?1 UNION SELECT parent FROM organisation JOIN up USING(id) "
		"WHERE parent IS NOT NULL) SELECT 1 FROM up WHERE id = ?2", "tt", offer_text(o, "parent"), o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	static const char *const needs[] = { "code", "sort", "name", NULL };
	const struct facts *f = facts;

	object_check(o, needs, f->code_taken, r);
	if (f->is_closed)
		refuse(r, "organisation.closed", "organisation", NULL);
	if (f->parent_closed)
		refuse(r, "organisation.closed", "parent", NULL);
	if (f->is_above_parent)
		refuse(r, "organisation.parent_is_below", "parent", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const struct object_column columns[] = {
		{ "code", "UPDATE organisation SET code = ?2 WHERE id = ?1" },
		{ "sort", "UPDATE organisation SET sort = ?2 WHERE id = ?1" },
		{ "name", "UPDATE organisation SET name_text = ?2 WHERE id = ?1" },
		{ "parent", "UPDATE organisation SET parent = ?2 WHERE id = ?1" },
		{ NULL, NULL }
	};

	(void)a;
	store_run(s,
		"INSERT OR IGNORE INTO organisation(id, number, code, sort, name_text, is_closed) "
		"SELECT id, number, code, 'other', ?2, 0 FROM object WHERE id = ?1", "ti", e->obj, e->seq);
	object_apply(s, e, columns);
}

const struct kind organisation_set = { .name = "organisation_set", .object = "organisation",
	.object_field = "organisation", .id_prefix = "o", .writers = ROLE_COORDINATOR | ROLE_ADMINISTRATOR,
	.fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check, .apply = apply };
