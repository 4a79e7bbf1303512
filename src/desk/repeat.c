/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/repeat.h"

#include <string.h>

#include "base/text.h"

static bool is_given(const struct act *act, const char *field)
{
	for (size_t i = 0; i < act->given_count; i++)
		if (!strcmp(act->given[i].name, field) && !text_is_blank(act->given[i].value))
			return true;
	return false;
}

static bool same_text(struct desk *d, struct arena *a, const struct entry *e, const struct value *now)
{
	const char *then = store_text(d->store, a, "SELECT value FROM disclosure WHERE seq = ? AND field = ?", "it", e->seq,
		now->field->name);

	if (!then && entry_has_text(e, now->field->name))
		return true; /* erased: nobody can say any more */
	return text_equal(then, now->count ? now->texts[0] : NULL);
}

static bool same_values(const struct value *then, const struct value *now)
{
	if (then->count != now->count)
		return false;
	for (size_t i = 0; i < now->count; i++)
		if (strcmp(then->texts[i], now->texts[i]) != 0)
			return false;
	return true;
}

/* Does the act say what the entry says?  The act is read again as it was read then; what is refused today differs. */
static bool says_the_same(struct desk *d, struct arena *a, const struct kind *k, const struct actor *actor,
	const struct act *act, const struct entry *e)
{
	struct refusals *unused = ARENA_NEW(a, struct refusals);
	struct offer now, then;

	if (strcmp(e->kind, k->name) != 0)
		return false;
	unused->arena = a;
	offer_read(d->store, a, d->env, k, actor, act->given, act->given_count, act->n, NULL, unused, &now);
	offer_of_entry(a, k, e, actor, e->time, &then);
	for (size_t i = 0; i < k->field_count; i++) {
		const struct field *f = &k->fields[i];
		bool is_typed = field_is_typed(f);

		if (f->type == FIELD_REF && !is_given(act, f->name))
			continue;
		if (is_typed ? !same_text(d, a, e, &now.values[i]) : !same_values(&then.values[i], &now.values[i]))
			return false;
	}
	return true;
}

enum repeat repeat_find(struct desk *d, struct arena *a, const struct kind *k, const struct actor *actor,
	const struct act *act, struct answer *out)
{
	int64_t seq = store_int(d->store, -1, "SELECT seq FROM act WHERE by = ? AND n = ?", "tt", actor->person, act->n);
	struct entry e;

	/* A fault of the store latches there and is told by the caller. */
	if (seq < 0 || book_read(d->store, a, seq, &e))
		return REPEAT_NONE;
	if (!says_the_same(d, a, k, actor, act, &e))
		return REPEAT_OTHER;
	out->seq = seq;
	out->hash = e.hash;
	out->is_repeat = true;
	return REPEAT_SAME;
}
