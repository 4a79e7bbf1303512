/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fields: how each field of a kind is asked for.  Codes of at most six are radios with nothing chosen; objects
 * are lists; what the form was opened about stands fixed; what is not due or not this person's to say is left
 * out.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "kinds/reading.h"
#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/refusals.h"

enum { RADIOS_MAX = 6 };

const struct column form_field_columns[FIELD_COLUMNS] = {
	OPEN("field", COLUMN_CODE),
	OPEN("label", COLUMN_TEXT),
	OPEN("hint", COLUMN_TEXT),
	OPEN("audience", COLUMN_CODE),
	OPEN("error", COLUMN_TEXT),
	OPEN("value", COLUMN_TEXT),
	OPEN("shown", COLUMN_TEXT),
	OPEN("mode", COLUMN_CODE),
	OPEN("described", COLUMN_TEXT), /* ids of what describes it, for aria-describedby */
	OPEN("is_line", COLUMN_BOOL),
	OPEN("is_area", COLUMN_BOOL),
	OPEN("is_radio", COLUMN_BOOL),
	OPEN("is_many", COLUMN_BOOL),
	OPEN("is_select", COLUMN_BOOL),
	OPEN("is_check", COLUMN_BOOL),
	OPEN("is_fixed", COLUMN_BOOL),
	OPEN("is_goals", COLUMN_BOOL),
	OPEN("is_file", COLUMN_BOOL),
	OPEN("need", COLUMN_TEXT),
	OPEN("is_chosen", COLUMN_BOOL),
	INNER("input", COLUMN_CODE),  /* the name it is sent under; `field` is its part of ids */
	INNER("suffix", COLUMN_CODE), /* what a row adds to ids */
	INNER("when", COLUMN_CODE),   /* the process with which alone it is needed */
	INNER("row", COLUMN_INT),
};

const struct column form_option_columns[OPTION_COLUMNS] = {
	OPEN("field", COLUMN_CODE),
	OPEN("option", COLUMN_CODE), /* its id in the page; the first has the field's own */
	OPEN("value", COLUMN_TEXT),
	OPEN("label", COLUMN_TEXT),
	OPEN("light", COLUMN_CODE),
	OPEN("is_chosen", COLUMN_BOOL),
	INNER("is_focus", COLUMN_BOOL),
};

/* One field being worked out. */
struct asked {
	const struct form *form;
	const struct field *field;
	struct choices choices;
	const char *fixed; /* the id or number that stands fixed, or NULL */
	const char *flag;  /* the column that says what it is */
};

int64_t form_last_status(const struct form *form)
{
	return store_int(form->store, -1, "SELECT s.seq FROM period AS p CROSS JOIN status AS s ON s.measure = ? AND s.period = p.id"
		" WHERE s.checked NOT IN ('returned', 'corrected') ORDER BY p.first_day DESC, s.seq DESC LIMIT 1", "t", form->measure);
}

static bool was_green(const struct form *form)
{
	return text_equal("green", store_text(form->store, form->arena, "SELECT process FROM status WHERE seq = ?", "i",
		form_last_status(form)));
}

/* Of whoever is there already it stands in the book. */
static bool is_known_of_person(const char *field)
{
	return !strcmp(field, "organisation") || !strcmp(field, "function") || !strcmp(field, "name");
}

bool form_asks(const struct form *form, const struct field *field)
{
	const char *name = field->name;
	bool has_value = form_value(form, name, 0) && *form_value(form, name, 0);

	if (field->flags & FIELD_QUIET || !strcmp(name, "values"))
		return false;
	if (!strcmp(form->kind->name, "enrolment_proposed") && is_known_of_person(name))
		return has_value || text_is_blank(form_value(form, "person", 0));
	if (strcmp(form->kind->name, "status_reported"))
		return true;
	if (!strcmp(name, "goals"))
		return form_asks_goals(form);
	if (!strncmp(name, "effect", 6))
		return has_value || (form->measure && form->period
			&& reading_effect_is_due(form->store, form->measure, form->period));
	if (!strcmp(name, "on_behalf_of") || !strncmp(name, "according_", 10))
		return has_value || (form->ask->actor->roles & ROLE_COORDINATOR && !form->is_own);
	if (!strcmp(name, "nothing_new"))
		return has_value || !form->measure || was_green(form);
	return true;
}

/* A choice of the same value, by whatever name it was given. */
static bool is_chosen(const struct form *form, const struct field *field, const char *value)
{
	const char *typed;

	for (size_t i = 0; (typed = form_value(form, field->name, i)); i++)
		if (!strcmp(typed, value)
			|| (field->type == FIELD_REF && text_equal(form_object(form, field->object, typed), value)))
			return true;
	return false;
}

/* What the form is about is not asked again: it came with the address or was accepted before. */
static const char *fixed_value(const struct form *form, const struct field *field)
{
	const char *typed = form_value(form, field->name, 0);
	bool is_object = form->kind->object_field && !strcmp(form->kind->object_field, field->name);
	int64_t seq;

	if (text_is_blank(typed) || field->flags & FIELD_MANY || form_error(form, field->name))
		return NULL;
	if (field->type == FIELD_REF && (is_object || !strcmp(field->name, "measure") || !strcmp(field->name, "meeting")))
		return form_object(form, field->object, typed);
	if (field->type == FIELD_ENTRY && text_to_int(typed, 0, INT64_MAX, &seq)
		&& store_int(form->store, 0, "SELECT 1 FROM log WHERE seq = ?", "i", seq))
		return typed;
	return NULL;
}

static const char *widget(const struct asked *q)
{
	const struct field *f = q->field;

	if (q->fixed)
		return "is_fixed";
	if (!strcmp(f->name, "goals"))
		return "is_goals";
	if (f->type == FIELD_FILE)
		return "is_file";
	if (f->type == FIELD_BOOL)
		return "is_check";
	if (f->flags & FIELD_MANY && (f->type == FIELD_REF || f->type == FIELD_ENTRY || q->choices.count))
		return "is_many";
	if (f->type == FIELD_CODE && q->choices.count <= RADIOS_MAX)
		return "is_radio";
	if (f->type == FIELD_CODE || f->type == FIELD_REF || q->choices.count)
		return "is_select";
	return f->type == FIELD_TEXT ? "is_area" : "is_line";
}

/* A keyboard that fits, on a telephone. */
static const char *mode_of(const struct field *f)
{
	if (f->type == FIELD_INT || f->type == FIELD_ENTRY)
		return "numeric";
	return f->type == FIELD_MONEY || f->type == FIELD_DECIMAL ? "decimal" : "text";
}

static const char *hint_of(const struct form *form, const struct field *f)
{
	const char *keys[] = { arena_print(form->arena, "hint.%s.%s", form->kind->name, f->name),
		arena_print(form->arena, "hint.%s", f->name), f->type == FIELD_DATE ? "form.hint_date"
		: f->type == FIELD_MONEY ? "form.hint_money" : f->type == FIELD_DECIMAL ? "form.hint_decimal" : "" };

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (*keys[i] && catalogue_has(form->words, keys[i]))
			return catalogue_text(form->words, keys[i]);
	return NULL;
}

/* A goal and its value are one question. */
static const char *error_of(const struct form *form, const struct field *f)
{
	const char *error = form_error(form, f->name);

	return error || strcmp(f->name, "goals") != 0 ? error : form_error(form, "values");
}

/* The ids of what describes the control, NULL when there is nothing. */
static const char *described_by(const struct form *form, const struct field *f, bool is_typed)
{
	const char *ids = NULL, *place = form_place(form, f->name);

	if (hint_of(form, f))
		ids = arena_print(form->arena, "hint-%s", place);
	if (error_of(form, f))
		ids = arena_print(form->arena, "%s%serror-%s", ids ? ids : "", ids ? " " : "", place);
	if (is_typed)
		ids = arena_print(form->arena, "%s%sreaders-%s", ids ? ids : "", ids ? " " : "", place);
	return ids;
}

/* When a field that is not always needed is: "needed with yellow", else "optional". */
static const char *need_of(const struct form *form, const struct field *f)
{
	const char *key = arena_print(form->arena, "when.%s.%s", form->kind->name, f->name);
	const char *object = form->kind->object_field ? form_value(form, form->kind->object_field, 0) : NULL;

	if (f->flags & FIELD_MUST)
		return NULL;
	if (!catalogue_has(form->words, key))
		key = arena_print(form->arena, "when_new.%s.%s", form->kind->name, f->name);
	if (catalogue_has(form->words, key) && (strncmp(key, "when_new.", 9) != 0 || text_is_blank(object)))
		return catalogue_text(form->words, key);
	return catalogue_text(form->words, "form.optional");
}

/* What only yellow asks for. */
static bool is_for_yellow(const struct form *form, const struct field *f)
{
	static const char *const names[] = { "obstacle", "next_step", "remover", "provision", "suggests_closing" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (!strcmp(form->kind->name, "status_reported") && !strcmp(f->name, names[i]))
			return true;
	return false;
}

static void fill_names(const struct form *form, struct table *t, size_t row, const struct field *f)
{
	fill_text(t, row, "field", form_place(form, f->name));
	fill_text(t, row, "input", form_input(form, f->name));
	fill_text(t, row, "suffix", form_place(form, ""));
	fill_text(t, row, "when", is_for_yellow(form, f) ? "yellow" : NULL);
	fill_int(t, row, "row", form->row);
}

static void fill_field(struct table *t, size_t row, const struct asked *q)
{
	const struct form *form = q->form;
	const struct field *f = q->field;
	const char *value = q->fixed ? q->fixed : form_value(form, f->name, 0);
	bool is_typed = field_is_typed(f);

	fill_names(form, t, row, f);
	fill_text(t, row, "label", form_label(form, form->kind, f->name));
	fill_text(t, row, "hint", hint_of(form, f));
	fill_text(t, row, "audience", is_typed ? label_names[f->label] : NULL);
	fill_text(t, row, "error", form_error_in_full(form, f->name) ? form_error_in_full(form, f->name) : error_of(form, f));
	fill_text(t, row, "value", value);
	fill_text(t, row, "mode", mode_of(f));
	fill_text(t, row, "described", described_by(form, f, is_typed));
	if (q->fixed)
		fill_text(t, row, "shown", f->type == FIELD_REF ? form_object_name(form, f->object, q->fixed)
			: arena_print(form->arena, "%s %s", catalogue_text(form->words, "form.entry"), q->fixed));
	if (f->type == FIELD_FILE)
		fill_text(t, row, "shown", form_file_extent(form, value));
	fill_int(t, row, q->flag, 1);
	fill_text(t, row, "need", need_of(form, f));
	fill_int(t, row, "is_chosen", f->type == FIELD_BOOL && !text_is_blank(value) && strcmp(value, "no") != 0);
}

static void fill_option(struct table *t, size_t row, const struct asked *q, size_t i, bool is_focus)
{
	const struct form *form = q->form;
	const struct choice *c = &q->choices.all[i];
	const char *place = form_place(form, q->field->name);

	fill_text(t, row, "field", place);
	fill_text(t, row, "option", i ? arena_print(form->arena, "%s-%zu", place, i + 1) : place);
	fill_int(t, row, "is_focus", is_focus);
	fill_text(t, row, "value", c->value);
	fill_text(t, row, "label", c->label);
	fill_text(t, row, "light", c->light);
	fill_int(t, row, "is_chosen", *c->value && is_chosen(form, q->field, c->value));
}

/* What was typed stays even when the list does not offer it. */
static void keep_strangers(const struct form *form, struct asked *q)
{
	const char *typed = form_value(form, q->field->name, 0);
	struct choice *all;

	if (text_is_blank(typed) || strcmp(q->flag, "is_select") != 0)
		return;
	for (size_t i = 0; i < q->choices.count; i++)
		if (is_chosen(form, q->field, q->choices.all[i].value))
			return;
	all = ARENA_MANY(form->arena, q->choices.count + 1, struct choice);
	if (q->choices.count)
		memcpy(all, q->choices.all, q->choices.count * sizeof(*all));
	all[q->choices.count] = (struct choice){ typed, typed, NULL };
	q->choices.all = all;
	q->choices.count++;
}

/* Radios cannot be unchosen: one that may be left out gets a last radio that says so. */
static void add_none(const struct form *form, struct asked *q)
{
	struct choice *all;

	if (strcmp(q->flag, "is_radio") != 0 || q->field->flags & FIELD_MUST)
		return;
	all = ARENA_MANY(form->arena, q->choices.count + 1, struct choice);
	memcpy(all, q->choices.all, q->choices.count * sizeof(*all));
	all[q->choices.count] = (struct choice){ "", catalogue_text(form->words, "form.no_choice"), NULL };
	q->choices.all = all;
	q->choices.count++;
}

static int by_name(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	return text_compare_sv(x->label, y->label);
}

static struct asked ask(const struct form *form, const struct field *field)
{
	struct asked q = { .form = form, .field = field, .fixed = fixed_value(form, field) };
	const struct object_sort *sort = form_object_sort(field);

	if (!q.fixed)
		q.choices = form_choices(form, field);
	if (sort && sort->is_by_name && q.choices.count)
		qsort(q.choices.all, q.choices.count, sizeof(*q.choices.all), by_name);
	q.flag = widget(&q);
	keep_strangers(form, &q);
	add_none(form, &q);
	return q;
}

static bool is_left_out(const struct form *form, const struct field *f)
{
	return form->row && (text_equal(f->name, form->kind->object_field) || !strcmp(f->name, "nothing_new"));
}

/* What one form asks for; how many questions. */
static size_t ask_all(const struct form *form, struct asked *out)
{
	size_t count = 0;

	for (size_t i = 0; i < form->kind->field_count; i++)
		if (!is_left_out(form, &form->kind->fields[i]) && form_asks(form, &form->kind->fields[i]))
			out[count++] = ask(form, &form->kind->fields[i]);
	return count;
}

void form_fill_fields(const struct form *forms, size_t form_count)
{
	struct asked *all = form_count ? ARENA_MANY(forms[0].arena, form_count * forms[0].kind->field_count, struct asked) : NULL;
	size_t count = 0, option_count = 0, at = 0;
	struct table *fields, *options;

	for (size_t i = 0; i < form_count; i++)
		count += ask_all(&forms[i], all + count);
	if (!count)
		return;
	for (size_t i = 0; i < count; i++)
		option_count += all[i].choices.count;
	fields = fill_table(forms[0].fill, "fields", count);
	options = fill_table(forms[0].fill, "options", option_count);
	for (size_t i = 0; i < count; i++) {
		fill_field(fields, i, &all[i]);
		for (size_t c = 0; c < all[i].choices.count; c++, at++)
			fill_option(options, at, &all[i], c, !i && !c && forms[0].has_focus);
	}
}
