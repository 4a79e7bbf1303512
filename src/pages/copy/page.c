/* SPDX-License-Identifier: EUPL-1.2
 *
 * copy (/copy?request=N): what answers a request for another document than notes: the entries that it consists of, each with what
 * stands in it in clear and its texts, as they stood when it was answered; of a frozen page the texts too that it shows.  A text
 * that is masked for this copy leaves the mark that a hidden passage of notes leaves, with its provision.
 *
 * `fill` gives each text the label it has here (guard/label.h); who looks sees no more than elsewhere, and whoever answers sees
 * what whoever asked gets.  What an entry refers to stands by code or number, since the name of it may be what is masked.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = { { .name = "request", .type = INPUT_OBJECT, .object = "request", .is_must = true } };

static const struct column about[] = {
	OPEN("number", COLUMN_INT), OPEN("day", COLUMN_DAY), WORK("what"), OPEN("copied", COLUMN_DAY), OPEN("hidden_count", COLUMN_INT),
};
static const struct column entries[] = {
	OPEN("seq", COLUMN_INT), OPEN("kind", COLUMN_CODE), OPEN("written", COLUMN_TIME), OPEN("role", COLUMN_CODE),
	OPEN("hash", COLUMN_ID), INNER("d", COLUMN_JSON), /* its values stand in words */
};
static const struct column values[] = {
	INNER("seq", COLUMN_INT), OPEN("field", COLUMN_CODE), OPEN("name", COLUMN_TEXT),
	{ .name = "words", .type = COLUMN_TEXT }, INNER("label", COLUMN_CODE), /* which holds for the words */
};
static const struct column texts[] = {
	OPEN("seq", COLUMN_INT), OPEN("field", COLUMN_CODE), { .name = "value", .type = COLUMN_TEXT }, OPEN("provision", COLUMN_TEXT),
	INNER("label", COLUMN_CODE), INNER("kind", COLUMN_CODE), INNER("is_kept", COLUMN_BOOL), INNER("may_mask", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true },
	{ QUERY("entries", entries), .is_whole = true },
	{ QUERY("values", values), .is_whole = true, .parent = "entries", .key = "seq", .label_column = "label", .label_of = "words" },
	{ QUERY("texts", texts), .is_whole = true, .parent = "entries", .key = "seq", .label_column = "label", .label_of = "value" },
};

static const char *object_said(const struct form *form, const struct json *id)
{
	return store_text(form->store, form->arena, "SELECT coalesce(code, CAST(number AS TEXT)) FROM object WHERE id = ?", "t",
		id->text);
}

/* A value of an entry's d in words, without the name of anything; NULL for none. */
static const char *words_of(const struct form *form, const struct field *field, const struct json *j)
{
	const char *all = NULL;

	if (!j || field->type != FIELD_REF)
		return form_clear_words(form, field, j);
	if (j->type != JS_ARRAY)
		return object_said(form, j);
	for (size_t i = 0; i < j->count; i++) {
		const char *one = object_said(form, j->items[i]);

		all = all ? arena_print(form->arena, "%s; %s", all, one) : one;
	}
	return all;
}

/* The values of one entry from row `at` on; gives the row after them. */
static size_t fill_entry(const struct form *form, const struct table *found, size_t row, struct table *t, size_t at)
{
	const struct kind *kind = kind_find(table_text(found, row, "kind"));
	const char *d = table_text(found, row, "d");
	const struct json *all = kind && d ? js_read(form->arena, d, strlen(d)) : NULL;

	for (size_t i = 0; all && i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];
		const char *words = words_of(form, field, js_get(all, field->name));

		if (!words)
			continue;
		fill_int(t, at, "seq", table_int(found, row, "seq"));
		fill_text(t, at, "field", field->name);
		fill_text(t, at, "name", form_label(form, kind, field->name));
		fill_text(t, at, "words", words);
		fill_text(t, at++, "label", label_names[form_value_label(kind, field)]);
	}
	return at;
}

static void fill_values(struct fill *f)
{
	const struct form form = { .fill = f, .arena = f->arena, .store = f->store, .ask = f->ask, .entry = -1,
		.words = catalogue_get(f->ask->language) };
	const struct table *found = fill_found(f, "entries");
	size_t room = 0, at = 0;
	struct table *t;

	for (size_t row = 0; row < found->row_count; row++) {
		const struct kind *kind = kind_find(table_text(found, row, "kind"));

		room += kind ? kind->field_count : 0;
	}
	t = fill_table(f, "values", room);
	for (size_t row = 0; row < found->row_count; row++)
		at = fill_entry(&form, found, row, t, at);
	t->row_count = at;
}

static void fill(struct fill *f)
{
	struct table *t = fill_found(f, "texts"), *a = fill_found(f, "about");
	int64_t hidden = 0;

	for (size_t row = 0; row < t->row_count; row++) {
		enum label own = kind_label(table_text(t, row, "kind"), table_text(t, row, "field"));
		enum label here = label_in_copy(own, table_text(t, row, "provision") != NULL);

		fill_text(t, row, "label", label_names[here]);
		fill_int(t, row, "is_kept", here == LABEL_PASSAGE);
		hidden += here == LABEL_PASSAGE;
	}
	if (a->row_count)
		fill_int(a, 0, "hidden_count", hidden);
	fill_values(f);
}

const struct page page_copy = { .name = "copy", .path = "/copy", .readers = READERS_WORK, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "texts", .fill = fill,
	.has_paper = true };
