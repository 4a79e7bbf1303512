/* SPDX-License-Identifier: EUPL-1.2
 *
 * form (/write/:kind): the one form, made from a kind's list of fields, which SQL cannot know: so `fill` makes
 * all its tables.  Shown again after a refusal it holds all that was typed; after a conflict also what others
 * wrote meanwhile.  It posts to its own path the fields and, hidden, n (nonce), base (head of the book when it was
 * first shown) and csrf; an act that its maker signs is shown once more, to be signed (sign.c).
 */
#include <string.h>

#include "base/text.h"
#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/readers.h"
#include "pages/refusals.h"
#include "pages/rows.h"
#include "view/format.h"

#define OBJECT(input_name) { .name = (input_name), .type = INPUT_OBJECT, .object = (input_name) }
#define WORD(input_name) { .name = (input_name), .type = INPUT_WORD }
#define NUMBER(input_name) { .name = (input_name), .type = INPUT_INT }

/* What an address may set beforehand. */
static const struct input inputs[] = {
	{ .name = "kind", .type = INPUT_WORD, .is_must = true },
	OBJECT("measure"), OBJECT("organisation"), OBJECT("person"), OBJECT("body"), OBJECT("goal"),
	OBJECT("indicator"), OBJECT("period"), OBJECT("plan"), OBJECT("focus_area"), OBJECT("factor"),
	OBJECT("meeting"), NUMBER("about"), OBJECT("agenda_item"), OBJECT("action"), OBJECT("focus_point"),
	OBJECT("request"), NUMBER("passage"), NUMBER("seen"), WORD("field"),
	NUMBER("proposal"), NUMBER("status"), NUMBER("statuses"), NUMBER("question"), NUMBER("entry"),
	NUMBER("replacement"), WORD("process"), WORD("sort"), WORD("role"), WORD("code"), WORD("cause"), WORD("fields"),
	WORD("credential"), WORD("template"),
};

static const struct column form_columns[] = {
	OPEN("kind", COLUMN_CODE), OPEN("heading", COLUMN_TEXT), OPEN("intro", COLUMN_TEXT),
	OPEN("source", COLUMN_TEXT), OPEN("n", COLUMN_TEXT), OPEN("base", COLUMN_TEXT),
	OPEN("is_forbidden", COLUMN_BOOL), OPEN("is_conflict", COLUMN_BOOL), OPEN("is_unreadable", COLUMN_BOOL),
	OPEN("has_audience", COLUMN_BOOL), INNER("preview", COLUMN_TEXT), INNER("has_file", COLUMN_BOOL),
};

/* Who reads the texts of this form, each sort once. */
static const struct column audience_columns[] = { OPEN("audience", COLUMN_CODE) };

static const struct query queries[] = {
	{ QUERY("form", form_columns), .is_one = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
	{ .name = "newer", .columns = form_context_columns, .column_count = CONTEXT_COLUMNS },
	{ .name = "newer_values", .columns = form_context_value_columns, .column_count = CONTEXT_VALUE_COLUMNS,
		.parent = "newer",
		.key = "thing", .label_column = "label", .label_of = "value", .part_column = "is_part" },
	{ .name = "compared", .columns = form_compared_columns, .column_count = COMPARED_COLUMNS, .label_column = "label",
		.label_of = "theirs" },
	{ .name = "second", .columns = form_second_columns, .column_count = SECOND_COLUMNS, .is_one = true },
	{ QUERY("audiences", audience_columns) },
	{ .name = "context", .columns = form_context_columns, .column_count = CONTEXT_COLUMNS },
	{ .name = "context_values", .columns = form_context_value_columns, .column_count = CONTEXT_VALUE_COLUMNS,
		.parent = "context", .key = "thing", .label_column = "label", .label_of = "value",
		.part_column = "is_part" },
	{ .name = "fields", .columns = form_field_columns, .column_count = FIELD_COLUMNS },
	{ .name = "options", .columns = form_option_columns, .column_count = OPTION_COLUMNS, .parent = "fields",
		.key = "field" },
	{ .name = "goals", .columns = form_goal_columns, .column_count = GOAL_COLUMNS, .parent = "fields",
		.key = "field" },
	{ .name = "signing", .columns = form_signing_columns, .column_count = SIGNING_COLUMNS, .is_one = true },
	{ .name = "signed", .columns = form_signed_columns, .column_count = SIGNED_COLUMNS },
	{ .name = "look", .columns = form_look_columns, .column_count = LOOK_COLUMNS, .is_one = true },
	{ .name = "told", .columns = form_told_columns, .column_count = TOLD_COLUMNS },
	{ .name = "who", .columns = form_who_columns, .column_count = WHO_COLUMNS },
	{ .name = "hidden", .columns = form_hidden_columns, .column_count = HIDDEN_COLUMNS },
};

/* ------------------------------------------------------------------------------------------- what stands in it --- */

static const char *nth(const struct page_input *all, size_t count, const char *name, size_t i)
{
	for (size_t k = 0; k < count; k++)
		if (!strcmp(all[k].name, name) && !i--)
			return all[k].value;
	return NULL;
}

const char *form_input(const struct form *form, const char *field)
{
	return form->row ? arena_print(form->arena, "%s%s.%lld", strcmp(field, "goals") ? "" : "about.", field,
		(long long)form->row) : field;
}

const char *form_place(const struct form *form, const char *field)
{
	return form->row ? arena_print(form->arena, "%s-%lld", field, (long long)form->row) : field;
}

const char *form_error(const struct form *form, const char *field)
{
	return form->row ? rows_error(form->fill, field, form->row) : refusals_about(form->fill, field);
}

const char *form_error_in_full(const struct form *form, const char *field)
{
	const char *error = form_error(form, field), *typed = form_value(form, field, 0), *length;
	const struct refusals *r = form->ask->refusals;
	bool is_too_long = false;

	for (size_t i = 0; error && typed && r && i < r->count; i++)
		is_too_long |= !strcmp(r->all[i].rule, "offer.too_long") && text_equal(r->all[i].field, form_input(form, field));
	if (!is_too_long)
		return error;
	length = format_number(form->arena, form->words, (int64_t)text_chars(typed));
	return arena_print(form->arena, "%s %s", error, catalogue_fill(form->words, form->arena, "form.length", &length, 1));
}

const char *form_value(const struct form *form, const char *field, size_t i)
{
	const struct page_ask *ask = form->ask;
	const char *name = form_input(form, field);
	bool is_fixed = form->row && text_equal(field, form->kind->object_field);

	if (!is_fixed && nth(ask->typed, ask->typed_count, name, 0))
		return nth(ask->typed, ask->typed_count, name, i);
	return !is_fixed && ask->typed_count && ask->refusals ? NULL : nth(form->given, form->given_count, field, i);
}

const char *form_label(const struct form *form, const struct kind *kind, const char *field)
{
	const char *own = arena_print(form->arena, "label.%s.%s", kind->name, field);

	return catalogue_has(form->words, own) ? catalogue_text(form->words, own)
		: catalogue_word(form->words, form->arena, "field", field);
}

bool form_is_conflict(const struct form *form)
{
	const struct refusals *r = form->ask->refusals;

	for (size_t i = 0; r && i < r->count; i++)
		if (!strcmp(r->all[i].rule, "offer.conflict"))
			return true;
	return false;
}

int64_t form_base_size(const struct form *form)
{
	const char *base = nth(form->ask->typed, form->ask->typed_count, "base", 0);
	int64_t size;

	return base && text_to_int(arena_copy(form->arena, base, strcspn(base, ":")), 0, INT64_MAX, &size) ? size : -1;
}

/* A refused form is the same act when it is sent again, on the same base; after a conflict the person has seen both
 * versions, and what is sent again builds on the present. */
static void fill_act(const struct form *form, struct table *t)
{
	const struct refusals *r = form->ask->refusals;
	const char *n = nth(form->ask->typed, form->ask->typed_count, "n", 0);
	const char *base = nth(form->ask->typed, form->ask->typed_count, "base", 0);

	for (size_t i = 0; r && i < r->count; i++) {
		if (!strcmp(r->all[i].rule, "offer.conflict") || !strcmp(r->all[i].rule, "offer.base"))
			base = NULL;
		if (!strcmp(r->all[i].rule, "offer.nonce"))
			n = NULL;
	}
	fill_text(t, 0, "n", n ? n : rows_nonce(form->store, form->arena));
	fill_text(t, 0, "base", base ? base : rows_head(form->store, form->arena));
}

static bool is_on_form(const struct form *form, const char *field)
{
	const struct field *f = kind_field(form->kind, field);

	return f && (form_asks(form, f) || (!strcmp(field, "values") && form_asks_goals(form)));
}

static const char *label_on_form(void *self, const char *field)
{
	const struct form *form = self;

	return is_on_form(form, field) ? form_label(form, form->kind, field) : NULL;
}

/* ------------------------------------------------------------------------------------------- what it is about --- */

void form_look(struct form *form)
{
	static const char *const entry_fields[] = { "proposal", "question", "status", "entry" };
	const char *goal = form_object(form, "goal", form_value(form, "goal", 0));

	form->entry = -1;
	for (size_t i = 0; i < COUNT_OF(entry_fields); i++) {
		const char *typed = kind_field(form->kind, entry_fields[i]) ? form_value(form, entry_fields[i], 0) : NULL;
		int64_t seq;

		if (typed && text_to_int(typed, 0, INT64_MAX, &seq))
			form->entry = seq;
	}
	form->measure = form_object(form, "measure", form_value(form, "measure", 0));
	if (!form->measure && goal)
		form->measure = store_text(form->store, form->arena, "SELECT measure FROM goal WHERE id = ?", "t", goal);
	if (!form->measure && form->entry >= 0)
		form->measure = store_text(form->store, form->arena, "SELECT m.id FROM log AS l JOIN measure AS m"
			" ON m.id = l.obj"
			" WHERE l.seq = ?", "i", form->entry);
	form->period = store_text(form->store, form->arena, "SELECT id FROM period WHERE state = 'open'", "");
	form->is_own = store_int(form->store, 0, "SELECT 1 FROM measure WHERE id = ?1"
		" AND (reporter = ?2 OR responsible = ?3)", "ttt",
		form->measure, form->ask->actor->person, form->ask->actor->organisation) != 0;
}

/* The readers of the form's typed texts, each label once; false when there are no such texts. */
static bool fill_audiences(const struct form *form)
{
	struct table *t = fill_table(form->fill, "audiences", LABEL_COUNT);
	bool is_there[LABEL_COUNT] = { false };

	t->row_count = 0;
	for (size_t i = 0; i < form->kind->field_count; i++) {
		const struct field *f = &form->kind->fields[i];

		if (!field_is_typed(f) || is_there[f->label])
			continue;
		is_there[f->label] = true;
		t->row_count++;
		fill_text(t, t->row_count - 1, "audience", label_names[f->label]);
	}
	return t->row_count > 0;
}

static void fill(struct fill *f)
{
	struct form form = { .fill = f, .arena = f->arena, .store = f->store, .ask = f->ask,
		.kind = kind_find(ask_input(f->ask, "kind")), .words = catalogue_get(f->ask->language),
		.given = f->ask->inputs, .given_count = f->ask->input_count };
	const char *intro;
	struct table *t;

	if (!form.kind)
		return;
	t = fill_table(f, "form", 1);
	intro = arena_print(f->arena, "form.intro_%s", form.kind->name);
	fill_text(t, 0, "kind", form.kind->name);
	fill_text(t, 0, "heading", catalogue_word(form.words, f->arena, "do", form.kind->name));
	fill_text(t, 0, "intro", catalogue_has(form.words, intro) ? catalogue_text(form.words, intro) : NULL);
	fill_text(t, 0, "source", form.kind->source);
	fill_text(t, 0, "preview", !strcmp(form.kind->name, "period_published") ? page_find("publish")->path : NULL);
	if (!(form.kind->writers & f->ask->actor->roles)) {
		fill_int(t, 0, "is_forbidden", 1);
		return;
	}
	form_look(&form);
	fill_act(&form, t);
	form_fill_context(&form);
	form_fill_newer(&form);
	form_fill_second(&form);
	if (!form_fill_signing(&form) && !form_fill_look(&form)) {
		form_fill_goals(&form, 1);
		form_fill_fields(&form, 1);
	}
	refusals_fill(f, label_on_form, &form);
	fill_int(t, 0, "is_conflict", form_is_conflict(&form));
	fill_int(t, 0, "is_unreadable", form.is_unreadable);
	fill_int(t, 0, "has_file", kind_file(form.kind) != NULL);
	fill_int(t, 0, "has_audience", fill_audiences(&form));
}

const struct page page_form = { .name = "form", .path = "/write/:kind", .readers = READERS_SIGNED_IN,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.is_form = true, .runs_key = true,
	.fill = fill };
