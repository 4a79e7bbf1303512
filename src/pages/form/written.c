/* SPDX-License-Identifier: EUPL-1.2
 *
 * Written: what entries that stand in the book say, in words: of the pages that show entries beside each other.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/form/form.h"

const struct column form_written_columns[WRITTEN_COLUMNS] = {
	INNER("seq", COLUMN_INT), INNER("name", COLUMN_TEXT),
	{ .name = "words", .type = COLUMN_TEXT, .is_inner = true }, /* by the column label */
	INNER("label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};

/* The values of one entry from row `at` on; gives the row after them. */
static size_t fill_values(const struct form *form, const struct table *entries, size_t row, struct table *t, size_t at)
{
	const struct kind *kind = kind_find(table_text(entries, row, "kind"));
	const char *d = table_text(entries, row, "d");
	const struct json *all = kind && d ? js_read(form->arena, d, strlen(d)) : NULL;

	for (size_t i = 0; all && i < kind->field_count; i++) {
		const char *words = form_clear_words(form, &kind->fields[i], js_get(all, kind->fields[i].name));

		if (!words)
			continue;
		fill_int(t, at, "seq", table_int(entries, row, "seq"));
		fill_text(t, at, "name", form_label(form, kind, kind->fields[i].name));
		fill_text(t, at, "words", words);
		fill_text(t, at, "label", label_names[form_value_label(kind, &kind->fields[i])]);
		fill_int(t, at, "is_part", table_int(entries, row, "is_part"));
		at++;
	}
	return at;
}

void form_fill_written(const struct form *form, const char *entries_name)
{
	const struct table *entries = fill_found(form->fill, entries_name);
	size_t rows = form->fill->is_data ? 0 : entries->row_count, room = 0, at = 0;
	struct table *t;

	for (size_t row = 0; row < rows; row++) {
		const struct kind *kind = kind_find(table_text(entries, row, "kind"));

		room += kind ? kind->field_count : 0;
	}
	t = fill_table(form->fill, "values", room);
	for (size_t row = 0; row < rows; row++)
		at = fill_values(form, entries, row, t, at);
	t->row_count = at;
}

void form_fill_labels(struct fill *f, const char *texts)
{
	struct table *t = fill_found(f, texts);

	for (size_t row = 0; row < t->row_count; row++)
		fill_text(t, row, "label", label_names[kind_label(table_text(t, row, "kind"), table_text(t, row, "field"))]);
}
