/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "auth/office.h"
#include "auth/token.h"
#include "base/out.h"
#include "base/text.h"
#include "doors/attach.h"
#include "doors/client.h"
#include "doors/tell.h"
#include "doors/web.h"
#include "http/form.h"
#include "kinds/kind.h"

enum { WRITER_WAIT_MS = 5000 };

/* A form of ours, sent from a page of ours: the browser says where it comes from, and the session's word must be in it.
 * Origin is "null" on our own forms, since we send no referrer. */
static bool is_from_us(const struct visit *v)
{
	const struct request *r = v->request;
	const char *csrf = request_form(r, "csrf");

	if (r->sec_fetch_site && strcmp(r->sec_fetch_site, "same-origin") && strcmp(r->sec_fetch_site, "none"))
		return false;
	if (!r->sec_fetch_site && r->origin && strcmp(r->origin, "null")) {
		const char *host = strstr(r->origin, "://");

		if (!host || !text_equal(host + 3, r->host))
			return false;
	}
	return !v->session || office_same(csrf, v->csrf);
}

void visit_cookie(struct visit *v, const char *name, const char *value, bool is_kept)
{
	reply_header(v->arena, v->reply, "Set-Cookie", arena_print(v->arena, "%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax%s",
		name, value, *value ? is_kept ? "; Max-Age=31536000" : "" : "; Max-Age=0"));
}

/* A line is cut where it would become too long, so its length does not tell. */
static bool fits_frame(struct visit *v, const struct json *question)
{
	size_t mark = arena_mark(v->arena);
	struct out o;
	bool fits;

	out_init(&o, v->arena, FRAME_MAX - 1);
	js_write(&o, question);
	fits = !out_full(&o);
	arena_rewind(v->arena, mark);
	return fits;
}

/* The writer's answer; NULL when there is none that helps, with the status of the reply and the last part of its words. */
static struct json *asked(struct visit *v, struct json *question, int *out_status, const char **out_why)
{
	struct json *answer;
	bool is_usage;

	*out_status = 413;
	*out_why = "too_large";
	if (!fits_frame(v, question))
		return NULL;
	*out_status = 503;
	*out_why = "busy";
	if (client_ask(v->arena, v->web->socket_path, &v->web->lines, question, WRITER_WAIT_MS, &answer))
		return NULL;
	if (!js_get(answer, "fault"))
		return answer;
	if (js_get_text(answer, "word")) { /* others contradict the book, or have not yet been heard (desk/stamp.h) */
		*out_why = arena_text(v->arena, js_get_text(answer, "word"));
		return NULL;
	}
	is_usage = js_get_int(answer, "fault", FAULT_SYSTEM) == FAULT_USAGE;
	*out_status = is_usage ? 400 : 507;
	*out_why = is_usage ? "request" : "disk";
	return NULL;
}

struct json *visit_ask(struct visit *v, struct json *question)
{
	const char *why;
	int status;
	struct json *answer = asked(v, question, &status, &why);

	if (!answer)
		visit_problem(v, status, arena_print(v->arena, "problem.%s", why));
	return answer;
}

struct json *visit_offer(struct visit *v, struct json *question, struct refusals *out, int *out_status)
{
	const char *why;
	struct json *answer = asked(v, question, out_status, &why);

	*out = (struct refusals){ .arena = v->arena };
	if (!answer && *out_status >= 500 && v->format != SHOW_JSON) {
		refuse(out, arena_print(v->arena, "save.%s", why), NULL, NULL);
		return NULL;
	}
	if (!answer)
		visit_problem(v, *out_status, arena_print(v->arena, "problem.%s", why));
	*out_status = 0;
	return answer;
}

struct json *visit_question(struct visit *v, const char *op)
{
	struct json *q = js_object(v->arena);

	js_set_text(v->arena, q, "op", op);
	if (v->session)
		js_set_text(v->arena, q, "session", v->session);
	return q;
}

static struct json *fields_of(struct visit *v)
{
	struct json *list = js_array(v->arena);

	for (size_t i = 0; i < v->request->form_count; i++)
		if (!v->request->form[i].filename && !page_is_form_own(v->request->form[i].name))
			js_add_pair(v->arena, list, v->request->form[i].name, v->request->form[i].value);
	return list;
}

/* ------------------------------------------------------------------------------------------- writing --- */

void visit_refusals(struct visit *v, const struct json *answer, struct refusals *r)
{
	*r = (struct refusals){ .arena = v->arena };
	refusals_read(r, answer);
}

void visit_form_again(struct visit *v, const struct kind *k, const struct refusals *refusals, int status)
{
	struct page_input *typed = ARENA_MANY(v->arena, v->request->form_count + 1, struct page_input);
	const struct page_input kind = { "kind", k->name };
	size_t count = 0;

	for (size_t i = 0; i < v->request->form_count; i++)
		typed[count++] = (struct page_input){ v->request->form[i].name, v->request->form[i].value };
	visit_page(v, page_find("form"), &kind, 1, typed, count, refusals, status);
}

/* The meeting that an entry is about, by itself or by its agenda, an action or a focus point of it; 0: none. */
static int64_t meeting_of(struct visit *v, int64_t seq)
{
	return store_int(v->desk->store, 0, "SELECT m.number FROM log AS l LEFT JOIN agenda_item AS i ON i.id = l.obj"
		" LEFT JOIN action AS a ON a.id = l.obj LEFT JOIN focus_point AS p ON p.id = l.obj"
		" JOIN meeting AS m ON m.id = coalesce(i.meeting, a.meeting, p.meeting, l.obj) WHERE l.seq = ?", "i", seq);
}

/* Where a person wants to be after an act: at the measure it concerned, at its own line; at what it made. */
static const char *place_after(struct visit *v, const struct kind *k, int64_t seq)
{
	int64_t number = store_int(v->desk->store, 0, "SELECT o.number FROM log JOIN object o ON o.id = log.obj"
		" WHERE log.seq = ? AND o.type IN ('measure', 'council_page', 'request')", "i", seq);

	if (!strcmp(k->name, "period_opened"))
		return "/letters";
	if (!strncmp(k->name, "notes_", 6) || !strcmp(k->name, "addendum_noted") || !strcmp(k->name, "objection_noted"))
		return arena_print(v->arena, "/notes?id=%lld", (long long)meeting_of(v, seq));
	if (!strncmp(k->name, "passkey_", 8))
		return k->stage == STAGE_SECONDED || k->stage == STAGE_STOPPED ? "/decisions" : "/keys";
	if (!strcmp(k->object, "person"))
		return "/people";
	if (k->stage != STAGE_NONE)
		return "/decisions";
	if (!strcmp(k->object, "handover_note"))
		return "/handover";
	if (!strcmp(k->object, "request"))
		return arena_print(v->arena, "/request/%lld", (long long)number);
	if (!strcmp(k->name, "period_closed"))
		return "/publish";
	if (!strcmp(k->name, "period_published"))
		return "/public";
	if (!strcmp(k->object, "council_page"))
		return arena_print(v->arena, "/council_page?frozen=%lld", (long long)number);
	if (number)
		return arena_print(v->arena, "/measure/%lld#entry-%lld", (long long)number, (long long)seq);
	number = meeting_of(v, seq);
	if (number)
		return arena_print(v->arena, "/meeting/%lld", (long long)number);
	if (!strcmp(k->object, "agenda_item") || !strcmp(k->object, "action") || !strcmp(k->object, "outside_notes"))
		return "/meetings";
	return "/overview";
}

/* Numbers and dates a remark names, as a cookie may hold them: a dot between two of a list.  Else nothing. */
static const char *places_of(struct visit *v, const struct refusal *note)
{
	size_t length = note && note->arg ? strlen(note->arg) : 0, to = 0;
	char *places = arena_copy(v->arena, length ? note->arg : "", length);

	if (length > PLACES_MAX || strspn(places, "0123456789:-, ") != length)
		return "";
	for (size_t i = 0; i < length; i++)
		if (places[i] != ' ')
			places[to++] = places[i];
	for (size_t i = 0; i < to; i++)
		places[i] = places[i] == ',' ? '.' : places[i];
	places[to] = '\0';
	return places;
}

void visit_saved(struct visit *v, int64_t seq, size_t count, const struct refusals *notes)
{
	const struct refusal *note = notes->count ? &notes->all[0] : NULL;

	visit_cookie(v, "__Host-saved", arena_print(v->arena, "%lld.%zu~%s~%s", (long long)seq, count, note ? note->rule : "",
		places_of(v, note)), false);
}

void visit_json(struct visit *v, const struct json *answer, int status)
{
	v->reply->status = status;
	v->reply->type = "application/json; charset=utf-8";
	v->reply->body = js_line(v->arena, answer);
	v->reply->body_length = strlen(v->reply->body);
}

static void post_draft(struct visit *v, const struct kind *k)
{
	struct json *q = visit_question(v, "draft"), *answer;
	const char *named = k->object_field ? request_form(v->request, k->object_field) : NULL;
	const char *obj = desk_draft_object(v->desk->store, v->arena, k, named);
	struct refusals refusals;
	int status;

	js_set_text(v->arena, q, "kind", k->name);
	js_set_text(v->arena, q, "obj", obj ? obj : "");
	js_set(v->arena, q, "fields", fields_of(v));
	answer = visit_offer(v, q, &refusals, &status);
	if (!answer && status)
		visit_form_again(v, k, &refusals, status);
	if (!answer)
		return;
	visit_refusals(v, answer, &refusals);
	if (refused(&refusals))
		visit_form_again(v, k, &refusals, 422);
	else
		visit_redirect(v, obj ? arena_print(v->arena, "/write/%s?%s=%s", k->name, k->object_field, obj)
			: arena_print(v->arena, "/write/%s", k->name));
}

static void ask_sign_in(struct visit *v, const struct page_input *typed, size_t count)
{
	if (v->format == SHOW_JSON)
		visit_problem(v, 401, "problem.sign_in");
	else
		visit_page(v, page_find("sign_in"), NULL, 0, typed, count, NULL, 401);
}

void visit_sign_in(struct visit *v, const char *next)
{
	const struct page_input typed = { "next", next };

	ask_sign_in(v, &typed, 1);
}

void visit_sign_in_first(struct visit *v, const char *next)
{
	struct page_input *typed = ARENA_MANY(v->arena, v->request->form_count + 1, struct page_input);
	bool is_write = !strncmp(v->path, "/write/", 7);
	size_t count = 0;

	typed[count++] = (struct page_input){ "next", next };
	for (size_t i = 0; i < v->request->form_count; i++) {
		const struct http_pair *pair = &v->request->form[i];

		if (!pair->filename && (is_write ? !page_is_form_own(pair->name) : strcmp(pair->name, "csrf") != 0))
			typed[count++] = (struct page_input){ arena_print(v->arena, "kept.%s", pair->name), pair->value };
	}
	ask_sign_in(v, typed, count);
}

static bool is_short(const struct visit *v)
{
	size_t total = 0;

	for (size_t i = 0; i < v->request->form_count; i++)
		total += v->request->form[i].length;
	return total < BODY_MAX / 8;
}

/* Pages upon pages pasted into a field never go as far as the writer, whose lines have an end: the form comes back at once
 * with all of it, and says which fields are too long.  True when that is the reply. */
static bool is_far_too_long(struct visit *v, const struct kind *k)
{
	struct refusals r = { .arena = v->arena };

	if (is_short(v) || v->format == SHOW_JSON)
		return false;
	for (size_t i = 0; i < v->request->form_count && r.count < REFUSALS_MAX; i++) {
		const struct http_pair *pair = &v->request->form[i];
		const struct field *f = page_is_form_own(pair->name) ? NULL : kind_field(k, pair->name);
		size_t most = f && f->type == FIELD_LINE ? LINE_MAX_CHARS : TEXT_MAX_CHARS;

		if (f && f->type != FIELD_FILE && text_chars(pair->value) > most)
			refuse_arg(&r, "offer.too_long", f->name, NULL, arena_print(v->arena, "%zu", most));
	}
	if (r.count)
		visit_form_again(v, k, &r, 422);
	return r.count > 0;
}

bool visit_goes_first(struct visit *v)
{
	const char *token = request_cookie(v->request, "__Host-fyr"), *csrf = NULL;

	if (v->request->method != HTTP_POST || strncmp(v->path, "/write/", 7) || !kind_find(v->path + 7) || !is_short(v)
		|| request_form(v->request, "draft") || request_form(v->request, "change"))
		return false;
	csrf = token ? token_csrf(v->arena, token) : NULL;
	if (!csrf || !office_same(request_form(v->request, "csrf"), csrf))
		return false;
	v->session = token;
	v->csrf = csrf;
	return true;
}

/* An act that came to nothing: was there a session at all?  When not, or when that cannot be told, the reply is made. */
static bool is_nobody(struct visit *v)
{
	if (!visit_know(v))
		return true;
	if (v->session)
		return false;
	visit_sign_in_first(v, v->request->target);
	return true;
}

struct json *visit_write_question(struct visit *v, const struct kind *k)
{
	struct json *q = visit_question(v, "write");
	const char *n = request_form(v->request, "n"), *base = request_form(v->request, "base");

	js_set_text(v->arena, q, "kind", k->name);
	js_set(v->arena, q, "fields", fields_of(v));
	if (n && *n)
		js_set_text(v->arena, q, "n", n);
	if (base && *base)
		js_set_text(v->arena, q, "base", base);
	js_set_text(v->arena, q, "draft", k->object_field ? request_form(v->request, k->object_field) : NULL);
	return q;
}

int visit_refused_status(const struct json *answer)
{
	const struct json *conflict = js_get(answer, "conflict");

	return conflict && conflict->number ? 409 : 422;
}

static void post_act(struct visit *v, const struct kind *k)
{
	struct json *q = visit_write_question(v, k), *answer;
	struct refusals refusals;
	int status;

	visit_give_signature(v, q);
	answer = visit_offer(v, q, &refusals, &status);
	if (!answer && status && !is_nobody(v))
		visit_form_again(v, k, &refusals, status);
	if (!answer)
		return;
	visit_refusals(v, answer, &refusals);
	if (refused(&refusals) && is_nobody(v))
		return;
	if (refused(&refusals) && visit_sign(v, k, visit_write_question(v, k), &refusals))
		return;
	status = refused(&refusals) ? visit_refused_status(answer) : 201;
	if (status == 201)
		js_set_text(v->arena, answer, "receipt",
			arena_print(v->arena, "/receipt?entry=%lld", (long long)js_get_int(answer, "seq", -1)));
	if (v->format == SHOW_JSON)
		visit_json(v, answer, status);
	else if (status != 201)
		visit_form_again(v, k, &refusals, status);
	else {
		visit_saved(v, js_get_int(answer, "seq", -1), 1, &refusals);
		visit_redirect(v, place_after(v, k, js_get_int(answer, "seq", -1)));
	}
}

static void post_write(struct visit *v, const char *name)
{
	const struct kind *k = kind_find(name);

	if (!k)
		visit_problem(v, 404, "problem.not_found");
	else if (!v->session)
		visit_sign_in_first(v, v->request->target);
	else if (attach_web(v, k) || is_far_too_long(v, k))
		return;
	else if (request_form(v->request, "draft"))
		post_draft(v, k);
	else if (request_form(v->request, "change"))
		visit_form_again(v, k, NULL, 0);
	else
		post_act(v, k);
}

/* ------------------------------------------------------------------------------------------- signing in --- */

/* The page that a form was sent to and its inputs; NULL when it is none of ours. */
static const struct page *page_of_form(struct visit *v, const char *target, struct page_input **out, size_t *out_count)
{
	const char *path;
	struct form query;
	const struct page *page;

	if (target_read(v->arena, target, &path, &query))
		return NULL;
	*out = ARENA_MANY(v->arena, VISIT_INPUTS_MAX, struct page_input);
	page = shelf_route(v->web->shelf, v->arena, path, *out, VISIT_INPUTS_MAX, out_count);
	for (size_t i = 0; page && page->sheet && i < query.count && *out_count < VISIT_INPUTS_MAX; i++)
		(*out)[(*out_count)++] = (struct page_input){ query.pairs[i].name, query.pairs[i].value };
	return page && (page->sheet || !strcmp(page->name, "form")) ? page : NULL;
}

/* What was typed before the sign-in ran out comes back into its form. */
static bool show_kept(struct visit *v, const char *session)
{
	const char *next = request_form(v->request, "next");
	struct page_input *typed = ARENA_MANY(v->arena, v->request->form_count + 1, struct page_input), *inputs = NULL;
	size_t count = 0, input_count = 0;
	const struct page *page = next ? page_of_form(v, next, &inputs, &input_count) : NULL;

	for (size_t i = 0; i < v->request->form_count; i++)
		if (!strncmp(v->request->form[i].name, "kept.", 5))
			typed[count++] = (struct page_input){ v->request->form[i].name + 5, v->request->form[i].value };
	if (count && next && !strncmp(next, "/import?upload=", 15) && visit_enter(v, session)) {
		visit_import_kept(v, next, typed, count);
		return true;
	}
	if (!count || !page || !visit_enter(v, session))
		return false;
	visit_page(v, page, inputs, input_count, typed, count, NULL, 0);
	return true;
}

/* Links that somebody else made for this person are told before anything else, unless a form waits. */
bool visit_signed_in(struct visit *v, const struct json *answer)
{
	const char *session = js_get_text(answer, "session"), *next = request_form(v->request, "next");

	if (!session)
		return false;
	visit_cookie(v, "__Host-fyr", session, false);
	if (!show_kept(v, session))
		visit_redirect(v, js_get(answer, "news") ? "/sessions?news=1" : next && *next ? next : "/overview");
	return true;
}

void visit_refused(struct visit *v, const char *page, const char *rule, const char *arg, int status)
{
	struct page_input *typed = ARENA_MANY(v->arena, v->request->form_count + 1, struct page_input);
	struct refusals r = { .arena = v->arena };
	size_t count = 0;

	if (rule)
		refuse_arg(&r, rule, NULL, NULL, arg);
	for (size_t i = 0; i < v->request->form_count; i++)
		if (strcmp(v->request->form[i].name, "passphrase") && strcmp(v->request->form[i].name, "again"))
			typed[count++] = (struct page_input){ v->request->form[i].name, v->request->form[i].value };
	visit_page(v, page_find(page), NULL, 0, typed, count, rule ? &r : NULL, status);
}

static const char *clean_passphrase(struct visit *v, const char *typed)
{
	char *clean = NULL;

	return typed && text_clean(v->arena, typed, strlen(typed), 200, true, &clean) == TEXT_OK ? clean : NULL;
}

static void post_sign_in(struct visit *v)
{
	struct json *q = visit_question(v, "sign_in"), *answer;
	const char *passphrase = clean_passphrase(v, request_form(v->request, "passphrase"));
	char *login = NULL;
	const char *typed = request_form(v->request, "login");

	if (request_form(v->request, "ask_key") || request_form(v->request, "challenge")) {
		visit_key_sign_in(v);
		return;
	}
	if (!passphrase || !typed || text_clean(v->arena, typed, strlen(typed), 300, true, &login) != TEXT_OK) {
		visit_refused(v, "sign_in", "sign_in.no", NULL, 401);
		return;
	}
	js_set_text(v->arena, q, "login", login);
	js_set_text(v->arena, q, "passphrase", passphrase);
	js_set_text(v->arena, q, "source", v->request->client);
	js_set_text(v->arena, q, "agent", v->request->user_agent);
	answer = visit_ask(v, q);
	if (!answer || visit_signed_in(v, answer))
		return;
	if (js_get(answer, "wait"))
		visit_refused(v, "sign_in", "sign_in.wait", arena_print(v->arena, "%lld", (long long)js_get_int(answer, "wait", 1)), 429);
	else
		visit_refused(v, "sign_in", "sign_in.no", NULL, 401);
}

static void post_welcome(struct visit *v)
{
	struct json *q = visit_question(v, "redeem"), *answer;
	const char *token = request_form(v->request, "token");
	const char *passphrase = clean_passphrase(v, request_form(v->request, "passphrase"));
	bool is_weak;

	if (!passphrase || !text_equal(passphrase, clean_passphrase(v, request_form(v->request, "again")))) {
		visit_refused(v, "welcome", "welcome.not_same", NULL, 422);
		return;
	}
	js_set_text(v->arena, q, "token", token ? token : "");
	js_set_text(v->arena, q, "passphrase", passphrase);
	js_set_text(v->arena, q, "agent", v->request->user_agent);
	answer = visit_ask(v, q);
	if (!answer || visit_signed_in(v, answer))
		return;
	is_weak = js_get(answer, "weak") != NULL;
	visit_refused(v, "welcome", is_weak ? "welcome.weak" : "welcome.no", NULL, is_weak ? 422 : 410);
}

static void post_sign_out(struct visit *v)
{
	if (v->session && !visit_ask(v, visit_question(v, "sign_out")))
		return;
	visit_cookie(v, "__Host-fyr", "", false);
	visit_redirect(v, "/");
}

/* May the person be shown the page again on which the role bar was used?  Not the start, sign-in and links: whoever was
 * chosen there wants to go on to the own pages. */
static bool page_for(struct visit *v, const char *target, const struct actor *actor)
{
	struct page_input inputs[VISIT_INPUTS_MAX];
	const struct page *page;
	const struct kind *k;
	const char *path;
	struct form query;
	size_t count = 0;

	if (!target || target[0] != '/' || !target[1] || target_read(v->arena, arena_text(v->arena, target), &path, &query))
		return false;
	page = shelf_route(v->web->shelf, v->arena, path, inputs, VISIT_INPUTS_MAX, &count);
	if (!page || !(page->readers & actor->roles))
		return false;
	if (!strcmp(page->name, "form")) {
		k = count ? kind_find(inputs[0].value) : NULL;
		return k && (k->writers & actor->roles);
	}
	return strcmp(page->name, "sign_in") && strcmp(page->name, "welcome") && strcmp(page->name, "letter")
		&& strcmp(page->name, "sessions");
}

/* The role bar: in the example council, from this machine. */
static void post_as(struct visit *v, const char *name)
{
	struct actor actor = desk_public;
	struct json *q = js_object(v->arena), *answer;

	if (!v->web->is_example || !v->request->peer_is_loopback) {
		visit_problem(v, 404, "problem.not_found");
		return;
	}
	if (!strcmp(name, "public")) {
		visit_cookie(v, "__Host-fyr", "", false);
		visit_redirect(v, page_for(v, request_form(v->request, "back"), &desk_public) ? request_form(v->request, "back") : "/");
		return;
	}
	(void)desk_actor_named(v->desk->store, v->arena, "login", name, &actor);
	js_set_text(v->arena, q, "op", "show_as");
	js_set_text(v->arena, q, "as", name);
	js_set_text(v->arena, q, "agent", v->request->user_agent);
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (!js_get_text(answer, "session")) {
		visit_problem(v, 404, "problem.not_found");
		return;
	}
	visit_cookie(v, "__Host-fyr", js_get_text(answer, "session"), false);
	visit_redirect(v, page_for(v, request_form(v->request, "back"), &actor) ? request_form(v->request, "back") : "/overview");
}

static void post_language(struct visit *v)
{
	visit_cookie(v, "__Host-language", text_equal(request_form(v->request, "language"), "en") ? "en" : "sv", true);
	visit_redirect(v, request_form(v->request, "back"));
}

/* Any other address takes a form only when its page is a sheet. */
static void post_page(struct visit *v)
{
	struct page_input *inputs = ARENA_MANY(v->arena, VISIT_INPUTS_MAX, struct page_input);
	size_t count = 0;
	const struct page *page = shelf_route(v->web->shelf, v->arena, v->path, inputs, VISIT_INPUTS_MAX, &count);

	for (size_t i = 0; i < v->request->query_count && count < VISIT_INPUTS_MAX; i++)
		inputs[count++] = (struct page_input){ v->request->query[i].name, v->request->query[i].value };
	if (page && page->sheet)
		visit_sheet(v, page, inputs, count);
	else
		visit_problem(v, 404, "problem.not_found");
}

void visit_post(struct visit *v)
{
	if (!is_from_us(v))
		visit_problem(v, 403, "problem.csrf");
	else if (!strncmp(v->path, "/write/", 7))
		post_write(v, v->path + 7);
	else if (!strcmp(v->path, "/sign_in"))
		post_sign_in(v);
	else if (!strcmp(v->path, "/welcome"))
		post_welcome(v);
	else if (!strcmp(v->path, "/sign_out"))
		post_sign_out(v);
	else if (!strncmp(v->path, "/as/", 4))
		post_as(v, v->path + 4);
	else if (!strcmp(v->path, "/language"))
		post_language(v);
	else if (!strcmp(v->path, "/import"))
		visit_import_post(v);
	else if (!visit_account(v))
		post_page(v);
}
