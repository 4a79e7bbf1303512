/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/catalogue.h"

#include <assert.h>
#include <string.h>

#include "base/embed.h"
#include "base/out.h"
#include "base/limits.h"
#include "view/mo.h"

struct catalogue {
	const char *language, *path;
};

static const struct catalogue catalogues[] = { { "sv", "po/sv.mo" }, { "en", "po/en.mo" } };

const struct catalogue *catalogue_get(const char *language)
{
	return &catalogues[language && !strcmp(language, "en")];
}

const char *catalogue_language(const struct catalogue *words)
{
	return words->language;
}

/* Opened anew each time: two dozen comparisons, and nothing to keep or to share between threads. */
static struct mo opened(const struct catalogue *words)
{
	const struct embedded *file = embed_find(words->path);
	struct mo m = { 0 };

	bool is_whole = file && mo_open(file->bytes, file->length, &m);

	assert(is_whole); /* msgfmt made it, and the build put it in */
	return m;
}

/* The empty key is the catalogue's header and no word. */
static const char *find(const struct catalogue *words, const char *key)
{
	struct mo m = opened(words);

	return *key ? mo_find(&m, key) : NULL;
}

const char *catalogue_text(const struct catalogue *words, const char *key)
{
	const char *text = find(words, key);

	return text ? text : key;
}

bool catalogue_has(const struct catalogue *words, const char *key)
{
	return find(words, key) != NULL;
}

const char *catalogue_at(const struct catalogue *words, const char *group, size_t place, const char **out_text)
{
	struct mo m = opened(words);
	size_t n = strlen(group), at = mo_place(&m, group);
	const char *key;

	while ((key = mo_key(&m, at)) && !strncmp(key, group, n)) {
		if (key[n] == '.' && place-- == 0) {
			*out_text = mo_text(&m, at);
			return key;
		}
		at++;
	}
	return NULL;
}

bool catalogue_has_group(const struct catalogue *words, const char *group)
{
	struct mo m = opened(words);
	size_t n = strlen(group);
	const char *key;

	/* "group" itself may stand before "group.x", as may "group-y", since '-' sorts before '.'. */
	for (size_t at = mo_place(&m, group); at < m.count; at++) {
		key = mo_key(&m, at);
		if (!key || strncmp(key, group, n) != 0)
			return false;
		if (key[n] == '.')
			return true;
	}
	return false;
}

const char *catalogue_word(const struct catalogue *words, struct arena *a, const char *group, const char *word)
{
	/* Joined by hand: a page asks for hundreds of words, and formatting costs more than finding them. */
	size_t n = strlen(group), m = strlen(word);
	char *key = arena_get(a, n + m + 2);
	const char *text;

	memcpy(key, group, n + 1);
	key[n] = '.';
	memcpy(key + n + 1, word, m + 1);
	text = find(words, key);
	return text ? text : word;
}

char *catalogue_fill(const struct catalogue *words, struct arena *a, const char *key, const char *const *values,
	size_t count)
{
	const char *s = catalogue_text(words, key);
	struct out o;

	out_init(&o, a, PAGE_MAX);
	while (*s) {
		size_t plain = strcspn(s, "{");

		out_bytes(&o, s, plain);
		s += plain;
		if (s[0] == '{' && s[1] >= '1' && s[1] <= '9' && s[2] == '}' && (size_t)(s[1] - '1') < count) {
			out_text(&o, values[s[1] - '1']);
			s += 3;
		} else if (*s) {
			out_char(&o, *s++);
		}
	}
	out_char(&o, '\0');
	assert(!out_full(&o)); /* texts and values have limits far below a page */
	return o.bytes;
}
