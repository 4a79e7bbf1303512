/* SPDX-License-Identifier: EUPL-1.2
 *
 * Wire: is a request's header one that every HTTP program on the way reads alike?  The library below lets through
 * what lets one request hide in another (libraries.md §1c: several lengths, a length beside chunks, empty names, bare
 * line ends, folded lines, NUL).  It hands out every header though, and pointers into the bytes as they came, so we
 * account for each of those bytes here.  Refused means: answer, then close the connection.
 * One thing cannot be seen from here: since the library writes NUL over separators, a NUL before a bare LF passes for CR
 * LF, and a line that begins with NUL, or is a colon alone and ends with a bare CR or LF, for an empty one.  nginx, which
 * stands before us, refuses all of them (test/proxy); without it a visitor who sends one only talks for himself.
 */
#ifndef FYR_HTTP_WIRE_H
#define FYR_HTTP_WIRE_H

#include "http/http.h"

struct wire_header {
	const char *name;
	size_t name_n;
	const char *value;
	size_t value_n;
};

/* A request line and its headers in the order they came.  All pointers lead into one block of bytes, in which the
 * reader has put NULs over separators. */
struct wire {
	const char *method, *version;
	size_t method_n, version_n;
	const char *target;   /* a copy; target_at is where it stood */
	const char *target_at;
	const struct wire_header *headers;
	size_t count;
	size_t bytes;         /* of the whole header, from the method to the empty line */
};

/* What of the framing the reader must know afterwards. */
struct wire_body {
	bool is_chunked, has_length;
	size_t length; /* as declared; 0 without has_length */
};

/* 0, or 400, 417 (an expectation that is not 100-continue) or 431 (more than HTTP_HEADERS_MAX lines). */
int wire_check(const struct wire *wire, struct wire_body *out_body);

/* Is every byte accounted for: METHOD SP TARGET SP VERSION CRLF, then NAME ":" OWS VALUE CRLF, then CRLF? */
bool wire_is_whole(const struct wire *wire);

/* The value of the header (names ignore case), or NULL. */
const char *wire_value(const struct wire *wire, const char *name);

#endif
