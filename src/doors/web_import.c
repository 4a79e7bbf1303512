/* SPDX-License-Identifier: EUPL-1.2
 *
 * Spreadsheets in and out.  A file that is sent becomes a table, which the writer keeps in the office under its person; from
 * then on everything is an address with its number, so that going back, leaving and signing in anew lose nothing.  Each look
 * at it is a dry run by the writer, with the very offers that would be written.  What is written is judged against the head
 * of the book that was read: when somebody wrote meanwhile it is read anew.
 */
#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "desk/intake.h"
#include "desk/transfer_sheet.h"
#include "doors/web.h"

enum { SAMES_MAX = 300, SAMES_ALL_MAX = 15000, SHEETS_READ_MAX = 4, TRIES = 4, NONCE_BYTES = 16, UPLOAD_ROOM = 64 << 10 };

/* One upload at hand. */
struct importing {
	struct visit *visit;
	struct arena *arena;
	const struct catalogue *words;
	int64_t id;
	const struct given *choices;
	size_t choice_count;
	const char *table;
	struct intake *intake;
	int64_t written; /* the last entry, when all was written; -1 */
};

static const struct page *import_page(void)
{
	return page_find("import_plan");
}

static bool may_import(const struct visit *v)
{
	return (v->actor.roles & import_page()->readers) != 0;
}

static void show(struct visit *v, const struct json *made, int status)
{
	struct refusals refusals = { .arena = v->arena };

	v->made = made;
	if (js_get(made, "errors")) /* the page has its words; the title says that there are some */
		refuse(&refusals, "import.no_file", "file", NULL);
	visit_page(v, import_page(), NULL, 0, NULL, 0, &refusals, status);
}

/* ------------------------------------------------------------------------------------------- rows for the page --- */

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

static void show_start(struct visit *v, const char *error, int status)
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

		count += !want->as;
		js_set_int(im->arena, row, "number", number);
		js_set_text(im->arena, row, "type", want->type);
		js_set_text(im->arena, row, "called", want->called);
		js_set_int(im->arena, row, "uses", (int64_t)want->uses);
		js_set_int(im->arena, row, "line", (int64_t)want->line);
		js_set_text(im->arena, row, "key", arena_print(im->arena, "%s:%s", want->type, want->called));
		js_set_text(im->arena, row, "function", want->function);
		js_set_text(im->arena, row, "better", want->better);
		flag(im->arena, row, "is_organisation", want->sort != NULL);
		flag(im->arena, row, "is_person", want->function != NULL);
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

static bool needs_words(const struct importing *im)
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

static void show_upload(struct importing *im, int status)
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
	flag(im->arena, row, "can_write", !faults && t->offers->count && !needs_words(im));
	flag(im->arena, row, "is_all_same", !faults && !t->offers->count && t->rows);
	js_set(im->arena, made, "import", list);
	show(im->visit, made, status);
}

/* ------------------------------------------------------------------------------------------- reading --- */

static const struct given *given_of(struct arena *a, const char *choices, size_t *out_count)
{
	const struct json *list = js_read(a, choices, strlen(choices));
	size_t count = list && list->type == JS_ARRAY ? list->count : 0;
	struct given *given = ARENA_MANY(a, count + 1, struct given);

	for (size_t i = 0; i < count; i++)
		given[i] = (struct given){ list->items[i]->items[0]->text, list->items[i]->items[1]->text };
	*out_count = count;
	return given;
}

/* The upload of that number; false when the reply already tells why not. */
static bool find_upload(struct visit *v, int64_t id, struct importing *im)
{
	struct office_upload upload;

	if (!office_upload(v->desk->office, v->arena, v->actor.person, id, env_now(v->web->env), &upload)) {
		visit_problem(v, 404, "problem.not_found");
		return false;
	}
	*im = (struct importing){ .visit = v, .arena = v->arena, .words = catalogue_get(v->language), .id = id, .written = -1,
		.table = upload.table, .intake = ARENA_NEW(v->arena, struct intake) };
	im->choices = given_of(v->arena, upload.choices, &im->choice_count);
	return true;
}

static void give_nonces(struct importing *im)
{
	const struct json *offers = im->intake->transfer.offers;
	unsigned char bytes[NONCE_BYTES];

	for (size_t i = 0; i < offers->count; i++) {
		env_chance(im->visit->web->env, bytes, sizeof(bytes));
		js_set_text(im->arena, offers->items[i], "n", base64url_from(im->arena, bytes, sizeof(bytes)));
	}
}

static const struct json *last_of(const struct json *list)
{
	return list && list->type == JS_ARRAY && list->count ? list->items[list->count - 1] : NULL;
}

/* Puts the offers to the writer; false when the reply already tells why not.  *out_moved: the book is another by now. */
static bool put_offers(struct importing *im, bool is_dry, bool *out_moved)
{
	struct transfer *t = &im->intake->transfer;
	struct json *q = visit_question(im->visit, "batch"), *answer;

	*out_moved = false;
	if (transfer_has_fault(t) || !t->offers->count || needs_words(im))
		return true;
	give_nonces(im);
	js_set(im->arena, q, "offers", t->offers);
	js_set_int(im->arena, q, "head", t->head);
	if (is_dry)
		js_set(im->arena, q, "dry", js_bool(im->arena, true));
	answer = visit_ask(im->visit, q);
	if (!answer)
		return false;
	*out_moved = js_get(answer, "moved") != NULL;
	if (js_get(answer, "written") && js_get(answer, "written")->number)
		im->written = js_get_int(last_of(js_get(answer, "answers")), "seq", -1);
	transfer_refused(im->arena, t, answer);
	return true;
}

/* Reads the upload and puts it to the writer, anew while others write. */
static bool run(struct importing *im, bool is_dry)
{
	bool moved = true, is_table;

	for (int i = 0; moved && i < TRIES; i++) {
		const struct fault *f = intake_read(im->visit->desk, im->arena, im->visit->language, im->table, strlen(im->table),
			im->choices, im->choice_count, &is_table, im->intake);

		if (f || !is_table) {
			visit_problem(im->visit, 500, "problem.fault");
			return false;
		}
		if (!put_offers(im, is_dry, &moved))
			return false;
	}
	if (moved) {
		visit_problem(im->visit, 503, "problem.busy");
		return false;
	}
	return true;
}

void visit_import(struct visit *v)
{
	const char *typed = request_query(v->request, "upload");
	struct importing im;
	int64_t id;

	if (!may_import(v) || !v->session || !typed) {
		if (may_import(v) && v->session)
			show_start(v, NULL, 0);
		else
			visit_page(v, import_page(), NULL, 0, NULL, 0, NULL, 0);
		return;
	}
	if (!text_to_int(typed, 1, INT32_MAX, &id)) {
		visit_problem(v, 400, "problem.request");
		return;
	}
	if (find_upload(v, id, &im) && run(&im, true))
		show_upload(&im, 0);
}

/* ------------------------------------------------------------------------------------------- sending --- */

static const char *address(struct visit *v, int64_t id, const char *place)
{
	return arena_print(v->arena, "/import?upload=%lld%s", (long long)id, place);
}

static void add_choice(struct arena *a, struct json *list, const char *name, const char *value)
{
	static const char *const own[] = { "csrf", "do", "upload", "file" };
	struct json *pair = js_array(a);
	char *clean = NULL;

	for (size_t at = 0; at < sizeof(own) / sizeof(own[0]); at++)
		if (!strcmp(own[at], name))
			return;
	if (text_clean(a, value, strlen(value), LINE_MAX_CHARS * 2, true, &clean) != TEXT_OK)
		return;
	js_add(a, pair, js_text(a, name));
	js_add(a, pair, js_text(a, clean));
	js_add(a, list, pair);
}

/* Everything the form holds but what is the door's own. */
static const char *choices_of(struct visit *v)
{
	struct json *list = js_array(v->arena);

	for (size_t i = 0; i < v->request->form_count; i++)
		if (!v->request->form[i].filename)
			add_choice(v->arena, list, v->request->form[i].name, v->request->form[i].value);
	return js_line(v->arena, list);
}

static void refuse_file(struct visit *v, const char *rule, const char *arg, int status)
{
	const char *value = arg ? arg : "";

	show_start(v, catalogue_fill(catalogue_get(v->language), v->arena, rule, &value, 1), status);
}

static void keep_table(struct visit *v, const char *table)
{
	struct json *q = visit_question(v, "upload"), *answer;

	js_set_text(v->arena, q, "table", table);
	js_set_text(v->arena, q, "choices", choices_of(v));
	if (strlen(js_line(v->arena, q)) > FRAME_MAX - UPLOAD_ROOM) {
		refuse_file(v, "workbook.too_large", NULL, 413);
		return;
	}
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (js_get_text(answer, "identity"))
		refuse_file(v, "workbook.identity", js_get_text(answer, "identity"), 422);
	else if (js_get(answer, "no"))
		visit_problem(v, 403, "problem.role");
	else
		visit_redirect(v, address(v, js_get_int(answer, "id", 0), ""));
}

/* Each file is read by a child that may take a good deal of memory: a few at once, whoever comes then comes again. */
static bool reading_begin(struct web *web)
{
	bool is_free;

	(void)pthread_mutex_lock(&web->lock);
	is_free = web->sheets_read < SHEETS_READ_MAX;
	web->sheets_read += is_free;
	(void)pthread_mutex_unlock(&web->lock);
	return is_free;
}

static void reading_end(struct web *web)
{
	(void)pthread_mutex_lock(&web->lock);
	web->sheets_read--;
	(void)pthread_mutex_unlock(&web->lock);
}

static void post_file(struct visit *v, const struct http_pair *file)
{
	struct intake_refusal why = { NULL, NULL, 0 };
	const char *table = NULL, *value;
	const struct fault *f;
	size_t n;

	if (!file->length && text_is_blank(file->filename)) {
		refuse_file(v, "import.no_file", NULL, 422);
		return;
	}
	if (!reading_begin(v->web)) {
		visit_problem(v, 503, "problem.busy");
		return;
	}
	f = intake_file(v->arena, NULL, file->value, file->length, &table, &n, &why);
	reading_end(v->web);
	if (f) {
		visit_problem(v, 500, "problem.fault");
		return;
	}
	if (table) {
		keep_table(v, table);
		return;
	}
	value = why.arg ? why.arg : "";
	value = catalogue_fill(catalogue_get(v->language), v->arena, why.rule, &value, 1);
	if (why.line) {
		const char *const row[] = { arena_print(v->arena, "%zu", why.line), value };

		value = catalogue_fill(catalogue_get(v->language), v->arena, "transfer.at_row", row, 2);
	}
	show_start(v, value, 422);
}

/* Keeps the choices, or drops the upload when there are none. */
static bool change(struct visit *v, int64_t id, const char *choices)
{
	struct json *q = visit_question(v, "upload"), *answer;

	js_set_int(v->arena, q, "id", id);
	if (choices)
		js_set_text(v->arena, q, "choices", choices);
	else
		js_set(v->arena, q, "drop", js_bool(v->arena, true));
	answer = visit_ask(v, q);
	if (answer && js_get(answer, "no"))
		visit_problem(v, 422, "problem.request");
	return answer && !js_get(answer, "no");
}

static void write_all(struct visit *v, int64_t id)
{
	const char *choices = choices_of(v);
	struct importing im;
	struct refusals none = { .arena = v->arena };

	if (!find_upload(v, id, &im))
		return;
	im.choices = given_of(v->arena, choices, &im.choice_count);
	if (!run(&im, false))
		return;
	if (im.written < 0) {
		show_upload(&im, transfer_has_fault(&im.intake->transfer) ? 422 : 0);
		return;
	}
	visit_saved(v, im.written, im.intake->transfer.offers->count, &none);
	visit_redirect(v, address(v, id, ""));
}

void visit_import_kept(struct visit *v, const char *next, const struct page_input *typed, size_t count)
{
	const char *number = strchr(next, '=');
	struct json *list = js_array(v->arena);
	int64_t id;

	for (size_t i = 0; i < count; i++)
		add_choice(v->arena, list, typed[i].name, typed[i].value);
	if (!number || !text_to_int(number + 1, 1, INT32_MAX, &id))
		visit_redirect(v, "/import");
	else if (change(v, id, js_line(v->arena, list)))
		visit_redirect(v, next);
}

void visit_import_post(struct visit *v)
{
	const char *what = request_form(v->request, "do"), *typed = request_form(v->request, "upload");
	const struct http_pair *file = NULL;
	int64_t id = 0;

	for (size_t i = 0; i < v->request->form_count; i++)
		if (v->request->form[i].filename && !strcmp(v->request->form[i].name, "file"))
			file = &v->request->form[i];
	if (!v->session) {
		if (typed && text_to_int(typed, 1, INT32_MAX, &id))
			visit_sign_in_first(v, address(v, id, ""));
		else
			visit_sign_in(v, "/import");
	} else if (!may_import(v)) {
		visit_problem(v, 403, "problem.role");
	} else if (file) {
		post_file(v, file);
	} else if (!typed || !text_to_int(typed, 1, INT32_MAX, &id)) {
		refuse_file(v, "import.no_file", NULL, 422);
	} else if (change(v, id, text_equal(what, "drop") ? NULL : choices_of(v))) {
		if (text_equal(what, "write"))
			write_all(v, id);
		else
			visit_redirect(v, text_equal(what, "drop") ? "/import" : address(v, id, "#check"));
	}
}

/* ------------------------------------------------------------------------------------------- out --- */

void visit_export(struct visit *v, const char *sort)
{
	const char *period = request_query(v->request, "period"), *plain = request_query(v->request, "plain");
	const struct fault *f;
	struct out o;

	v->route = "export";
	if (v->format != SHOW_CSV || !sheet_find(sort)) {
		visit_problem(v, 404, "problem.not_found");
		return;
	}
	if (!v->session) {
		v->format = SHOW_HTML;
		visit_sign_in(v, v->request->target);
		return;
	}
	out_init(&o, v->arena, PAGE_MAX);
	f = transfer_write(v->desk, v->arena, sort, &v->actor, v->language, text_is_blank(period) ? NULL : period, !plain, &o);
	if (f) {
		v->format = SHOW_HTML;
		visit_problem(v, f->sort == FAULT_NOTHING ? 404 : f->sort == FAULT_REFUSED ? 403 : 500,
			f->sort == FAULT_NOTHING ? "problem.not_found" : f->sort == FAULT_REFUSED ? "problem.role" : "problem.fault");
		return;
	}
	v->reply->type = "text/csv; charset=utf-8";
	v->reply->body = out_cstr(&o);
	v->reply->body_length = o.length;
	reply_header(v->arena, v->reply, "Content-Disposition", arena_print(v->arena, "attachment; filename=\"%s.csv\"", sort));
}
