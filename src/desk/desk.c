/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/desk.h"

#include <string.h>

#include "auth/office.h"
#include "base/limits.h"
#include "kinds/object.h"
#include "state/state.h"

const struct actor desk_public = { NULL, NULL, ROLE_PUBLIC };
const struct actor desk_system = { "system", NULL, ROLE_SYSTEM };

static struct desk *made(const struct env *env, const char *path)
{
	struct arena *own = arena_new(ARENA_REQUEST_MAX);
	struct desk *d = ARENA_NEW(own, struct desk);

	d->arena = own;
	d->env = env;
	d->path = arena_text(own, path);
	d->hasher = hasher_new();
	return d;
}

static bool ails(const struct store *s)
{
	return s && store_fault(s);
}

void desk_close(struct desk *d)
{
	void (*end)(struct store *);

	if (!d)
		return;
	/* Both lie on one disk: what one ails from is not tried with the other. */
	end = ails(d->store) || ails(d->office) ? store_leave : store_close;
	end(d->office);
	end(d->store);
	hasher_free(d->hasher);
	arena_free(d->arena);
}

/* What the council's first entry fixed for ever. */
static const struct fault *read_council(struct desk *d, struct arena *a)
{
	struct rows r = store_ask(d->store, "SELECT origin, is_example FROM council", "");

	if (!rows_next(&r))
		return store_fault(d->store) ? store_fault(d->store)
			: fault_new(a, FAULT_DAMAGED, __func__, "%s has no council; its first entry is missing", d->path);
	d->origin = rows_text(&r, d->arena, 0);
	d->is_example = rows_int(&r, 1) != 0;
	rows_end(&r);
	return NULL;
}

/* A policy that is wrong counts nobody's stamps; the writer says that it is wrong (desk/stamp.h). */
static void read_policy(struct desk *d)
{
	struct policy *policy = ARENA_NEW(d->arena, struct policy);
	const struct fault *f = policy_read(d->arena, d->env, d->hasher, arena_print(d->arena, "%s-policy", d->path), policy);

	d->policy = f ? NULL : policy;
	d->policy_fault = f && f->sort != FAULT_NOTHING ? f : NULL;
}

static const struct fault *rebuild_old(struct desk *d, struct arena *a)
{
	const struct fault *f;

	store_begin(d->store);
	f = state_rebuild(d->store, a);
	if (f) {
		store_rollback(d->store);
		return f;
	}
	return store_commit(d->store);
}

static const struct fault *opened(struct desk *d, struct arena *a, enum desk_mode mode)
{
	bool is_old = false;
	const struct fault *f = store_open(a, d->env, d->path, mode == DESK_WRITE ? STORE_WRITE : STORE_READ, &d->store);

	if (!f)
		f = state_check(d->store, a, d->path, &is_old);
	if (!f && is_old && mode == DESK_WRITE)
		f = rebuild_old(d, a);
	else if (!f && is_old)
		f = fault_new(a, FAULT_USAGE, __func__, "%s has a state of an older version; run `fyr rebuild` on it", d->path);
	if (!f)
		f = read_council(d, a);
	if (!f)
		read_policy(d);
	if (!f && mode == DESK_WRITE)
		f = book_open(a, d->store, d->hasher, &d->book);
	if (!f)
		f = office_open(a, d->env, arena_print(a, "%s-office", d->path), mode == DESK_WRITE, &d->office);
	return f;
}

const struct fault *desk_open(struct arena *a, const struct env *env, const char *path, enum desk_mode mode,
	struct desk **out)
{
	struct desk *d = made(env, path);
	const struct fault *f = opened(d, a, mode);

	if (f) {
		/* The fault's words may live in the store that is about to close. */
		f = fault_kept(a, f);
		desk_close(d);
		return f;
	}
	*out = d;
	return NULL;
}

const char *desk_draft_object(struct store *s, struct arena *a, const struct kind *k, const char *named)
{
	const struct field *f = k->object_field ? kind_field(k, k->object_field) : NULL;

	return named && f && f->object ? object_find(s, a, f->object, named) : named;
}

bool desk_actor(struct store *s, struct arena *a, const char *person, struct actor *out)
{
	struct actor actor = { .person = arena_text(a, person) };
	struct rows r = store_ask(s, "SELECT role, organisation FROM person JOIN role_held ON role_held.person = person.id"
		" WHERE person.id = ? AND NOT is_closed", "t", person);

	while (rows_next(&r)) {
		actor.roles |= role_find(rows_text(&r, a, 0));
		actor.organisation = rows_text(&r, a, 1);
	}
	if (!actor.roles)
		return false;
	*out = actor;
	return true;
}

bool desk_actor_named(struct store *s, struct arena *a, const char *sort, const char *name, struct actor *out)
{
	const char *person = store_text(s, a, "SELECT person FROM binding WHERE sort = ? AND text(name_text, 'name') = ?", "tt",
		sort, name);

	return person && desk_actor(s, a, person, out);
}
