/* SPDX-License-Identifier: EUPL-1.2
 *
 * Spreadsheets in and out.  A file that is sent becomes a table, which the writer keeps in the office under its person; from
 * then on everything is an address with its number, so that going back, leaving and signing in anew lose nothing.  Each look
 * at it is a dry run by the writer, with the very offers that would be written.  What is written is judged against the head
 * of the book that was read: when somebody wrote meanwhile it is read anew.
 */
#include "doors/web_import.h"

#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "desk/transfer_sheet.h"

enum { SHEETS_READ_MAX = 4, TRIES = 4, NONCE_BYTES = 16, UPLOAD_MAX = 2 << 20 /* bytes of a table with its choices */ };

static const struct page *import_page(void)
{
	return page_find("import_plan");
}

static bool may_import(const struct visit *v)
{
	return (v->actor.roles & import_page()->readers) != 0;
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
	if (transfer_has_fault(t) || !t->offers->count || import_needs_words(im))
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
			import_show_start(v, NULL, 0);
		else
			visit_page(v, import_page(), NULL, 0, NULL, 0, NULL, 0);
		return;
	}
	if (!text_to_int(typed, 1, INT32_MAX, &id)) {
		visit_problem(v, 400, "problem.request");
		return;
	}
	if (find_upload(v, id, &im) && run(&im, true))
		import_show_upload(&im, 0);
}

/* ------------------------------------------------------------------------------------------- sending --- */

static const char *address(struct visit *v, int64_t id, const char *place)
{
	return arena_print(v->arena, "/import?upload=%lld%s", (long long)id, place);
}

static void add_choice(struct arena *a, struct json *list, const char *name, const char *value)
{
	static const char *const own[] = { "csrf", "do", "upload", "file" };
	char *clean = NULL;

	for (size_t at = 0; at < sizeof(own) / sizeof(own[0]); at++)
		if (!strcmp(own[at], name))
			return;
	if (text_clean(a, value, strlen(value), LINE_MAX_CHARS * 2, true, &clean) == TEXT_OK)
		js_add_pair(a, list, name, clean);
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

	import_show_start(v, catalogue_fill(catalogue_get(v->language), v->arena, rule, &value, 1), status);
}

static void keep_table(struct visit *v, const char *table)
{
	struct json *q = visit_question(v, "upload"), *answer;

	js_set_text(v->arena, q, "table", table);
	js_set_text(v->arena, q, "choices", choices_of(v));
	if (strlen(js_line(v->arena, q)) > UPLOAD_MAX) {
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

bool visit_reading_begin(struct web *web)
{
	bool is_free;

	(void)pthread_mutex_lock(&web->lock);
	is_free = web->sheets_read < SHEETS_READ_MAX;
	web->sheets_read += is_free;
	(void)pthread_mutex_unlock(&web->lock);
	return is_free;
}

void visit_reading_end(struct web *web)
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
	if (!visit_reading_begin(v->web)) {
		visit_problem(v, 503, "problem.busy");
		return;
	}
	f = intake_file(v->arena, NULL, file->value, file->length, &table, &n, &why);
	visit_reading_end(v->web);
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
	import_show_start(v, value, 422);
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
		import_show_upload(&im, transfer_has_fault(&im.intake->transfer) ? 422 : 0);
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
	reply_download(v->arena, v->reply, arena_print(v->arena, "%s.csv", sort));
}
