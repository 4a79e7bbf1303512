/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/repair.h"

#include <string.h>
#include <strings.h>

#include "base/out.h"
#include "base/text.h"
#include "document/document.h"
#include "kinds/passage.h"

enum { HEADING_CHARS = 60, LONG_HEADING_CHARS = 120 };

static const char scheme[] = "https://";

static bool is_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xC0;
}

static bool is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

/* ---------------------------------------------------------------------------------------- headings --- */

/* A short line by itself that ends like no sentence. */
static bool is_like_heading(const char *text)
{
	const char *first = text;

	return is_capital(text_next(&first)) && !strpbrk(text, "\n\t") && text_chars(text) <= HEADING_CHARS
		&& !strchr(".?!,;|]", text[strlen(text) - 1]) && !strstr(text, scheme);
}

/* Two words or more, and every letter a capital. */
static bool is_shouted(const char *text)
{
	bool has_space = strchr(text, ' ') != NULL, has_letter = false;
	uint32_t c;

	while ((c = text_next(&text))) {
		if (is_letter(c) && !is_capital(c))
			return false;
		has_letter |= is_letter(c);
	}
	return has_space && has_letter;
}

/* Small letters but for the first. */
static char *quietened(struct arena *a, const char *text)
{
	char *out = arena_get(a, strlen(text) + 1), *to = out;
	bool is_first = true;
	uint32_t c;

	while ((c = text_next(&text))) {
		to += text_put(is_capital(c) && !is_first ? c + 0x20 : c, to);
		is_first &= !is_letter(c);
	}
	*to = '\0';
	return out;
}

/* ---------------------------------------------------------------------------------------- lists and tables --- */

/* How many bytes of a line are a mark that somebody typed for an item. */
static size_t bullet_length(const char *line)
{
	static const char *const bullets[] = { "* ", "\xE2\x80\xA2 ", "\xE2\x80\x93 ", "\xC2\xB7 ", "\xE2\x80\xA2\t", "*\t", "-\t" };

	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++)
		if (!strncmp(line, bullets[i], strlen(bullets[i])))
			return strlen(bullets[i]);
	return 0;
}

/* Two lines or more, and in each that is not blank what is asked for: a bullet, or a tab. */
static bool all_lines(const char *text, bool is_table)
{
	size_t count = 0;

	for (const char *line = text; *line; line += strspn(line, "\n")) {
		size_t n = strcspn(line, "\n");

		if (is_table ? !memchr(line, '\t', n) : !bullet_length(line))
			return false;
		count++;
		line += n;
	}
	return count > 1;
}

static const char *without_bullets(struct arena *a, const char *text)
{
	struct out o;

	out_init(&o, a, strlen(text) + 1);
	for (const char *line = text; *line; line += strspn(line, "\n")) {
		size_t n = strcspn(line, "\n"), mark = bullet_length(line);

		out_text(&o, o.length ? "\n" : "");
		out_bytes(&o, line + mark, n - mark);
		line += n;
	}
	return out_cstr(&o);
}

static size_t tabs_in(const char *line)
{
	size_t count = 0;

	for (; *line && *line != '\n'; line++)
		count += *line == '\t';
	return count;
}

const char *repair_table(struct arena *a, const char *text)
{
	const char *second = strchr(text, '\n');
	bool has_lost_corner = second && tabs_in(text) + 1 == tabs_in(second + 1);

	return passage_text_in_form(a, "table", has_lost_corner ? arena_print(a, "\t%s", text) : text);
}

/* ---------------------------------------------------------------------------------------- links --- */

static size_t address_length(const char *at)
{
	size_t n = strcspn(at, " \t\n<>\"\\)");

	while (n && strchr(".,;:!?", at[n - 1]))
		n--;
	return n;
}

/* The next address that no words lead to; NULL when there is none. */
static const char *bare_address(const char *text)
{
	for (const char *at = strstr(text, scheme); at; at = strstr(at + 1, scheme))
		if (address_length(at) > strlen(scheme) && (at - text < 2 || strncmp(at - 2, "](", 2) != 0))
			return at;
	return NULL;
}

/* Where words begin that an address in brackets belongs to: behind the sentence or the colon before them. */
static const char *words_before(const char *text, const char *bracket)
{
	const char *at = bracket;

	while (at > text && !strchr("\n|[]()", at[-1]) && !(at < bracket && *at == ' ' && strchr(".:;?!", at[-1])))
		at--;
	return at + strspn(at, " ");
}

/* Every such address behind words of its own: those before it when it stands in brackets, else its host. */
static const char *named_links(struct arena *a, const char *text)
{
	const char *at;
	struct out o;

	out_init(&o, a, strlen(text) * 3 + 16);
	while ((at = bare_address(text))) {
		size_t n = address_length(at), host = strcspn(at + strlen(scheme), "/ \t\n)?#");
		bool is_bracketed = at - text > 2 && !strncmp(at - 2, " (", 2) && at[n] == ')';
		const char *words = is_bracketed ? words_before(text, at - 2) : at;

		host = host < n - strlen(scheme) ? host : n - strlen(scheme);
		out_bytes(&o, text, (size_t)(words - text));
		if (words < at)
			out_print(&o, "[%.*s](%.*s)", (int)(at - 2 - words), words, (int)n, at);
		else
			out_print(&o, "[%.*s](%.*s)", (int)host, at + strlen(scheme), (int)n, at);
		text = at + n + (words < at);
	}
	out_text(&o, text);
	return out_cstr(&o);
}

/* Does a link say no more than that it is one? */
static bool has_empty_words(const char *text)
{
	static const char *const empty[] = { "h\u00e4r", "klicka h\u00e4r", "l\u00e4nk", "l\u00e4nken", "l\u00e4s mer", "mer", "here",
		"click here", "link", "read more" };

	for (const char *at = strchr(text, '['); at; at = strchr(at + 1, '[')) {
		size_t n = strcspn(at + 1, "[]\n");

		for (size_t i = 0; !strncmp(at + 1 + n, "](", 2) && i < sizeof(empty) / sizeof(empty[0]); i++)
			if (n == strlen(empty[i]) && !strncasecmp(at + 1, empty[i], n))
				return true;
	}
	return false;
}

/* ---------------------------------------------------------------------------------------- all of them --- */

/* What its form should be; at most one of these. */
static struct repair of_form(struct arena *a, const char *form, const char *text)
{
	if (passage_form_level(form)) {
		if (text_chars(text) > LONG_HEADING_CHARS)
			return (struct repair){ "long_heading", "paragraph", text };
		if (is_shouted(text))
			return (struct repair){ "shouted", form, quietened(a, text) };
		return (struct repair){ NULL, NULL, NULL };
	}
	if (!text_equal(form, "paragraph"))
		return (struct repair){ NULL, NULL, NULL };
	if (all_lines(text, true))
		return (struct repair){ "table", "table", repair_table(a, text) };
	if (all_lines(text, false))
		return (struct repair){ "list", "list", without_bullets(a, text) };
	if (is_like_heading(text))
		return (struct repair){ "heading", "heading", text };
	return (struct repair){ NULL, NULL, NULL };
}

size_t repairs_of(struct arena *a, const char *form, const char *text, struct repair out[REPAIRS_MAX])
{
	size_t count = 0;

	if (text_is_blank(text))
		return 0;
	form = text_is_blank(form) ? "paragraph" : form;
	out[count] = of_form(a, form, text);
	count += out[count].rule != NULL;
	if (bare_address(text))
		out[count++] = (struct repair){ "address", form, named_links(a, text) };
	if (has_empty_words(text))
		out[count++] = (struct repair){ "empty_words", form, NULL };
	if (strstr(text, DOCUMENT_PICTURE_BARE))
		out[count++] = (struct repair){ "picture", form, NULL };
	return count;
}

bool repair_find(struct arena *a, const char *form, const char *text, const char *rule, struct repair *out)
{
	struct repair all[REPAIRS_MAX];
	size_t count = repairs_of(a, form, text, all);

	for (size_t i = 0; i < count; i++)
		if (text_equal(all[i].rule, rule) && all[i].text) {
			*out = all[i];
			return true;
		}
	return false;
}
