/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes being written (pages/notes_draft), sent to /notes_draft?id=MEETING: everything that stands in the form is saved, and
 * what cannot be comes back as it was typed.  With `finish` they are finished as they were seen.
 */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "doors/web.h"
#include "http/form.h"
#include "pages/rows.h"

enum { NEW_ROW = SHEET_NUMBER_MAX, NOTES_ROWS_MAX = 400 };

struct notes_form {
	struct visit *visit;
	const struct page_input *inputs;
	size_t input_count;
	int64_t ids[NOTES_ROWS_MAX];
	bool is_kept[NOTES_ROWS_MAX]; /* what stands in the office is what was sent, or newer and not touched by it */
	size_t count;
	struct refusals refusals;
};

/* "FIELD.ID"; false for what is none. */
static bool place_of(struct arena *a, const char *name, const char **out_field, int64_t *out_id)
{
	const char *dot = strrchr(name, '.');

	if (!dot || dot[1] == '0' || !text_to_int(dot + 1, 1, NEW_ROW, out_id))
		return false;
	*out_field = arena_copy(a, name, (size_t)(dot - name));
	return true;
}

static bool is_known(const struct notes_form *f, int64_t id)
{
	for (size_t i = f->count; i > 0; i--)
		if (f->ids[i - 1] == id)
			return true;
	return false;
}

/* Which passages the form has, in its order; false when it is none of ours. */
static bool read_ids(struct notes_form *f)
{
	const struct request *r = f->visit->request;
	const char *field;
	int64_t id;

	for (size_t i = 0; i < r->form_count; i++) {
		if (!place_of(f->visit->arena, r->form[i].name, &field, &id) || !strcmp(field, "seen") || is_known(f, id))
			continue;
		if (f->count == NOTES_ROWS_MAX)
			return false;
		f->ids[f->count++] = id;
	}
	return true;
}

/* What the buttons inside the form ask of a passage. */
static const char *deed_of(const struct notes_form *f, int64_t id)
{
	static const char *const deeds[] = { "up", "down", "remove" };
	int64_t named;

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		const char *value = request_form(f->visit->request, deeds[i]);

		if (value && text_to_int(value, 1, NEW_ROW, &named) && named == id)
			return deeds[i];
	}
	return NULL;
}

static struct json *row_of(const struct notes_form *f, int64_t id)
{
	struct arena *a = f->visit->arena;
	const struct request *r = f->visit->request;
	struct json *row = js_object(a), *fields = js_array(a);
	int64_t at, version = 0;
	const char *field;

	for (size_t i = 0; i < r->form_count; i++) {
		struct json *pair = js_array(a);

		if (!place_of(a, r->form[i].name, &field, &at) || at != id)
			continue;
		if (!strcmp(field, "version")) {
			(void)text_to_int(r->form[i].value, 0, INT64_MAX, &version);
			continue;
		}
		if (!strcmp(field, "was")) {
			js_set_text(a, row, "was", r->form[i].value);
			continue;
		}
		js_add(a, pair, js_text(a, field));
		js_add(a, pair, js_text(a, r->form[i].value));
		js_add(a, fields, pair);
	}
	js_set_int(a, row, "id", id == NEW_ROW ? 0 : id);
	js_set_int(a, row, "version", version);
	js_set(a, row, "fields", fields);
	js_set_text(a, row, "do", deed_of(f, id));
	return row;
}

static bool is_kept(const struct notes_form *f, const char *name)
{
	const char *field;
	int64_t id;

	if (!place_of(f->visit->arena, name, &field, &id))
		return false;
	for (size_t i = 0; i < f->count; i++)
		if (f->ids[i] == id)
			return f->is_kept[i];
	return false;
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

/* Pages upon pages pasted in never go as far as the writer, whose lines have an end. */
static bool is_too_long(struct notes_form *f)
{
	const struct request *r = f->visit->request;
	const char *field;
	int64_t id;

	for (size_t i = 0; i < r->form_count; i++)
		if (place_of(f->visit->arena, r->form[i].name, &field, &id) && text_chars(r->form[i].value) > TEXT_MAX_CHARS)
			refuse_arg(&f->refusals, "offer.too_long", r->form[i].name, NULL,
				arena_print(f->visit->arena, "%d", TEXT_MAX_CHARS));
	return f->refusals.count > 0;
}

/* What the writer says of each passage, at its place. */
static int read_answers(struct notes_form *f, const struct json *answer)
{
	const struct json *rows = js_get(answer, "rows");
	bool is_only_conflict = true;

	for (size_t i = 0; rows && i < f->count && i < rows->count; i++) {
		struct refusals *own = ARENA_NEW(f->visit->arena, struct refusals);

		visit_refusals(f->visit, rows->items[i], own);
		f->is_kept[i] = !refused(own);
		for (size_t k = 0; k < own->count; k++) {
			struct refusal r = own->all[k];

			is_only_conflict &= text_equal(r.rule, "notes.conflict");
			r.field = arena_print(f->visit->arena, "%s.%lld", r.field ? r.field : "row", (long long)f->ids[i]);
			refusal_add(&f->refusals, r);
		}
	}
	return !refused(&f->refusals) ? 200 : is_only_conflict ? 409 : 422;
}

static struct json *question(struct notes_form *f, const char *op)
{
	struct json *q = visit_question(f->visit, op);

	for (size_t i = 0; i < f->input_count; i++)
		if (!strcmp(f->inputs[i].name, "id"))
			js_set_text(f->visit->arena, q, "meeting", f->inputs[i].value);
	return q;
}

static void save(struct notes_form *f)
{
	struct visit *v = f->visit;
	struct json *q = question(f, "notes_save"), *rows = js_array(v->arena), *answer;
	int status;

	for (size_t i = 0; i < f->count; i++)
		js_add(v->arena, rows, row_of(f, f->ids[i]));
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
		visit_redirect(v, v->request->target);
}

static struct json *seen_of(struct notes_form *f)
{
	struct arena *a = f->visit->arena;
	const struct request *r = f->visit->request;
	struct json *seen = js_array(a);
	const char *field;
	int64_t id, version;

	for (size_t i = 0; i < r->form_count; i++) {
		struct json *pair = js_array(a);

		if (!place_of(a, r->form[i].name, &field, &id) || strcmp(field, "seen") != 0
			|| !text_to_int(r->form[i].value, 0, INT64_MAX, &version))
			continue;
		js_add(a, pair, js_int(a, id));
		js_add(a, pair, js_int(a, version));
		js_add(a, seen, pair);
	}
	return seen;
}

static void finish(struct notes_form *f)
{
	struct visit *v = f->visit;
	struct json *q = question(f, "notes_finish"), *answer;
	int64_t seq;
	int status;

	js_set(v->arena, q, "seen", seen_of(f));
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
	else if (!read_ids(f) || (!f->count && !request_form(v->request, "finish")))
		visit_problem(v, 400, "problem.request");
	else if (request_form(v->request, "finish"))
		finish(f);
	else if (is_too_long(f))
		show_again(f, 422);
	else
		save(f);
}
