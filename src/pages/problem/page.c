/* SPDX-License-Identifier: EUPL-1.2
 *
 * problem: an error as a page: what happened, in a sentence, and what to do.  The web door shows it with the
 * status number `code`; `why` is the catalogue's "problem.<what>" when it is known more exactly.  There is
 * nothing to ask the state: `fill` finds the words.
 */
#include <string.h>

#include "base/text.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "view/catalogue.h"
#include "view/format.h"

static const struct input inputs[] = {
	{ .name = "code", .type = INPUT_INT, .is_must = true },
	{ .name = "why", .type = INPUT_WORD },
	{ .name = "request", .type = INPUT_WORD },
	{ .name = "sent", .type = INPUT_INT }, /* bytes of a form that was too long, and how many it may have */
	{ .name = "most", .type = INPUT_INT },
};

static const struct column problem[] = {
	OPEN("code", COLUMN_INT), OPEN("heading", COLUMN_TEXT), OPEN("sentence", COLUMN_TEXT),
	OPEN("advice", COLUMN_TEXT), OPEN("length", COLUMN_TEXT), OPEN("is_sign_in", COLUMN_BOOL), OPEN("request", COLUMN_TEXT),
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

/* How much was sent and how much may be, in thousands of bytes; NULL when it is not known. */
static const char *length_of(struct fill *f)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const char *values[2], *names[] = { "sent", "most" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *given = ask_input(f->ask, names[i]);
		int64_t n;

		if (!given || !text_to_int(given, 1, INT64_MAX, &n))
			return NULL;
		values[i] = format_number(f->arena, words, n / 1000);
	}
	return catalogue_fill(words, f->arena, "problem.length", values, 2);
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
	fill_text(t, 0, "length", length_of(f));
	fill_text(t, 0, "request", ask_input(f->ask, "request"));
	fill_int(t, 0, "is_sign_in", is_known && !strcmp(why, "problem.sign_in"));
}

const struct page page_problem = { .name = "problem", .path = "/problem", .readers = READERS_EVERYONE,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.is_form = true,
	.fill = fill };
