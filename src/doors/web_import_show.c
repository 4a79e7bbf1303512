/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/web_import.h"

#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/text.h"
#include "desk/transfer_sheet.h"

enum { SAMES_MAX = 300, SAMES_ALL_MAX = 15000 };

static void show(struct visit *v, const struct json *made, int status)
{
	struct refusals refusals = { .arena = v->arena };

	v->made = made;
	if (js_get(made, "errors")) /* the page has its words; the title says that there are some */
		refuse(&refusals, "import.no_file", "file", NULL);
	visit_page(v, page_find("import_plan"), NULL, 0, NULL, 0, &refusals, status);
}

static struct json *row_in(struct arena *a, struct json *list)
{
	struct json *row = js_object(a);

	js_add(a, list, row);
	return row;
}

static void flag(struct arena *a, struct json *row, const char *name, bool is_so)
{
	js_set_int(a, row, name, is_so);
}

static void choice(struct arena *a, struct json *row, const char *value, const char *label, bool is_chosen)
{
	js_set_text(a, row, "value", value);
	js_set_text(a, row, "label", label);
	flag(a, row, "is_chosen", is_chosen);
}

static void put_error(struct arena *a, const struct catalogue *words, struct json *made, const char *text)
{
	struct json *list = js_array(a), *row = row_in(a, list), *imports = js_array(a);

	js_set_text(a, row, "field", "file");
	js_set_text(a, row, "label", catalogue_text(words, "import.file"));
	js_set_text(a, row, "text", text);
	js_set(a, made, "errors", list);
	flag(a, row_in(a, imports), "is_file_refused", true);
	js_set(a, made, "import", imports);
}

static void put_uploads(struct visit *v, struct json *made)
{
	struct json *list = js_array(v->arena);
	struct office_upload *all;
	size_t count = office_uploads(v->desk->office, v->arena, v->actor.person, env_now(v->web->env), &all);

	for (size_t i = 0; i < count; i++) {
		struct json *row = row_in(v->arena, list);
		const struct json *choices = js_read(v->arena, all[i].choices, strlen(all[i].choices));
		const char *sort = NULL;

		for (size_t at = 0; choices && choices->type == JS_ARRAY && at < choices->count; at++)
			if (text_equal(choices->items[at]->items[0]->text, "sort"))
				sort = choices->items[at]->items[1]->text;
		js_set_int(v->arena, row, "upload", all[i].id);
		js_set_text(v->arena, row, "sort", text_equal(sort, "statuses") ? "statuses" : "plan");
		js_set_text(v->arena, row, "kept", instant_text(v->arena, all[i].t));
	}
	js_set(v->arena, made, "uploads", list);
}

void import_show_start(struct visit *v, const char *error, int status)
{
	struct json *made = js_object(v->arena);

	if (error)
		put_error(v->arena, catalogue_get(v->language), made, error);
	put_uploads(v, made);
	show(v, made, status);
}

static void put_sheets(struct importing *im, struct json *made)
{
	struct json *sheets = js_array(im->arena), *heads = js_array(im->arena);
	const struct intake *in = im->intake;

	for (size_t i = 0; in->sheet_count > 1 && i < in->sheet_count; i++)
		choice(im->arena, row_in(im->arena, sheets), in->sheets[i], in->sheets[i], !strcmp(in->sheets[i], in->sheet));
	for (size_t i = 0; i < in->head_count; i++) {
		const struct workbook_row *row = &in->table.rows[in->heads[i]];
		const char *number = arena_print(im->arena, "%zu", row->number), *text = "";

		for (size_t c = 0; c < in->table.columns && strlen(text) < 60; c++)
			if (!text_is_blank(row->cells[c]))
				text = arena_print(im->arena, "%s%s%s", text, *text ? ", " : "", intake_shown(im->arena, row->cells[c], 20));
		choice(im->arena, row_in(im->arena, heads), number, arena_print(im->arena, "%s: %s", number, text),
			row->number == in->head);
	}
	js_set(im->arena, made, "sheets", sheets);
	js_set(im->arena, made, "heads", heads);
}

static void put_columns(struct importing *im, struct json *made)
{
	struct json *columns = js_array(im->arena), *targets = js_array(im->arena);
	const struct transfer_sheet *sheet = sheet_find(im->intake->sort);

	for (size_t i = 0; i < im->intake->table.columns; i++) {
		const struct intake_column *c = &im->intake->columns[i];
		const char *samples = "";
		struct json *row;

		if (!c->letters)
			continue;
		for (size_t n = 0; n < INTAKE_SAMPLES && c->samples[n]; n++)
			samples = arena_print(im->arena, "%s%s%s", samples, n ? " · " : "", c->samples[n]);
		row = row_in(im->arena, columns);
		js_set_text(im->arena, row, "letters", c->letters);
		js_set_text(im->arena, row, "heading", c->heading);
		js_set_text(im->arena, row, "samples", samples);
		flag(im->arena, row, "is_left_out", !*c->chosen);
		for (size_t at = 0; at < sheet->count; at++) {
			if (sheet->columns[at].to == TO_NOTHING)
				continue;
			row = row_in(im->arena, targets);
			js_set_text(im->arena, row, "letters", c->letters);
			choice(im->arena, row, sheet->columns[at].name, transfer_spelt(im->arena, im->words, sheet_key(sheet, im->arena, at)),
				!strcmp(sheet->columns[at].name, c->chosen));
		}
	}
	js_set(im->arena, made, "columns", columns);
	js_set(im->arena, made, "targets", targets);
}

/* Known things of a type, by name: as many as there is room for when much is unknown, the chosen one always. */
static void put_sames(struct importing *im, struct json *list, int64_t number, const struct transfer_want *want)
{
	int64_t room = SAMES_ALL_MAX / (int64_t)im->intake->transfer.want_count;
	struct rows r = store_ask(im->visit->desk->store, "SELECT * FROM (SELECT o.id AS id, coalesce(CASE o.type"
		" WHEN 'organisation' THEN (SELECT text(name_text, 'name') FROM organisation WHERE id = o.id AND NOT is_closed)"
		" WHEN 'person' THEN (SELECT text(function_text, 'function') FROM person WHERE id = o.id AND NOT is_closed)"
		" WHEN 'focus_area' THEN (SELECT text(name_text, 'name') FROM focus_area WHERE id = o.id)"
		" WHEN 'factor' THEN (SELECT text(name_text, 'name') FROM factor WHERE id = o.id)"
		" WHEN 'indicator' THEN (SELECT text(name_text, 'name') FROM indicator WHERE id = o.id) END, '') AS name"
		" FROM object AS o WHERE o.type = ?1 AND name <> '' ORDER BY o.id IS ?2 DESC, name LIMIT ?3) ORDER BY name",
		"tti", want->type, want->as, room < SAMES_MAX ? room : (int64_t)SAMES_MAX);

	while (rows_next(&r)) {
		const char *id = rows_text(&r, im->arena, 0);
		struct json *row;

		if (rows_type(&r, 1) != STORE_TEXT)
			continue;
		row = row_in(im->arena, list);
		js_set_int(im->arena, row, "number", number);
		choice(im->arena, row, id, rows_text(&r, im->arena, 1), text_equal(want->as, id));
	}
	rows_end(&r);
}

static void put_sorts(struct importing *im, struct json *list, int64_t number, const struct transfer_want *want)
{
	const struct field *f = kind_field(kind_find("organisation_set"), "sort");

	for (const char *const *code = f->codes; *code; code++) {
		struct json *row = row_in(im->arena, list);

		js_set_int(im->arena, row, "number", number);
		js_set_text(im->arena, row, "sort", *code);
		flag(im->arena, row, "is_chosen", text_equal(*code, want->sort));
	}
}

static int64_t put_things(struct importing *im, struct json *made)
{
	const struct transfer *t = &im->intake->transfer;
	struct json *things = js_array(im->arena), *sames = js_array(im->arena), *sorts = js_array(im->arena);
	int64_t count = 0;

	for (size_t i = 0; i < t->want_count; i++) {
		const struct transfer_want *want = &t->wants[i];
		struct json *row = row_in(im->arena, things);
		int64_t number = (int64_t)i + 1;

		count += !want->as && want->reference;
		js_set_int(im->arena, row, "number", number);
		js_set_text(im->arena, row, "type", want->type);
		js_set_text(im->arena, row, "called", want->called);
		js_set_int(im->arena, row, "uses", (int64_t)want->uses);
		js_set_int(im->arena, row, "line", (int64_t)want->line);
		js_set_text(im->arena, row, "key", arena_print(im->arena, "%s:%s", want->type, want->called));
		js_set_text(im->arena, row, "better", want->better);
		flag(im->arena, row, "is_organisation", want->sort != NULL);
		flag(im->arena, row, "is_person", !strcmp(want->type, "person"));
		flag(im->arena, row, "is_indicator", want->better != NULL);
		flag(im->arena, row, "is_up", text_equal(want->better, "up"));
		put_sames(im, sames, number, want);
		if (want->sort)
			put_sorts(im, sorts, number, want);
	}
	js_set(im->arena, made, "things", things);
	js_set(im->arena, made, "sames", sames);
	js_set(im->arena, made, "sorts", sorts);
	return count;
}

static int64_t put_problems(struct importing *im, struct json *made)
{
	const struct transfer *t = &im->intake->transfer;
	struct json *list = js_array(im->arena);
	int64_t faults = 0;

	for (int notes = 0; notes < 2; notes++)
		for (size_t i = 0; i < t->problem_count; i++) {
			struct json *row;

			if (t->problems[i].is_note != notes)
				continue;
			faults += !notes;
			row = row_in(im->arena, list);
			js_set_text(im->arena, row, "text", transfer_problem_text(im->arena, im->words, &t->problems[i]));
			flag(im->arena, row, "is_note", notes);
		}
	js_set(im->arena, made, "problems", list);
	return faults;
}

/* The columns a plan is told by; what the others lack is nobody's trouble. */
static void put_blanks(struct importing *im, struct json *made)
{
	static const char *const told[] = { "responsible", "horizon", "focus_area", "reporter", "process_goal", "effect_goal", "starts",
		"ends" };
	const struct transfer_sheet *sheet = sheet_find(im->intake->sort);
	const size_t *blank = im->intake->transfer.blanks;
	struct json *list = js_array(im->arena);

	for (size_t i = 0; !strcmp(sheet->sort, "plan") && blank && i < sizeof(told) / sizeof(told[0]); i++) {
		size_t column = sheet_column(sheet, told[i]);
		struct json *row;

		if (!blank[column])
			continue;
		row = row_in(im->arena, list);
		js_set_text(im->arena, row, "label", transfer_spelt(im->arena, im->words, sheet_key(sheet, im->arena, column)));
		js_set_int(im->arena, row, "count", (int64_t)blank[column]);
	}
	js_set(im->arena, made, "blanks", list);
}

static bool says(const struct importing *im, const char *name)
{
	return !text_is_blank(intake_choice(im->choices, im->choice_count, name));
}

/* A council without a plan, and no words yet to make one by. */
static bool needs_plan(const struct importing *im)
{
	return !strcmp(im->intake->sort, "plan") && im->intake->transfer.lacks_plan
		&& !(says(im, "plan_name") && says(im, "plan_body") && says(im, "plan_adopted")
			&& transfer_date(im->arena, intake_choice(im->choices, im->choice_count, "plan_adopted")));
}

/* New measures in a plan that has been followed up need the decision that added them, from a column or for all. */
static bool needs_decision(const struct importing *im)
{
	const struct transfer *t = &im->intake->transfer;

	return !strcmp(im->intake->sort, "plan") && t->is_late && t->added && !says(im, "decision")
		&& !t->columns[sheet_column(t->sheet, "decision")];
}

bool import_needs_words(const struct importing *im)
{
	return needs_plan(im) || needs_decision(im);
}

static void put_plan(struct importing *im, struct json *row)
{
	static const char *const names[] = { "plan_name", "plan_body", "plan_adopted", "plan_diary_no", "decision" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		js_set_text(im->arena, row, names[i], intake_choice(im->choices, im->choice_count, names[i]));
	flag(im->arena, row, "leaves_faults", intake_choice(im->choices, im->choice_count, "leave_faults") != NULL);
}

void import_show_upload(struct importing *im, int status)
{
	const struct transfer *t = &im->intake->transfer;
	struct json *made = js_object(im->arena), *list = js_array(im->arena), *row = row_in(im->arena, list);
	bool is_plan = !strcmp(im->intake->sort, "plan");
	int64_t faults = put_problems(im, made), things = put_things(im, made);

	put_sheets(im, made);
	put_columns(im, made);
	put_blanks(im, made);
	put_plan(im, row);
	js_set_int(im->arena, row, "upload", im->id);
	js_set_text(im->arena, row, "sort", im->intake->sort);
	js_set_text(im->arena, row, "sheet", im->intake->sheet);
	js_set_int(im->arena, row, "head", (int64_t)im->intake->head);
	js_set_int(im->arena, row, "rows", (int64_t)t->rows);
	js_set_int(im->arena, row, "added", (int64_t)(is_plan ? t->added : t->changed));
	js_set_int(im->arena, row, "changed", (int64_t)(is_plan ? t->changed : 0));
	js_set_int(im->arena, row, "same", (int64_t)t->same);
	js_set_int(im->arena, row, "made", things);
	js_set_int(im->arena, row, "kept_goals", (int64_t)t->folded);
	js_set_int(im->arena, row, "faults", faults);
	js_set_int(im->arena, row, "offers", (int64_t)t->offers->count);
	flag(im->arena, row, "is_plan", is_plan);
	flag(im->arena, row, "lacks_plan", is_plan && t->lacks_plan);
	flag(im->arena, row, "is_late", is_plan && t->is_late && t->added);
	flag(im->arena, row, "needs_plan", needs_plan(im));
	flag(im->arena, row, "needs_decision", needs_decision(im));
	flag(im->arena, row, "can_write", !faults && t->offers->count && !import_needs_words(im));
	flag(im->arena, row, "is_all_same", !faults && !t->offers->count && t->rows);
	js_set(im->arena, made, "import", list);
	show(im->visit, made, status);
}
