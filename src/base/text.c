/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

bool text_is_utf8(const char *s, size_t n)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;

	for (size_t at = 0; at < n;) {
		utf8proc_int32_t c = p[at]; /* nearly always ASCII */
		utf8proc_ssize_t step = c < 0x80 ? 1 : utf8proc_iterate(p + at, (utf8proc_ssize_t)(n - at), &c);

		if (step <= 0 || c == 0)
			return false;
		at += (size_t)step;
	}
	return true;
}

uint32_t text_next(const char **s)
{
	utf8proc_int32_t c = (unsigned char)**s;
	utf8proc_ssize_t step;

	if (!c)
		return 0;
	step = c < 0x80 ? 1 : utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
	if (step <= 0) { /* cannot happen with checked text; keep moving all the same */
		(*s)++;
		return 0xFFFD;
	}
	*s += step;
	return (uint32_t)c;
}

size_t text_chars(const char *s)
{
	size_t n = 0;

	while (text_next(&s))
		n++;
	return n;
}

size_t text_put(uint32_t c, char *to)
{
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)to);

	return n > 0 ? (size_t)n : 0;
}

/* Invisible or order-changing characters that let a name look like another one. */
static bool is_forbidden(uint32_t c)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

	if (c == '\n' || c == '\t')
		return false;
	if (c == 0xAD) /* soft hyphen comes with pasted text and does no harm */
		return false;
	return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CN
		|| category == UTF8PROC_CATEGORY_CO || category == UTF8PROC_CATEGORY_CS || c == 0x2028 || c == 0x2029;
}

/* Line ends made one, outer white space dropped. */
static char *trimmed(struct arena *a, const char *s, size_t n)
{
	char *t = arena_copy(a, s, n);
	size_t to = 0;
	char *start;

	for (size_t from = 0; from < n; from++) {
		if (t[from] == '\r' && t[from + 1] == '\n')
			continue;
		t[to++] = t[from] == '\r' ? '\n' : t[from];
	}
	while (to && strchr(" \t\n", t[to - 1]))
		to--;
	t[to] = '\0';
	for (start = t; *start && strchr(" \t\n", *start); start++)
		;
	return start;
}

static char *normal_form(struct arena *a, char *s)
{
	utf8proc_uint8_t *nfc = NULL;
	utf8proc_ssize_t n;
	char *t;

	if (text_chars(s) == strlen(s)) /* ASCII */
		return s;
	n = utf8proc_map((const utf8proc_uint8_t *)s, 0, &nfc, UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n == UTF8PROC_ERROR_NOMEM)
		memory_stop("no memory for the normal form of a text");
	t = arena_text(a, n >= 0 ? (const char *)nfc : s);
	/* utf8proc hands out malloc'd memory; this is the one place it is given back. */
	(free)(nfc);
	return t;
}

/* The text with forbidden characters shown as U+FFFD; *out_bad tells whether there were any. */
static char *visible(struct arena *a, const char *s, bool *out_bad)
{
	char *t = arena_get(a, strlen(s) * 3 + 1);
	size_t at = 0;
	uint32_t c;

	*out_bad = false;
	while ((c = text_next(&s))) {
		bool bad = is_forbidden(c);

		*out_bad |= bad;
		at += text_put(bad ? 0xFFFD : c, t + at);
	}
	t[at] = '\0';
	return t;
}

enum text_problem text_clean(struct arena *a, const char *s, size_t n, size_t max_chars, bool one_line,
	char **out_text)
{
	bool bad;
	char *t;

	if (!text_is_utf8(s, n))
		return TEXT_NOT_UTF8;
	t = visible(a, normal_form(a, trimmed(a, s, n)), &bad);
	*out_text = t;
	if (bad)
		return TEXT_CONTROL;
	if (one_line && strpbrk(t, "\n\t"))
		return TEXT_LINE_BREAK;
	return text_chars(t) > max_chars ? TEXT_TOO_LONG : TEXT_OK;
}

char *text_from_latin1(struct arena *a, const char *s, size_t n)
{
	/* Windows-1252 fills the C1 range; the five unassigned places become U+FFFD. */
	static const uint16_t high[32] = { 0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6,
		0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
		0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178 };
	char *t = arena_get(a, n * 3 + 1);
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		at += text_put(c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c, t + at);
	}
	t[at] = '\0';
	return t;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool text_percent_decode(char *s, size_t n, bool plus_is_space, size_t *out_n)
{
	size_t to = 0;

	for (size_t from = 0; from < n; from++, to++) {
		int high, low;

		if ((unsigned char)s[from] < 0x20 || s[from] == 0x7F)
			return false;
		s[to] = plus_is_space && s[from] == '+' ? ' ' : s[from];
		if (s[from] != '%')
			continue;
		if (n - from < 3)
			return false;
		high = hex_digit(s[from + 1]);
		low = hex_digit(s[from + 2]);
		if (high < 0 || low < 0)
			return false;
		s[to] = (char)(high << 4 | low);
		from += 2;
	}
	if (!text_is_utf8(s, to))
		return false;
	*out_n = to;
	return true;
}

bool text_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

bool text_is_blank(const char *s)
{
	return !s || s[strspn(s, " \t\n")] == '\0';
}

bool text_to_int(const char *s, int64_t min, int64_t max, int64_t *out_n)
{
	bool negative = *s == '-';
	int64_t n = 0;

	s += negative;
	if (!*s)
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || __builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, *s - '0', &n))
			return false; /* counted downwards, so that INT64_MIN fits */
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, n, &n))
		return false;
	if (n < min || n > max)
		return false;
	*out_n = n;
	return true;
}

bool text_to_size(const char *s, int64_t max, uint64_t *out)
{
	int64_t n;

	if (*s == '-' || (s[0] == '0' && s[1]) || !text_to_int(s, 0, max, &n))
		return false;
	*out = (uint64_t)n;
	return true;
}

char *text_to_decimal(struct arena *a, const char *s)
{
	char t[20];
	size_t at = 0, whole = 0, part = 0;
	bool in_part = false;
	uint32_t c = text_next(&s);

	if (c == '-' || c == 0x2212) {
		t[at++] = '-';
		c = text_next(&s);
	}
	for (; c; c = text_next(&s)) {
		if ((c == ',' || c == '.') && !in_part && whole) {
			in_part = true;
		} else if (c >= '0' && c <= '9' && (in_part ? part < 4 : whole < 12)) {
			if (in_part && part++ == 0)
				t[at++] = '.';
			whole += !in_part;
			t[at++] = (char)c;
		} else if (in_part || !whole || (c != ' ' && c != 0xA0 && c != 0x2009 && c != 0x202F)) {
			return NULL;
		}
	}
	if (!whole || (in_part && !part))
		return NULL;
	while (part && t[at - 1] == '0' && part--) /* one spelling: 3.50 is 3.5 */
		at--;
	if (in_part && !part)
		at--;
	if (at == 2 && t[0] == '-' && t[1] == '0') /* nor is there a minus nought */
		return arena_text(a, "0");
	return arena_copy(a, t, at);
}

bool text_equal_in_any_case(const char *a, const char *b)
{
	uint32_t x, y;

	do {
		x = (uint32_t)utf8proc_tolower((utf8proc_int32_t)text_next(&a));
		y = (uint32_t)utf8proc_tolower((utf8proc_int32_t)text_next(&b));
	} while (x && x == y);
	return x == y;
}

/* Place of a letter in the Swedish alphabet; other letters by their base letter. */
static uint32_t weight(uint32_t c)
{
	utf8proc_int32_t parts[8];
	int boundary = 0;

	c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
	if (c == 0xE5)
		return 'z' + 1;
	if (c == 0xE4 || c == 0xE6)
		return 'z' + 2;
	if (c == 0xF6 || c == 0xF8)
		return 'z' + 3;
	if (c > 0x7F
		&& utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary) > 0)
		c = (uint32_t)parts[0];
	return c > 'z' ? c + 8 : c;
}

int text_compare_sv(const char *a, const char *b)
{
	const char *p = a, *q = b;
	uint32_t x, y;

	do {
		x = weight(text_next(&p));
		y = weight(text_next(&q));
	} while (x && x == y);
	return x < y ? -1 : x > y ? 1 : strcmp(a, b);
}

enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_OTHER };

/* Letters that can be taken for each other; the Greek ones of mathematics stand alone and are no words with Latin ones. */
static enum script script_of(uint32_t c)
{
	bool is_ascii = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

	if (is_ascii || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7))
		return SCRIPT_LATIN;
	return (c >= 0x370 && c <= 0x58F) || (c >= 0x13A0 && c <= 0x13FF) ? SCRIPT_OTHER : SCRIPT_NONE;
}

bool text_mixes_scripts(const char *text)
{
	bool has[3] = { false };
	uint32_t c;

	while ((c = text_next(&text))) {
		enum script s = script_of(c);

		if (s == SCRIPT_NONE)
			has[SCRIPT_LATIN] = has[SCRIPT_OTHER] = false;
		has[s] = true;
		if (has[SCRIPT_LATIN] && has[SCRIPT_OTHER])
			return true;
	}
	return false;
}
