/* SPDX-License-Identifier: EUPL-1.2
 *
 * The book's lines, read in one pass.  It takes what js_line writes and nothing else, so that there is no second spelling to
 * look for; js_read, by the library, takes every spelling.  The fuzz target `json` holds them against each other.
 */
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

struct reader {
	struct arena *arena;
	char *at, *end; /* of a copy of the line: strings are made where they stand */
	bool is_plain;  /* no escapes, ASCII */
};

static bool takes(struct reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

/* The two digits behind \u00 of a control character without a letter of its own; -1 when it is spelled otherwise. */
static int control(struct reader *r)
{
	static const char digits[] = "0123456789abcdef";
	const char *low;
	int c;

	if (r->end - r->at < 4 || r->at[0] != '0' || r->at[1] != '0' || (r->at[2] != '0' && r->at[2] != '1'))
		return -1;
	low = memchr(digits, r->at[3], sizeof(digits) - 1);
	if (!low)
		return -1;
	c = (r->at[2] - '0') * 16 + (int)(low - digits);
	r->at += 4;
	return c == 0 || (c >= '\b' && c <= '\r' && c != '\v') ? -1 : c;
}

/* What stands behind a backslash; -1 when nothing is written so. */
static int escaped(struct reader *r)
{
	static const char letters[] = "\"\\bfnrt", meant[] = "\"\\\b\f\n\r\t";
	const char *letter = r->at < r->end ? memchr(letters, *r->at, sizeof(letters) - 1) : NULL;

	if (letter) {
		r->at++;
		return meant[letter - letters];
	}
	return takes(r, 'u') ? control(r) : -1;
}

/* Does every byte stand for itself, as in nearly all lines?  Eight at a time: a byte above 0x7F has its high bit set, one
 * below 0x20 gets it when 0x20 is taken away; what that borrows can only spoil a line that is not plain anyway. */
static bool is_plain(const char *bytes, size_t n)
{
	const uint64_t high = UINT64_C(0x8080808080808080), space = UINT64_C(0x2020202020202020);
	uint64_t odd = 0, eight;
	size_t i = 0;

	for (; n - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, bytes + i, sizeof(eight));
		odd |= eight | (eight - space);
	}
	for (; i < n; i++)
		odd |= (signed char)bytes[i] < ' ' ? high : 0; /* above 0x7F it is negative */
	return !(odd & high) && !memchr(bytes, '\\', n);
}

/* A string whose first quote has been taken; NULL when it is not one of ours.  It stays where it stands and its last quote
 * becomes the NUL: no spelling is shorter than what it means. */
static char *read_string(struct reader *r)
{
	char *text = r->at, *to = r->is_plain ? memchr(text, '"', (size_t)(r->end - text)) : text;
	bool is_ascii = true;

	if (!to)
		return NULL;
	for (r->at = to; !takes(r, '"'); to++) {
		int c = r->at < r->end ? (unsigned char)*r->at++ : -1;

		if (c < 0x20)
			return NULL;
		is_ascii &= c < 0x80;
		if (c == '\\')
			c = escaped(r);
		if (c < 0)
			return NULL;
		*to = (char)c;
	}
	*to = '\0';
	return is_ascii || text_is_utf8(text, (size_t)(to - text)) ? text : NULL;
}

static const char *read_key(struct reader *r)
{
	const char *key = takes(r, '"') ? read_string(r) : NULL;

	for (const char *p = key; p && *p; p++)
		if ((unsigned char)*p < 0x20 || (unsigned char)*p > 0x7E)
			return NULL;
	return key && takes(r, ':') ? key : NULL;
}

static struct json *read_number(struct reader *r)
{
	bool is_negative = takes(r, '-');
	const char *start = r->at;
	int64_t n = 0;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && r->at - start < 17)
		n = n * 10 + (*r->at++ - '0');
	if (r->at == start || n > JS_INT_MAX || (*start == '0' && (r->at - start > 1 || is_negative)))
		return NULL;
	return js_int(r->arena, is_negative ? -n : n);
}

static struct json *read_word(struct reader *r)
{
	static const char *const words[] = { "false", "true", "null" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(r->end - r->at) < n || memcmp(r->at, words[i], n) != 0)
			continue;
		r->at += n;
		return i == 2 ? js_text(r->arena, NULL) : js_bool(r->arena, i == 1);
	}
	return read_number(r);
}

/* The depth is bounded, so the recursion is. */
static struct json *read_value(struct reader *r, int depth)
{
	bool is_object = r->at < r->end && *r->at == '{';
	struct json *j, *item;

	if (depth > NESTING_MAX)
		return NULL;
	if (takes(r, '"')) {
		const char *text = read_string(r);

		return text ? js_text(r->arena, text) : NULL;
	}
	if (!takes(r, '{') && !takes(r, '['))
		return read_word(r);
	j = is_object ? js_object(r->arena) : js_array(r->arena);
	if (takes(r, is_object ? '}' : ']'))
		return j;
	do {
		const char *key = is_object ? read_key(r) : "";

		item = key ? read_value(r, depth + 1) : NULL;
		if (!item)
			return NULL;
		if (is_object)
			js_set(r->arena, j, key, item);
		else
			js_add(r->arena, j, item);
		/* Sorted by bytes, and so without doubles: each key comes to stand last. */
		if (is_object && j->keys[j->count - 1] != key)
			return NULL;
	} while (takes(r, ','));
	return takes(r, is_object ? '}' : ']') ? j : NULL;
}

struct json *js_read_line(struct arena *a, const char *bytes, size_t n)
{
	char *line = arena_copy(a, bytes, n);
	struct reader r = { a, line, line + n, is_plain(line, n) };
	struct json *j = n && (*bytes == '{' || *bytes == '[') ? read_value(&r, 0) : NULL;

	return r.at == r.end ? j : NULL;
}
