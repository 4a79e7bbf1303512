/* SPDX-License-Identifier: EUPL-1.2
 *
 * Args: the words of one command, taken apart.
 */
#ifndef FYR_DOORS_ARGS_H
#define FYR_DOORS_ARGS_H

#include <stdbool.h>

#include "base/env.h"
#include "kinds/kind.h"

enum { ARGS_MAX = 400 };

struct args {
	struct arena *arena;
	const struct env *env;
	const char *command;
	const char *words[8];      /* the words that are neither options nor name=value */
	size_t word_count;
	struct given pairs[ARGS_MAX]; /* name=value */
	size_t pair_count;
	const char *as, *name, *origin, *listen, *language, *format, *log, *key, *copy, *signer, *policy, *high_water, *per_day,
		*successor_of, *code, *run, *run_seconds;
	bool is_json, is_dry, is_book, is_safe, is_example, has_no_cache;
};

/* The names of all options, in order; NULL past the last. */
const char *args_option(size_t i);

/* False with *out_problem when an option is unknown or lacks its value. */
bool args_read(struct arena *a, int argc, char **argv, struct args *out, const char **out_problem);

/* The value of a name=value word, or NULL. */
const char *args_pair(const struct args *args, const char *name);

#endif
