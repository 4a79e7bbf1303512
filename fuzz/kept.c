/* SPDX-License-Identifier: EUPL-1.2 */
#include "kept.h"

#include <sanitizer/lsan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state/state.h"

enum {
	USES_MAX = 20000,       /* then it is made anew: what a store has told stays in its memory */
	STORE_BYTES = 64 << 10  /* enough for a store's own struct, which lies in an arena */
};

static struct kept {
	struct store *store;
	unsigned uses;
	bool is_at_hand;
} fresh, file;

static bool has_turns;
static unsigned turn;
static char *shape; /* of our schema */

const struct fault *__real_store_open(struct arena *a, const struct env *env, const char *path, enum store_mode mode,
	struct store **out) MUST_USE;
const struct fault *__wrap_store_open(struct arena *a, const struct env *env, const char *path, enum store_mode mode,
	struct store **out) MUST_USE;
void __real_store_close(struct store *s);
void __wrap_store_close(struct store *s);
void __real_store_begin(struct store *s);
void __wrap_store_begin(struct store *s);
const struct fault *__real_store_commit(struct store *s) MUST_USE;
const struct fault *__wrap_store_commit(struct store *s) MUST_USE;
void __real_store_script(struct store *s, const char *sql);
void __wrap_store_script(struct store *s, const char *sql);
void __real_store_mark(struct store *s, int32_t application, int32_t version);
void __wrap_store_mark(struct store *s, int32_t application, int32_t version);
char *__real_store_shape(struct store *s, struct arena *a);
char *__wrap_store_shape(struct store *s, struct arena *a);
int __real_store_integrity(struct store *s, void (*say)(void *self, const char *problem), void *self);
int __wrap_store_integrity(struct store *s, void (*say)(void *self, const char *problem), void *self);
char **__real_store_tables(struct store *s, struct arena *a);
char **__wrap_store_tables(struct store *s, struct arena *a);

static bool is_kept(const struct kept *k, const struct store *s)
{
	return k->is_at_hand && k->store == s;
}

static void renew(struct kept *k, const char *path, enum store_mode mode)
{
	struct arena *a = arena_new(1 << 20);
	const struct fault *f;

	if (k->store && k->uses++ < USES_MAX) {
		arena_free(a);
		return;
	}
	if (k->store)
		__lsan_unregister_root_region(k->store, STORE_BYTES);
	__real_store_close(k->store);
	k->uses = 0;
	f = __real_store_open(a, &env_system, path, mode, &k->store);
	if (f) {
		(void)fprintf(stderr, "fuzz: nothing is kept: %s\n", f->what);
		abort();
	}
	__lsan_register_root_region(k->store, STORE_BYTES); /* what is kept is no leak */
	arena_free(a);
}

/* All of state_create but the rows it writes: these it writes for each use. */
static void renew_fresh(void)
{
	renew(&fresh, "", STORE_MEMORY);
	if (!fresh.uses) {
		state_create(fresh.store);
		store_run(fresh.store, "DELETE FROM tree", "");
		store_run(fresh.store, "DELETE FROM state_version", "");
		if (store_fault(fresh.store))
			abort();
	}
}

const struct fault *__wrap_store_open(struct arena *a, const struct env *env, const char *path, enum store_mode mode,
	struct store **out)
{
	if (mode == STORE_READ && file.is_at_hand) {
		*out = file.store;
		return NULL;
	}
	if (mode != STORE_MEMORY || fresh.is_at_hand)
		return __real_store_open(a, env, path, mode, out);
	renew_fresh();
	__real_store_begin(fresh.store);
	fresh.is_at_hand = true;
	*out = fresh.store;
	return NULL;
}

void __wrap_store_close(struct store *s)
{
	if (is_kept(&fresh, s)) {
		store_rollback(s);
		store_forgive(s);
		fresh.is_at_hand = false;
	} else if (is_kept(&file, s)) {
		store_forgive(s);
	} else {
		__real_store_close(s);
	}
}

/* What is kept is in one transaction as long as it is used. */
void __wrap_store_begin(struct store *s)
{
	if (!is_kept(&fresh, s))
		__real_store_begin(s);
}

const struct fault *__wrap_store_commit(struct store *s)
{
	return is_kept(&fresh, s) ? store_fault(s) : __real_store_commit(s);
}

void __wrap_store_script(struct store *s, const char *sql)
{
	if (!is_kept(&fresh, s) || !strncmp(sql, "INSERT", 6))
		__real_store_script(s, sql);
}

void __wrap_store_mark(struct store *s, int32_t application, int32_t version)
{
	if (!is_kept(&fresh, s))
		__real_store_mark(s, application, version);
}

char *__wrap_store_shape(struct store *s, struct arena *a)
{
	if (!has_turns || turn == 0)
		return __real_store_shape(s, a);
	if (!shape)
		shape = strdup(__real_store_shape(fresh.store, a));
	return shape;
}

int __wrap_store_integrity(struct store *s, void (*say)(void *self, const char *problem), void *self)
{
	return has_turns && turn != 1 ? 0 : __real_store_integrity(s, say, self);
}

char **__wrap_store_tables(struct store *s, struct arena *a)
{
	char **all = __real_store_tables(s, a);
	size_t n = 0;

	for (size_t i = 0; has_turns && all[i]; i++)
		if (i % KEPT_TURNS == turn)
			all[n++] = all[i];
	if (has_turns)
		all[n] = NULL;
	return all;
}

void kept_file(const char *path)
{
	renew(&file, path, STORE_READ);
	file.is_at_hand = true;
}

void kept_turn(unsigned t)
{
	has_turns = true;
	turn = t;
}

void kept_end(void)
{
	has_turns = file.is_at_hand = false;
}
