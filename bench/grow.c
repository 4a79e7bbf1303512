/* SPDX-License-Identifier: EUPL-1.2
 *
 * grow: lengthens the example council's book to a given number of entries by acts such as people make, a thousand to a
 * transaction, so that the cost of a page can be measured against the age of a council.
 * usage: grow FILE ENTRIES
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/env.h"
#include "desk/desk.h"

enum { BATCH = 1000, ARENA_BYTES = 1 << 28 };

static const struct fault *write_some(struct desk *d, const struct actor *who, int64_t from, int64_t to)
{
	struct arena *a = arena_new(ARENA_BYTES);
	const struct fault *f = NULL;

	store_begin(d->store);
	for (int64_t i = from; !f && i < to; i++) {
		struct given given[] = { { "measure", arena_print(a, "%lld", (long long)(i % 40 + 1)) },
			{ "text", arena_print(a, "Hur gick det med punkt %lld i protokollet?", (long long)i) } };
		struct act act = { .kind = "question_asked", .given = given, .given_count = 2 };
		struct answer answer;

		f = desk_write(d, a, who, &act, false, &answer);
		if (!f && answer.seq < 0)
			f = fault_new(a, FAULT_REFUSED, "grow", "%s", answer.refusals.all[0].rule);
	}
	if (f)
		store_rollback(d->store);
	else
		f = store_commit(d->store);
	arena_free(a);
	return f;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(ARENA_BYTES);
	int64_t size, wanted = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
	struct actor who;
	struct desk *d;
	const struct fault *f;

	if (wanted <= 0) {
		fprintf(stderr, "usage: grow FILE ENTRIES\n");
		return 2;
	}
	f = desk_open(a, &env_system, argv[1], DESK_WRITE, &d);
	if (!f && !desk_actor_named(d->store, a, "login", "coordinator", &who))
		f = fault_new(a, FAULT_NOTHING, "grow", "no coordinator in the file");
	if (!f)
		for (size = store_int(d->store, 0, "SELECT size FROM tree", ""); !f && size < wanted; size += BATCH)
			f = write_some(d, &who, size, size + BATCH < wanted ? size + BATCH : wanted);
	if (f)
		fprintf(stderr, "grow: %s: %s\n", f->where, f->what);
	else
		desk_close(d);
	arena_free(a);
	return f ? 6 : 0;
}
