/* SPDX-License-Identifier: EUPL-1.2
 *
 * Context: earlier entries in words beside the form: the exact text to second, the question to answer, the last
 * status, what stands now of the thing to change, what others wrote meanwhile.
 */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "kinds/two_person.h"
#include "pages/columns.h"
#include "pages/form/form.h"
#include "view/format.h"

enum { THINGS_MAX = 64, VALUES_SHOWN_MAX = 1024, OLDER_MAX = 60 };

const struct column form_context_columns[CONTEXT_COLUMNS] = {
	INNER("thing", COLUMN_INT), OPEN("heading", COLUMN_TEXT), OPEN("entry", COLUMN_INT),
	OPEN("written", COLUMN_TIME), OPEN("function", COLUMN_TEXT),
};

const struct column form_context_value_columns[CONTEXT_VALUE_COLUMNS] = {
	INNER("thing", COLUMN_INT), OPEN("name", COLUMN_TEXT),
	{ .name = "value", .type = COLUMN_TEXT, .label = LABEL_SECRET }, /* by the column label */
	INNER("label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};

struct thing {
	const char *heading, *t, *function;
	int64_t entry; /* -1: none */
};
struct shown_value {
	size_t thing;
	const char *name, *value;
	enum label label;
	bool is_part;
};

/* Tables in the making. */
struct context {
	struct form *form;
	struct thing *things;
	struct shown_value *values;
	size_t thing_count, value_count;
};

static struct context context_new(struct form *form)
{
	return (struct context){ .form = form, .things = ARENA_MANY(form->arena, THINGS_MAX, struct thing),
		.values = ARENA_MANY(form->arena, VALUES_SHOWN_MAX, struct shown_value) };
}

static bool add_thing(struct context *c, struct thing thing)
{
	if (c->thing_count == THINGS_MAX)
		return false;
	c->things[c->thing_count++] = thing;
	return true;
}

/* A value of the newest thing. */
static void add_value(struct context *c, const char *name, const char *value, enum label label, bool is_part)
{
	if (!value || c->value_count == VALUES_SHOWN_MAX)
		return;
	c->values[c->value_count++] = (struct shown_value){ c->thing_count - 1, name, value, label, is_part };
	if (!label_may_read(label, c->form->ask->actor, is_part))
		c->form->is_unreadable = true;
}

static void fill(struct context *c, const char *things, const char *values)
{
	struct table *t = fill_table(c->form->fill, things, c->thing_count);
	struct table *v = fill_table(c->form->fill, values, c->value_count);

	for (size_t i = 0; i < c->thing_count; i++) {
		fill_int(t, i, "thing", (int64_t)i);
		fill_text(t, i, "heading", c->things[i].heading);
		if (c->things[i].entry >= 0)
			fill_int(t, i, "entry", c->things[i].entry);
		fill_text(t, i, "written", c->things[i].t);
		fill_text(t, i, "function", c->things[i].function);
	}
	for (size_t i = 0; i < c->value_count; i++) {
		fill_int(v, i, "thing", (int64_t)c->values[i].thing);
		fill_text(v, i, "name", c->values[i].name);
		fill_text(v, i, "value", c->values[i].value);
		fill_text(v, i, "label", label_names[c->values[i].label]);
		fill_int(v, i, "is_part", c->values[i].is_part);
	}
}

/* ------------------------------------------------------------------------------------------- in words --- */

const char *form_typed(const struct form *form, int64_t seq, const char *field)
{
	struct rows r = store_ask(form->store, "SELECT text(?1, ?2)", "it", seq, field);
	const char *text = NULL;

	if (rows_next(&r))
		text = rows_type(&r, 0) == STORE_BLOB ? catalogue_text(form->words, "erased.text")
			: rows_text(&r, form->arena, 0);
	rows_end(&r);
	return text;
}

const char *form_value_words(const struct form *form, const struct field *field, const char *value)
{
	int64_t n = 0;

	switch (field->type) {
	case FIELD_CODE:
		return catalogue_word(form->words, form->arena, field->name, value);
	case FIELD_REF:
		return form_object_name(form, field->object, value);
	case FIELD_DATE:
		return format_date(form->arena, form->words, value);
	case FIELD_MONEY:
		return text_to_int(value, 0, INT64_MAX, &n) ? format_money(form->arena, form->words, n) : value;
	case FIELD_DECIMAL:
		return format_decimal(form->arena, form->words, value);
	case FIELD_BOOL:
		return catalogue_text(form->words, "bool.1");
	case FIELD_LINE:
	case FIELD_TEXT:
	case FIELD_FILE:
	case FIELD_WORD:
	case FIELD_INT:
	case FIELD_ENTRY:
		break;
	}
	return value;
}

static const char *json_words(const struct form *form, const struct field *field, const struct json *j)
{
	/* Of a key people compare the short code: it stands where its owner sees it too (pages/keys). */
	if (j->type == JS_TEXT && !strcmp(field->name, "credential"))
		return page_key_code(form->arena, j->text);
	if (j->type == JS_TEXT)
		return form_value_words(form, field, j->text);
	return form_value_words(form, field, arena_print(form->arena, "%lld", (long long)j->number));
}

const char *form_clear_words(const struct form *form, const struct field *field, const struct json *j)
{
	const char *all = NULL;

	if (!j || j->type != JS_ARRAY)
		return j ? json_words(form, field, j) : NULL;
	for (size_t i = 0; i < j->count; i++) {
		const char *one = json_words(form, field, j->items[i]);

		all = all ? arena_print(form->arena, "%s; %s", all, one) : one;
	}
	return all;
}

enum label form_value_label(const struct kind *kind, const struct field *field)
{
	const struct object_sort *sort = form_object_sort(field);

	if (field_is_typed(field))
		return field->label;
	if (sort && sort->is_work)
		return LABEL_WORK;
	return kind->object && !strcmp(kind->object, "decision") ? LABEL_DECISION : LABEL_OPEN;
}

static void add_field(struct context *c, const struct kind *kind, const struct field *field, const struct entry *e,
	bool is_part)
{
	const char *value = field->type == FIELD_FILE ? NULL
		: field_is_typed(field) ? form_typed(c->form, e->seq, field->name)
		: form_clear_words(c->form, field, js_get(e->d, field->name));

	add_value(c, form_label(c->form, kind, field->name), value, form_value_label(kind, field), is_part);
}

static const char *function_of(const struct form *form, const char *person)
{
	return strcmp(person, "system") ? form_object_name(form, "person", person)
		: catalogue_text(form->words, "form.program");
}

/* Took the actor part in the two-person act this entry belongs to? */
static bool took_part(const struct form *form, int64_t seq)
{
	return store_int(form->store, 0, "SELECT ?2 IN (by, second, end_by) FROM proposal WHERE seq = ?1"
		" OR seq = (SELECT proposal FROM dissent WHERE seq = ?1) LIMIT 1", "it", seq,
		form->ask->actor->person) != 0;
}

/* An earlier entry: who, when, and every value in the kind's order. */
static void add_entry(struct context *c, int64_t seq, const char *heading)
{
	struct form *form = c->form;
	const struct kind *kind;
	struct entry e;
	bool is_part;

	if (book_read(form->store, form->arena, seq, &e) || !(kind = kind_find(e.kind)))
		return;
	if (!heading)
		heading = catalogue_word(form->words, form->arena, "kind", e.kind);
	if (!add_thing(c, (struct thing){ heading, e.t, function_of(form, e.by), seq }))
		return;
	is_part = took_part(form, seq);
	for (size_t i = 0; i < kind->field_count; i++)
		add_field(c, kind, &kind->fields[i], &e, is_part);
	if (kind->stage == STAGE_PROPOSED)
		add_value(c, catalogue_text(form->words, "form.hash"), e.hash, LABEL_OPEN, is_part);
}

/* ------------------------------------------------------------------------------------------- what to show --- */

/* The last day a proposal may be seconded. */
static void add_limit(struct context *c)
{
	int64_t day = store_int(c->form->store, -1, "SELECT last_day FROM proposal WHERE seq = ?", "i", c->form->entry);

	if (day >= 0 && c->thing_count)
		add_value(c, catalogue_text(c->form->words, "form.last_day"),
			format_date(c->form->arena, c->form->words, day_text(c->form->arena, (int)day)), LABEL_OPEN, false);
}

static void add_last_status(struct context *c)
{
	int64_t seq = form_last_status(c->form);

	if (seq >= 0)
		add_entry(c, seq, catalogue_text(c->form->words, "form.last_status"));
}

/* All that wait for this person's confirmation, under the measure's name. */
static void add_statuses(struct context *c)
{
	struct choices waiting = form_choices(c->form, kind_field(c->form->kind, "statuses"));
	int64_t seq;

	for (size_t i = 0; i < waiting.count; i++)
		if (text_to_int(waiting.all[i].value, 0, INT64_MAX, &seq))
			add_entry(c, seq, waiting.all[i].label);
}

/* What stands now, of a thing that is changed a field at a time: each field from the newest entry that has it. */
static void add_present(struct context *c, const char *obj)
{
	struct form *form = c->form;
	const struct kind *kind = form->kind;
	/* By kind, not by object: what is said about a measure grows faster than its record is changed. */
	struct rows r = store_ask(form->store, "SELECT seq FROM log WHERE +obj = ?1"
		" AND kind IN (?2, 'measure_added') ORDER BY seq DESC LIMIT 60", "tt", obj, kind->name);
	struct entry *entries = ARENA_MANY(form->arena, OLDER_MAX, struct entry);
	size_t count = 0;

	while (count < OLDER_MAX && rows_next(&r))
		if (!book_read(form->store, form->arena, rows_int(&r, 0), &entries[count]))
			count++;
	rows_end(&r);
	if (!count || !add_thing(c, (struct thing){ catalogue_text(form->words, "form.present"), entries[0].t,
		function_of(form, entries[0].by), entries[0].seq }))
		return;
	for (size_t i = 0; i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];

		for (size_t k = 0; k < count; k++) {
			if (!js_get(entries[k].d, field->name) && !entry_has_text(&entries[k], field->name))
				continue;
			add_field(c, kind, field, &entries[k], false);
			break;
		}
	}
}

void form_fill_context(struct form *form)
{
	struct context c = context_new(form);
	const struct field *object = form->kind->object_field ? kind_field(form->kind, form->kind->object_field) : NULL;
	const char *obj = object && object->type == FIELD_REF
		? form_object(form, object->object, form_value(form, object->name, 0)) : NULL;

	if (form->entry >= 0)
		add_entry(&c, form->entry, form->kind->stage == STAGE_SECONDED ? catalogue_text(form->words, "form.word_for_word") : NULL);
	if (form->entry >= 0 && form->kind->stage == STAGE_SECONDED)
		add_limit(&c);
	if (!strcmp(form->kind->name, "status_reported") && form->measure)
		add_last_status(&c);
	else if (!strcmp(form->kind->name, "status_confirmed"))
		add_statuses(&c);
	else if (obj && (form->kind->id_prefix || !strcmp(form->kind->name, "measure_changed")))
		add_present(&c, obj);
	form->is_unreadable &= form->kind->stage == STAGE_SECONDED;
	fill(&c, "context", "context_values");
}

/* What others wrote about the same object since the person looked. */
void form_fill_newer(struct form *form)
{
	struct context c = context_new(form);
	bool was_unreadable = form->is_unreadable;
	const struct field *object = form->kind->object_field ? kind_field(form->kind, form->kind->object_field) : NULL;
	const char *typed = object ? form_value(form, object->name, 0) : NULL;
	const char *obj = object && object->type == FIELD_REF ? form_object(form, object->object, typed)
		: store_text(form->store, form->arena, "SELECT obj FROM log WHERE CAST(seq AS TEXT) = ?1"
			" AND seq = CAST(?1 AS INTEGER)", "t", typed);
	struct rows r;

	if (!form_is_conflict(form) || !obj)
		return;
	r = store_ask(form->store, "SELECT seq FROM log WHERE obj = ? AND seq >= ? ORDER BY seq DESC LIMIT 20", "ti",
		obj, form_base_size(form));
	while (rows_next(&r))
		add_entry(&c, rows_int(&r, 0), NULL);
	form->is_unreadable = was_unreadable;
	form_fill_compared(form, obj);
	fill(&c, "newer", "newer_values");
}
