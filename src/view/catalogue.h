/* SPDX-License-Identifier: EUPL-1.2
 *
 * Catalogue: every word on screen, by key, in Swedish and English.  The texts are po/sv.po and po/en.po, made into .mo
 * files by msgfmt and read here in place; the program never calls setlocale.
 */
#ifndef FYR_VIEW_CATALOGUE_H
#define FYR_VIEW_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct catalogue;

/* "sv" or "en"; anything else gives Swedish.  Lives for ever. */
const struct catalogue *catalogue_get(const char *language);
const char *catalogue_language(const struct catalogue *words); /* "sv", "en" */

/* The text of a key; the key itself when there is none (test/house checks that there is). */
const char *catalogue_text(const struct catalogue *words, const char *key);
bool catalogue_has(const struct catalogue *words, const char *key);
/* Does any key begin with "<group>."? */
bool catalogue_has_group(const struct catalogue *words, const char *group);
/* The keys of a group in their order, from place 0 on, with their texts; NULL past the last. */
const char *catalogue_at(const struct catalogue *words, const char *group, size_t place, const char **out_text);

/* The text of "<group>.<word>"; the word itself when there is none. */
const char *catalogue_word(const struct catalogue *words, struct arena *a, const char *group, const char *word);
/* The text with {1}, {2} ... {9} replaced by `values`; a number past `count` stays as it is. */
char *catalogue_fill(const struct catalogue *words, struct arena *a, const char *key, const char *const *values,
	size_t count);

#endif
