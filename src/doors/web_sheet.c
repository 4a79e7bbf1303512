/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sheets: pages with many rows that are written at once (pages/rows.h says what their form holds).  All taken rows become
 * one batch: all are written or none.  Each row's nonce is made of the form's and the row's number, so that a form sent
 * twice is the same acts, and each carries the head the person saw, so that what somebody else changed is a conflict.
 */
#include <string.h>

#include "base/text.h"
#include "desk/service.h"
#include "doors/web.h"
#include "pages/rows.h"

enum { SHEET_ROWS_MAX = 400 };

struct sheet_row {
	int64_t number;
	const struct kind *kind;
	const char *about; /* what the kind's object field names; NULL when the row does not say */
	bool is_taken;
};

/* "process.12" or "about.measure.12" in its parts. */
struct place {
	const char *field; /* NULL: of the form as a whole */
	int64_t row;
	bool is_about;
};

/* A sheet as it was sent. */
struct sheet {
	struct visit *visit;
	const struct page *page;
	const struct page_input *inputs; /* of the page's own address */
	size_t input_count;
	struct place *places;            /* of each pair that was sent */
	struct sheet_row *rows;
	size_t row_count, taken_count;
	int64_t only;                    /* the one row to write, or 0 */
	struct refusals refusals;
};

static bool place_read(struct arena *a, const char *name, struct place *out)
{
	bool is_about = !strncmp(name, "about.", 6);
	const char *field = is_about ? name + 6 : name, *dot = strchr(field, '.');
	size_t n = strspn(field, "abcdefghijklmnopqrstuvwxyz_");

	if (!dot || !n || field + n != dot || dot[1] == '0' || !text_to_int(dot + 1, 1, SHEET_NUMBER_MAX, &out->row))
		return false;
	out->field = arena_copy(a, field, n);
	out->is_about = is_about;
	return true;
}

/* Fields of the form as a whole. */
static bool is_of_form(const char *name)
{
	static const char *const own[] = { "csrf", "n", "base", "next", "row", "all" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (!strcmp(own[i], name))
			return true;
	return false;
}

static struct sheet_row *row_of(struct sheet *s, int64_t number)
{
	for (size_t i = s->row_count; i > 0; i--)
		if (s->rows[i - 1].number == number)
			return &s->rows[i - 1];
	if (s->row_count == SHEET_ROWS_MAX)
		return NULL;
	s->rows[s->row_count] = (struct sheet_row){ .number = number };
	return &s->rows[s->row_count++];
}

/* The kind if the page's sheet may write it. */
static const struct kind *kind_of_sheet(const struct page *page, const char *name)
{
	for (const char *const *k = page->sheet; *k; k++)
		if (!strcmp(*k, name))
			return kind_find(name);
	return NULL;
}

/* False for what no page of ours sends. */
static bool read_pair(struct sheet *s, const struct http_pair *pair, struct place *place)
{
	struct sheet_row *row;

	if (is_of_form(pair->name))
		return true;
	if (!place_read(s->visit->arena, pair->name, place) || !(row = row_of(s, place->row)))
		return false;
	if (!place->is_about && !strcmp(place->field, "kind")) {
		bool is_twice = row->kind != NULL;

		row->kind = kind_of_sheet(s->page, pair->value);
		return row->kind && !is_twice;
	}
	row->is_taken |= !place->is_about && !text_is_blank(pair->value);
	return true;
}

static const char *about_of(const struct sheet *s, const struct sheet_row *row)
{
	return row->kind->object_field ? request_form(s->visit->request,
		arena_print(s->visit->arena, "about.%s.%lld", row->kind->object_field, (long long)row->number)) : NULL;
}

static bool read_sheet(struct sheet *s)
{
	const struct request *r = s->visit->request;
	const char *only = request_form(r, "row"), *all = request_form(r, "all");

	s->rows = ARENA_MANY(s->visit->arena, SHEET_ROWS_MAX, struct sheet_row);
	s->places = ARENA_MANY(s->visit->arena, r->form_count + 1, struct place);
	for (size_t i = 0; i < r->form_count; i++)
		if (!read_pair(s, &r->form[i], &s->places[i]))
			return false;
	if ((only && !text_to_int(only, 1, SHEET_NUMBER_MAX, &s->only)) || (all && !kind_of_sheet(s->page, all)))
		return false;
	for (size_t i = 0; i < s->row_count; i++) {
		struct sheet_row *row = &s->rows[i];

		if (!row->kind)
			return false;
		row->about = about_of(s, row);
		row->is_taken |= all && !strcmp(all, row->kind->name);
		row->is_taken &= !s->only || row->number == s->only;
		s->taken_count += row->is_taken;
	}
	return true;
}

/* ------------------------------------------------------------------------------------------- offering --- */

/* The same said twice of the same thing: nobody could tell which was meant. */
static void refuse_twice(struct sheet *s)
{
	for (size_t i = 0; i < s->row_count; i++) {
		const char *about = s->rows[i].is_taken ? s->rows[i].about : NULL;
		bool is_twice = false;

		for (size_t k = 0; about && k < i; k++)
			is_twice |= s->rows[k].is_taken && s->rows[k].kind == s->rows[i].kind
				&& text_equal(about, s->rows[k].about);
		if (is_twice)
			refuse(&s->refusals, "sheet.twice", arena_print(s->visit->arena, "row.%lld", (long long)s->rows[i].number),
				NULL);
	}
}

static struct json *fields_of_row(struct sheet *s, const struct sheet_row *row)
{
	struct arena *a = s->visit->arena;
	struct json *list = js_array(a);

	for (size_t i = 0; i < s->visit->request->form_count; i++) {
		const struct place *place = &s->places[i];

		if (!place->field || place->row != row->number)
			continue;
		if (!place->is_about && (!strcmp(place->field, "kind") || !strcmp(place->field, "take")))
			continue;
		js_add_pair(a, list, place->field, s->visit->request->form[i].value);
	}
	return list;
}

static struct json *offer_of(struct sheet *s, const struct sheet_row *row)
{
	const struct request *r = s->visit->request;
	const char *n = request_form(r, "n"), *base = request_form(r, "base");
	struct arena *a = s->visit->arena;
	struct json *offer = js_object(a);

	js_set_text(a, offer, "kind", row->kind->name);
	js_set(a, offer, "fields", fields_of_row(s, row));
	if (!text_is_blank(n))
		js_set_text(a, offer, "n", arena_print(a, "%s-%lld", n, (long long)row->number));
	if (!text_is_blank(base))
		js_set_text(a, offer, "base", base);
	js_set_text(a, offer, "draft", desk_draft_object(s->visit->desk->store, a, row->kind, row->about));
	return offer;
}

static struct json *batch_of(struct sheet *s)
{
	struct json *q = visit_question(s->visit, "batch"), *offers = js_array(s->visit->arena);

	for (size_t i = 0; i < s->row_count; i++)
		if (s->rows[i].is_taken)
			js_add(s->visit->arena, offers, offer_of(s, &s->rows[i]));
	js_set(s->visit->arena, q, "offers", offers);
	return q;
}

/* ------------------------------------------------------------------------------------------- answering --- */

/* The row's refusals among all, each at its place in the sheet.  False when any is more than a conflict. */
static bool keep_refusals(struct sheet *s, const struct sheet_row *row, const struct json *answer)
{
	struct refusals *own = ARENA_NEW(s->visit->arena, struct refusals);
	bool is_only_conflict = true;

	visit_refusals(s->visit, answer, own);
	for (size_t i = 0; i < own->count; i++) {
		struct refusal r = own->all[i];

		r.field = arena_print(s->visit->arena, "%s.%lld", r.field ? r.field : "row", (long long)row->number);
		is_only_conflict &= r.is_note || !strcmp(r.rule, "offer.conflict");
		refusal_add(&s->refusals, r);
	}
	return is_only_conflict;
}

/* The status of the answer: 201, 422, or 409 when nothing but conflicts stand in the way.  *out_last is the number of the
 * last entry written. */
static int read_answers(struct sheet *s, const struct json *answer, int64_t *out_last)
{
	const struct json *answers = js_get(answer, "answers"), *written = js_get(answer, "written");
	bool is_only_conflict = true;
	size_t at = 0;

	for (size_t i = 0; answers && i < s->row_count; i++) {
		if (!s->rows[i].is_taken || at == answers->count)
			continue;
		is_only_conflict &= keep_refusals(s, &s->rows[i], answers->items[at]);
		*out_last = js_get_int(answers->items[at++], "seq", *out_last);
	}
	return written && written->number ? 201 : is_only_conflict ? 409 : 422;
}

/* Everything as it was sent; after one row alone was written, without that row, which is told as "row", and as a new form. */
static void show_sheet(struct sheet *s, int status)
{
	struct visit *v = s->visit;
	struct page_input *typed = ARENA_MANY(v->arena, v->request->form_count + 1, struct page_input);
	size_t count = 0;

	for (size_t i = 0; i < v->request->form_count; i++) {
		const struct http_pair *sent = &v->request->form[i];

		if (status == 200 && (!s->places[i].field || s->places[i].row == s->only))
			continue;
		typed[count++] = (struct page_input){ sent->name, sent->value };
	}
	if (status == 200)
		typed[count++] = (struct page_input){ "row", arena_print(v->arena, "%lld", (long long)s->only) };
	visit_page(v, s->page, s->inputs, s->input_count, typed, count, &s->refusals, status);
}

static bool has_other_rows(const struct sheet *s)
{
	const struct request *r = s->visit->request;

	for (size_t i = 0; s->only && i < r->form_count; i++) {
		const struct place *place = &s->places[i];

		if (place->field && place->row != s->only && !place->is_about && strcmp(place->field, "kind") != 0
			&& !text_is_blank(r->form[i].value))
			return true;
	}
	return false;
}

/* Where the person was: the last row that was written. */
static int64_t last_row(const struct sheet *s)
{
	int64_t number = 0;

	for (size_t i = 0; i < s->row_count; i++)
		if (s->rows[i].is_taken)
			number = s->rows[i].number;
	return number;
}

static void show_written(struct sheet *s, int64_t last)
{
	struct visit *v = s->visit;
	const char *next = request_form(v->request, "next");
	int64_t at = text_is_blank(next) || s->only ? last_row(s) : 0;

	if (has_other_rows(s)) {
		v->saved = arena_print(v->arena, "%lld", (long long)last);
		show_sheet(s, 200);
		return;
	}
	if (text_is_blank(next))
		next = v->request->target;
	visit_saved(v, last, s->taken_count, &s->refusals);
	visit_redirect(v, at ? arena_print(v->arena, "%s#row-%lld", next, (long long)at) : next);
}

/* Refused before anybody was asked. */
static void show_refused(struct sheet *s)
{
	struct json *answer = js_object(s->visit->arena);

	if (s->visit->format != SHOW_JSON) {
		show_sheet(s, 422);
		return;
	}
	js_set(s->visit->arena, answer, "refusals", service_refusals(s->visit->arena, &s->refusals));
	visit_json(s->visit, answer, 422);
}

static void offer_sheet(struct sheet *s)
{
	int64_t last = -1;
	int status;
	struct json *answer = visit_offer(s->visit, batch_of(s), &s->refusals, &status);

	if (!answer && status)
		show_sheet(s, status);
	if (!answer)
		return;
	status = read_answers(s, answer, &last);
	if (s->visit->format == SHOW_JSON)
		visit_json(s->visit, answer, status);
	else if (status == 201)
		show_written(s, last);
	else
		show_sheet(s, status);
}

void visit_sheet(struct visit *v, const struct page *page, const struct page_input *inputs, size_t count)
{
	struct sheet *s = ARENA_NEW(v->arena, struct sheet);

	*s = (struct sheet){ .visit = v, .page = page, .inputs = inputs, .input_count = count, .refusals.arena = v->arena };
	if (!v->session) {
		visit_sign_in_first(v, v->request->target);
		return;
	}
	if (!(page->readers & v->actor.roles)) {
		visit_problem(v, 403, "problem.role");
		return;
	}
	if (!read_sheet(s)) {
		visit_problem(v, 400, "problem.request");
		return;
	}
	refuse_twice(s);
	if (!s->taken_count)
		refuse(&s->refusals, "sheet.empty", NULL, NULL);
	if (refused(&s->refusals))
		show_refused(s);
	else
		offer_sheet(s);
}
