/* SPDX-License-Identifier: EUPL-1.2
 *
 * Given: the small council of test/given, for tests that need one to act in.
 */
#ifndef FYR_TEST_GIVEN_H
#define FYR_TEST_GIVEN_H

#include <string.h>

#include "base/limits.h"
#include "base/embed.h"
#include "desk/script.h"

/* Plays DIR/NAME.case, and first what it says is given; every act must be accepted.  The depth is the files' own. */
static inline const struct fault *given_play(struct player *p, struct arena *a, const char *dir, const char *name)
{
	const char *path = arena_print(a, "%s/%s.case", dir, name), *cursor;
	struct script_line *line = ARENA_NEW(a, struct script_line);
	struct answer answer;
	enum script_deed deed;
	size_t number = 0, n;
	char *text;
	const struct fault *f = env_file_read(a, &env_system, path, FILE_MAX, &text, &n);

	if (f)
		return f;
	for (cursor = text; !f && script_read(a, &cursor, &number, line);) {
		f = script_play(p, a, line, &deed, &answer);
		if (!f && deed == SCRIPT_WROTE && answer.seq < 0)
			f = fault_new(a, FAULT_REFUSED, __func__, "%s:%zu: refused", path, number);
		if (!f && deed == SCRIPT_OTHER && !strcmp(line->words[0], "given"))
			f = given_play(p, a, dir, line->words[1]);
	}
	return f;
}

/* An office in memory: for software keys and passages being written, which lie there. */
static inline const struct fault *given_office(struct arena *a, const struct env *env, struct desk *d)
{
	const struct fault *f = store_open(a, env, "", STORE_MEMORY, &d->office);

	if (f)
		return f;
	store_script(d->office, embed_find("auth/office.sql")->bytes);
	store_script(d->office, embed_find("auth/software_key.sql")->bytes);
	store_script(d->office, embed_find("auth/device.sql")->bytes);
	store_script(d->office, embed_find("auth/passage.sql")->bytes);
	return store_fault(d->office);
}

/* The small council with a period open, in memory; `clock` and `env` are its world and must live as long. */
static inline const struct fault *given_open(struct player *p, struct arena *a, struct env_fixed *clock, struct env *env,
	const char *dir)
{
	struct desk_start start = { .name = "Fyrby brottsförebyggande råd", .origin = "fyrby-00000000",
		.vkey = "fyrby-00000000+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .is_example = true };
	const struct fault *f;

	*clock = (struct env_fixed){ .now = 1735722000, .seed = 1 };
	*env = env_fixed(clock);
	f = desk_create_memory(a, env, &start, &p->desk);
	p->clock = clock;
	p->actor = desk_public;
	return f ? f : given_play(p, a, dir, "open_period");
}

#endif
