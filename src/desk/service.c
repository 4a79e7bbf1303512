/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/service.h"

#include <sodium.h>
#include <string.h>

#include "auth/office.h"
#include "auth/passage.h"
#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/key.h"
#include "desk/notes.h"
#include "desk/notes_import.h"
#include "desk/scope.h"
#include "desk/seed.h"
#include "desk/sign.h"
#include "desk/stamp.h"
#include "desk/upload.h"
#include "guard/identity.h"

/* One question at hand. */
struct asked {
	struct service *service;
	struct desk *desk;
	struct arena *arena;
	const struct json *question;
	const char *user;
	struct actor actor;
	const char *letter_by; /* the session was opened by a letter, which this person made; NULL: it was not */
	bool wrote;
};

struct json *service_fault(struct arena *a, const struct fault *f)
{
	struct json *answer = js_object(a);

	js_set_int(a, answer, "fault", f->sort);
	js_set_text(a, answer, "what", arena_text(a, f->what)); /* the fault's own words go when its store is closed */
	return answer;
}

static struct json *usage(struct arena *a, const char *what)
{
	const struct fault f = { FAULT_USAGE, "service", what };

	return service_fault(a, &f);
}

struct json *service_refusals(struct arena *a, const struct refusals *r)
{
	struct json *list = js_array(a);

	for (size_t i = 0; i < r->count; i++) {
		struct json *one = js_object(a);

		js_set_text(a, one, "rule", r->all[i].rule);
		if (r->all[i].field)
			js_set_text(a, one, "field", r->all[i].field);
		if (r->all[i].source)
			js_set_text(a, one, "source", r->all[i].source);
		if (r->all[i].arg)
			js_set_text(a, one, "arg", r->all[i].arg);
		if (r->all[i].is_note)
			js_set(a, one, "note", js_bool(a, true));
		js_add(a, list, one);
	}
	return list;
}

struct json *service_said(struct arena *a, const char *word)
{
	struct json *j = js_object(a);

	js_set(a, j, word, js_bool(a, true));
	return j;
}

/* Who asks.  Nobody is the public, who may write nothing: the desk says so. */
static void find_actor(struct asked *q)
{
	const char *session = js_get_text(q->question, "session"), *as = js_get_text(q->question, "as");
	char *person, *letter_by = NULL;

	q->actor = desk_public;
	if (session) {
		if (office_session_find(q->desk->office, q->arena, session, env_now(q->desk->env), &person, NULL, &letter_by))
			(void)desk_actor(q->desk->store, q->arena, person, &q->actor);
		q->letter_by = letter_by;
		if (letter_by)
			(void)scope_letter_narrow(&q->actor);
	} else if (as) {
		if (q->desk->is_example)
			(void)desk_actor_named(q->desk->store, q->arena, "login", as, &q->actor);
	} else if (q->user) {
		(void)desk_actor_named(q->desk->store, q->arena, "user", q->user, &q->actor);
	}
}

bool service_fields(struct arena *a, const struct json *list, struct given **out, size_t *out_count)
{
	struct given *given;

	if (!list || list->type != JS_ARRAY || list->count > (size_t)FIELDS_MAX + VALUES_MAX * 4)
		return false;
	given = ARENA_MANY(a, list->count, struct given);
	for (size_t i = 0; i < list->count; i++)
		if (!js_pair(list->items[i], &given[i].name, &given[i].value))
			return false;
	*out = given;
	*out_count = list->count;
	return true;
}

/* What the statement is made of again, and the signature of it. */
static bool read_signature(struct asked *q, const struct json *from, struct act *out)
{
	const struct json *given = js_get(from, "assertion");
	struct assertion *signature = ARENA_NEW(q->arena, struct assertion);

	out->seed = js_get_text(from, "seed");
	if (out->seed && (!seed_is_valid(out->seed) || !out->n || !out->base))
		return false;
	if (given)
		out->signature = signature;
	return !given || (out->seed && sign_given(q->desk, q->arena, given, signature));
}

static bool read_act(struct asked *q, const struct json *from, struct act *out)
{
	struct given *given;

	*out = (struct act){ .kind = js_get_text(from, "kind"), .n = js_get_text(from, "n"), .base = js_get_text(from, "base") };
	if (!out->kind || !service_fields(q->arena, js_get(from, "fields"), &given, &out->given_count))
		return false;
	out->given = given;
	return read_signature(q, from, out);
}

static bool is_dry(const struct asked *q)
{
	const struct json *dry = js_get(q->question, "dry");

	return dry && dry->type == JS_BOOL && dry->number;
}

/* The session's scope is asked first, then the desk. */
static const struct fault *write_act(struct asked *q, const struct act *act, bool dry, struct answer *out)
{
	struct refusals held = { .arena = q->arena };

	scope_check(q->desk, q->arena, &q->actor, q->letter_by, act, &held);
	if (!refused(&held))
		return desk_write(q->desk, q->arena, &q->actor, act, dry, out);
	*out = (struct answer){ .seq = -1, .refusals = held };
	return NULL;
}

/* Thousands of answers in one frame have no room for a checkpoint each. */
static struct json *answer_json(struct asked *q, const struct answer *answer, bool has_checkpoint)
{
	struct json *j = js_object(q->arena);

	js_set(q->arena, j, "refusals", service_refusals(q->arena, &answer->refusals));
	js_set(q->arena, j, "conflict", js_bool(q->arena, answer->is_conflict));
	js_set(q->arena, j, "repeat", js_bool(q->arena, answer->is_repeat));
	if (answer->seq >= 0 && !is_dry(q)) {
		js_set_int(q->arena, j, "seq", answer->seq);
		js_set_text(q->arena, j, "hash", answer->hash);
	}
	if (answer->statement && answer->must_sign && is_dry(q)) {
		struct json *sign = js_object(q->arena);

		js_set_text(q->arena, sign, "statement", answer->statement);
		js_set_text(q->arena, sign, "challenge", answer->challenge);
		js_set(q->arena, sign, "keys", key_names(q->desk, q->arena, q->actor.person));
		js_set(q->arena, j, "sign", sign);
	}
	/* A copy: the writer may have signed a newer one, or be closed, when the answer is read. */
	if (answer->seq >= 0 && !is_dry(q) && has_checkpoint)
		js_set_text(q->arena, j, "checkpoint", q->service->checkpoint ? arena_text(q->arena, q->service->checkpoint) : NULL);
	return j;
}

void service_drop_leftovers(struct desk *d, struct arena *a)
{
	struct rows r;

	if (!d->office)
		return;
	r = store_ask(d->store, "SELECT id FROM person WHERE is_closed", "");
	while (rows_next(&r))
		office_person_drop(d->office, rows_text(&r, a, 0));
	rows_end(&r);
	r = store_ask(d->store, "SELECT meeting FROM notes", "");
	while (rows_next(&r))
		draft_passages_drop(d->office, rows_text(&r, a, 0));
	rows_end(&r);
}

static bool has_leftovers(const char *kind)
{
	return text_equal(kind, "person_closed") || text_equal(kind, "notes_finished");
}

/* Does an act of the question leave something behind in the office? */
static bool leaves_something(const struct json *question)
{
	const struct json *offers = js_get(question, "offers");
	bool is_any = has_leftovers(js_get_text(question, "kind")) || text_equal(js_get_text(question, "op"), "notes_finish");

	for (size_t i = 0; offers && offers->type == JS_ARRAY && i < offers->count; i++)
		is_any |= has_leftovers(js_get_text(offers->items[i], "kind"));
	return is_any;
}

static const struct fault *answer_write(struct asked *q, struct json **out)
{
	struct act act;
	struct answer answer;
	const struct fault *f;

	if (!read_act(q, q->question, &act)) {
		*out = usage(q->arena, "the question names no kind, or its fields, seed or assertion are none");
		return NULL;
	}
	f = write_act(q, &act, is_dry(q), &answer);
	if (f && f->sort == FAULT_USAGE) {
		/* An entry too large is its asker's trouble: the others in the transaction have no part in it. */
		*out = service_fault(q->arena, f);
		return NULL;
	}
	if (f)
		return f;
	*out = answer_json(q, &answer, true);
	q->wrote |= answer.seq >= 0 && !is_dry(q) && !answer.is_repeat;
	if (q->wrote && q->letter_by)
		office_letter_wrote(q->desk->office, answer.seq, q->letter_by);
	if (q->wrote && q->desk->office && q->actor.person && office_has_draft(q->desk->office, q->actor.person, act.kind))
		office_draft_drop(q->desk->office, q->actor.person, act.kind, desk_draft_object(q->desk->store, q->arena,
			kind_find(act.kind), js_get_text(q->question, "draft")));
	return NULL;
}

/* What was written is no draft any longer. */
static void drop_drafts(struct asked *q, const struct json *offers)
{
	for (size_t i = 0; q->desk->office && q->actor.person && i < offers->count; i++)
		if (js_get_text(offers->items[i], "draft"))
			office_draft_drop(q->desk->office, q->actor.person, js_get_text(offers->items[i], "kind"),
				js_get_text(offers->items[i], "draft"));
}

/* Every offer in turn inside one savepoint; one refused undoes them all, but all are judged so that all faults show. */
static const struct fault *answer_batch(struct asked *q, struct json **out)
{
	const struct json *offers = js_get(q->question, "offers");
	struct json *answers = js_array(q->arena), *j = js_object(q->arena);
	struct book_place place = book_place(&q->desk->book);
	int64_t first = (int64_t)q->desk->book.frontier.size;
	size_t count = offers && offers->type == JS_ARRAY && offers->count <= CSV_ROWS_MAX ? offers->count : 0;
	int64_t head = js_get_int(q->question, "head", -1);
	bool ok = count > 0, wrote = q->wrote;
	const struct fault *f = NULL;

	if (head >= 0 && head != first) {
		*out = service_said(q->arena, "moved");
		return NULL;
	}
	store_savepoint(q->desk->store);
	for (size_t i = 0; !f && i < count; i++) {
		struct act act;
		struct answer answer = { .seq = -1 };

		if (read_act(q, offers->items[i], &act)) {
			act.own_from = first;
			f = write_act(q, &act, false, &answer);
		}
		ok &= answer.seq >= 0;
		js_add(q->arena, answers, answer_json(q, &answer, false));
	}
	if (f || !ok || is_dry(q)) {
		store_savepoint_undo(q->desk->store);
		book_return(&q->desk->book, place);
		q->wrote = wrote;
	} else {
		store_savepoint_keep(q->desk->store);
		q->wrote = true;
		drop_drafts(q, offers);
		for (size_t i = 0; q->letter_by && i < count; i++)
			office_letter_wrote(q->desk->office, js_get_int(answers->items[i], "seq", -1), q->letter_by);
	}
	js_set(q->arena, j, "answers", answers);
	js_set(q->arena, j, "written", js_bool(q->arena, ok && !is_dry(q)));
	*out = f && f->sort == FAULT_USAGE ? service_fault(q->arena, f) : j;
	return f && f->sort == FAULT_USAGE ? NULL : f;
}

/* What the browser calls itself is kept in a few words of ours, for the list of one's own sessions. */
static void label_session(struct asked *q, const char *session)
{
	const char *agent = js_get_text(q->question, "agent");

	if (agent)
		office_session_label(q->desk->office, session, office_agent(q->arena, agent));
}

/* A new id at each sign-in; the session the browser came with, if any, is over. */
static struct json *let_in(struct asked *q, const char *session)
{
	const char *before = js_get_text(q->question, "session");
	struct json *j = js_object(q->arena);

	if (before)
		office_session_end(q->desk->office, before);
	label_session(q, session);
	js_set_text(q->arena, j, "session", session);
	return j;
}

static struct json *new_session(struct asked *q, const char *person)
{
	char *csrf;

	return let_in(q, office_session_new(q->desk->office, q->arena, q->desk->env, person, env_now(q->desk->env), &csrf));
}

/* A session after a sign-in; news when somebody else has made a link meanwhile. */
static struct json *enter(struct asked *q, const char *person)
{
	struct json *j = new_session(q, person);

	if (office_links_untold(q->desk->office, person, env_now(q->desk->env)))
		js_set(q->arena, j, "news", js_bool(q->arena, true));
	return j;
}

/* Too many failures are told with the wait; why it was no, never. */
static struct json *kept_out(struct asked *q, enum office_answer answer, int64_t wait_seconds)
{
	struct json *j = js_object(q->arena);

	if (answer != OFFICE_WAIT)
		return service_said(q->arena, "no");
	js_set_int(q->arena, j, "wait", wait_seconds);
	return j;
}

static struct json *answer_sign_in(struct asked *q)
{
	const char *login = js_get_text(q->question, "login"), *passphrase = js_get_text(q->question, "passphrase");
	const char *source = js_get_text(q->question, "source");
	struct actor actor = desk_public;
	enum office_answer answer;
	int64_t wait = 0;

	if (!login || !passphrase || !source)
		return usage(q->arena, "sign_in needs login, passphrase and source");
	(void)desk_actor_named(q->desk->store, q->arena, "login", login, &actor);
	answer = office_sign_in(q->desk->office, q->arena, q->desk->env, actor.person, passphrase, login, source,
		env_now(q->desk->env), &wait);
	if (answer != OFFICE_OK)
		return kept_out(q, answer, wait);
	return enter(q, actor.person);
}

static struct json *answer_key_challenge(struct asked *q)
{
	return key_challenge(q->desk, q->arena, q->question, q->letter_by ? NULL : q->actor.person);
}

static struct json *answer_key_make(struct asked *q)
{
	return key_make(q->desk, q->arena, q->question, q->letter_by ? NULL : q->actor.person);
}

static struct json *answer_key_sign_in(struct asked *q)
{
	const char *person, *rule = key_sign_in(q->desk, q->arena, q->question, &person);
	struct json *j = js_object(q->arena);

	if (!rule)
		return enter(q, person);
	js_set_text(q->arena, j, "refused", rule);
	return j;
}

static struct json *answer_redeem(struct asked *q)
{
	const char *token = js_get_text(q->question, "token"), *passphrase = js_get_text(q->question, "passphrase");
	char *person = NULL;

	if (!token || !passphrase)
		return usage(q->arena, "redeem needs token and passphrase");
	switch (office_link_redeem(q->desk->office, q->arena, q->desk->env, token, passphrase, env_now(q->desk->env), &person)) {
	case OFFICE_OK:
		return new_session(q, person);
	case OFFICE_WEAK:
		return service_said(q->arena, "weak");
	case OFFICE_NO:
	case OFFICE_WAIT:
		break;
	}
	return service_said(q->arena, "no");
}

/* A one-time link for somebody enrolled; whoever may enrol people may ask for one. */
static struct json *answer_link(struct asked *q)
{
	const char *named = js_get_text(q->question, "person");
	struct actor person;
	struct json *j = js_object(q->arena);
	bool is_reset;

	if (!(q->actor.roles & (ROLE_ADMINISTRATOR | ROLE_COORDINATOR)))
		return service_said(q->arena, "no");
	if (!named || (!desk_actor(q->desk->store, q->arena, named, &person)
		&& !desk_actor_named(q->desk->store, q->arena, "login", named, &person)))
		return usage(q->arena, "there is no such person with a role");
	is_reset = office_has_passphrase(q->desk->office, person.person);
	js_set_text(q->arena, j, "token", office_link_new(q->desk->office, q->arena, q->desk->env, person.person,
		is_reset ? "reset" : "invite", q->actor.person, env_now(q->desk->env)));
	js_set_text(q->arena, j, "sort", is_reset ? "reset" : "invite");
	return j;
}

/* Letters of the open period, with a link each, for those named; all of them must be people who report. */
static struct json *answer_letters(struct asked *q)
{
	const struct json *persons = js_get(q->question, "persons");
	struct json *j = js_object(q->arena), *list = js_array(q->arena);
	int64_t now = env_now(q->desk->env), until;
	struct actor person;

	if (!(q->actor.roles & ROLE_COORDINATOR) || !scope_letter_until(q->desk->store, q->arena, now, &until))
		return service_said(q->arena, "no");
	if (!persons || persons->type != JS_ARRAY || persons->count > SERVICE_LETTERS_MAX)
		return usage(q->arena, "letters needs persons");
	for (size_t i = 0; i < persons->count; i++)
		if (!persons->items[i]->text || !desk_actor(q->desk->store, q->arena, persons->items[i]->text, &person)
			|| !scope_letter_narrow(&person))
			return service_said(q->arena, "no");
	for (size_t i = 0; i < persons->count; i++)
		js_add_pair(q->arena, list, persons->items[i]->text, office_letter_new(q->desk->office, q->arena, q->desk->env,
			persons->items[i]->text, q->actor.person, now, until));
	js_set(q->arena, j, "letters", list);
	js_set_int(q->arena, j, "until", until);
	return j;
}

static struct json *answer_open_letter(struct asked *q)
{
	const char *token = js_get_text(q->question, "token"), *source = js_get_text(q->question, "source");
	enum office_answer answer;
	char *person, *session;
	int64_t wait = 0;

	if (!token || !source)
		return usage(q->arena, "open_letter needs token and source");
	answer = office_letter_open(q->desk->office, q->arena, q->desk->env, token, source, env_now(q->desk->env), &person,
		&session, &wait);
	return answer == OFFICE_OK ? let_in(q, session) : kept_out(q, answer, wait);
}

/* Ends one of the asker's own sessions, or all but this one.  A letter's session ends itself alone. */
static struct json *answer_end_session(struct asked *q)
{
	const char *session = js_get_text(q->question, "session");
	int64_t id = js_get_int(q->question, "id", -1);

	if (!q->actor.person || !session || q->letter_by)
		return service_said(q->arena, "no");
	if (id >= 0)
		office_session_end_own(q->desk->office, q->actor.person, id);
	else
		office_sessions_end_others(q->desk->office, q->actor.person, session);
	return js_object(q->arena);
}

/* The address of the asker's own calendar, made anew or ended.  Somebody else's can be ended, and never read. */
static struct json *answer_calendar(struct asked *q)
{
	const char *other = js_get_text(q->question, "person");
	bool ends = js_get(q->question, "end") != NULL;
	struct json *j = js_object(q->arena);
	struct actor person = q->actor;

	if (!q->actor.person || q->letter_by || (other && (!ends || !(q->actor.roles & ROLE_ADMINISTRATOR)
		|| !desk_actor(q->desk->store, q->arena, other, &person))))
		return service_said(q->arena, "no");
	if (ends)
		office_calendar_end(q->desk->office, person.person);
	else
		js_set_text(q->arena, j, "token", office_calendar_new(q->desk->office, q->arena, q->desk->env, person.person,
			env_now(q->desk->env)));
	return j;
}

enum { DRAFT_ABOUT_MAX_CHARS = 120 }; /* as long as a code may be */

/* Drafts are guarded like entries: who may not write the kind keeps none of it, and an identity number is not stored even
 * for a minute, be it in a value, as the name of a field or as what the draft is said to be about. */
static void guard_draft(struct asked *q, const struct kind *kind, const char *obj, const struct given *given, size_t count,
	struct refusals *r)
{
	struct identity_hit hit;

	if (!q->actor.person)
		refuse(r, "offer.sign_in", NULL, NULL);
	else if (!(q->actor.roles & kind->writers))
		refuse(r, "offer.role", NULL, NULL);
	if (q->letter_by && !scope_letter_may(kind->name))
		refuse(r, "session.needs_passphrase", NULL, NULL);
	if (text_chars(obj) > DRAFT_ABOUT_MAX_CHARS || identity_find(obj, &hit) == IDENTITY_REFUSE)
		refuse(r, "offer.no_such_object", NULL, NULL);
	for (size_t i = 0; i < count; i++) {
		if (!kind_field(kind, given[i].name))
			refuse_arg(r, "offer.unknown_field", NULL, NULL, identity_told(given[i].name));
		else if (text_is_utf8(given[i].value, strlen(given[i].value))
			&& identity_find(given[i].value, &hit) == IDENTITY_REFUSE)
			refuse_arg(r, "guard.identity_number", given[i].name, NULL,
				arena_print(q->arena, "%zu:%zu-%zu", hit.line, hit.first_char, hit.last_char));
	}
}

static struct json *answer_draft(struct asked *q)
{
	const char *name = js_get_text(q->question, "kind"), *about = js_get_text(q->question, "obj"), *obj = about ? about : "";
	const struct json *fields = js_get(q->question, "fields");
	const struct kind *kind = name ? kind_find(name) : NULL;
	struct refusals r = { .arena = q->arena };
	struct json *j = js_object(q->arena);
	struct given *given;
	size_t count;

	if (!kind || !service_fields(q->arena, fields, &given, &count))
		return usage(q->arena, "the draft's fields are not [[name,value]...] of a kind");
	guard_draft(q, kind, obj, given, count, &r);
	if (!refused(&r))
		office_draft_keep(q->desk->office, q->actor.person, kind->name, obj, js_line(q->arena, fields),
			env_now(q->desk->env));
	js_set(q->arena, j, "refusals", service_refusals(q->arena, &r));
	return j;
}

static struct json *answer_sign_out(struct asked *q)
{
	const char *session = js_get_text(q->question, "session");

	if (session)
		office_session_end(q->desk->office, session);
	return js_object(q->arena);
}

/* Whoever watches the server asks whether the writer is there. */
static struct json *answer_ready(struct asked *q)
{
	return js_object(q->arena);
}

static struct json *answer_upload(struct asked *q)
{
	return q->letter_by ? service_said(q->arena, "no") : upload_answer(q->desk, q->arena, &q->actor, q->question);
}

static struct json *answer_notes_save(struct asked *q)
{
	return q->letter_by ? service_said(q->arena, "no") : notes_save(q->desk, q->arena, &q->actor, q->question);
}

static struct json *answer_notes_import(struct asked *q)
{
	return q->letter_by ? service_said(q->arena, "no") : notes_import(q->desk, q->arena, &q->actor, q->question);
}

/* The role bar of an example council. */
static struct json *answer_show_as(struct asked *q)
{
	if (!q->desk->is_example || !q->actor.person)
		return service_said(q->arena, "no");
	return new_session(q, q->actor.person);
}

static struct json *answer_stamp(struct asked *q)
{
	struct stamps *s = q->service->stamps;

	return s ? stamps_take(s, q->arena, q->question, q->service->checkpoint) : js_object(q->arena);
}

static struct json *answer_alarm(struct asked *q)
{
	struct stamps *s = q->service->stamps;

	return s ? stamps_alarm(s, q->arena, q->question) : js_object(q->arena);
}

const struct fault *service_answer(struct service *s, struct arena *a, const struct json *question, const char *user,
	struct json **out_answer, bool *out_wrote)
{
	static const struct {
		const char *op;
		struct json *(*answer)(struct asked *q);
	} ops[] = { { "sign_in", answer_sign_in }, { "sign_out", answer_sign_out }, { "redeem", answer_redeem },
		{ "link", answer_link }, { "letters", answer_letters }, { "open_letter", answer_open_letter },
		{ "calendar", answer_calendar }, { "end_session", answer_end_session },
		{ "draft", answer_draft }, { "show_as", answer_show_as },
		{ "upload", answer_upload }, { "notes_save", answer_notes_save },
		{ "notes_import", answer_notes_import }, { "ready", answer_ready }, { "stamp", answer_stamp },
		{ "alarm", answer_alarm }, { "key_challenge", answer_key_challenge }, { "key_make", answer_key_make },
		{ "key_sign_in", answer_key_sign_in } };
	struct asked q = { .service = s, .desk = s->desk, .arena = a, .question = question, .user = user };
	const char *op = js_get_text(question, "op");
	const struct json *dry = js_get(question, "dry");
	const struct fault *f = NULL;

	find_actor(&q);
	*out_answer = NULL;
	*out_wrote = false;
	/* Whoever says it in another way meant something by it, and nothing may be written. */
	if (dry && dry->type != JS_BOOL) {
		*out_answer = usage(a, "dry is neither true nor false");
		return NULL;
	}
	if (text_equal(op, "write"))
		f = answer_write(&q, out_answer);
	else if (text_equal(op, "batch"))
		f = answer_batch(&q, out_answer);
	else if (text_equal(op, "notes_finish") && !q.letter_by)
		f = notes_finish(q.desk, a, &q.actor, question, out_answer, &q.wrote);
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		if (text_equal(op, ops[i].op))
			*out_answer = ops[i].answer(&q);
	if (!f && !*out_answer)
		*out_answer = usage(a, "there is no such question");
	if (!f && q.wrote && leaves_something(question))
		service_drop_leftovers(q.desk, a);
	*out_wrote = q.wrote;
	if (!f && store_fault(s->desk->office))
		f = store_fault(s->desk->office);
	return f;
}
