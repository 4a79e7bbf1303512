/* SPDX-License-Identifier: EUPL-1.2
 *
 * Slow: visitors who hold every place of the server and never finish: headers byte by byte (Slowloris), a body byte by byte
 * (R-U-D-Y), a reply read byte by byte through a small window.  Somebody who comes then is turned away at first, which shows
 * that the places are held, and is served before the others would ever be done.  Afterwards every descriptor is back.
 *
 *     slow [headers|body|reply|STEPS ...]    STEPS: so many looks, and no more, until he who comes must be served
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/http.h"
#include "tap.h"

enum {
	PLACES = 6,
	TIMEOUT_SECONDS = 1,  /* for a header; a body and a reply get six times that */
	STEP_MS = 50,
	STEPS_MAX = 600,      /* half a minute and more: a busy machine has time, and who is never let in is known */
	TRIES = 20,
	BIG = 8 << 20,        /* more than any socket holds */
	WINDOW = 4096
};

/* How somebody is slow: what he sends at first, and whether he then writes or reads a byte now and then. */
struct slowness {
	const char *name, *first;
	bool reads;
};

static const struct slowness slownesses[] = {
	{ "headers", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", false },
	{ "body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: 100000\r\n\r\na=", false },
	{ "reply", "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n", true },
};

static void handle(void *self, struct request *r, struct reply *reply)
{
	if (r->error)
		return;
	reply->body = self;
	reply->body_length = !strcmp(r->path, "/big") ? (size_t)BIG : 2;
}

static int connect_to(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), window = WINDOW;

	if (fd < 0)
		abort();
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof(window));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

/* Is a short request answered? */
static bool is_served(int port)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	int fd = connect_to(port);
	char answer[16] = "";
	bool served = false;

	if (fd < 0)
		return false;
	if (send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) > 0) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		served = poll(&p, 1, 3000) > 0 && recv(fd, answer, sizeof(answer), MSG_WAITALL) > 12
			&& !memcmp(answer, "HTTP/1.1 200", 12);
	}
	(void)close(fd);
	return served;
}

static int descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		(void)closedir(d);
	return n;
}

/* Waits until every place is free again: the server closes in its own time, and a place that an earlier visitor still has
 * could not be held by somebody slow. */
static bool all_left(int fds_idle)
{
	for (int steps = 0; steps < STEPS_MAX && descriptors() > fds_idle; steps++)
		(void)poll(NULL, 0, STEP_MS);
	return descriptors() <= fds_idle;
}

/* What came of one try to hold every place: were they held, was somebody turned away, and was he served in the end? */
struct siege {
	int held;
	bool was_turned_away, served;
};

static struct siege siege_of(int port, const struct slowness *s, int steps_max)
{
	struct siege siege = { 0, false, false };
	int fds[PLACES];
	char byte = 'x';

	for (int i = 0; i < PLACES; i++) {
		fds[i] = connect_to(port);
		siege.held += fds[i] >= 0 && send(fds[i], s->first, strlen(s->first), MSG_NOSIGNAL) > 0;
	}
	for (int steps = 0; steps < steps_max && !siege.served; steps++) {
		(void)poll(NULL, 0, STEP_MS);
		for (int i = 0; i < PLACES; i++)
			if (s->reads)
				(void)recv(fds[i], &byte, 1, MSG_DONTWAIT);
			else
				(void)send(fds[i], &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (steps < 2 || steps % 5 == 0) {
			siege.served = is_served(port);
			siege.was_turned_away |= !siege.served;
		}
	}
	for (int i = 0; i < PLACES; i++)
		(void)close(fds[i]);
	return siege;
}

static void slow_run(struct tap *t, struct arena *a, int port, const struct slowness *s, int fds_idle, int steps_max)
{
	struct siege siege = { 0, false, false };
	bool was_empty = true;

	/* On a machine that stands still for a second the slow are silent, and let go before anybody comes; then they come
	 * anew. */
	for (int tries = 0; tries < TRIES && !siege.was_turned_away; tries++) {
		was_empty = was_empty && all_left(fds_idle);
		siege = siege_of(port, s, steps_max);
	}
	OK(t, was_empty, arena_print(a, "%s: nobody is there", s->name));
	OK(t, siege.held == PLACES && siege.was_turned_away, arena_print(a, "%s: every place is held by somebody slow", s->name));
	OK(t, siege.served, arena_print(a, "%s: who comes is served, though the slow go on", s->name));
	OK(t, all_left(fds_idle), arena_print(a, "%s: every descriptor is back", s->name));
	OK(t, is_served(port), arena_print(a, "%s: and the server answers", s->name));
}

int main(int argc, char **argv)
{
	const struct http_options options = { .connections_max = PLACES, .timeout_seconds = TIMEOUT_SECONDS };
	struct arena *a = arena_new(64 << 20);
	struct http_server *server;
	struct tap t = { 0, 0 };
	char *body = arena_get(a, BIG);
	int fd, port, fds_idle, steps_max = STEPS_MAX;

	memset(body, 'a', BIG);
	if (http_listen(a, "127.0.0.1:0", &fd, &port) || http_start(a, fd, &options, handle, body, &server))
		return 2;
	fds_idle = descriptors();
	OK(&t, is_served(port), "the server answers");
	for (int j = 1; j < argc; j++)
		steps_max = strtol(argv[j], NULL, 10) > 0 ? (int)strtol(argv[j], NULL, 10) : steps_max;
	for (size_t i = 0; i < sizeof(slownesses) / sizeof(slownesses[0]); i++) {
		bool wanted = argc < 2;

		for (int j = 1; j < argc; j++)
			wanted |= !strcmp(argv[j], slownesses[i].name);
		if (wanted)
			slow_run(&t, a, port, &slownesses[i], fds_idle, steps_max);
	}
	http_stop(server);
	arena_free(a);
	return tap_done(&t);
}
