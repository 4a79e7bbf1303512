/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/args.h"

#include <string.h>

/* Options that take the next word. */
static const char **valued(struct args *args, const char *option)
{
	const struct {
		const char *name;
		const char **to;
	} all[] = { { "--as", &args->as }, { "--name", &args->name }, { "--origin", &args->origin },
		{ "--listen", &args->listen }, { "--lang", &args->language }, { "--format", &args->format }, { "--log", &args->log } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(all[i].name, option))
			return all[i].to;
	return NULL;
}

static bool *flag(struct args *args, const char *option)
{
	if (!strcmp(option, "--json"))
		return &args->is_json;
	if (!strcmp(option, "--dry"))
		return &args->is_dry;
	if (!strcmp(option, "--book"))
		return &args->is_book;
	return strcmp(option, "--example") ? NULL : &args->is_example;
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
