/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "people.h"

struct ask *ask_new(int *out_wire)
{
	for (int i = 0; i < WIRES; i++) {
		struct ask *q = &council.asks[i];
		struct arena *a = q->arena;

		if (q->is_used || !wire_is_free(i))
			continue;
		arena_reset(a);
		*q = (struct ask){ .arena = a, .is_used = true, .person = -1, .repeats = -1, .may_write = true,
			.first_size = council.model.size, .for_person = -1 };
		*out_wire = i;
		return q;
	}
	return NULL;
}

bool session_is_good(const struct session *s)
{
	return *s->token && world.now >= s->made - 100 && world.now < s->made + OFFICE_SESSION_SECONDS - 600;
}

static bool may_have_letter(int person)
{
	static const char *const letter_roles[] = { "contact", "member", "police", "security" };

	for (size_t i = 0; i < 4; i++)
		if (model_has_role(&council.model, person, letter_roles[i]))
			return true;
	return false;
}

/* What a letter's session may not, whoever asks. */
static const char not_by_letter[] = "a letter does not let them", not_for_them[] = "a letter is not for them";

void choose_way(struct ask *q)
{
	const char *maker = council.letters[q->person].letter_by;
	int held = 0;

	q->with = session_is_good(&council.sessions[q->person]) && !once_in(3) ? WITH_SESSION : WITH_NAME;
	if (!session_is_good(&council.letters[q->person]) || !maker || once_in(3))
		return;
	for (int i = 0; i < ROLES_MAX; i++)
		held += council.model.persons[q->person].roles[i] >= 0;
	if (held != 1)
		return;
	q->with = WITH_LETTER;
	q->letter_by = maker;
	if (strcmp(q->wishes[0].kind, "status_reported") && strcmp(q->wishes[0].kind, "question_answered"))
		q->never = not_by_letter;
	if (!may_have_letter(q->person))
		q->never = not_for_them;
}

/* How the program is told who asks.  A session that has run out is as good as none, so people sign in anew. */
static void identify(struct ask *q, struct json *question)
{
	const struct person *p = q->person >= 0 ? &council.model.persons[q->person] : NULL;

	if (q->with == WITH_LETTER && !session_is_good(&council.letters[q->person])) {
		q->with = WITH_NAME;
		q->letter_by = NULL;
		q->is_alone = false;
		if (q->never == not_by_letter || q->never == not_for_them)
			q->never = NULL;
	}
	if (q->with == WITH_SESSION && !session_is_good(&council.sessions[q->person]))
		q->with = WITH_NAME;
	if (q->with == WITH_LETTER)
		js_set_text(q->arena, question, "session", council.letters[q->person].token);
	else if (q->with == WITH_SESSION)
		js_set_text(q->arena, question, "session", council.sessions[q->person].token);
	else if (q->with == WITH_NAME)
		js_set_text(q->arena, question, "as", p && *p->login ? p->login : "nobody-at-all");
	else if (q->with == WITH_NONSENSE)
		js_set_text(q->arena, question, "session", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
}

static struct json *offer_json(struct ask *q, struct wish *w, struct json *to)
{
	js_set_text(q->arena, to, "kind", w->kind);
	js_set_text(q->arena, to, "n", w->n);
	js_set(q->arena, to, "fields", w->fields);
	if (w->base)
		js_set_text(q->arena, to, "base", w->base);
	return to;
}

static struct json *question_of(struct ask *q)
{
	static const char *const ops[] = { "write", "batch", "draft", "show_as", "letters", "open_letter", "link" };
	struct json *j = js_object(q->arena), *list = js_array(q->arena);

	js_set_text(q->arena, j, "op", ops[q->op]);
	identify(q, j);
	if (q->op == ASK_WRITE || q->op == ASK_DRAFT)
		(void)offer_json(q, &q->wishes[0], j);
	for (int i = 0; q->op == ASK_BATCH && i < q->count; i++)
		js_add(q->arena, list, offer_json(q, &q->wishes[i], js_object(q->arena)));
	if (q->op == ASK_BATCH)
		js_set(q->arena, j, "offers", list);
	if (q->op == ASK_WRITE && !q->may_write)
		js_set(q->arena, j, "dry", js_bool(q->arena, true));
	if (q->op == ASK_LETTERS) {
		js_add(q->arena, list, js_text(q->arena, id_of(q->for_person)));
		js_set(q->arena, j, "persons", list);
	}
	if (q->op == ASK_LINK)
		js_set_text(q->arena, j, "person", id_of(q->for_person));
	if (q->op == ASK_OPEN_LETTER) {
		js_set_text(q->arena, j, "token", q->token);
		js_set_text(q->arena, j, "source", "192.0.2.1");
	}
	return j;
}

void ask_send(int wire)
{
	struct ask *q = &council.asks[wire];
	bool in_pieces = once_in(40);

	q->day = instant_day(world.now);
	q->tries++;
	q->is_sent = true;
	q->expected = NULL;
	if (q->op == ASK_WRITE) {
		struct deed x = { .kind = q->wishes[0].kind, .by = q->person >= 0 ? id_of(q->person) : NULL, .d = q->wishes[0].d,
			.f = q->wishes[0].f, .day = q->day, .letter_by = q->letter_by };

		q->expected = model_refusal(&council.model, &x);
	}
	wire_send(wire, js_line(q->arena, question_of(q)), in_pieces);
	if (q->with == WITH_LETTER && !may_have_letter(q->person))
		q->expected = "a letter is not for them";
	if (q->with == WITH_NAME && (q->person < 0 || !*council.model.persons[q->person].login))
		q->expected = "no name to sign in with";
	council.in_pieces += in_pieces;
	q->is_alone &= !in_pieces && !(q->tries > 1 && q->wishes[0].base);
	if (once_in(50)) {
		q->is_lost = true;
		wire_hang_up(wire);
	}
}
