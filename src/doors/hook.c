/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/child.h"
#include "base/out.h"
#include "base/text.h"

enum { PIECE = 4096, TURN_MS = 5 };

/* One program that runs, as the first of a group of its own. */
struct run {
	struct arena *arena;
	pid_t child;
	int out;          /* what it prints comes here */
	int64_t end_ms;   /* of the clock that only goes forward */
	struct out said;
};

static int64_t clock_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static const struct fault *failed(struct run *r, const char *what)
{
	return fault_new(r->arena, FAULT_NOTHING, "hook_run", "%s", what);
}

static const struct fault *start(struct run *r, const char *program, const char *folder)
{
	char path[] = "PATH=/usr/bin:/bin", lang[] = "LANG=C.UTF-8";
	char *const argv[] = { arena_text(r->arena, program), arena_text(r->arena, folder), NULL };
	char *const environment[] = { path, lang, NULL };
	int pair[2] = { -1, -1 }, null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int error = null < 0 || pipe2(pair, O_CLOEXEC) ? errno : 0;

	if (!error) {
		error = child_start(program, argv, environment, (const int[]){ null, pair[1], STDERR_FILENO }, true, &r->child);
		(void)close(pair[1]);
		if (error)
			(void)close(pair[0]);
		r->out = pair[0];
	}
	if (null >= 0)
		(void)close(null);
	return error ? fault_new(r->arena, FAULT_NOTHING, "hook_run", "%s cannot be started: %s", program, strerror(error)) : NULL;
}

/* The milliseconds left, 0 when the time is up. */
static int left_ms(const struct run *r)
{
	int64_t left = r->end_ms - clock_ms();

	return left > 0 ? (int)left : 0;
}

/* Until all that it started have closed their ends; they may take as long as it. */
static const struct fault *hear(struct run *r)
{
	char piece[PIECE];
	ssize_t got = 1;

	while (got) {
		struct pollfd fd = { r->out, POLLIN, 0 };
		int ready = poll(&fd, 1, left_ms(r));

		if (!ready)
			return failed(r, "it was ended, for its time was up");
		got = ready > 0 ? read(r->out, piece, sizeof(piece)) : -1;
		if (got < 0 && errno != EINTR)
			return failed(r, strerror(errno));
		if (got > 0)
			out_bytes(&r->said, piece, (size_t)got);
		if (out_full(&r->said))
			return failed(r, "it was ended, for it printed too much");
	}
	return NULL;
}

/* It may stay when it has closed its end; whatever it leaves running in its group is ended with it. */
static const struct fault *end(struct run *r, const struct fault *so_far)
{
	siginfo_t info = { .si_pid = 0 };
	const struct fault *f = so_far;
	int status = 0;

	while (!f && !waitid(P_PID, (id_t)r->child, &info, WEXITED | WNOHANG | WNOWAIT) && !info.si_pid) {
		if (!left_ms(r))
			f = failed(r, "it was ended, for its time was up");
		(void)poll(NULL, 0, TURN_MS);
	}
	(void)close(r->out);
	(void)kill(-r->child, SIGKILL);
	while (waitpid(r->child, &status, 0) < 0 && errno == EINTR)
		;
	if (f)
		return f;
	if (WIFSIGNALED(status))
		return fault_new(r->arena, FAULT_NOTHING, "hook_run", "it ended by signal %d", WTERMSIG(status));
	return WEXITSTATUS(status)
		? fault_new(r->arena, FAULT_NOTHING, "hook_run", "it ended with exit code %d", WEXITSTATUS(status)) : NULL;
}

static const struct fault *last_line(struct run *r, const char **out)
{
	char *text = arena_copy(r->arena, out_cstr(&r->said), r->said.length), *line;
	size_t n = r->said.length;

	if (strlen(text) != n || !text_is_utf8(text, n))
		return failed(r, "what it printed is no text");
	while (n && strchr(" \t\r\n", text[n - 1]))
		text[--n] = '\0';
	line = strrchr(text, '\n');
	line = line ? line + 1 : text;
	line += strspn(line, " \t\r");
	if (!*line)
		return failed(r, "it printed no number");
	*out = line;
	return NULL;
}

const struct fault *hook_run(struct arena *a, const char *program, const char *folder, int seconds, const char **out_line)
{
	struct run r = { .arena = a, .end_ms = clock_ms() + (int64_t)seconds * 1000 };
	const struct fault *f = start(&r, program, folder);

	if (f)
		return f;
	out_init(&r.said, a, HOOK_BYTES_MAX);
	f = end(&r, hear(&r));
	return f ? f : last_line(&r, out_line);
}
