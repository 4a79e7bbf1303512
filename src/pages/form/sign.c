/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sign: the form once more, before it is signed with the person's own key.  Nothing in it can be changed: what is shown is
 * read from the statement itself, and the typed texts beside it are the ones whose digests stand in it.
 */
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "pages/columns.h"
#include "pages/form/form.h"

const struct column form_signing_columns[SIGNING_COLUMNS] = {
	INNER("challenge", COLUMN_TEXT), INNER("sign_code", COLUMN_TEXT), INNER("statement", COLUMN_TEXT),
	INNER("seed", COLUMN_TEXT), INNER("own_keys", COLUMN_TEXT),
};
const struct column form_signed_columns[SIGNED_COLUMNS] = { INNER("name", COLUMN_TEXT), INNER("value", COLUMN_TEXT) };
const struct column form_hidden_columns[HIDDEN_COLUMNS] = { INNER("name", COLUMN_TEXT), INNER("value", COLUMN_TEXT) };

static void fill_signed(const struct form *form, const struct entry *e)
{
	struct table *t = fill_table(form->fill, "signed", form->kind->field_count);

	t->row_count = 0;
	for (size_t i = 0; i < form->kind->field_count; i++) {
		const struct field *field = &form->kind->fields[i];
		const char *value = js_get(e->f, field->name) ? form_value(form, field->name, 0)
			: form_clear_words(form, field, js_get(e->d, field->name));

		if (!value)
			continue;
		t->row_count++;
		fill_text(t, t->row_count - 1, "name", form_label(form, form->kind, field->name));
		fill_text(t, t->row_count - 1, "value", value);
	}
}

void form_fill_hidden(const struct form *form)
{
	struct table *t = fill_table(form->fill, "hidden", form->ask->typed_count);

	t->row_count = 0;
	for (size_t i = 0; i < form->ask->typed_count; i++) {
		if (page_is_form_own(form->ask->typed[i].name))
			continue;
		t->row_count++;
		fill_text(t, t->row_count - 1, "name", form->ask->typed[i].name);
		fill_text(t, t->row_count - 1, "value", form->ask->typed[i].value);
	}
}

bool form_fill_signing(const struct form *form)
{
	const struct json *made = js_get(form->ask->made, "sign"), *keys = js_get(made, "keys");
	const char *line = js_get_text(made, "statement"), *challenge = js_get_text(made, "challenge"), *all = "";
	struct table *t;
	struct hash hash;
	struct entry e;
	size_t n;

	if (!line || !challenge || !base64url_to(challenge, hash.bytes, HASH_BYTES, &n) || n != HASH_BYTES
		|| entry_parse_statement(form->arena, line, &e))
		return false;
	for (size_t i = 0; keys && i < keys->count; i++)
		all = arena_print(form->arena, "%s %s", all, keys->items[i]->text);
	t = fill_table(form->fill, "signing", 1);
	fill_text(t, 0, "challenge", challenge);
	fill_text(t, 0, "sign_code", short_code(form->arena, &hash));
	fill_text(t, 0, "statement", line);
	fill_text(t, 0, "seed", js_get_text(form->ask->made, "seed"));
	fill_text(t, 0, "own_keys", all);
	fill_signed(form, &e);
	form_fill_hidden(form);
	return true;
}
