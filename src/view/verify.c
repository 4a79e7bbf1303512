/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/verify.h"

#include <string.h>

#include "base/embed.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/limits.h"
#include "view/catalogue.h"
#include "view/escape.h"

/* Words the script may need: whole groups, and single ones. */
static const char *const groups[] = { "field", "kind", "process_short", "role", "verify" };
static const char *const singles[] = { "page.verify", "column.period", "column.number", "column.title", "column.responsible",
	"column.process", "column.entry", "column.check_code", "column.proof" };

static struct json *words_of(struct arena *a, const char *language)
{
	const struct catalogue *words = catalogue_get(language);
	struct json *all = js_object(a);
	const char *key, *text;

	for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++)
		for (size_t i = 0; (key = catalogue_at(words, groups[g], i, &text)); i++)
			js_set_text(a, all, key, text);
	for (size_t i = 0; i < sizeof(singles) / sizeof(singles[0]); i++)
		js_set_text(a, all, singles[i], catalogue_text(words, singles[i]));
	return all;
}

/* Both languages as JSON in which nothing can end the element it stands in. */
static void write_words(struct arena *a, struct out *o)
{
	struct json *both = js_object(a);
	const char *line;

	js_set(a, both, "en", words_of(a, "en"));
	js_set(a, both, "sv", words_of(a, "sv"));
	for (line = js_line(a, both); *line; line++) {
		if (*line == '<')
			out_text(o, "\\u003c");
		else
			out_char(o, *line);
	}
}

static const char *hash_text(struct arena *a, const char *bytes)
{
	struct hasher *h = hasher_new();
	struct hash hash = hash_of(h, bytes, strlen(bytes), NULL, 0, NULL, 0);

	hasher_free(h);
	return base64_from(a, hash.bytes, HASH_BYTES);
}

/* What a file can say of itself as well; only a header can forbid frames. */
static const char *own_policy(struct arena *a)
{
	return arena_print(a, "default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'",
		hash_text(a, embed_known("view/verify.js")->bytes), hash_text(a, embed_known("view/verify.css")->bytes));
}

const char *verify_policy(struct arena *a)
{
	return arena_print(a, "%s; frame-ancestors 'none'", own_policy(a));
}

/* Writes what stands for a mark of verify.html. */
static void write_mark(struct arena *a, struct out *o, const char *mark, size_t n, const char *language)
{
	const struct catalogue *words = catalogue_get(language);

	if (!strncmp(mark, "lang", n))
		out_text(o, language);
	else if (!strncmp(mark, "policy", n))
		out_text(o, own_policy(a));
	else if (!strncmp(mark, "style", n))
		out_text(o, embed_known("view/verify.css")->bytes);
	else if (!strncmp(mark, "script", n))
		out_text(o, embed_known("view/verify.js")->bytes);
	else if (!strncmp(mark, "words", n))
		write_words(a, o);
	else if (!strncmp(mark, "title", n))
		escape_write(o, ESCAPE_PLAIN, catalogue_text(words, "page.verify"));
	else
		escape_write(o, ESCAPE_TEXT, catalogue_text(words, "verify.noscript"));
}

const char *verify_page(struct arena *a, const char *language, size_t *out_length)
{
	const char *at = embed_known("view/verify.html")->bytes;
	struct out o;

	out_init(&o, a, PAGE_MAX);
	while (*at) {
		size_t plain = strcspn(at, "{"), n;

		out_bytes(&o, at, plain);
		at += plain;
		n = *at ? strcspn(at, "}") : 0;
		if (n)
			write_mark(a, &o, at + 1, n - 1, language);
		at += n ? n + 1 : 0;
	}
	*out_length = o.length;
	return out_cstr(&o);
}
