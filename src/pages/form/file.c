/* SPDX-License-Identifier: EUPL-1.2
 *
 * File: an act with a file once more, before it is written: what it says, what the file tells about itself, what was taken out
 * of it, and who will read it, by function and name when it is secret.  The bytes go along in the form.
 */
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "pages/attached.h"
#include "pages/columns.h"
#include "pages/form/form.h"

const struct column form_look_columns[LOOK_COLUMNS] = {
	INNER("extent", COLUMN_TEXT), INNER("sha256", COLUMN_ID), INNER("is_secret", COLUMN_BOOL),
};
const struct column form_told_columns[TOLD_COLUMNS] = { INNER("what", COLUMN_CODE), INNER("words", COLUMN_TEXT) };
const struct column form_who_columns[WHO_COLUMNS] = {
	INNER("function", COLUMN_TEXT), { .name = "name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
};

const char *form_file_extent(const struct form *form, const char *typed)
{
	char *bytes = typed && *typed ? arena_get(form->arena, ATTACHMENT_BYTES_MAX + 1) : NULL;
	enum attachment_sort sort;
	size_t n;

	if (!bytes || !base64url_to(typed, bytes, ATTACHMENT_BYTES_MAX, &n) || attachment_sort_of(bytes, n, &sort))
		return NULL;
	return attached_extent(form->arena, form->words, attachment_types[sort].ending, (int64_t)n);
}

/* What the form says, but the file. */
static void fill_values(const struct form *form)
{
	struct table *t = fill_table(form->fill, "signed", form->kind->field_count);

	t->row_count = 0;
	for (size_t i = 0; i < form->kind->field_count; i++) {
		const struct field *f = &form->kind->fields[i];
		const char *all = NULL, *typed;

		for (size_t k = 0; f->type != FIELD_FILE && (typed = form_value(form, f->name, k)); k++) {
			const char *id = f->type == FIELD_REF ? form_object(form, f->object, typed) : NULL;
			const char *one = form_value_words(form, f, id ? id : typed);

			if (!text_is_blank(typed))
				all = all ? arena_print(form->arena, "%s; %s", all, one) : one;
		}
		if (!all)
			continue;
		t->row_count++;
		fill_text(t, t->row_count - 1, "name", form_label(form, form->kind, f->name));
		fill_text(t, t->row_count - 1, "value", all);
	}
}

static void fill_told(const struct form *form, const struct json *told)
{
	size_t count = told ? told->count : 0;
	struct table *t = fill_table(form->fill, "told", count);

	for (size_t i = 0; i < count; i++) {
		fill_text(t, i, "what", told->items[i]->items[0]->text);
		fill_text(t, i, "words", *told->items[i]->items[1]->text ? told->items[i]->items[1]->text : NULL);
	}
}

/* Whoever answers for one of the organisations named. */
static void add_who(const struct form *form, struct table *t, size_t room, const char *field)
{
	const char *typed;

	for (size_t k = 0; (typed = form_value(form, field, k)); k++) {
		struct rows r = store_ask(form->store, "SELECT text(p.function_text, 'function'), text(p.name_text, 'name')"
			" FROM person AS p WHERE p.organisation = ? AND NOT p.is_closed AND EXISTS (SELECT 1 FROM role_held AS r"
			" WHERE r.person = p.id AND r.role <> 'administrator') ORDER BY p.number", "t",
			form_object(form, "organisation", typed));

		while (rows_next(&r) && t->row_count < room) {
			t->row_count++;
			fill_text(t, t->row_count - 1, "function", rows_text(&r, form->arena, 0));
			fill_text(t, t->row_count - 1, "name", rows_text(&r, form->arena, 1));
		}
		rows_end(&r);
	}
}

bool form_fill_look(const struct form *form)
{
	const struct json *made = js_get(form->ask->made, "file");
	const char *type = js_get_text(made, "type");
	bool is_secret = text_equal(form_value(form, "audience", 0), "secret");
	struct table *t;
	size_t room;

	if (!type)
		return false;
	t = fill_table(form->fill, "look", 1);
	fill_text(t, 0, "extent", attached_extent(form->arena, form->words, type, js_get_int(made, "size", 0)));
	fill_text(t, 0, "sha256", js_get_text(made, "sha256"));
	fill_int(t, 0, "is_secret", is_secret);
	room = is_secret ? (size_t)store_int(form->store, 0, "SELECT count(*) FROM person", "") * 2 : 0;
	t = fill_table(form->fill, "who", room);
	t->row_count = 0;
	if (is_secret) {
		add_who(form, t, room, "sender");
		add_who(form, t, room, "readers");
	}
	fill_values(form);
	fill_told(form, js_get(made, "told"));
	form_fill_hidden(form);
	return true;
}
