/* SPDX-License-Identifier: EUPL-1.2
 *
 * Raw: bytes on a socket, as no browser would send them, and the status they must get.  Each file of cases/ is one
 * case a person can read (cases/README.md); what needs many connections or a clock stands here.
 *
 *     raw CASES_FOLDER [one.http ...]
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <malloc.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/env.h"
#include "base/out.h"
#include "base/text.h"
#include "http/http.h"
#include "tap.h"

enum {
	TIMEOUT_SECONDS = 3, /* under a sanitizer on a busy machine a second passes between two reads */
	CONNECTIONS_MAX = 24,
	CASES_MAX = 300,
	REPLIES_MAX = 64 << 10,
	QUIET_MS = 60,   /* so long nothing more comes */
	PATIENCE_MS = 60000
};

/* What a case file says. */
struct wire_case {
	const char *expect;                     /* "200 404 close" */
	const char *has[8], *lacks[8];
	size_t has_count, lacks_count;
	const char *request;                    /* escapes still in it */
};

static void echo_pairs(struct out *o, const char *mark, const struct http_pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		out_print(o, "%s %s=%.60s (%zu)%s%s\n", mark, pairs[i].name, pairs[i].value, pairs[i].length,
			pairs[i].filename ? " file " : "", pairs[i].filename ? pairs[i].filename : "");
}

/* Says back what it was given; answers refused requests with what http/ says by itself. */
static void echo(void *self, struct request *r, struct reply *reply)
{
	const char *sid = request_cookie(r, "sid");
	struct out o;

	(void)self;
	if (r->error)
		return;
	out_init(&o, r->arena, PAGE_MAX);
	out_print(&o, "method %d\npath %s\nhost %s\nclient %s\ntls %d\n", (int)r->method, r->path, r->host, r->client,
		r->is_tls_forwarded);
	if (sid)
		out_print(&o, "sid %s\n", sid);
	echo_pairs(&o, "query", r->query, r->query_count);
	echo_pairs(&o, "form", r->form, r->form_count);
	if (r->body)
		out_print(&o, "json %zu\n", r->body_length);
	if (!strcmp(r->path, "/tagged")) {
		reply_header(r->arena, reply, "ETag", "\"v1\"");
		reply_header(r->arena, reply, "Cache-Control", "private, no-cache");
	}
	if (!strcmp(r->path, "/split")) /* a value from outside in a header */
		reply_header(r->arena, reply, "Location", r->query_count ? r->query[0].value : "/");
	reply->body = out_cstr(&o);
	reply->body_length = o.length;
}

static int connect_to(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

/* Sends all of it; false when the other end has closed. */
static bool send_all(int fd, const char *bytes, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t put = send(fd, bytes + at, n - at, MSG_NOSIGNAL);

		if (put <= 0)
			return false;
		at += (size_t)put;
	}
	return true;
}

/* The status of the next final reply at or behind *at ("100 Continue" is none), moving on; NULL when no more begun. */
static const char *next_status(const char **at)
{
	for (const char *p = *at; (p = strstr(p, "HTTP/1.1 ")); p += 9)
		if (strspn(p + 9, "0123456789") == 3 && strncmp(p + 9, "100", 3) != 0) {
			*at = p + 12;
			return p + 9;
		}
	return NULL;
}

static size_t count_replies(const char *text)
{
	size_t n = 0;

	while (next_status(&text))
		n++;
	return n;
}

/* Reads until the other end closes, or `replies` have begun and it is quiet.  True when it closed. */
static bool receive(int fd, struct out *o, size_t replies)
{
	for (int waited = 0; waited < PATIENCE_MS;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		char piece[4096];
		ssize_t n;

		if (poll(&p, 1, QUIET_MS) == 0) {
			waited += QUIET_MS;
			if (count_replies(out_cstr(o)) >= replies)
				return false;
			continue;
		}
		n = recv(fd, piece, sizeof(piece), 0);
		if (n <= 0)
			return true;
		out_bytes(o, piece, (size_t)n);
	}
	return false;
}

/* "\{TEXT*1000}" sends TEXT a thousand times, "\{wait 200}" pauses, "\{shut}" closes our side.  Returns what stands
 * behind it. */
static const char *send_order(struct arena *a, int fd, const char *order)
{
	const char *end = strchr(order, '}'), *star;
	char *word = arena_copy(a, order, end ? (size_t)(end - order) : strlen(order));
	int64_t n = 0;

	star = strrchr(word, '*');
	if (!strcmp(word, "shut")) {
		(void)shutdown(fd, SHUT_WR);
	} else if (!strncmp(word, "wait ", 5) && text_to_int(word + 5, 1, PATIENCE_MS, &n)) {
		(void)poll(NULL, 0, (int)n);
	} else if (star && text_to_int(star + 1, 1, 64 << 20, &n)) {
		size_t piece_n = (size_t)(star - word);
		size_t total = piece_n * (size_t)n;
		char *all = malloc(total);

		for (size_t i = 0; all && i < total; i++)
			all[i] = word[i % piece_n];
		(void)send_all(fd, all, all ? total : 0);
		free(all);
	} else {
		printf("# unknown order %s\n", word);
	}
	return end ? end + 1 : order + strlen(order);
}

static char hex_byte(const char *s)
{
	char two[3] = { s[0], s[0] ? s[1] : '\0', '\0' };

	return (char)strtol(two, NULL, 16);
}

/* Sends the request of a case: line breaks of the file are for the reader only, \r \n \t \0 \\ and \xNN are bytes. */
static void send_escaped(struct arena *a, int fd, const char *s)
{
	struct out o;

	out_init(&o, a, 1 << 20);
	for (; *s; s++) {
		if (*s == '\n')
			continue;
		if (*s != '\\') {
			out_char(&o, *s);
			continue;
		}
		switch (*++s) {
		case 'r': out_char(&o, '\r'); break;
		case 'n': out_char(&o, '\n'); break;
		case 't': out_char(&o, '\t'); break;
		case '0': out_char(&o, '\0'); break;
		case 'x': out_char(&o, hex_byte(s + 1)); s += 2; break;
		case '{':
			(void)send_all(fd, out_cstr(&o), o.length);
			out_init(&o, a, 1 << 20);
			s = send_order(a, fd, s + 1) - 1;
			break;
		default: out_char(&o, *s); break;
		}
	}
	(void)send_all(fd, out_cstr(&o), o.length);
}

/* The lines before "---". */
static bool case_read(char *text, struct wire_case *out)
{
	struct wire_case c = { .expect = NULL };

	for (char *line = text; line;) {
		char *end = strchr(line, '\n');

		if (end)
			*end = '\0';
		if (!strcmp(line, "---")) {
			c.request = end ? end + 1 : "";
			*out = c;
			return c.expect != NULL;
		}
		if (!strncmp(line, "expect: ", 8))
			c.expect = line + 8;
		else if (!strncmp(line, "has: ", 5) && c.has_count < 8)
			c.has[c.has_count++] = line + 5;
		else if (!strncmp(line, "lacks: ", 7) && c.lacks_count < 8)
			c.lacks[c.lacks_count++] = line + 7;
		else if (*line && *line != '#')
			return false;
		line = end ? end + 1 : NULL;
	}
	return false;
}

/* "200 404", with " close" when the other end closed: the form of `expect`. */
static const char *summary(struct arena *a, const char *replies, bool closed)
{
	struct out o;

	out_init(&o, a, 4096);
	for (const char *status; (status = next_status(&replies));)
		out_print(&o, "%s%.3s", o.length ? " " : "", status);
	if (closed)
		out_print(&o, "%sclose", o.length ? " " : "");
	return out_cstr(&o);
}

static size_t count_expected(const char *expect)
{
	size_t n = 0;

	for (const char *p = expect; (p = strpbrk(p, "12345")); p += 3)
		n++;
	return n;
}

/* Is something still missing that the replies must have? */
static bool lacks(const struct wire_case *c, const char *replies)
{
	for (size_t i = 0; i < c->has_count; i++)
		if (!strstr(replies, c->has[i]))
			return true;
	return false;
}

static void case_run(struct tap *t, struct arena *a, int port, const char *path, const char *name)
{
	struct wire_case c;
	struct out o;
	char *text;
	const char *got;
	size_t n, replies;
	bool closed;
	int fd;

	if (env_file_read(a, &env_system, path, 1 << 20, &text, &n) || !case_read(text, &c)) {
		OK(t, false, arena_print(a, "%s can be read", name));
		return;
	}
	fd = connect_to(port);
	out_init(&o, a, REPLIES_MAX);
	send_escaped(a, fd, c.request);
	replies = count_expected(c.expect);
	/* Where the end must follow, more than the replies is waited for. */
	closed = receive(fd, &o, strstr(c.expect, "close") ? replies + 1 : replies);
	/* A reply may have begun, and the rest of it be late. */
	for (int waited = 0; !closed && lacks(&c, out_cstr(&o)) && waited < PATIENCE_MS; waited += QUIET_MS)
		closed = receive(fd, &o, replies);
	got = summary(a, out_cstr(&o), closed);
	if (!SAME(t, got, c.expect, name))
		printf("# replies %.300s\n", out_cstr(&o));
	for (size_t i = 0; i < c.has_count; i++)
		if (!OK(t, strstr(out_cstr(&o), c.has[i]) != NULL, arena_print(a, "%s has %s", name, c.has[i])))
			printf("# in %.600s\n", out_cstr(&o));
	for (size_t i = 0; i < c.lacks_count; i++)
		OK(t, !strstr(out_cstr(&o), c.lacks[i]), arena_print(a, "%s lacks %s", name, c.lacks[i]));
	(void)close(fd);
}

static int is_case(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 5 && !strcmp(entry->d_name + n - 5, ".http");
}

static size_t cases_run(struct tap *t, struct arena *a, int port, const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, is_case, alphasort);

	for (int i = 0; i < n; i++) {
		size_t mark = arena_mark(a);

		case_run(t, a, port, arena_print(a, "%s/%s", folder, entries[i]->d_name), entries[i]->d_name);
		arena_rewind(a, mark);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return n < 0 ? 0 : (size_t)n;
}

/* A whole request on a connection of its own; the status, 0 when there was no reply. */
static int status_of(int port, const char *request)
{
	struct arena *a = arena_new(1 << 20);
	struct out o;
	int fd = connect_to(port), status = 0;

	out_init(&o, a, REPLIES_MAX);
	if (fd >= 0) {
		(void)send_all(fd, request, strlen(request));
		(void)receive(fd, &o, 1);
		(void)close(fd);
	}
	if (!strncmp(out_cstr(&o), "HTTP/1.1 ", 9))
		status = (int)strtol(out_cstr(&o) + 9, NULL, 10);
	arena_free(a);
	return status;
}

static const char plain[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/* Tries until somebody lets us in, for a minute at most. */
static int status_in_time(int port)
{
	int status = 0;

	for (int i = 0; i < 600 && status != 200; i++) {
		if (i)
			(void)poll(NULL, 0, 100);
		status = status_of(port, plain);
	}
	return status;
}

/* Tries until we are turned away, for as long as the silent ones are let be: a busy server takes its time to let them in. */
static bool turned_away_in_time(int port)
{
	for (int i = 0; i < TIMEOUT_SECONDS * 5; i++) {
		(void)poll(NULL, 0, 100);
		if (status_of(port, plain) == 0)
			return true;
	}
	return false;
}

/* Every place is held by somebody who says nothing: the next is turned away, and let in when the silent time out. */
static void idle_run(struct tap *t, int port)
{
	int fds[CONNECTIONS_MAX];
	bool is_away = false;

	/* A machine that stands still for seconds lets the silent time out first; then they come anew. */
	for (int tries = 0; tries < 4 && !is_away; tries++) {
		for (int i = 0; tries && i < CONNECTIONS_MAX; i++)
			(void)close(fds[i]);
		for (int i = 0; i < CONNECTIONS_MAX; i++)
			fds[i] = connect_to(port);
		is_away = turned_away_in_time(port);
	}
	OK(t, is_away, "idle: one connection too many is turned away");
	OK(t, status_in_time(port) == 200, "idle: the silent are let go and the next is served");
	for (int i = 0; i < CONNECTIONS_MAX; i++)
		(void)close(fds[i]);
	(void)poll(NULL, 0, 100);
}

/* Every place is held by somebody who drips a header byte by byte and so is never silent. */
static void drip_run(struct tap *t, int port)
{
	int fds[CONNECTIONS_MAX], status = 0;

	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = connect_to(port);
		(void)send_all(fds[i], "GET / HTTP/1.1\r\nX-Slow: ", 24);
	}
	for (int i = 0; i < 120 && status != 200; i++) {
		for (int j = 0; j < CONNECTIONS_MAX; j++)
			(void)send_all(fds[j], "x", 1);
		(void)poll(NULL, 0, 100);
		if (i > 5)
			status = status_of(port, plain);
	}
	OK(t, status == 200, "drip: slow headers lose their places to who is waiting");
	for (int i = 0; i < CONNECTIONS_MAX; i++)
		(void)close(fds[i]);
	(void)poll(NULL, 0, 100);
}

struct crowd {
	int port, wrong;
};

static void *crowd_member(void *self)
{
	static const char post[] = "POST /form?x=1 HTTP/1.1\r\nHost: localhost\r\nCookie: sid=abc\r\nContent-Length: 13\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\na=1&b=2&c=%20";
	struct crowd *crowd = self;

	for (int i = 0; i < 20; i++)
		crowd->wrong += status_of(crowd->port, i % 2 ? plain : post) != 200;
	return NULL;
}

/* Eight at once: for the thread sanitizer. */
static void crowd_run(struct tap *t, int port)
{
	pthread_t threads[8];
	struct crowd crowds[8];
	int wrong = 0;

	for (int i = 0; i < 8; i++) {
		crowds[i] = (struct crowd){ port, 0 };
		if (pthread_create(&threads[i], NULL, crowd_member, &crowds[i]))
			abort();
	}
	for (int i = 0; i < 8; i++) {
		(void)pthread_join(threads[i], NULL);
		wrong += crowds[i].wrong;
	}
	OK(t, wrong == 0, "crowd: eight clients at once are all served");
}

/* Requests' arenas are mappings of ARENA_REQUEST_MAX: a forgotten one shows in the address space. */
static long address_space_pages(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	char line[128] = "0";

	if (f && !fgets(line, sizeof(line), f))
		line[0] = '\0';
	if (f)
		(void)fclose(f);
	return strtol(line, NULL, 10);
}

/* The last connections' threads may still be on their way out; what stays for a minute is left behind. */
static bool memory_comes_back(long pages)
{
	for (int i = 0; i < 600; i++) {
		if (address_space_pages() - pages < 2 * (ARENA_REQUEST_MAX / 4096))
			return true;
		(void)poll(NULL, 0, 100);
	}
	return false;
}

static void listen_run(struct tap *t, struct arena *a, int port)
{
	int fd = -1, other = 0;
	const struct fault *f = http_listen(a, arena_print(a, "127.0.0.1:%d", port), &fd, &other);

	OK(t, f && f->sort == FAULT_BUSY && fd == -1, "listen: a port that is taken is FAULT_BUSY");
	OK(t, f && strstr(f->what, "--listen"), "listen: and the fault says what to do");
	f = http_listen(a, "[::1]:0", &fd, &other);
	OK(t, f ? f->sort == FAULT_SYSTEM : other > 0, "listen: IPv6 loopback on any port, where there is IPv6");
	if (!f)
		(void)close(fd);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(64 << 20);
	struct http_options options = { .connections_max = CONNECTIONS_MAX, .timeout_seconds = TIMEOUT_SECONDS };
	struct http_server *server;
	struct tap t = { 0, 0 };
	int fd, port;
	long pages;

	(void)mallopt(M_ARENA_MAX, 1); /* malloc's own mappings, one a thread, would hide the requests' */
	if (argc < 2 || http_listen(a, "127.0.0.1:0", &fd, &port) || http_start(a, fd, &options, echo, NULL, &server))
		return 2;
	if (argc > 2) {
		for (int i = 2; i < argc; i++)
			case_run(&t, a, port, arena_print(a, "%s/%s", argv[1], argv[i]), argv[i]);
		http_stop(server);
		return tap_done(&t);
	}
	OK(&t, status_of(port, plain) == 200, "the server answers");
	pages = address_space_pages();
	OK(&t, cases_run(&t, a, port, argv[1]) >= 60, "there are at least sixty cases");
	crowd_run(&t, port);
	idle_run(&t, port);
	drip_run(&t, port);
	OK(&t, status_in_time(port) == 200, "the server still answers");
	listen_run(&t, a, port);
	OK(&t, memory_comes_back(pages), "no request's memory is left behind");
	http_stop(server);
	arena_free(a);
	return tap_done(&t);
}
