/* SPDX-License-Identifier: EUPL-1.2
 *
 * problem: an error as a page: what happened, in a sentence, and what to do.  The web door shows it with the
 * status number `code`; `why` is the catalogue's "problem.<what>" when it is known more exactly.  There is
 * nothing to ask the state: `fill` finds the words.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "view/catalogue.h"

static const struct input inputs[] = {
	{ .name = "code", .type = INPUT_INT, .is_must = true },
	{ .name = "why", .type = INPUT_WORD },
	{ .name = "request", .type = INPUT_WORD },
};

static const struct column problem[] = {
	OPEN("code", COLUMN_INT), OPEN("heading", COLUMN_TEXT), OPEN("sentence", COLUMN_TEXT),
	OPEN("advice", COLUMN_TEXT), OPEN("is_sign_in", COLUMN_BOOL), OPEN("request", COLUMN_TEXT),
};

static const struct query queries[] = {
	{ QUERY("problem", problem), .is_one = true },
};

/* The words of this status number, of the others of its hundred when it has none of its own. */
static const char *words_of(struct fill *f, const char *group, const char *code)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const char *key = arena_print(f->arena, "%s.%s", group, code);

	if (catalogue_has(words, key))
		return catalogue_text(words, key);
	return catalogue_word(words, f->arena, group, *code == '5' ? "500" : "400");
}

static void fill(struct fill *f)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const char *code = ask_input(f->ask, "code"), *why = ask_input(f->ask, "why");
	bool is_known = why && !strncmp(why, "problem.", 8) && catalogue_has(words, why);
	struct table *t = fill_table(f, "problem", 1);
	int64_t n = 0;

	for (const char *p = code; *p >= '0' && *p <= '9' && n < 1000; p++)
		n = n * 10 + *p - '0';
	fill_int(t, 0, "code", n);
	fill_text(t, 0, "heading", words_of(f, "problem_heading", code));
	fill_text(t, 0, "sentence", is_known ? catalogue_text(words, why) : words_of(f, "problem_sentence", code));
	fill_text(t, 0, "advice", words_of(f, "problem_advice", code));
	fill_text(t, 0, "request", ask_input(f->ask, "request"));
	fill_int(t, 0, "is_sign_in", is_known && !strcmp(why, "problem.sign_in"));
}

const struct page page_problem = { .name = "problem", .path = "/problem", .readers = READERS_EVERYONE,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.is_form = true,
	.fill = fill };
