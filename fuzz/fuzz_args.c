/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: the words of a command, a line each.  Whatever they are, each is taken for exactly one thing, in its place, or the
 * first that cannot be is named.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "doors/args.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS_MAX = 600 };

static bool is_among(char **words, int n, const char *word)
{
	for (int i = 0; i < n; i++)
		if (words[i] == word)
			return true;
	return false;
}

static void check_taken(const struct args *args, char **words, int n)
{
	assert(args->word_count <= sizeof(args->words) / sizeof(args->words[0]) && args->pair_count <= ARGS_MAX);
	assert(args->word_count + args->pair_count <= (size_t)n);
	for (size_t i = 0; i < args->word_count; i++)
		assert(is_among(words, n, args->words[i]) && (args->words[i][0] != '-' || !args->words[i][1]));
	for (size_t i = 0; i < args->pair_count; i++)
		assert(*args->pairs[i].name && args->pairs[i].value[-1] == '='
			&& !args->pairs[i].name[strspn(args->pairs[i].name, "abcdefghijklmnopqrstuvwxyz_")]);
	assert(!args->as || is_among(words, n, args->as));
	assert(!args->listen || is_among(words, n, args->listen));
	assert(!args->is_json || args->format);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct args *args;
	const char *problem = NULL;
	char *words[WORDS_MAX + 1] = { NULL };
	int n = 0;

	if (size > 1 << 15 || (size && memchr(data, 0, size)))
		return 0;
	a = arena_new(16 << 20);
	args = ARENA_NEW(a, struct args);
	for (char *at = arena_copy(a, (const char *)data, size), *end; at && n < WORDS_MAX; at = end ? end + 1 : NULL) {
		end = strchr(at, '\n');
		if (end)
			*end = '\0';
		words[n++] = at;
	}
	if (args_read(a, n, words, args, &problem))
		check_taken(args, words, n);
	else
		assert(problem && is_among(words, n, problem));
	arena_free(a);
	return 0;
}
