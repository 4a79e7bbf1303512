/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <string.h>

#include "auth/office.h"
#include "desk/desk.h"
#include "state/state.h"
#include "view/catalogue.h"

enum { FIRST_MAX = 8 };

/* The first entries, by the program itself: nobody is enrolled yet.  The rules hold for them like for all. */
static const struct fault *write_first(struct desk *d, struct arena *a, const char *kind, const struct given *given,
	size_t count, const char **out_obj)
{
	struct act act = { .kind = kind, .given = given, .given_count = count };
	struct answer answer;
	const struct fault *f = desk_write(d, a, &desk_system, &act, false, &answer);

	if (f)
		return f;
	if (answer.seq < 0)
		return fault_new(a, FAULT_REFUSED, __func__, "%s was refused: %s (%s)", kind, answer.refusals.all[0].rule,
			answer.refusals.all[0].field ? answer.refusals.all[0].field : "-");
	*out_obj = store_text(d->store, a, "SELECT obj FROM log WHERE seq = ?", "i", answer.seq);
	return NULL;
}

static const struct fault *write_council(struct desk *d, struct arena *a, const struct desk_start *start)
{
	const struct given given[] = { { "name", start->name }, { "origin", d->origin }, { "vkey", start->vkey },
		{ "is_example", start->is_example ? "yes" : "" }, { "predecessor", start->predecessor },
		{ "predecessor_head", start->predecessor_head } };
	const char *obj;

	return write_first(d, a, "council_opened", given, start->predecessor ? 6 : 4, &obj);
}

/* One of the two first persons: called by the role until somebody says more, which is also the name to sign in with. */
static const struct fault *write_person(struct desk *d, struct arena *a, const char *role, const char *user)
{
	const char *word = catalogue_word(catalogue_get("sv"), a, "first", role);
	const struct given set[] = { { "function", word }, { "name", word } };
	const char *person = NULL, *obj;
	const struct fault *f = write_first(d, a, "person_set", set, 2, &person);

	if (!f) {
		const struct given given[] = { { "person", person }, { "role", role } };

		f = write_first(d, a, "role_given", given, 2, &obj);
	}
	if (!f) {
		const struct given given[] = { { "person", person }, { "sort", "login" }, { "name", role } };

		f = write_first(d, a, "person_bound", given, 3, &obj);
	}
	if (!f && user) {
		const struct given given[] = { { "person", person }, { "sort", "user" }, { "name", user } };

		f = write_first(d, a, "person_bound", given, 3, &obj);
	}
	return f;
}

static const struct fault *first_entries(struct desk *d, struct arena *a, const struct desk_start *start)
{
	const struct fault *f;

	store_begin(d->store);
	state_create(d->store);
	f = store_fault(d->store);
	if (!f)
		f = book_open(a, d->store, d->hasher, &d->book);
	if (!f)
		f = write_council(d, a, start);
	if (!f)
		f = write_person(d, a, "administrator", start->user);
	if (!f)
		f = write_person(d, a, "coordinator", NULL);
	if (f) {
		store_rollback(d->store);
		return f;
	}
	return store_commit(d->store);
}

static const struct fault *created(struct arena *a, const struct env *env, const char *path, enum store_mode mode,
	const struct desk_start *start, struct desk **out)
{
	struct arena *own = arena_new(32 << 20);
	struct desk *d = ARENA_NEW(own, struct desk);
	const struct fault *f;

	d->arena = own;
	d->env = env;
	d->path = arena_text(own, path);
	d->hasher = hasher_new();
	d->origin = arena_text(own, start->origin);
	d->is_example = start->is_example;
	f = store_open(a, env, path, mode, &d->store);
	if (!f)
		f = first_entries(d, a, start);
	if (!f && mode == STORE_CREATE)
		f = office_create(a, env, arena_print(a, "%s-office", path), &d->office);
	if (f) {
		f = fault_kept(a, f);
		desk_close(d);
		return f;
	}
	*out = d;
	return NULL;
}

const struct fault *desk_create(struct arena *a, const struct env *env, const char *path, const struct desk_start *start,
	struct desk **out)
{
	return created(a, env, path, STORE_CREATE, start, out);
}

const struct fault *desk_create_memory(struct arena *a, const struct env *env, const struct desk_start *start,
	struct desk **out)
{
	return created(a, env, "memory", STORE_MEMORY, start, out);
}
