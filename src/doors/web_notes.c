/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes being written (pages/notes_draft), sent to /notes_draft?id=MEETING: everything that stands in the form is saved, and
 * what cannot be comes back as it was typed.  With `at` the next new passage stands there; with `pull` what was done that
 * day is offered as passages; with `finish` they are finished as they were seen.
 */
#include <string.h>

#include "auth/passage.h"
#include "base/limits.h"
#include "base/text.h"
#include "doors/notes_file.h"
#include "doors/web.h"
#include "http/form.h"
#include "pages/repair.h"
#include "pages/rows.h"

enum { NEW_ROW = SHEET_NUMBER_MAX, NOTES_ROWS_MAX = 400 };

/* One passage of the form. */
struct notes_row {
	int64_t id, version;
	const char *was, *n, *deed; /* what the form had of it, a new one's nonce, what a button asks of it; or NULL */
	const char *repair;         /* what is to be put right in it first (pages/repair.h), or NULL */
	struct json *fields;
	bool is_kept;               /* what stands in the office is what was sent, or newer and not touched by it */
};

struct notes_form {
	struct visit *visit;
	const struct page_input *inputs;
	size_t input_count;
	struct notes_row rows[NOTES_ROWS_MAX]; /* in the form's order */
	size_t count;
	struct json *seen;
	struct refusals refusals;
};

static struct notes_row *row_of(struct notes_form *f, int64_t id)
{
	for (size_t i = f->count; i > 0; i--)
		if (f->rows[i - 1].id == id)
			return &f->rows[i - 1];
	return NULL;
}

/* What the buttons inside the form ask of a passage. */
static const char *deed_of(const struct notes_form *f, int64_t id)
{
	static const char *const deeds[] = { "up", "down", "first", "remove", "section" };
	int64_t named;

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		const char *value = request_form(f->visit->request, deeds[i]);

		if (value && text_to_int(value, 1, NEW_ROW, &named) && named == id)
			return deeds[i];
	}
	return NULL;
}

/* The row, begun with what first is read of it; NULL when there are too many. */
static struct notes_row *row_begun(struct notes_form *f, int64_t id)
{
	struct notes_row *row = row_of(f, id);

	if (row || f->count == NOTES_ROWS_MAX)
		return row;
	row = &f->rows[f->count++];
	*row = (struct notes_row){ .id = id, .deed = deed_of(f, id), .fields = js_array(f->visit->arena) };
	return row;
}

/* How long the text will be when it is kept: a form sends each break of a line as two characters, the script as one. */
static size_t chars_of(const char *text)
{
	size_t n = text_chars(text);

	for (; *text; text++)
		n -= text[0] == '\r' && text[1] == '\n';
	return n;
}

/* Pages upon pages pasted in never go as far as the writer, whose lines have an end; nor does what is to be removed. */
static void read_field(struct notes_form *f, struct notes_row *row, const struct http_pair *sent, const char *field)
{
	struct arena *a = f->visit->arena;

	if (!strcmp(field, "version"))
		(void)text_to_int(sent->value, 0, INT64_MAX, &row->version);
	else if (text_equal(row->deed, "remove"))
		return;
	else if (!strcmp(field, "was"))
		row->was = sent->value;
	else if (!strcmp(field, "repair"))
		row->repair = sent->value;
	else if (!strcmp(field, "n"))
		row->n = sent->value;
	else if (chars_of(sent->value) > TEXT_MAX_CHARS)
		refuse_arg(&f->refusals, "offer.too_long", sent->name, NULL, arena_print(a, "%d", TEXT_MAX_CHARS));
	else
		js_add_pair(a, row->fields, field, sent->value);
}

static void add_seen(struct notes_form *f, int64_t id, int64_t version)
{
	struct arena *a = f->visit->arena;
	struct json *pair = js_array(a);

	js_add(a, pair, js_int(a, id));
	js_add(a, pair, js_int(a, version));
	js_add(a, f->seen, pair);
}

static const char *field_of(const struct json *fields, const char *name)
{
	for (size_t i = 0; i < fields->count; i++)
		if (!strcmp(fields->items[i]->items[0]->text, name))
			return fields->items[i]->items[1]->text;
	return NULL;
}

/* The passage as it was sent, put right as a button asked; a table that came from a spreadsheet is always one. */
static void repair_row(struct notes_form *f, struct notes_row *row)
{
	struct arena *a = f->visit->arena;
	struct json *fields = js_array(a);
	const char *sent = field_of(row->fields, "text"), *form = field_of(row->fields, "form");
	struct repair r;
	char *text;

	if (!sent || text_clean(a, sent, strlen(sent), TEXT_MAX_CHARS, false, &text) != TEXT_OK)
		return;
	if (text_equal(form, "table") && strchr(text, '\t'))
		r = (struct repair){ .form = form, .text = repair_table(a, text) };
	else if (!row->repair || !repair_find(a, form, text, row->repair, &r))
		return;
	for (size_t i = 0; i < row->fields->count; i++) {
		const char *name = row->fields->items[i]->items[0]->text;

		if (strcmp(name, "text") != 0 && strcmp(name, "form") != 0)
			js_add(a, fields, row->fields->items[i]);
		else
			js_add_pair(a, fields, name, !strcmp(name, "text") ? r.text : r.form);
	}
	row->fields = fields;
}

/* The passages of the form and which were seen; false when it is none of ours. */
static bool read_form(struct notes_form *f)
{
	const struct request *r = f->visit->request;
	struct arena *a = f->visit->arena;
	const char *field;
	int64_t id, version;

	f->seen = js_array(a);
	for (size_t i = 0; i < r->form_count; i++) {
		struct notes_row *row;

		if (!rows_place(a, r->form[i].name, &field, &id))
			continue;
		if (!strcmp(field, "seen")) {
			if (text_to_int(r->form[i].value, 0, INT64_MAX, &version))
				add_seen(f, id, version);
			continue;
		}
		row = row_begun(f, id);
		if (!row)
			return false;
		read_field(f, row, &r->form[i], field);
	}
	for (size_t i = 0; i < f->count; i++)
		repair_row(f, &f->rows[i]);
	if (f->count > DRAFT_PASSAGES_MAX + 1)
		refuse(&f->refusals, "notes.too_many", NULL, NULL);
	return true;
}

static struct json *row_json(struct arena *a, const struct notes_row *row)
{
	struct json *j = js_object(a);

	js_set_int(a, j, "id", row->id == NEW_ROW ? 0 : row->id);
	js_set_int(a, j, "version", row->version);
	js_set_text(a, j, "was", row->was);
	js_set_text(a, j, "n", row->n);
	js_set(a, j, "fields", row->fields);
	js_set_text(a, j, "do", row->deed);
	return j;
}

static bool is_kept(struct notes_form *f, const char *name)
{
	const char *field;
	int64_t id;
	const struct notes_row *row = rows_place(f->visit->arena, name, &field, &id) ? row_of(f, id) : NULL;

	return row && row->is_kept;
}

/* The form again: with everything that was sent, but of passages that are kept what is kept.  What is to be put right is put
 * right in the form, also when it was asked for while reading through. */
static void show_again(struct notes_form *f, int status)
{
	struct visit *v = f->visit;
	struct page_input *typed = ARENA_MANY(v->arena, v->request->form_count + 1, struct page_input);
	struct page_input *inputs = ARENA_MANY(v->arena, f->input_count + 1, struct page_input);
	size_t count = 0, input_count = 0;

	for (size_t i = 0; i < f->input_count; i++)
		if (status != 422 || strcmp(f->inputs[i].name, "as") != 0)
			inputs[input_count++] = f->inputs[i];
	for (size_t i = 0; i < v->request->form_count; i++)
		if (!is_kept(f, v->request->form[i].name))
			typed[count++] = (struct page_input){ v->request->form[i].name, v->request->form[i].value };
	visit_page(v, page_find("notes_draft"), inputs, input_count, typed, count, &f->refusals, status);
}

/* What the writer says of each passage, at its place. */
static int read_answers(struct notes_form *f, const struct json *answer)
{
	const struct json *rows = js_get(answer, "rows");
	bool is_only_conflict = true;

	for (size_t i = 0; rows && i < f->count && i < rows->count; i++) {
		struct refusals *own = ARENA_NEW(f->visit->arena, struct refusals);

		visit_refusals(f->visit, rows->items[i], own);
		f->rows[i].is_kept = !refused(own);
		for (size_t k = 0; k < own->count; k++) {
			struct refusal r = own->all[k];

			is_only_conflict &= r.is_note || text_equal(r.rule, "notes.conflict");
			r.field = arena_print(f->visit->arena, "%s.%lld", r.field ? r.field : "row", (long long)f->rows[i].id);
			refusal_add(&f->refusals, r);
		}
	}
	return !refused(&f->refusals) ? 200 : is_only_conflict ? 409 : 422;
}

static struct json *question(struct notes_form *f, const char *op)
{
	struct json *q = visit_question(f->visit, op);

	js_set_text(f->visit->arena, q, "meeting", request_query(f->visit->request, "id"));
	return q;
}

/* Where one writes on. */
static const char *next_of(const struct notes_form *f, const char *meeting)
{
	struct visit *v = f->visit;
	const char *asked = request_form(v->request, "at");
	int64_t at;

	if (request_form(v->request, "pull"))
		return arena_print(v->arena, "/notes_draft?id=%s&pull=1", meeting);
	if (asked && text_to_int(asked, 0, SHEET_NUMBER_MAX, &at))
		return arena_print(v->arena, "/notes_draft?id=%s&at=%lld#field-row-%d", meeting, (long long)at, NEW_ROW);
	for (size_t i = 0; i < f->count; i++)
		if (f->rows[i].repair && f->rows[i].id != NEW_ROW)
			return arena_print(v->arena, "/notes_draft?id=%s#field-row-%lld", meeting, (long long)f->rows[i].id);
	return v->request->target;
}

static void save(struct notes_form *f)
{
	struct visit *v = f->visit;
	struct json *q = question(f, "notes_save"), *rows = js_array(v->arena), *answer;
	int status;

	for (size_t i = 0; i < f->count; i++)
		js_add(v->arena, rows, row_json(v->arena, &f->rows[i]));
	js_set(v->arena, q, "rows", rows);
	answer = visit_offer(v, q, &f->refusals, &status);
	if (!answer && status)
		show_again(f, status);
	if (!answer)
		return;
	if (js_get(answer, "no")) { /* finished meanwhile, by somebody else */
		refuse(&f->refusals, "notes.already_finished", NULL, NULL);
		status = 409;
	} else {
		status = read_answers(f, answer);
	}
	if (v->format == SHOW_JSON)
		visit_json(v, answer, status);
	else if (status != 200)
		show_again(f, status);
	else
		visit_redirect(v, next_of(f, js_get_text(q, "meeting")));
}

static void finish(struct notes_form *f)
{
	struct visit *v = f->visit;
	struct json *q = question(f, "notes_finish"), *answer;
	const char *noted = request_form(v->request, "noted");
	int64_t seq, noted_count = 0;
	int status;

	(void)(noted && text_to_int(noted, 0, INT64_MAX, &noted_count));
	js_set_int(v->arena, q, "noted", noted_count);
	js_set(v->arena, q, "seen", f->seen);
	answer = visit_offer(v, q, &f->refusals, &status);
	if (!answer && status)
		show_again(f, status);
	if (!answer)
		return;
	visit_refusals(v, answer, &f->refusals);
	seq = js_get_int(answer, "seq", -1);
	status = seq >= 0 ? 201 : js_get(answer, "moved") ? 409 : js_get(answer, "no") ? 403 : 422;
	if (v->format == SHOW_JSON) {
		visit_json(v, answer, status);
	} else if (status == 403) {
		visit_problem(v, 403, "problem.role");
	} else if (status != 201) {
		show_again(f, status);
	} else {
		visit_saved(v, seq, (size_t)js_get_int(answer, "passages", 0) + 1, &f->refusals);
		visit_redirect(v, arena_print(v->arena, "/notes?id=%s", js_get_text(q, "meeting")));
	}
}

/* Notes written elsewhere, sent with a form of their own. */
static const struct http_pair *file_of(const struct visit *v)
{
	const struct http_pair *file = request_form_pair(v->request, "file");

	return file && file->filename ? file : NULL;
}

void visit_notes(struct visit *v)
{
	struct notes_form *f = ARENA_NEW(v->arena, struct notes_form);
	struct page_input *inputs = ARENA_MANY(v->arena, v->request->query_count + 1, struct page_input);

	for (size_t i = 0; i < v->request->query_count; i++)
		inputs[i] = (struct page_input){ v->request->query[i].name, v->request->query[i].value };
	f->visit = v;
	f->inputs = inputs;
	f->input_count = v->request->query_count;
	f->refusals.arena = v->arena;
	if (!v->session)
		visit_sign_in_first(v, v->request->target);
	else if (!(page_find("notes_draft")->readers & v->actor.roles))
		visit_problem(v, 403, "problem.role");
	else if (file_of(v))
		visit_notes_file(v, file_of(v), f->inputs, f->input_count);
	else if (!read_form(f) || (!f->count && !request_form(v->request, "finish")))
		visit_problem(v, 400, "problem.request");
	else if (request_form(v->request, "finish"))
		finish(f);
	else if (refused(&f->refusals))
		show_again(f, 422);
	else
		save(f);
}
