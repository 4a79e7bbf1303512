/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: any text as prose.  What comes out is the text as it was, letter for letter but for the marks that are set as Swedish is
 * set, and no element but links, each to the https address that stands in the text.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "view/escape.h"
#include "view/prose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char link_start[] = "<a href=\"", link_end[] = "</a>";

/* The mark that one byte became, or that byte, an entity read back; *html moves behind it. */
static const char *shown(const char **html, char *out_plain)
{
	static const struct {
		const char *shown;
		char plain;
	} marks[] = { { "\xE2\x80\x9D", '"' }, { "\xE2\x80\x99", '\'' }, { "\xE2\x80\x93", '-' }, { "\xE2\x80\xAF", ' ' },
		{ "\xC2\xA0", ' ' }, { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&#34;", '"' }, { "&#39;", '\'' } };
	const char *at = *html;

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (!strncmp(at, marks[i].shown, strlen(marks[i].shown))) {
			*out_plain = marks[i].plain;
			*html += strlen(marks[i].shown);
			return at;
		}
	}
	assert(*at && !strchr("&<>\"'", *at));
	*out_plain = *at;
	*html += 1;
	return at;
}

/* Goes over what is shown and what was written side by side, to the next element. */
static void take_words(const char **html, const char **text)
{
	while (**html && **html != '<') {
		char plain;
		const char *at = shown(html, &plain);
		size_t n = (size_t)(*html - at);

		if (*at != '&' && !strncmp(*text, at, n)) {
			*text += n; /* a mark that was written so */
			continue;
		}
		assert(**text == plain);
		*text += 1;
	}
}

/* The address that stands in the text here, of which `href` is made. */
static void take_address(struct arena *a, const char **text, const char *href)
{
	size_t n = strcspn(*text, " \t\n<>\"\\") + 1;
	struct out o;

	assert(!strncmp(*text, "https://", 8));
	do {
		n--;
		assert(n > 8);
		out_init(&o, a, 1 << 16);
		escape_write(&o, ESCAPE_URL_START, arena_copy(a, *text, n));
	} while (strcmp(out_cstr(&o), href) != 0);
	*text += n;
}

static void take_link(struct arena *a, const char **html, const char **text)
{
	const char *at = *html + strlen(link_start), *href = arena_copy(a, at, strcspn(at, "\"")), *read = *text;
	bool is_named = **text == '[';

	*html = at + strlen(href);
	assert(!strncmp(*html, "\">", 2));
	*html += 2;
	read += is_named;
	take_words(html, &read);
	if (is_named) {
		assert(!strncmp(read, "](", 2));
		read += 2;
		take_address(a, &read, href);
		assert(*read == ')');
		read++;
	} else {
		const char *address = *text;

		take_address(a, &address, href);
		assert(address == read);
	}
	assert(!strncmp(*html, link_end, strlen(link_end)));
	*html += strlen(link_end);
	*text = read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	char *text = NULL;

	if (size > 1 << 13)
		return 0;
	a = arena_new(64 << 20);
	if (text_clean(a, (const char *)data, size, 4000, false, &text) == TEXT_OK) {
		const char *html, *read = text;
		struct out o;

		out_init(&o, a, 1 << 20);
		prose_write(&o, a, text);
		assert(!out_full(&o));
		html = out_cstr(&o);
		take_words(&html, &read);
		while (*html) {
			assert(!strncmp(html, link_start, strlen(link_start)));
			take_link(a, &html, &read);
			take_words(&html, &read);
		}
		assert(!*read);
	}
	arena_free(a);
	return 0;
}
