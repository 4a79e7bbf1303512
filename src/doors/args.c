/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/args.h"

#include <stddef.h>
#include <string.h>

/* Where in struct args an option's value goes: the next word, or that it was given. */
static const struct {
	const char *name;
	size_t word, flag; /* one of the two; 0 is no option's place */
} options[] = {
	{ .name = "--as", .word = offsetof(struct args, as) },
	{ .name = "--book", .flag = offsetof(struct args, is_book) },
	{ .name = "--code", .word = offsetof(struct args, code) },
	{ .name = "--copy", .word = offsetof(struct args, copy) },
	{ .name = "--dry", .flag = offsetof(struct args, is_dry) },
	{ .name = "--example", .flag = offsetof(struct args, is_example) },
	{ .name = "--format", .word = offsetof(struct args, format) },
	{ .name = "--high-water", .word = offsetof(struct args, high_water) },
	{ .name = "--json", .flag = offsetof(struct args, is_json) },
	{ .name = "--key", .word = offsetof(struct args, key) },
	{ .name = "--lang", .word = offsetof(struct args, language) },
	{ .name = "--listen", .word = offsetof(struct args, listen) },
	{ .name = "--log", .word = offsetof(struct args, log) },
	{ .name = "--name", .word = offsetof(struct args, name) },
	{ .name = "--no-cache", .flag = offsetof(struct args, has_no_cache) },
	{ .name = "--origin", .word = offsetof(struct args, origin) },
	{ .name = "--per-day", .word = offsetof(struct args, per_day) },
	{ .name = "--policy", .word = offsetof(struct args, policy) },
	{ .name = "--run", .word = offsetof(struct args, run) },
	{ .name = "--run-seconds", .word = offsetof(struct args, run_seconds) },
	{ .name = "--safe", .flag = offsetof(struct args, is_safe) },
	{ .name = "--signer", .word = offsetof(struct args, signer) },
	{ .name = "--successor-of", .word = offsetof(struct args, successor_of) },
};
enum { OPTION_COUNT = sizeof(options) / sizeof(options[0]) };

const char *args_option(size_t i)
{
	return i < OPTION_COUNT ? options[i].name : NULL;
}

/* Options that take the next word. */
static const char **valued(struct args *args, const char *option)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (options[i].word && !strcmp(options[i].name, option))
			return (const char **)(void *)((char *)args + options[i].word);
	return NULL;
}

static bool *flag(struct args *args, const char *option)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (options[i].flag && !strcmp(options[i].name, option))
			return (bool *)(void *)((char *)args + options[i].flag);
	return NULL;
}

/* A name of ours followed by "=": files may hold that sign later in their paths. */
static bool is_pair(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz_");

	return n && word[n] == '=';
}

bool args_read(struct arena *a, int argc, char **argv, struct args *out, const char **out_problem)
{
	out->command = argc > 1 ? argv[1] : "help";
	out->language = "sv";
	for (int i = 2; i < argc; i++) {
		const char **value = valued(out, argv[i]);
		bool *set = flag(out, argv[i]);

		if (value && i + 1 < argc) {
			*value = argv[++i];
		} else if (set) {
			*set = true;
		} else if (is_pair(argv[i]) && out->pair_count < ARGS_MAX) {
			const char *sign = strchr(argv[i], '=');

			out->pairs[out->pair_count++] = (struct given){ arena_copy(a, argv[i], (size_t)(sign - argv[i])), sign + 1 };
		} else if (argv[i][0] == '-' && argv[i][1]) {
			*out_problem = argv[i];
			return false;
		} else if (out->word_count < sizeof(out->words) / sizeof(out->words[0])) {
			out->words[out->word_count++] = argv[i];
		} else {
			*out_problem = argv[i];
			return false;
		}
	}
	if (out->is_json && !out->format)
		out->format = "json";
	return true;
}

const char *args_pair(const struct args *args, const char *name)
{
	for (size_t i = 0; i < args->pair_count; i++)
		if (!strcmp(args->pairs[i].name, name))
			return args->pairs[i].value;
	return NULL;
}
