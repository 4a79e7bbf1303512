/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/form.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7F;
}

static bool has_control(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_control(s[i]) || ((unsigned char)s[i] == 0xC2 && i + 1 < n && (unsigned char)s[i + 1] < 0xA0))
			return true; /* C2 80 to C2 9F are the C1 controls */
	return false;
}

/* One "name=value" of `n` bytes, decoded where it stands; the byte after it is free to hold a NUL. */
static bool pair_read(char *s, size_t n, struct http_pair *out)
{
	char *equals = memchr(s, '=', n);
	size_t name_n = equals ? (size_t)(equals - s) : n;
	char *value = equals ? equals + 1 : s + n;
	size_t value_n = equals ? n - name_n - 1 : 0;

	if (!text_percent_decode(s, name_n, true, &name_n) || !name_n || has_control(s, name_n))
		return false;
	if (!text_percent_decode(value, value_n, true, &value_n))
		return false;
	s[name_n] = '\0'; /* at the '=' or before it; with no '=' it ends the empty value too */
	value[value_n] = '\0';
	*out = (struct http_pair){ .name = s, .value = value, .length = value_n };
	return true;
}

int form_read(struct arena *a, char *bytes, size_t n, struct form *out)
{
	size_t max = 1, count = 0;
	struct http_pair *pairs;

	for (size_t i = 0; i < n; i++)
		max += bytes[i] == '&';
	if (max > HTTP_PAIRS_MAX)
		return 400;
	pairs = ARENA_MANY(a, max, struct http_pair);
	for (size_t at = 0; at < n;) {
		char *and = memchr(bytes + at, '&', n - at);
		size_t piece = and ? (size_t)(and - (bytes + at)) : n - at;

		if (piece && !pair_read(bytes + at, piece, &pairs[count++]))
			return 400;
		at += piece + 1;
	}
	*out = (struct form){ pairs, count };
	return 0;
}

/* No segment may be empty (but the last), "." or "..": one page, one path, and nobody gets lost between two
 * programs that tidy paths differently. */
static bool has_odd_segment(const char *path)
{
	for (const char *slash = path; slash; slash = strchr(slash + 1, '/')) {
		size_t n = strcspn(slash + 1, "/");

		if ((n == 0 && slash[1]) || (n == 1 && slash[1] == '.') || (n == 2 && slash[1] == '.' && slash[2] == '.'))
			return true;
	}
	return false;
}

/* RFC 3986 §3.3 and §3.4, all in ASCII; '#' never travels and '\\' is taken for '/' by some. */
static bool is_target_text(const char *s)
{
	for (; *s; s++)
		if (*s <= ' ' || *s >= 0x7F || strchr("#\\\"<>^`{|}", *s))
			return false;
	return true;
}

int target_read(struct arena *a, const char *target, const char **out_path, struct form *out_query)
{
	size_t length = strlen(target), path_n = strcspn(target, "?"), n;
	struct form query = { NULL, 0 };
	char *path;
	int status;

	if (length > PATH_MAX_BYTES)
		return 414;
	if (*target != '/' || !is_target_text(target))
		return 400;
	path = arena_copy(a, target, path_n);
	for (const char *p = path; (p = strchr(p, '%')); p++)
		if (!strncasecmp(p, "%2F", 3) || !strncasecmp(p, "%5C", 3))
			return 400; /* a slash in disguise */
	if (!text_percent_decode(path, path_n, false, &n) || has_control(path, n))
		return 400;
	path[n] = '\0';
	if (has_odd_segment(path))
		return 400;
	if (target[path_n] == '?') {
		n = length - path_n - 1;
		status = form_read(a, arena_copy(a, target + path_n + 1, n), n, &query);
		if (status)
			return status;
	}
	*out_path = path;
	*out_query = query;
	return 0;
}
