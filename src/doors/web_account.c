/* SPDX-License-Identifier: EUPL-1.2
 *
 * Letters, one-time links and sessions: what a browser sends about who may sign in (doors/web.h).  The writer decides all of
 * it; links come back once and stand on one page, which is the answer to the form and has no address of its own.
 */
#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/out.h"
#include "base/text.h"
#include "desk/service.h"
#include "doors/web.h"

/* What addresses in letters begin with: the name the browser asked for, since nobody else knows what this server is called
 * outside; by https, unless all of it happens on this machine. */
const char *visit_site(const struct visit *v)
{
	const struct request *r = v->request;
	bool is_here = r->peer_is_loopback && !r->is_tls_forwarded && visit_host_is_local(r->host);

	return arena_print(v->arena, "%s://%s", is_here ? "http" : "https", r->host);
}

/* The page again with what was refused; nothing was typed there that could be lost. */
static void show_refused(struct visit *v, const char *page, const char *rule, const char *arg, int status)
{
	struct refusals r = { .arena = v->arena };

	refuse_arg(&r, rule, NULL, NULL, arg);
	visit_page(v, page_find(page), NULL, 0, NULL, 0, &r, status);
}

/* ------------------------------------------------------------------------------------------- letters --- */

/* `only` is the button of one person; `who` are all of them. */
static struct json *persons_asked(struct visit *v)
{
	struct json *list = js_array(v->arena);
	const char *only = request_form(v->request, "only");

	if (only)
		js_add(v->arena, list, js_text(v->arena, only));
	for (size_t i = 0; !only && i < v->request->form_count && list->count < SERVICE_LETTERS_MAX; i++)
		if (!strcmp(v->request->form[i].name, "who"))
			js_add(v->arena, list, js_text(v->arena, v->request->form[i].value));
	return list;
}

static void show_letters(struct visit *v, const struct json *letters, int64_t until)
{
	struct page_input *typed = ARENA_MANY(v->arena, letters->count + 2, struct page_input);
	size_t count = 0;

	for (size_t i = 0; i < letters->count; i++)
		typed[count++] = (struct page_input){ arena_print(v->arena, "letter.%s", letters->items[i]->items[0]->text),
			letters->items[i]->items[1]->text };
	typed[count++] = (struct page_input){ "site", visit_site(v) };
	typed[count++] = (struct page_input){ "until", day_text(v->arena, instant_day(until - 1)) };
	visit_page(v, page_find("letters"), NULL, 0, typed, count, NULL, 0);
}

static void post_letters(struct visit *v)
{
	struct json *q = visit_question(v, "letters"), *answer, *persons = persons_asked(v);

	if (!persons->count) {
		visit_redirect(v, "/letters");
		return;
	}
	js_set(v->arena, q, "persons", persons);
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (js_get(answer, "letters"))
		show_letters(v, js_get(answer, "letters"), js_get_int(answer, "until", 0));
	else
		show_refused(v, "letters", "letters.no", NULL, 422);
}

/* The letters that stand on the page, back as one file: they are kept nowhere here. */
static void post_letters_file(struct visit *v)
{
	struct out o;

	if (!(v->actor.roles & ROLE_COORDINATOR)) {
		visit_problem(v, 403, "problem.role");
		return;
	}
	out_init(&o, v->arena, BODY_MAX * 2);
	for (size_t i = 0; i < v->request->form_count; i++) {
		const char *name = v->request->form[i].name;

		if (!strcmp(name, "subject"))
			out_print(&o, "%s%s\r\n\r\n", o.length ? "\r\n----------------------------------------\r\n\r\n" : "",
				v->request->form[i].value);
		else if (!strcmp(name, "body"))
			out_print(&o, "%s\r\n", v->request->form[i].value);
	}
	v->reply->type = "text/plain; charset=utf-8";
	v->reply->body = out_cstr(&o);
	v->reply->body_length = o.length;
	reply_download(v->arena, v->reply, "brev.txt");
}

/* A letter is opened.  Who is signed in with passphrase already keeps that session, and the letter stays unused. */
static void post_letter(struct visit *v)
{
	struct json *q = visit_question(v, "open_letter"), *answer;
	const char *token = request_form(v->request, "token");
	char *person;

	if (v->actor.person && !office_session_letter(v->desk->office, v->arena, v->session)
		&& office_letter_person(v->desk->office, v->arena, token, env_now(v->web->env), &person)
		&& text_equal(person, v->actor.person)) {
		visit_redirect(v, "/follow_up");
		return;
	}
	js_set_text(v->arena, q, "token", token ? token : "");
	js_set_text(v->arena, q, "source", v->request->client);
	js_set_text(v->arena, q, "agent", v->request->user_agent);
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (js_get_text(answer, "session")) {
		visit_cookie(v, "__Host-fyr", js_get_text(answer, "session"), false);
		visit_redirect(v, "/follow_up");
	} else if (js_get(answer, "wait")) {
		show_refused(v, "letter", "sign_in.wait",
			arena_print(v->arena, "%lld", (long long)js_get_int(answer, "wait", 1)), 429);
	} else {
		show_refused(v, "letter", "letters.used", NULL, 410);
	}
}

int visit_letter_status(struct visit *v, const struct page *page)
{
	char *person;

	if (strcmp(page->name, "letter") != 0)
		return 0;
	return office_letter_person(v->desk->office, v->arena, request_query(v->request, "token"), env_now(v->web->env), &person)
		? 0 : 410;
}

/* ------------------------------------------------------------------------------------------- people --- */

/* The address of somebody else's calendar is ended, as by who was told that it has come into the wrong hands. */
static void post_end_calendar(struct visit *v, const char *person)
{
	struct json *q = visit_question(v, "calendar"), *answer;

	js_set(v->arena, q, "end", js_bool(v->arena, true));
	js_set_text(v->arena, q, "person", person ? person : "");
	answer = visit_ask(v, q);
	if (answer && js_get(answer, "no"))
		show_refused(v, "people", "people.no", NULL, 422);
	else if (answer)
		visit_redirect(v, "/people");
}

static void post_people(struct visit *v)
{
	struct json *q = visit_question(v, "link"), *answer;
	const char *person = request_form(v->request, "person");
	const struct page_input input = { "person", person };
	struct page_input typed[3];

	if (!(v->actor.roles & (ROLE_ADMINISTRATOR | ROLE_COORDINATOR))) {
		visit_problem(v, 403, "problem.role");
		return;
	}
	if (request_form(v->request, "end_calendar")) {
		post_end_calendar(v, person);
		return;
	}
	js_set_text(v->arena, q, "person", person ? person : "");
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (!js_get_text(answer, "token")) {
		show_refused(v, "people", "people.no", NULL, 422);
		return;
	}
	typed[0] = (struct page_input){ "link", js_get_text(answer, "token") };
	typed[1] = (struct page_input){ "site", visit_site(v) };
	typed[2] = (struct page_input){ "sort", js_get_text(answer, "sort") };
	visit_page(v, page_find("people"), &input, 1, typed, 3, NULL, 0);
}

/* ------------------------------------------------------------------------------------------- sessions --- */

static void post_sessions(struct visit *v)
{
	struct json *q = visit_question(v, "end_session"), *answer;
	const char *id = request_form(v->request, "id");
	int64_t number = -1;

	if (id && !text_to_int(id, 0, INT64_MAX, &number)) {
		visit_problem(v, 400, "problem.request");
		return;
	}
	if (!id && !request_form(v->request, "others")) {
		visit_redirect(v, "/sessions");
		return;
	}
	if (id)
		js_set_int(v->arena, q, "id", number);
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (js_get(answer, "no"))
		show_refused(v, "sessions", "session.needs_passphrase", NULL, 403);
	else
		visit_redirect(v, "/sessions");
}

/* ------------------------------------------------------------------------------------------- calendars --- */

/* A new address, shown in the answer alone, or none any more. */
static void post_calendar(struct visit *v)
{
	struct json *q = visit_question(v, "calendar"), *answer;
	struct page_input typed[2];

	if (!request_form(v->request, "make") && !request_form(v->request, "end")) {
		visit_redirect(v, "/calendar");
		return;
	}
	if (request_form(v->request, "end"))
		js_set(v->arena, q, "end", js_bool(v->arena, true));
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (js_get(answer, "no")) {
		show_refused(v, "calendar", "session.needs_passphrase", NULL, 403);
	} else if (js_get_text(answer, "token")) {
		typed[0] = (struct page_input){ "token", js_get_text(answer, "token") };
		typed[1] = (struct page_input){ "site", visit_site(v) };
		visit_page(v, page_find("calendar"), NULL, 0, typed, 2, NULL, 0);
	} else {
		visit_redirect(v, "/calendar");
	}
}

/* ------------------------------------------------------------------------------------------- all of it --- */

bool visit_account(struct visit *v)
{
	static const struct {
		const char *path;
		void (*post)(struct visit *v);
		bool is_open; /* also for who is not signed in */
	} posts[] = { { "/calendar", post_calendar, false }, { "/keys", visit_keys_post, false },
		{ "/letter", post_letter, true }, { "/letters", post_letters, false }, { "/letters.txt", post_letters_file, false },
		{ "/notes_draft", visit_notes, true }, /* asks for it itself, and keeps what was typed */
		{ "/people", post_people, false }, { "/sessions", post_sessions, false } };

	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++) {
		if (strcmp(v->path, posts[i].path) != 0)
			continue;
		if (!v->session && !posts[i].is_open) /* nothing was typed, so the page itself is what to come back to */
			visit_sign_in(v, strcmp(v->path, "/letters.txt") ? v->path : "/letters");
		else
			posts[i].post(v);
		return true;
	}
	return false;
}
