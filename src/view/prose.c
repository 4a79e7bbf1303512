/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/prose.h"

#include <string.h>

#include "view/escape.h"

enum { GROUP_DIGITS = 3 };

static const char scheme[] = "https://", narrow[] = "\xE2\x80\xAF", fixed[] = "\xC2\xA0";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters of other alphabets, and what is accented, have bytes of more than 0x7F. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c > 0x7F;
}

/* ---------------------------------------------------------------------------------------- set as Swedish is set --- */

/* Is the space at `at` one between the groups of a number: one to three digits before it, three behind it and no more? */
static bool parts_number(const char *text, const char *at)
{
	size_t before = 0, behind = 0;

	while (before <= GROUP_DIGITS && at - before > text && is_digit(at[-(ptrdiff_t)before - 1]))
		before++;
	while (behind <= GROUP_DIGITS && is_digit(at[1 + behind]))
		behind++;
	return before && before <= GROUP_DIGITS && behind == GROUP_DIGITS;
}

/* What stands for the byte at `at`; NULL: itself. */
static const char *set(const char *text, const char *at)
{
	bool is_first = at == text;

	if (*at == '"')
		return "\xE2\x80\x9D";
	if (*at == '\'' && !is_first && is_letter(at[-1]) && is_letter(at[1]))
		return "\xE2\x80\x99";
	if (*at == '-' && !is_first && at[-1] == ' ' && at[1] == ' ')
		return "\xE2\x80\x93";
	if (*at != ' ' || is_first || !is_digit(at[-1]))
		return NULL;
	if (parts_number(text, at))
		return narrow;
	return at[1] == '%' || !strncmp(at + 1, "\xC2\xA7", 2) ? fixed : NULL;
}

static void write_set(struct out *o, struct arena *a, const char *text)
{
	struct out whole;

	out_init(&whole, a, strlen(text) * 3 + 1);
	for (const char *at = text; *at; at++) {
		const char *other = set(text, at);

		if (other)
			out_text(&whole, other);
		else
			out_char(&whole, *at);
	}
	escape_write(o, ESCAPE_TEXT, out_cstr(&whole));
}

/* ---------------------------------------------------------------------------------------- links --- */

/* How long the address is that begins here; 0 when none does.  What ends a sentence, or closes a bracket opened outside, is not
 * part of it. */
static size_t address_length(const char *at)
{
	size_t n = strlen(scheme), open = 0;

	if (strncmp(at, scheme, n) != 0)
		return 0;
	for (; (unsigned char)at[n] > ' ' && !strchr("<>\"\\", at[n]); n++) {
		if (at[n] == ')' && !open)
			break;
		open = at[n] == '(' ? open + 1 : at[n] == ')' ? open - 1 : open;
	}
	while (n && strchr(".,;:!?'", at[n - 1]))
		n--;
	return n > strlen(scheme) ? n : 0;
}

struct link {
	const char *words, *address; /* words NULL: the address itself */
	size_t words_length, address_length, length;
};

/* "[words](https://address)" in one line. */
static bool is_named_link(const char *at, struct link *out)
{
	size_t n = *at == '[' ? strcspn(at + 1, "[]\n") : 0, length;

	if (!n || strncmp(at + 1 + n, "](", 2) != 0)
		return false;
	length = address_length(at + n + 3);
	if (!length || at[n + 3 + length] != ')')
		return false;
	*out = (struct link){ at + 1, at + n + 3, n, length, n + length + 4 };
	return true;
}

static bool is_link(const char *at, struct link *out)
{
	size_t length;

	if (is_named_link(at, out))
		return true;
	length = address_length(at);
	*out = (struct link){ NULL, at, 0, length, length };
	return length != 0;
}

static void write_link(struct out *o, struct arena *a, const struct link *link)
{
	const char *address = arena_copy(a, link->address, link->address_length);

	out_text(o, "<a href=\"");
	escape_write(o, ESCAPE_URL_START, address);
	out_text(o, "\">");
	if (link->words)
		write_set(o, a, arena_copy(a, link->words, link->words_length));
	else
		escape_write(o, ESCAPE_TEXT, address);
	out_text(o, "</a>");
}

void prose_write(struct out *o, struct arena *a, const char *text)
{
	const char *from = text;
	struct link link;

	for (const char *at = text; *at;) {
		if (!is_link(at, &link)) {
			at++;
			continue;
		}
		write_set(o, a, arena_copy(a, from, (size_t)(at - from)));
		write_link(o, a, &link);
		from = at += link.length;
	}
	write_set(o, a, from);
}
