/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "http/form.h"

enum {
	BOUNDARY_MAX = 70,       /* RFC 2046 §5.1.1 */
	PART_HEADERS_MAX = 3,
	PART_HEADER_MAX = 1024   /* bytes of one part header */
};

/* The bytes still to be read. */
struct rest {
	char *at, *end;
};

static bool starts_with(const struct rest *r, const char *s)
{
	size_t n = strlen(s);

	return (size_t)(r->end - r->at) >= n && !memcmp(r->at, s, n);
}

/* One line ended by CRLF, made a text of its own; NULL when too long, unended, not UTF-8 or with a control in it. */
static char *line_read(struct rest *r)
{
	char *line = r->at, *crlf = memmem(r->at, (size_t)(r->end - r->at), "\r\n", 2);

	if (!crlf || crlf - line > PART_HEADER_MAX || !text_is_utf8(line, (size_t)(crlf - line)))
		return NULL;
	for (const char *p = line; p < crlf; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			return NULL;
	*crlf = '\0';
	r->at = crlf + 2;
	return line;
}

/* Browsers write a quote inside a name as %22 (and line breaks as %0D, %0A, which no name of ours has). */
static bool unquote(char *s)
{
	char *to = s;

	for (const char *from = s; *from; from++) {
		if (!strncasecmp(from, "%0A", 3) || !strncasecmp(from, "%0D", 3))
			return false;
		if (!strncmp(from, "%22", 3)) {
			*to++ = '"';
			from += 2;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return true;
}

/* `key="value"` at *at, moving on behind it; the value, or NULL. */
static char *parameter_read(char **at, const char *key)
{
	size_t n = strlen(key);
	char *value, *quote;

	if (strncasecmp(*at, key, n) || (*at)[n] != '=' || (*at)[n + 1] != '"')
		return NULL;
	value = *at + n + 2;
	quote = strchr(value, '"');
	if (!quote)
		return NULL;
	*quote = '\0';
	*at = quote + 1;
	return unquote(value) ? value : NULL;
}

/* Behind "Content-Disposition:".  Exactly name and, for a file, filename, in either order (RFC 7578 §4.2; filename* is
 * forbidden there). */
static bool disposition_read(char *at, struct http_pair *out)
{
	const char *name = NULL, *filename = NULL;

	at += strspn(at, " ");
	if (strncasecmp(at, "form-data", 9))
		return false;
	for (at += 9; *at;) {
		const char *value;

		at += strspn(at, " ");
		if (*at++ != ';')
			return false;
		at += strspn(at, " ");
		if (!name && (value = parameter_read(&at, "name")))
			name = value;
		else if (!filename && (value = parameter_read(&at, "filename")))
			filename = value;
		else
			return false;
	}
	if (!name || !*name)
		return false;
	for (const char *p = filename; p && *p; p++)
		if (*p == '/' || *p == '\\')
			filename = p + 1; /* some send the folder as well; it is nobody's business */
	out->name = name;
	out->filename = filename;
	return true;
}

/* The part's headers up to the empty line. */
static bool part_headers_read(struct rest *r, struct http_pair *out)
{
	bool has_disposition = false, has_type = false;

	for (int i = 0; i <= PART_HEADERS_MAX; i++) {
		char *line = line_read(r);

		if (!line)
			return false;
		if (!*line)
			return has_disposition;
		if (!has_disposition && !strncasecmp(line, "Content-Disposition:", 20)) {
			has_disposition = disposition_read(line + 20, out);
			if (!has_disposition)
				return false;
		} else if (!has_type && !strncasecmp(line, "Content-Type:", 13)) {
			has_type = true; /* what the sender believes; the importer looks at the bytes */
		} else {
			return false;
		}
	}
	return false;
}

/* One part, from its headers to behind the next boundary line's boundary. */
static int part_read(struct rest *r, const char *mark, struct http_pair *out)
{
	struct http_pair pair = { NULL, NULL, 0, NULL };
	char *next;

	if (!starts_with(r, "\r\n"))
		return 400;
	r->at += 2;
	if (!part_headers_read(r, &pair))
		return 400;
	next = memmem(r->at, (size_t)(r->end - r->at), mark, strlen(mark));
	if (!next)
		return 400;
	pair.value = r->at;
	pair.length = (size_t)(next - r->at);
	if (pair.length > SENT_FILE_MAX)
		return 413;
	if (!pair.filename && !text_is_utf8(pair.value, pair.length))
		return 400;
	*next = '\0';
	r->at = next + strlen(mark);
	*out = pair;
	return 0;
}

int multipart_read(struct arena *a, const char *boundary, char *bytes, size_t n, struct form *out)
{
	/* Between parts the boundary line's own line break belongs to the boundary; the first stands at the start. */
	const char *mark = arena_print(a, "\r\n--%s", boundary);
	struct http_pair *pairs = ARENA_MANY(a, HTTP_PAIRS_MAX, struct http_pair);
	struct rest r = { bytes, bytes + n };
	size_t count = 0;

	if (!starts_with(&r, mark + 2))
		return 400;
	r.at += strlen(mark + 2);
	while (!starts_with(&r, "--")) {
		int status = count < HTTP_PAIRS_MAX ? part_read(&r, mark, &pairs[count]) : 400;

		if (status)
			return status;
		count++;
	}
	r.at += 2;
	if (r.at != r.end && !(starts_with(&r, "\r\n") && r.end - r.at == 2))
		return 400;
	*out = (struct form){ pairs, count };
	return 0;
}

static bool is_boundary(const char *s, size_t n)
{
	if (!n || n > BOUNDARY_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = (char)(s[i] | 0x20);

		if (!(c >= 'a' && c <= 'z') && !(s[i] >= '0' && s[i] <= '9') && !strchr("'()+_,-./:=?", s[i]))
			return false; /* RFC 2046 also allows a space inside; nobody sends one */
	}
	return true;
}

/* "; boundary=XXX" or "; boundary="XXX"" and nothing else. */
static const char *boundary_read(struct arena *a, const char *s)
{
	size_t n;

	s += strspn(s, " ");
	if (*s++ != ';')
		return NULL;
	s += strspn(s, " ");
	if (strncasecmp(s, "boundary=", 9))
		return NULL;
	s += 9;
	n = strlen(s);
	if (n >= 2 && *s == '"' && s[n - 1] == '"') {
		s++;
		n -= 2;
	}
	return is_boundary(s, n) ? arena_copy(a, s, n) : NULL;
}

int body_sort_read(struct arena *a, const char *content_type, enum body_sort *out_sort, const char **out_boundary)
{
	size_t n = strcspn(content_type, " ;");
	const char *after = content_type + n;
	const char *boundary;

	if (n == 19 && !strncasecmp(content_type, "multipart/form-data", n)) {
		boundary = boundary_read(a, after);
		if (!boundary)
			return 400;
		*out_boundary = boundary;
		*out_sort = BODY_MULTIPART;
		return 0;
	}
	while (*after == ' ' || *after == ';')
		after++;
	if (*after && strcasecmp(after, "charset=utf-8"))
		return 415;
	if (n == 33 && !strncasecmp(content_type, "application/x-www-form-urlencoded", n))
		*out_sort = BODY_FORM;
	else if (n == 16 && !strncasecmp(content_type, "application/json", n))
		*out_sort = BODY_JSON;
	else
		return 415;
	return 0;
}
