/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: questions to the writer, as a worker sends them that somebody has taken over.  A session named by a sign-in name
 * ("contact"), or "letter", becomes the real one of that person.  Nothing is written without right: every entry that came
 * is by the session's own person, in a role that may write the kind; without a session, dry or refused there is none, and
 * nothing of it stays in the office either.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/office.h"
#include "base/text.h"
#include "desk/scope.h"
#include "desk/service.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const logins[] = { "administrator", "coordinator", "contact", "second", "member", "police", "security",
	"registrar", "auditor", "letter" };
enum { LOGINS = sizeof(logins) / sizeof(logins[0]), LETTER = LOGINS - 1 };

static char *tokens[LOGINS];

/* A session for each; the last one is opened by a letter to the contact. */
static void open_sessions(struct world *w)
{
	struct desk *d = w->desk;
	struct actor contact = world_actor(w, w->arena, "contact"), coordinator = world_actor(w, w->arena, "coordinator");
	char *csrf, *person, *letter;
	int64_t now = env_now(&w->env), wait;

	store_begin(d->office);
	for (size_t i = 0; i < LETTER; i++)
		tokens[i] = office_session_new(d->office, w->arena, &w->env, world_actor(w, w->arena, logins[i]).person, now, &csrf);
	letter = office_letter_new(d->office, w->arena, &w->env, contact.person, coordinator.person, now, now + 86400);
	if (office_letter_open(d->office, w->arena, &w->env, letter, "192.0.2.1", now, &person, &tokens[LETTER], &wait) != OFFICE_OK
		|| store_commit(d->office))
		abort();
}

/* Puts a token for a name; returns whose it is, LOGINS for nobody's. */
static size_t sign_in(struct arena *a, struct json *question)
{
	const char *named = js_get_text(question, "session");

	for (size_t i = 0; named && i < LOGINS; i++)
		if (!strcmp(named, logins[i])) {
			js_set_text(a, question, "session", tokens[i]);
			return i;
		}
	return LOGINS;
}

static void check_entry(struct world *w, struct arena *a, int64_t seq, size_t who)
{
	struct actor actor = world_actor(w, a, who == LETTER ? "contact" : logins[who]);
	const struct kind *kind;
	struct entry e;

	if (book_read(w->desk->store, a, seq, &e))
		abort();
	kind = kind_find(e.kind);
	assert(kind && text_equal(e.by, actor.person));
	assert(role_find(e.role) & kind->writers & actor.roles);
	assert(who != LETTER || scope_letter_may(e.kind));
}

static int64_t kept(struct store *office)
{
	return store_int(office, 0, "SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM upload)"
		" + (SELECT count(*) FROM link) * 1000", "");
}

static void ask(struct world *w, struct arena *a, struct json *question)
{
	struct desk *d = w->desk;
	struct service service = { .desk = d };
	struct json *answer = NULL;
	int64_t before = (int64_t)d->book.frontier.size, kept_before = kept(d->office), after;
	size_t who = sign_in(a, question);
	const struct json *dry = js_get(question, "dry");
	const struct fault *f;
	bool wrote = false;

	f = service_answer(&service, a, question, NULL, &answer, &wrote);
	if (f)
		(void)fprintf(stderr, "fuzz: a question made the store fail: %s\n", f->what);
	assert(!f && answer && answer->type == JS_OBJECT && js_read(a, js_line(a, answer), strlen(js_line(a, answer))));
	after = (int64_t)d->book.frontier.size;
	assert(wrote == (after > before));
	assert(after == before || (who < LOGINS && !(dry && (dry->type != JS_BOOL || dry->number))));
	assert(who < LOGINS || kept(d->office) == kept_before);
	for (int64_t seq = before; seq < after; seq++)
		check_entry(w, a, seq, who);
	assert(store_int(d->store, 0, "SELECT count(*) FROM entry", "") == after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *w = world_get();
	struct book_place place;
	struct json *question;
	struct arena *a;

	if (size > 1 << 15)
		return 0;
	if (!tokens[0])
		open_sessions(w);
	a = arena_new((size_t)256 << 20);
	question = js_read(a, (const char *)data, size);
	if (question) {
		place = book_place(&w->desk->book);
		store_begin(w->desk->store);
		store_begin(w->desk->office);
		ask(w, a, question);
		store_rollback(w->desk->office);
		store_rollback(w->desk->store);
		book_return(&w->desk->book, place);
	}
	arena_free(a);
	return 0;
}
