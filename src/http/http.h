/* SPDX-License-Identifier: EUPL-1.2
 *
 * HTTP: one request in, one reply out.  Nothing here knows of councils, pages or the library below.
 *
 * What the bytes must be (RFC 9110, RFC 9112) is checked before the handler sees anything: framing, header syntax,
 * the target, the form.  The handler is called for refused requests too, so that a page can say so in words: then
 * `error` is the status and everything else is harmless (GET "/", no query, no form).  A handler that forgets to
 * look at `error` therefore changes nothing, and the reply keeps the error's status.
 */
#ifndef FYR_HTTP_HTTP_H
#define FYR_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/limits.h"

enum {
	HTTP_PAIRS_MAX = FIELDS_MAX * 64,            /* pairs in a query or a form, a sheet of many rows; more is 400 */
	HTTP_HEADERS_MAX = 100,                      /* header lines of a request; more is 400 */
	HTTP_MULTIPART_MAX = FILE_MAX + BODY_MAX,    /* a whole multipart body: one file and the fields beside it */
	HTTP_GREAT_MAX = SENT_FILE_MAX + BODY_MAX,   /* the same of somebody who may send great files (struct http_options) */
	HTTP_DRAIN_MAX = 32 << 20                    /* a longer refused body is cut off, not read to its end */
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

/* One pair of a query, a form or a header.  A query's and a form's names are UTF-8 without control characters;
 * values are UTF-8 without NUL but may hold line breaks and controls (base/text.h cleans them).  A file's value is
 * raw bytes, also ended by a NUL that `length` does not count. */
struct http_pair {
	const char *name, *value;
	size_t length;        /* bytes of `value` */
	const char *filename; /* NULL unless a file was asked for, "" when none was chosen; to be shown, never a path */
};

/* Everything lives in `arena` and ends when the reply was sent.  Texts of headers are printable ASCII, or NULL when
 * the header was not sent. */
struct request {
	struct arena *arena;
	enum http_method method; /* HEAD is answered like GET; its body is dropped here */
	const char *path;        /* decoded UTF-8, starts with '/', no control characters, no "//", "." or ".." */
	const char *target;      /* path and query as sent */
	struct http_pair *query;
	size_t query_count;
	struct http_pair *form;  /* POST: urlencoded or multipart */
	size_t form_count;
	const char *body;        /* POST of application/json: its UTF-8 text without NUL; of anything, its bytes, where the
	                          * server takes that; otherwise NULL */
	size_t body_length;
	const char *cookie;      /* the whole header; request_cookie reads it */
	const char *host;        /* always there when `error` is 0 */
	const char *origin;      /* "null" on our own forms: browsers do so under Referrer-Policy no-referrer */
	const char *sec_fetch_site, *accept_language, *if_none_match;
	const char *user_agent;  /* what the browser calls itself; its own claim */
	const char *peer;        /* address of the other end of the connection, "127.0.0.1" */
	const char *client;      /* the last address of X-Forwarded-For when the peer is loopback, else `peer` */
	bool peer_is_loopback;
	bool is_tls_forwarded;   /* X-Forwarded-Proto: https, from loopback */
	size_t told_length;      /* bytes of the body that the sender told of beforehand, and how many may come; 0 when not told */
	size_t most_length;
	int error;               /* 0, or the status this request is refused with */
	const char *error_why;   /* one English sentence for the log, static, no personal data; NULL without error */
};

/* The value of the first pair of that name, or NULL. */
const char *request_query(const struct request *request, const char *name);
const char *request_form(const struct request *request, const char *name);
/* The pair itself, for files and lengths. */
const struct http_pair *request_form_pair(const struct request *request, const char *name);
/* A cookie's value; NULL when there is none, when it stands twice (one of them may be planted by a
 * neighbouring host) or holds bytes RFC 6265 §4.1.1 does not allow. */
const char *request_cookie(const struct request *request, const char *name);

/* Starts as status 200 (or the request's error), all else zero.  Texts are borrowed and must live as long as the
 * request's arena. */
struct reply {
	int status;
	const char *type;    /* Content-Type; "text/plain; charset=utf-8" when NULL */
	const char *body;
	size_t body_length;
	struct http_pair *headers; /* set by reply_header */
	size_t header_count, header_room;
	bool is_broken;      /* latched by a header that must not be sent; the reply becomes 500 */
};

/* Adds a header, copied.  One of our fixed headers (reply.c) is replaced by a header of the same name; Set-Cookie may
 * come many times.  A name that is no token, or a value with a control character, breaks the reply: no splitting. */
void reply_header(struct arena *a, struct reply *reply, const char *name, const char *value);

/* Content-Disposition: the body is saved under that name (RFC 6266): in ASCII, with "_" for what that has not, and whole for
 * whoever reads RFC 8187. */
void reply_download(struct arena *a, struct reply *reply, const char *name);

struct http_options {
	unsigned connections_max; /* at once; 0 is 256 */
	unsigned per_ip;          /* at once from one address; 0 is no limit (behind a proxy all come from one) */
	unsigned timeout_seconds; /* silence, and a whole header, may last so long; a body or a reply six times; 0 is 10 */
	size_t plain_max;         /* not 0: a body of any type is taken as it is, so many bytes at most, and none as a form */
	/* Asked before a multipart body longer than HTTP_MULTIPART_MAX is read: may it be as long as HTTP_GREAT_MAX?  Memory is
	 * taken as it comes, so not everybody may.  NULL: nobody. */
	bool (*may_send_great)(void *self, struct request *request);
};

struct http_server;

/* Serves what comes in on `listen_fd` until http_stop.  The server lives in `a` and owns `listen_fd` from then on.
 * `handle` is called on a connection's own thread, many at once: whatever `self` leads to must stand that.
 * The server's threads take no signals.  FAULT_SYSTEM when no thread can be started; the caller then still owns the
 * fd. */
const struct fault *http_start(struct arena *a, int listen_fd, const struct http_options *options,
	void (*handle)(void *self, struct request *request, struct reply *reply), void *self,
	struct http_server **out_server) MUST_USE;

/* Stops listening, waits for running handlers, closes every connection. */
void http_stop(struct http_server *server);

/* Opens a listening socket on "127.0.0.1:8080", "localhost:8080" or "[::1]:0" (0: any free port; *out_port tells).
 * FAULT_USAGE for any other spelling, FAULT_BUSY when the port is taken, FAULT_SYSTEM otherwise. */
const struct fault *http_listen(struct arena *a, const char *address_port, int *out_fd, int *out_port) MUST_USE;

#endif
