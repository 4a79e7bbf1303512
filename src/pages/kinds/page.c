/* SPDX-License-Identifier: EUPL-1.2
 *
 * kinds: every sort of entry that can be written, by whom, and with which fields.  Made by `fill`, since the kinds are
 * code and stand in no table.  Where text is read the name of a kind and of a field stand as they are typed in a command.
 */
#include <string.h>

#include "base/out.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

enum { LIST_MAX = 4096 };

static const struct column kinds_columns[] = {
	OPEN("name", COLUMN_ID), OPEN("kind", COLUMN_CODE), OPEN("object", COLUMN_CODE), OPEN("writers", COLUMN_TEXT),
	OPEN("two_persons", COLUMN_BOOL), OPEN("source", COLUMN_TEXT),
};
static const struct column roles_columns[] = { INNER("kind", COLUMN_CODE), INNER("role", COLUMN_CODE) };
static const struct column fields_columns[] = {
	OPEN("kind", COLUMN_ID), OPEN("field", COLUMN_ID), OPEN("field_type", COLUMN_CODE), OPEN("must", COLUMN_BOOL),
	OPEN("many", COLUMN_BOOL), OPEN("codes", COLUMN_TEXT), OPEN("refers_to", COLUMN_CODE), OPEN("label", COLUMN_CODE),
};

static const struct query queries[] = {
	{ QUERY("kinds", kinds_columns) },
	{ QUERY("roles", roles_columns), .parent = "kinds", .key = "kind" },
	{ QUERY("fields", fields_columns), .parent = "kinds", .key = "kind" },
};

static const char *const type_names[] = { [FIELD_LINE] = "line", [FIELD_TEXT] = "text", [FIELD_FILE] = "file",
	[FIELD_CODE] = "code",
	[FIELD_WORD] = "word", [FIELD_DATE] = "date", [FIELD_INT] = "int", [FIELD_MONEY] = "money",
	[FIELD_DECIMAL] = "decimal", [FIELD_BOOL] = "bool", [FIELD_REF] = "ref", [FIELD_ENTRY] = "entry" };

static const char *codes_text(struct arena *a, const struct field *field)
{
	struct out o;

	out_init(&o, a, LIST_MAX);
	for (size_t i = 0; field->codes && field->codes[i]; i++) {
		out_text(&o, i ? " " : "");
		out_text(&o, field->codes[i]);
	}
	return field->codes ? arena_text(a, out_cstr(&o)) : NULL;
}

static void fill_field(struct fill *f, struct table *t, size_t row, const struct kind *k, const struct field *field)
{
	bool is_typed = field_is_typed(field);

	fill_text(t, row, "kind", k->name);
	fill_text(t, row, "field", field->name);
	fill_text(t, row, "field_type", type_names[field->type]);
	fill_int(t, row, "must", (field->flags & FIELD_MUST) != 0);
	fill_int(t, row, "many", (field->flags & FIELD_MANY) != 0);
	fill_text(t, row, "codes", codes_text(f->arena, field));
	fill_text(t, row, "refers_to", field->object);
	fill_text(t, row, "label", is_typed ? label_names[field->label] : NULL);
}

/* The roles that may write a kind, one row each; as one text for CSV. */
static const char *fill_roles(struct fill *f, struct table *t, size_t *row, const struct kind *k)
{
	struct out o;

	out_init(&o, f->arena, LIST_MAX);
	for (unsigned i = 0; i < ROLE_COUNT; i++) {
		if (!(k->writers & 1u << i))
			continue;
		out_text(&o, o.length ? " " : "");
		out_text(&o, role_names[i]);
		fill_text(t, *row, "kind", k->name);
		fill_text(t, (*row)++, "role", role_names[i]);
	}
	return arena_text(f->arena, out_cstr(&o));
}

static void fill(struct fill *f)
{
	struct table *all = fill_table(f, "kinds", kind_count), *roles, *fields;
	size_t role_count = 0, field_count = 0, role_row = 0, field_row = 0;

	for (size_t i = 0; i < kind_count; i++) {
		field_count += kinds[i]->field_count;
		for (unsigned r = 0; r < ROLE_COUNT; r++)
			role_count += kinds[i]->writers >> r & 1;
	}
	roles = fill_table(f, "roles", role_count);
	fields = fill_table(f, "fields", field_count);
	for (size_t i = 0; i < kind_count; i++) {
		const struct kind *k = kinds[i];

		fill_text(all, i, "name", k->name);
		fill_text(all, i, "kind", k->name);
		fill_text(all, i, "object", k->object);
		fill_text(all, i, "writers", fill_roles(f, roles, &role_row, k));
		fill_int(all, i, "two_persons", k->stage != STAGE_NONE);
		fill_text(all, i, "source", k->source);
		for (size_t n = 0; n < k->field_count; n++)
			fill_field(f, fields, field_row++, k, &k->fields[n]);
	}
}

const struct page page_kinds = { .name = "kinds", .path = "/kinds", .readers = READERS_EVERYONE, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "kinds", .fill = fill };
