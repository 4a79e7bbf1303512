/* SPDX-License-Identifier: EUPL-1.2
 *
 * Form: what a browser puts into a target or a body (WHATWG URL §5, RFC 7578), read strictly and in place.  Each
 * reader returns 0 or the status to refuse with, and leaves its output untouched then.
 */
#ifndef FYR_HTTP_FORM_H
#define FYR_HTTP_FORM_H

#include "http/http.h"

struct form {
	struct http_pair *pairs; /* lives in the arena */
	size_t count;
};

/* "a=1&b=2".  `bytes` has room for one more than `n`, is changed, and holds the pairs from then on. */
int form_read(struct arena *a, char *bytes, size_t n, struct form *out);

/* A target in origin-form ("/a/b?c=d", RFC 9112 §3.2.1).  400, or 414 when longer than PATH_MAX_BYTES. */
int target_read(struct arena *a, const char *target, const char **out_path, struct form *out_query);

/* multipart/form-data between `boundary` lines; `bytes` as for form_read.  Stricter than RFC 2046 on purpose, as
 * browsers are: no preamble, no epilogue, no folded or foreign part headers.  400, or 413 for a file over FILE_MAX. */
int multipart_read(struct arena *a, const char *boundary, char *bytes, size_t n, struct form *out);

enum body_sort { BODY_NONE, BODY_FORM, BODY_MULTIPART, BODY_JSON, BODY_PLAIN };

/* What a Content-Type promises; *out_boundary is set for BODY_MULTIPART.  0, 400 or 415. */
int body_sort_read(struct arena *a, const char *content_type, enum body_sort *out_sort, const char **out_boundary);

/* The cookie's value out of a Cookie header, as request_cookie promises. */
const char *cookie_find(struct arena *a, const char *header, const char *name);

#endif
