/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/repeat.h"
#include "desk/seed.h"
#include "desk/sign.h"
#include "guard/identity.h"
#include "kinds/object.h"
#include "state/state.h"

static bool has_rule(const struct refusals *r, const char *rule)
{
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->all[i].rule, rule))
			return true;
	return false;
}

/* An erasure takes the texts away in the act that decides it (design §4); the entries stay whole. */
static void delete_erased(struct desk *d, const char *kind, int64_t seq)
{
	if (strcmp(kind, "erasure_seconded") != 0)
		return;
	store_run(d->store, "DELETE FROM disclosure WHERE (seq, field) IN (SELECT seq, field FROM erased WHERE by_seq = ?)", "i",
		seq);
	d->has_erased |= store_int(d->store, 0, "SELECT changes()", "") > 0;
}

static const struct fault *append(struct desk *d, struct arena *a, const struct env *env, const struct act *act, bool is_dry,
	const struct offer *offer, struct answer *out)
{
	struct book_text *texts;
	size_t count;
	struct entry e;
	const char *head = offer->base ? NULL : book_head(&d->book, a);
	const char *statement = offer_statement(a, env, d->hasher, d->origin, offer, head, &texts, &count);
	const struct assertion *signature = sign_asked(d, a, act, is_dry, offer, statement, out);
	const struct fault *f;

	if (refused(&out->refusals))
		return NULL;
	f = book_append(&d->book, a, statement, signature, offer->now, texts, count, &e);
	if (f)
		return f;
	f = state_apply(d->store, a, &e);
	if (f)
		return f;
	delete_erased(d, e.kind, e.seq);
	out->seq = e.seq;
	out->hash = e.hash;
	return store_fault(d->store);
}

/* May the kind's own rules be asked although something was refused?  Only when all of that are sentences and choices:
 * who asks, about what, when and how much is known then. */
static bool may_go_on(const struct kind *k, const struct refusals *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = r->all[i].field ? kind_field(k, r->all[i].field) : NULL;

		if (r->all[i].is_note)
			continue;
		if (!f || (!field_is_typed(f) && f->type != FIELD_CODE && f->type != FIELD_BOOL))
			return false;
	}
	return true;
}

/* What the kind's rules say of a field that was refused already is only an echo. */
static void drop_echoes(struct refusals *r, size_t first_count)
{
	size_t kept = first_count;

	for (size_t i = first_count; i < r->count; i++) {
		bool is_echo = false;

		for (size_t j = 0; j < first_count; j++)
			is_echo |= !r->all[j].is_note && r->all[i].field && text_equal(r->all[i].field, r->all[j].field);
		if (!is_echo)
			r->all[kept++] = r->all[i];
	}
	r->count = kept;
}

/* What the rows before in the same batch changed is no conflict.  Whatever somebody else had changed was one for the first
 * of them already. */
static void forgive_own(struct desk *d, const struct act *act, const struct offer *offer, struct refusals *r)
{
	size_t kept = 0;

	if (act->own_from <= 0 || !offer->obj || !has_rule(r, "offer.conflict")
		|| object_last(d->store, offer->obj) < act->own_from)
		return;
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->all[i].rule, "offer.conflict") != 0)
			r->all[kept++] = r->all[i];
	r->count = kept;
}

/* An act is judged by the instant its entry will bear: a clock that was set back makes no proposal young again, and what
 * was accepted as in time never reads as late in the book. */
static void date_by_book(const struct desk *d, struct offer *offer)
{
	offer->now = book_time(&d->book, offer->now);
	offer->today = instant_day(offer->now);
}

static const struct fault *judged(struct desk *d, struct arena *a, const struct actor *actor, const struct act *act,
	bool is_dry, struct answer *out)
{
	const struct kind *k = kind_find(act->kind);
	struct offer offer;
	const void *facts = NULL;
	const struct env *env = d->env;
	enum repeat repeat;
	struct env seeded;
	struct seed seed;
	size_t count;

	if (!k) {
		refuse_arg(&out->refusals, "offer.unknown_kind", NULL, NULL, arena_text(a, identity_told(act->kind)));
		return NULL;
	}
	repeat = act->n && actor->person ? repeat_find(d, a, k, actor, act, out) : REPEAT_NONE;
	if (repeat == REPEAT_SAME)
		return store_fault(d->store);
	if (repeat == REPEAT_OTHER)
		refuse(&out->refusals, "offer.nonce", NULL, NULL);
	if (act->seed && act->n && actor->person) {
		seeded = seed_env(a, d->hasher, d->env, act->seed, actor->person, act->n, &seed);
		env = &seeded;
	}
	offer_read(d->store, a, env, k, actor, act->given, act->given_count, act->n, act->base, &out->refusals, &offer);
	date_by_book(d, &offer);
	forgive_own(d, act, &offer, &out->refusals);
	if (act->base && !book_had_head(&d->book, a, act->base))
		refuse(&out->refusals, "offer.base", NULL, NULL);
	if (store_fault(d->store) || !may_go_on(k, &out->refusals))
		return store_fault(d->store);
	count = out->refusals.count;
	if (k->look)
		facts = k->look(d->store, a, &offer);
	if (store_fault(d->store))
		return store_fault(d->store);
	if (k->check)
		k->check(&offer, facts, &out->refusals);
	drop_echoes(&out->refusals, count);
	return refused(&out->refusals) ? NULL : append(d, a, env, act, is_dry, &offer, out);
}

const struct fault *desk_write(struct desk *d, struct arena *a, const struct actor *actor, const struct act *act,
	bool is_dry, struct answer *out)
{
	struct book_place place = book_place(&d->book);
	const struct fault *f;

	*out = (struct answer){ .seq = -1, .refusals.arena = a };
	/* Not for each act: under a savepoint SQLite keeps a copy of every page that is changed. */
	if (is_dry)
		store_savepoint(d->store);
	f = judged(d, a, actor, act, is_dry, out);
	out->is_conflict = has_rule(&out->refusals, "offer.conflict") || has_rule(&out->refusals, "request.conflict");
	if (is_dry)
		store_savepoint_undo(d->store);
	if (f || is_dry)
		book_return(&d->book, place);
	return f;
}

const struct fault *desk_write_alone(struct desk *d, struct arena *a, const struct actor *actor, const struct act *act,
	struct answer *out)
{
	struct book_place place = book_place(&d->book);
	const struct fault *f;

	store_begin(d->store);
	f = desk_write(d, a, actor, act, false, out);
	if (f) {
		store_rollback(d->store);
		book_return(&d->book, place);
		return f;
	}
	f = store_commit(d->store);
	if (f)
		book_return(&d->book, place);
	return f;
}

const struct fault *desk_expire(struct desk *d, struct arena *a, size_t *out_count)
{
	int64_t today = instant_day(book_time(&d->book, env_now(d->env)));
	struct rows r = store_ask(d->store, "SELECT seq, family FROM proposal WHERE state = 'open' AND last_day < ?"
		" ORDER BY seq LIMIT 100", "i", today);
	struct { const char *seq, *kind; } late[100];
	size_t count = 0, written = 0;

	while (rows_next(&r) && count < 100) {
		late[count].seq = arena_print(a, "%lld", (long long)rows_int(&r, 0));
		late[count++].kind = arena_print(a, "%s_expired", rows_text(&r, a, 1));
	}
	rows_end(&r);
	for (size_t i = 0; i < count; i++) {
		struct given given = { "proposal", late[i].seq };
		struct act act = { .kind = late[i].kind, .given = &given, .given_count = 1 };
		struct answer answer;
		const struct fault *f = desk_write(d, a, &desk_system, &act, false, &answer);

		if (f)
			return f;
		written += answer.seq >= 0;
	}
	*out_count = written;
	return store_fault(d->store);
}
