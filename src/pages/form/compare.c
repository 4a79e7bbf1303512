/* SPDX-License-Identifier: EUPL-1.2
 *
 * Compare: after a conflict, field by field, what one typed beside what another wrote meanwhile.  Only entries of the same
 * kind are set against each other: a field of the same name may mean something else elsewhere.
 */
#include "base/text.h"
#include "pages/columns.h"
#include "pages/form/form.h"

enum { NEWER_MAX = 20 };

const struct column form_compared_columns[COMPARED_COLUMNS] = {
	OPEN("name", COLUMN_TEXT), OPEN("mine", COLUMN_TEXT), { .name = "theirs", .type = COLUMN_TEXT }, /* by the column label */
	INNER("label", COLUMN_CODE),
};

/* What one typed, in words; lists joined. */
static const char *mine(const struct form *form, const struct field *field)
{
	const char *all = NULL, *typed;

	for (size_t i = 0; (typed = form_value(form, field->name, i)); i++) {
		const char *id = field->type == FIELD_REF ? form_object(form, field->object, typed) : NULL;
		const char *one = id || field->type != FIELD_REF ? form_value_words(form, field, id ? id : typed) : typed;

		if (!text_is_blank(typed))
			all = all ? arena_print(form->arena, "%s; %s", all, one) : one;
	}
	return all;
}

/* The newest that others wrote in the field. */
static const char *theirs(const struct form *form, const struct field *field, const struct entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *words = field->type == FIELD_FILE ? NULL
			: field_is_typed(field) ? form_typed(form, entries[i].seq, field->name)
			: form_clear_words(form, field, js_get(entries[i].d, field->name));

		if (words)
			return words;
	}
	return NULL;
}

void form_fill_compared(const struct form *form, const char *obj)
{
	const struct kind *k = form->kind;
	struct entry *entries = ARENA_MANY(form->arena, NEWER_MAX, struct entry);
	struct rows r = store_ask(form->store, "SELECT seq FROM log WHERE obj = ? AND seq >= ? AND kind = ?"
		" ORDER BY seq DESC LIMIT 20", "tit", obj, form_base_size(form), k->name);
	size_t count = 0, row = 0;
	struct table *t;

	while (count < NEWER_MAX && rows_next(&r))
		if (!book_read(form->store, form->arena, rows_int(&r, 0), &entries[count]))
			count++;
	rows_end(&r);
	if (!count)
		return;
	t = fill_table(form->fill, "compared", k->field_count);
	for (size_t i = 0; i < k->field_count; i++) {
		const char *own = mine(form, &k->fields[i]), *other = theirs(form, &k->fields[i], entries, count);

		if (k->fields[i].flags & FIELD_QUIET || (!own && !other) || text_equal(own, other))
			continue;
		fill_text(t, row, "name", form_label(form, k, k->fields[i].name));
		fill_text(t, row, "mine", own);
		fill_text(t, row, "theirs", other);
		fill_text(t, row, "label", label_names[form_value_label(k, &k->fields[i])]);
		row++;
	}
	t->row_count = row;
}
