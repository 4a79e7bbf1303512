/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/web.h"

#include <poll.h>
#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/text.h"
#include "desk/cache.h"
#include "desk/scope.h"
#include "doors/health.h"
#include "pages/rows.h"
#include "view/site.h"

/* ------------------------------------------------------------------------------------------- readers --- */

struct desk *web_take_desk(struct web *web, struct arena *a, const struct fault **out_fault)
{
	struct desk *d = NULL;

	(void)pthread_mutex_lock(&web->lock);
	if (web->desk_count)
		d = web->desks[--web->desk_count];
	(void)pthread_mutex_unlock(&web->lock);
	*out_fault = d ? NULL : desk_open(a, web->env, web->file, DESK_READ, &d);
	return *out_fault ? NULL : d;
}

/* A reader that met a fault, or that lacks the office since it was opened before there was one, is not kept. */
void web_give_desk(struct web *web, struct desk *d)
{
	bool is_kept = false;

	if (!store_fault(d->store) && d->office && !store_fault(d->office)) {
		(void)pthread_mutex_lock(&web->lock);
		is_kept = web->desk_count < DESKS_MAX;
		if (is_kept)
			web->desks[web->desk_count++] = d;
		(void)pthread_mutex_unlock(&web->lock);
	}
	if (!is_kept)
		desk_close(d);
}

/* ------------------------------------------------------------------------------------------- replies --- */

void visit_redirect(struct visit *v, const char *path)
{
	bool is_own = path && path[0] == '/' && path[1] != '/';

	/* Browsers read a backslash as a slash and skip tabs and line ends: none of them has a place in a path of ours. */
	for (const char *p = path; is_own && *p; p++)
		is_own = *p > ' ' && *p < 0x7F && *p != '\\';

	v->reply->status = 303;
	reply_header(v->arena, v->reply, "Location", is_own ? path : "/");
}

static void show_fault(struct visit *v, const struct fault *f)
{
	log_fault(&v->web->log, v->arena, v->id, f);
	v->reply->status = f->sort == FAULT_BUSY ? 503 : 500;
	v->reply->body = catalogue_text(catalogue_get(v->language), "problem.fault");
	v->reply->body_length = strlen(v->reply->body);
}

static void send_shown(struct visit *v, const struct shown *shown, int status)
{
	v->reply->status = status;
	v->reply->type = shown->type;
	v->reply->body = shown->bytes;
	v->reply->body_length = shown->length;
}

/* Sign in first, then come to the page; `why` may say what for. */
static void sign_in_first(struct visit *v, const struct refusals *why, int status)
{
	const struct page_input next = { "next", v->request->target };

	visit_page(v, page_find("sign_in"), NULL, 0, &next, 1, why, status);
}

/* No template can hold a script (view/place.h).  A page on which a form waits for a key, or is saved as one types, gets the one of
 * ours that does it, and a policy as every page's (http/reply.c) that lets scripts from here run, the latter's ask here too.
 * Whatever people typed stands escaped: the mark cannot be theirs. */
static void add_script(struct visit *v, enum site_file script, const char *connects)
{
	const char *page = v->reply->body, *head = strstr(page, "</head>");

	if (!head)
		return;
	v->reply->body = arena_print(v->arena, "%.*s<script src=\"%s\" defer></script>\n%s", (int)(head - page), page,
		shelf_file_path(v->web->shelf, script), head);
	v->reply->body_length = strlen(v->reply->body);
	reply_header(v->arena, v->reply, "Content-Security-Policy", arena_print(v->arena, "default-src 'none'; script-src 'self'; "
		"%sstyle-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'", connects));
}

/* A file somebody added is saved, never opened here: whatever it holds runs and shows nothing under this address. */
static void give_to_save(struct visit *v, const struct shown *shown)
{
	reply_download(v->arena, v->reply, shown->name);
	reply_header(v->arena, v->reply, "Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
	if (shown->sha256)
		reply_header(v->arena, v->reply, "ETag", arena_print(v->arena, "\"%s\"", shown->sha256));
}

void visit_page(struct visit *v, const struct page *page, const struct page_input *inputs, size_t count,
	const struct page_input *typed, size_t typed_count, const struct refusals *refusals, int status)
{
	struct page_ask ask = { .page = page, .actor = &v->actor, .inputs = inputs, .input_count = count,
		.language = v->language, .today = instant_day(env_now(v->web->env)), .now = env_now(v->web->env),
		.typed = typed, .typed_count = typed_count, .refusals = refusals, .path = v->request->target,
		.saved = v->saved, .saved_note = v->saved_note,
		.saved_count = v->saved_count, .made = v->made, .site = v->site,
		.is_web = true, .fences = &v->web->fences, .cache = v->web->cache,
		.is_loopback = v->request->peer_is_loopback };
	struct shown shown;
	const struct fault *f;

	if (!visit_know(v))
		return;
	ask.session = v->session;
	ask.csrf = v->csrf;
	f = desk_show(v->desk, v->web->shelf, v->arena, &ask, v->format, &shown);
	if (f) {
		show_fault(v, f);
		return;
	}
	if (shown.status == SHOW_OK) {
		send_shown(v, &shown, status ? status : 200);
		if (page->runs_key && (js_get(v->made, "challenge") || js_get(v->made, "sign")) && v->format == SHOW_HTML)
			add_script(v, SITE_FILE_KEY, "");
		else if (page->saves_itself && v->format == SHOW_HTML)
			add_script(v, SITE_FILE_NOTES, "connect-src 'self'; ");
		if (shown.name)
			give_to_save(v, &shown);
	} else if (shown.status == SHOW_FORBIDDEN && !v->actor.person && v->format == SHOW_HTML && v->request->method != HTTP_POST) {
		sign_in_first(v, NULL, 401); /* as by a link that somebody was sent */
	} else {
		visit_problem(v, (int)shown.status, shown.why);
	}
}

static void json_problem(struct visit *v, int status, const char *why)
{
	const struct catalogue *words = catalogue_get(v->language);
	struct json *problem = js_object(v->arena);

	js_set_text(v->arena, problem, "type", arena_print(v->arena, "urn:fyr:%s", why));
	js_set_text(v->arena, problem, "title", catalogue_text(words, why));
	js_set_int(v->arena, problem, "status", status);
	js_set_text(v->arena, problem, "instance", arena_print(v->arena, "urn:fyr:request:%s", v->id));
	v->reply->status = status;
	v->reply->type = "application/problem+json";
	v->reply->body = js_line(v->arena, problem);
	v->reply->body_length = strlen(v->reply->body);
}

void visit_problem(struct visit *v, int status, const char *why)
{
	const struct page_input inputs[] = { { "code", arena_print(v->arena, "%d", status) }, { "why", why }, { "request", v->id },
		{ "sent", arena_print(v->arena, "%zu", status == 413 ? v->request->told_length : 0) },
		{ "most", arena_print(v->arena, "%zu", v->request->most_length) } };
	struct page_ask ask = { .page = page_find("problem"), .actor = &v->actor, .inputs = inputs, .input_count = 5,
		.language = v->language, .path = "/", .is_web = true, .is_loopback = v->request->peer_is_loopback };
	struct shown shown;
	const struct fault *f;

	if (v->format == SHOW_JSON || !ask.page) {
		json_problem(v, status, why);
		return;
	}
	if (!visit_know(v))
		return;
	ask.csrf = v->csrf;
	f = desk_show(v->desk, v->web->shelf, v->arena, &ask, SHOW_HTML, &shown);
	if (f || shown.status != SHOW_OK) {
		json_problem(v, status, why);
		return;
	}
	send_shown(v, &shown, status);
}

/* ------------------------------------------------------------------------------------------- requests --- */

/* "/plan.json" is the page /plan as JSON. */
static void find_format(struct visit *v)
{
	const char *path = v->request->path, *dot = strrchr(path, '.');
	bool is_call = !strncmp(path, "/call/", 6); /* a page that is sent on: it names this place whole, also to a calendar */
	enum show_format named = SHOW_HTML;

	v->path = path;
	v->format = SHOW_HTML;
	if (is_call)
		v->site = visit_site(v);
	if (!dot || !show_format_named(dot + 1, &named))
		return;
	if (named == SHOW_JSON || named == SHOW_CSV || named == SHOW_PDF || (named == SHOW_CALENDAR && is_call)
		|| ((named == SHOW_PLAIN || named == SHOW_FILE) && v->request->method != HTTP_POST)) {
		v->format = named;
		v->path = arena_copy(v->arena, path, (size_t)(dot - path));
	}
}

bool visit_enter(struct visit *v, const char *token)
{
	char *person, *csrf, *letter_by;

	if (!token || !office_session_find(v->desk->office, v->arena, token, env_now(v->web->env), &person, &csrf, &letter_by))
		return false;
	if (!desk_actor(v->desk->store, v->arena, person, &v->actor))
		return false;
	/* What may be read and what may be written by a letter go together (desk/scope.h). */
	if (letter_by && !scope_letter_narrow(&v->actor))
		return false;
	/* An office that could not be read knows of no letter: rather nobody than somebody with more rights. */
	if (store_fault(v->desk->office)) {
		v->actor = desk_public;
		return false;
	}
	v->session = token;
	v->csrf = csrf;
	return true;
}

/* A book or an office that could not be read this time knows nobody, and would send who is signed in to sign in again.  A
 * damaged one says nothing to a reader here: what is public can be read without the office. */
static const struct fault *visitor_fault(const struct visit *v)
{
	const struct fault *f = store_fault(v->desk->store);
	bool is_writing = v->request->method == HTTP_POST && request_cookie(v->request, "__Host-fyr");

	if (!f && v->desk->office)
		f = store_fault(v->desk->office);
	return f && (f->sort == FAULT_SYSTEM || is_writing) ? f : NULL;
}

bool visit_know(struct visit *v)
{
	const struct fault *f;

	if (!v->is_unknown)
		return true;
	v->is_unknown = false;
	v->session = v->csrf = NULL;
	(void)visit_enter(v, request_cookie(v->request, "__Host-fyr"));
	f = visitor_fault(v);
	if (f)
		show_fault(v, f);
	return !f;
}

/* The numbers and dates in the cookie, with a comma between them; nothing of what else a cookie may hold. */
static const char *places_shown(struct visit *v, const char *places)
{
	size_t length = strlen(places), to = 0;
	char *shown;

	if (!length || length > PLACES_MAX || strspn(places, "0123456789:-.") != length)
		return "";
	shown = ARENA_MANY(v->arena, 2 * length + 1, char);
	for (size_t i = 0; i < length; i++) {
		shown[to++] = places[i] == '.' ? ',' : places[i];
		if (places[i] == '.')
			shown[to++] = ' ';
	}
	shown[to] = '\0';
	return shown;
}

/* What the last form did stands in a cookie for the next page: the last entry's number, how many there were, and perhaps a
 * rule's remark with its place.  The cookie is the browser's, so nothing in it is shown but digits and words of our own
 * catalogue. */
static void find_saved(struct visit *v)
{
	const char *cookie = request_cookie(v->request, "__Host-saved");
	const char *rule = cookie ? strchr(cookie, '~') : NULL, *arg = rule ? strchr(rule + 1, '~') : NULL;
	size_t n = cookie ? strspn(cookie, "0123456789") : 0;
	const char *key, *values[1];

	if (!n || n > 12 || !rule || !arg || cookie[n] != '.'
		|| !text_to_int(arena_copy(v->arena, cookie + n + 1, (size_t)(rule - cookie) - n - 1), 1, SHEET_NUMBER_MAX,
			&v->saved_count))
		return;
	visit_cookie(v, "__Host-saved", "", false);
	v->saved = arena_copy(v->arena, cookie, n);
	key = arena_print(v->arena, "refusal.%.*s", (int)(arg - rule - 1), rule + 1);
	values[0] = places_shown(v, arg + 1);
	if (catalogue_has(catalogue_get(v->language), key))
		v->saved_note = catalogue_fill(catalogue_get(v->language), v->arena, key, values, 1);
}

/* Host names an example council answers to: it signs anybody in, so no other site's name may lead here (DNS rebinding). */
bool visit_host_is_local(const char *host)
{
	static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };

	for (size_t i = 0; host && i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i]);

		if (!strncmp(host, names[i], n) && (!host[n] || host[n] == ':'))
			return true;
	}
	return false;
}

/* The style sheet or a script; false when it is another path. */
static bool send_file(struct visit *v)
{
	for (int i = 0; i < SITE_FILE_COUNT; i++) {
		size_t n;

		if (strcmp(v->path, shelf_file_path(v->web->shelf, (enum site_file)i)) != 0)
			continue;
		v->reply->body = site_file((enum site_file)i, &n);
		v->reply->body_length = n;
		v->reply->type = site_file_type((enum site_file)i);
		reply_header(v->arena, v->reply, "Cache-Control", "public, max-age=31536000, immutable");
		return true;
	}
	return false;
}

static const struct kind *kind_of(const struct page *page, const struct page_input *inputs, size_t count)
{
	for (size_t i = 0; page->is_form && i < count; i++)
		if (!strcmp(inputs[i].name, "kind"))
			return kind_find(inputs[i].value);
	return NULL;
}

/* A form of which a session from a letter may send nothing (desk/scope.h). */
static bool is_beyond_letter(const struct visit *v, const struct page *page, const struct kind *k)
{
	bool may = k ? scope_letter_may(k->name) : !page->sheet;

	for (size_t i = 0; !may && !k && page->sheet[i]; i++)
		may = scope_letter_may(page->sheet[i]);
	return !may && office_session_letter(v->desk->office, v->arena, v->session);
}

/* A draft kept for the form comes back into its fields. */
static size_t read_draft(struct visit *v, const struct kind *k, const struct page_input *inputs, size_t count,
	struct page_input **out)
{
	const char *obj = NULL, *text;
	const struct json *list;

	for (size_t i = 0; k && k->object_field && i < count; i++)
		if (!strcmp(inputs[i].name, k->object_field))
			obj = inputs[i].value;
	text = k && v->actor.person
		? office_draft(v->desk->office, v->arena, v->actor.person, k->name,
			desk_draft_object(v->desk->store, v->arena, k, obj)) : NULL;
	list = text ? js_read(v->arena, text, strlen(text)) : NULL;
	if (!list || list->type != JS_ARRAY)
		return 0;
	*out = ARENA_MANY(v->arena, list->count, struct page_input);
	for (size_t i = 0; i < list->count; i++)
		(*out)[i] = (struct page_input){ list->items[i]->items[0]->text, list->items[i]->items[1]->text };
	return list->count;
}

static void get(struct visit *v)
{
	struct page_input *inputs = ARENA_MANY(v->arena, VISIT_INPUTS_MAX, struct page_input), *typed = NULL;
	size_t count = 0, typed_count = 0;
	const struct page *page = shelf_route(v->web->shelf, v->arena, v->path, inputs, VISIT_INPUTS_MAX, &count);
	struct refusals held = { .arena = v->arena };
	const struct kind *k;

	if (!page) {
		visit_problem(v, 404, "problem.not_found");
		return;
	}
	v->route = page->name;
	if (!strcmp(v->path, "/") && v->actor.person) {
		visit_redirect(v, "/overview");
		return;
	}
	for (size_t i = 0; i < v->request->query_count && count < VISIT_INPUTS_MAX; i++)
		inputs[count++] = (struct page_input){ v->request->query[i].name, v->request->query[i].value };
	if (v->format == SHOW_HTML)
		find_saved(v);
	k = kind_of(page, inputs, count);
	if (v->format == SHOW_HTML && is_beyond_letter(v, page, k)) {
		refuse(&held, "session.needs_passphrase", NULL, NULL);
		sign_in_first(v, &held, 403);
		return;
	}
	typed_count = read_draft(v, k, inputs, count, &typed);
	visit_page(v, page, inputs, count, typed, typed_count, NULL, visit_letter_status(v, page));
}

static void import(struct visit *v)
{
	v->route = "import_plan";
	find_saved(v);
	visit_import(v);
}

static const char *error_key(int status)
{
	switch (status) {
	case 404:
		return "problem.not_found";
	case 405:
		return "problem.method";
	case 413:
		return "problem.too_large";
	case 414:
		return "problem.too_long";
	default:
		return "problem.request";
	}
}

/* What a form was sent to, by name; the path itself may hold ids and stays out of the log. */
static const char *post_route(const struct visit *v)
{
	static const char *const first[] = { "as", "language", "sign_in", "sign_out", "welcome", "write" };
	struct page_input inputs[VISIT_INPUTS_MAX];
	size_t n = strcspn(v->path + 1, "/"), count = 0;
	const struct page *page;

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		if (strlen(first[i]) == n && !strncmp(v->path + 1, first[i], n))
			return first[i];
	page = shelf_route(v->web->shelf, v->arena, v->path, inputs, VISIT_INPUTS_MAX, &count);
	return page ? page->name : "none";
}

static void visit(struct visit *v)
{
	const char *language = request_cookie(v->request, "__Host-language");
	bool is_elsewhere = v->web->is_example && !visit_host_is_local(v->request->host);
	bool is_known;

	v->actor = desk_public;
	v->language = language && !strcmp(language, "en") ? "en" : "sv";
	v->is_unknown = true;
	find_format(v);
	is_known = (!v->request->error && !is_elsewhere && visit_goes_first(v)) || visit_know(v);
	if (v->request->method == HTTP_POST)
		v->route = post_route(v);
	if (v->request->error)
		visit_problem(v, v->request->error, error_key(v->request->error));
	else if (is_elsewhere)
		visit_problem(v, 421, "problem.host");
	else if (!is_known)
		return;
	else if (v->request->method == HTTP_POST)
		visit_post(v);
	else if (!strcmp(v->path, "/import") && v->format == SHOW_HTML)
		import(v);
	else if (!strncmp(v->path, "/export/", 8))
		visit_export(v, v->path + 8);
	else if (!strcmp(v->path, "/receipt") && v->format == SHOW_HTML)
		visit_receipt(v);
	else if (!strncmp(v->path, "/report/", 8))
		visit_report(v);
	else if (!strcmp(v->path, "/verify") && v->format == SHOW_HTML)
		visit_verify(v);
	else if (!strncmp(v->request->path, "/transparency/", 14))
		visit_transparency(v, v->request->path + 14);
	else if (!strcmp(v->request->path, SHOW_ATOM_PATH))
		visit_atom(v);
	else if (!strncmp(v->request->path, "/calendar/", 10))
		visit_calendar(v, v->request->path + 10);
	else if (!strcmp(v->path, "/favicon.ico"))
		v->reply->status = 204; /* browsers ask for it unasked; there is none */
	else if (!send_file(v))
		get(v);
}

static void answer(struct visit *v)
{
	const struct fault *f;

	if (health_answer(v->web, v->request, v->reply, &v->route))
		return;
	v->desk = web_take_desk(v->web, v->arena, &f);
	if (!v->desk) {
		show_fault(v, f);
		return;
	}
	visit(v);
	web_give_desk(v->web, v->desk);
}

static void handle(void *self, struct request *request, struct reply *reply)
{
	struct web *web = self;
	struct visit v = { .web = web, .arena = request->arena, .request = request, .reply = reply, .language = "sv",
		.id = log_request_id(request->arena, web->env), .route = "none" };
	struct log_request line = { .id = v.id, .why = request->error_why, .began_us = log_clock() };

	answer(&v);
	line.route = v.route;
	line.format = v.path ? show_format_names[v.format] : NULL;
	log_request(&web->log, v.arena, web->env, request, reply, &line);
}

/* Files of many bytes are added to meetings by people; nobody else makes this machine hold them. */
static bool may_send_great(void *self, struct request *request)
{
	struct visit v = { .web = self, .arena = request->arena };
	const struct fault *f;
	bool is_somebody;

	v.desk = web_take_desk(v.web, v.arena, &f);
	if (!v.desk)
		return false;
	is_somebody = visit_enter(&v, request_cookie(request, "__Host-fyr"));
	web_give_desk(v.web, v.desk);
	return is_somebody;
}

static void close_desks(struct web *web)
{
	while (web->desk_count)
		desk_close(web->desks[--web->desk_count]);
	cache_free(web->cache);
	lines_end(&web->lines);
	(void)pthread_mutex_destroy(&web->lock);
}

const struct fault *web_serve(struct arena *a, const struct env *env, const struct log *log, const struct web_start *start,
	int stop_fd)
{
	struct web *web = ARENA_NEW(a, struct web);
	struct http_options options = { .connections_max = 512, .may_send_great = may_send_great };
	struct http_server *server;
	const struct fault *f;
	struct desk *d;

	*web = (struct web){ .arena = a, .env = env, .log = *log, .file = start->file, .socket_path = start->socket_path,
		.shelf = start->shelf, .fences = start->fences, .cache = start->has_no_cache ? NULL : cache_new(a) };
	(void)pthread_mutex_init(&web->lock, NULL);
	lines_init(&web->lines);
	d = web_take_desk(web, a, &f);
	if (f)
		return f;
	web->is_example = d->is_example;
	web_give_desk(web, d);
	f = http_start(a, start->http_fd, &options, handle, web, &server);
	if (f)
		return f;
	while (poll(&(struct pollfd){ .fd = stop_fd, .events = POLLIN }, 1, -1) <= 0)
		;
	http_stop(server);
	close_desks(web);
	return NULL;
}
