/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: bytes on a connection, through the whole of http/ and the library below.  A second reader here, which takes only
 * what can be read in one way (RFC 9112), follows the same bytes: each request that is let in must be the next one it finds,
 * with the same method, target and body, and after bytes it cannot read nothing more may be let in.  So no request hides in
 * another.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEEN_MAX = 32, SIZE_MAX_HERE = 16 << 10 };

/* What the handler was given, in order; guarded by the lock. */
static struct {
	pthread_mutex_t lock;
	size_t count;
	struct {
		int error;
		enum http_method method;
		char target[PATH_MAX_BYTES + 1];
		size_t told; /* length of the body as told */
	} all[SEEN_MAX];
} seen = { .lock = PTHREAD_MUTEX_INITIALIZER };

static int port;

/* The whole of it is looked at, so that the sanitizers see every byte the handler may see. */
static void check_request(struct request *r)
{
	assert(*r->path == '/' && text_is_utf8(r->path, strlen(r->path)) && !strstr(r->path, "//") && !strstr(r->path, "/../"));
	assert(r->error || (r->host && *r->host));
	assert(!r->error || (!r->form_count && !r->query_count && !r->body && r->method != HTTP_POST));
	for (size_t i = 0; i < r->form_count; i++)
		assert(*r->form[i].name && !r->form[i].value[r->form[i].length]);
	assert(!r->body || text_is_utf8(r->body, r->body_length));
	assert(r->client && strspn(r->client, "0123456789abcdefABCDEF.:") == strlen(r->client));
	(void)request_cookie(r, "__Host-fyr");
}

static void handle(void *self, struct request *r, struct reply *reply)
{
	(void)self;
	(void)reply;
	check_request(r);
	(void)pthread_mutex_lock(&seen.lock);
	if (seen.count < SEEN_MAX) {
		seen.all[seen.count].error = r->error;
		seen.all[seen.count].method = r->method;
		memcpy(seen.all[seen.count].target, r->target, strnlen(r->target, PATH_MAX_BYTES));
		seen.all[seen.count].told = r->told_length;
		seen.count++;
	}
	(void)pthread_mutex_unlock(&seen.lock);
}

/* ------------------------------------------------------------------------------------------- the second reader --- */

struct rest {
	const char *at, *end;
};
enum verdict { WHOLE, UNFINISHED, UNREADABLE };

struct found {
	const char *method, *target;
	size_t method_n, target_n, length;
};

/* A line without its CRLF; NULL when there is none, or a control is in it. */
static const char *line(struct rest *r, size_t *out_n, enum verdict *out)
{
	const char *start = r->at, *crlf = memmem(r->at, (size_t)(r->end - r->at), "\r\n", 2);

	*out = crlf ? UNREADABLE : UNFINISHED;
	for (const char *p = start; p < (crlf ? crlf : r->end); p++)
		if (((unsigned char)*p < ' ' && *p != '\t' && !(p + 1 == r->end && *p == '\r')) || *p == 0x7F) {
			*out = UNREADABLE;
			return NULL;
		}
	if (!crlf)
		return NULL;
	*out_n = (size_t)(crlf - start);
	r->at = crlf + 2;
	return start;
}

static bool is_token(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] >= 0x7F || strchr("\"(),/:;<=>?@[\\]{}", s[i]))
			return false;
	return n > 0;
}

static bool read_first(const char *s, size_t n, struct found *out)
{
	const char *space = memchr(s, ' ', n), *last = memrchr(s, ' ', n);

	if (!space || space == last || (size_t)(s + n - last) != 9)
		return false;
	if (memcmp(last + 1, "HTTP/1.1", 8) != 0 && memcmp(last + 1, "HTTP/1.0", 8) != 0)
		return false;
	*out = (struct found){ .method = s, .method_n = (size_t)(space - s), .target = space + 1,
		.target_n = (size_t)(last - space - 1) };
	return is_token(s, out->method_n) && out->target_n && !memchr(out->target, ' ', out->target_n);
}

/* A line of a header.  A colon alone with a bare line end passes for an empty one, as is told in http/wire.h. */
static const char *header_line(struct rest *r, size_t *out_n, enum verdict *out)
{
	size_t left = (size_t)(r->end - r->at);

	if (left < 2 || *r->at != ':' || (r->at[1] != '\n' && (r->at[1] != '\r' || left < 3 || r->at[2] == '\n')))
		return line(r, out_n, out);
	r->at += 2;
	*out_n = 0;
	return r->at - 2;
}

/* What the headers say of the body's length; SIZE_MAX: in chunks. */
static bool read_headers(struct rest *r, size_t *out_length, enum verdict *out)
{
	size_t n, lengths = 0, encodings = 0, hosts = 0;
	const char *s;

	*out_length = 0;
	while ((s = header_line(r, &n, out)) && n) {
		const char *colon = memchr(s, ':', n), *value = colon ? colon + 1 : s;
		const char *end = s + n;

		*out = UNREADABLE;
		if (!colon || !is_token(s, (size_t)(colon - s)))
			return false;
		while (value < end && (*value == ' ' || *value == '\t'))
			value++;
		while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		hosts += colon - s == 4 && !strncasecmp(s, "Host", 4);
		if (colon - s == 17 && !strncasecmp(s, "Transfer-Encoding", 17)) {
			if (encodings++ || end - value != 7 || strncasecmp(value, "chunked", 7) != 0)
				return false;
			*out_length = SIZE_MAX;
		}
		if (colon - s == 14 && !strncasecmp(s, "Content-Length", 14)) {
			if (lengths++ || value == end || end - value > 9)
				return false;
			for (*out_length = 0; value < end; value++) {
				if (*value < '0' || *value > '9')
					return false;
				*out_length = *out_length * 10 + (size_t)(*value - '0');
			}
		}
	}
	if (s && (hosts != 1 || lengths + encodings > 1))
		return false;
	return s != NULL;
}

static enum verdict read_chunks(struct rest *r)
{
	enum verdict verdict;
	const char *s;
	size_t n, size;

	do {
		size_t digits;

		s = line(r, &n, &verdict);
		if (!s)
			return verdict;
		for (size = digits = 0; digits < n && digits < 8 && strchr("0123456789abcdefABCDEF", s[digits]); digits++)
			size = size * 16 + (size_t)(s[digits] <= '9' ? s[digits] - '0' : (s[digits] | 0x20) - 'a' + 10);
		if (!digits || (digits < n && s[digits] != ';'))
			return UNREADABLE;
		if ((size_t)(r->end - r->at) < size)
			return UNFINISHED;
		r->at += size;
		s = line(r, &n, &verdict);
		if (!s)
			return verdict;
		if (n)
			return UNREADABLE; /* more than was told of, or trailers */
	} while (size);
	return WHOLE;
}

/* Empty lines before a request may be passed over (RFC 9112 §2.2); the library below does so with any line end. */
static void skip_empty(struct rest *r)
{
	while (r->at < r->end && (*r->at == '\r' || *r->at == '\n'))
		r->at++;
}

static enum verdict next(struct rest *r, struct found *out)
{
	enum verdict verdict = UNFINISHED;
	const char *s;
	size_t n, length;

	skip_empty(r);
	s = line(r, &n, &verdict);
	if (!s)
		return verdict;
	if (!read_first(s, n, out))
		return UNREADABLE;
	if (!read_headers(r, &length, &verdict))
		return verdict;
	if (length == SIZE_MAX)
		return read_chunks(r);
	out->length = length;
	if ((size_t)(r->end - r->at) < length)
		return UNFINISHED;
	r->at += length;
	return WHOLE;
}

/* ------------------------------------------------------------------------------------------- both together --- */

static void compare(const char *bytes, size_t size)
{
	static const char *const methods[] = { "GET", "HEAD", "POST" };
	struct rest rest = { bytes, bytes + size };
	bool is_over = false;

	for (size_t i = 0; i < seen.count; i++) {
		struct found found = { .method = "" };
		const char *method, *target;
		enum verdict verdict;

		assert(!is_over); /* a request came out of bytes behind those that nobody can read */
		verdict = next(&rest, &found);
		is_over = verdict != WHOLE;
		if (seen.all[i].error)
			continue;
		assert(verdict == WHOLE);
		method = methods[seen.all[i].method];
		target = seen.all[i].target;
		assert(strlen(method) == found.method_n && !memcmp(method, found.method, found.method_n));
		assert(strlen(target) == found.target_n && !memcmp(target, found.target, found.target_n));
		assert(seen.all[i].told == found.length);
	}
}

static void start(void)
{
	const struct http_options options = { .timeout_seconds = 5 };
	struct arena *a = arena_new(16 << 20);
	struct http_server *server;
	int fd;

	if (http_listen(a, "127.0.0.1:0", &fd, &port) || http_start(a, fd, &options, handle, NULL, &server))
		abort();
}

/* Sends all of it and waits until the other end has nothing more to say. */
static void talk(const char *bytes, size_t size)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct linger at_once = { 1, 0 }; /* a million connections must not leave their ports waiting */
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char answer[4096];

	if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)))
		abort();
	for (size_t at = 0; at < size;) {
		ssize_t n = send(fd, bytes + at, size - at, MSG_NOSIGNAL);

		if (n <= 0)
			break;
		at += (size_t)n;
	}
	(void)shutdown(fd, SHUT_WR);
	while (recv(fd, answer, sizeof(answer), 0) > 0)
		;
	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	(void)close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > SIZE_MAX_HERE)
		return 0;
	if (!port)
		start();
	(void)pthread_mutex_lock(&seen.lock);
	memset(seen.all, 0, sizeof(seen.all));
	seen.count = 0;
	(void)pthread_mutex_unlock(&seen.lock);
	talk((const char *)data, size);
	(void)pthread_mutex_lock(&seen.lock);
	if (!memchr(data, 0, size)) /* what NUL can pass for is told in http/wire.h */
		compare((const char *)data, size);
	(void)pthread_mutex_unlock(&seen.lock);
	return 0;
}
