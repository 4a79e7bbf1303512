/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/judge.h"

#include <string.h>

#include "base/text.h"
#include "kinds/enrolled.h"
#include "kinds/signing.h"
#include "kinds/two_person.h"
#include "state/state.h"

static void find(const struct judge *j, const struct entry *e, const char *what)
{
	j->say(j->self, arena_print(j->arena, "entry %lld: %s", (long long)e->seq, what));
}

/* `base` is the head the person saw: a size and the root the tree had then. */
static bool has_head(const struct judge *j, const struct entry *e)
{
	const char *colon = strchr(e->base, ':');
	int64_t size = -1;

	return colon && text_to_int(arena_copy(j->arena, e->base, (size_t)(colon - e->base)), 0, e->seq, &size)
		&& !strcmp(colon + 1, merkle_hash_text(j->arena, &j->roots[size]));
}

void judge_place(struct judge *j, const struct entry *e)
{
	if (e->time < j->last_time)
		find(j, e, "it is dated before the one before it");
	j->last_time = e->time;
	if (!text_equal(e->log, j->origin))
		find(j, e, "it was written for another council's book");
	if (!has_head(j, e))
		find(j, e, "the head it builds on was never the book's");
}

static void ask_signature(const struct judge *j, struct store *s, const struct entry *e)
{
	const char *rule = signing_entry_refusal(s, j->arena, j->hasher, e);

	if (rule)
		find(j, e, arena_print(j->arena, "its maker's own signature is missing or does not hold (%s)", rule));
}

void judge_rules(const struct judge *j, struct store *fresh, const struct entry *e)
{
	const char *rule = two_person_entry_refusal(fresh, j->arena, e);

	if (!rule)
		rule = enrolled_entry_refusal(fresh, e);
	if (rule)
		find(j, e, arena_print(j->arena, "it was written against the two-person rule (%s)", rule));
	ask_signature(j, fresh, e);
}

const struct fault *judge_signature(const struct judge *j, struct store *keys, const struct entry *e)
{
	const struct kind *k = kind_find(e->kind);

	if (!k)
		return NULL; /* a replay tells */
	ask_signature(j, keys, e);
	if (signing_rests_on(k))
		return state_apply(keys, j->arena, e);
	signing_apply(keys, j->arena, e);
	return store_fault(keys);
}
