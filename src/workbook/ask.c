/* SPDX-License-Identifier: EUPL-1.2
 *
 * The asking side of every child that reads a foreign file.  A worker runs threads, so the child is spawned, never forked;
 * what it inherits is three descriptors and an empty environment.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/text.h"
#include "workbook/foreign.h"

enum { WHY_MAX = 200, PIECE = 64 << 10, STAYS_MS = 5000, TURN_MS = 2 };

/* One child: a socket for what it reads, and two for what it writes. */
struct asking {
	struct arena *arena;
	const struct foreign_sort *sort;
	pid_t child;
	int in, out, err;        /* -1: closed */
	const char *bytes;
	size_t n, sent;
	struct out answer, why;
};

static void shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* This program's own file: by the kernel's link, or as it was started where /proc is not to be had. */
static const char *own_program(void)
{
	static const char link[] = "/proc/self/exe";

	return access(link, X_OK) ? (const char *)getauxval(AT_EXECFN) : link;
}

/* Three socket pairs. */
static int open_pairs(int ours[3], int theirs[3])
{
	int pair[2];

	for (int i = 0; i < 3; i++)
		ours[i] = theirs[i] = -1;
	for (int i = 0; i < 3; i++) {
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
			return errno;
		ours[i] = pair[0];
		theirs[i] = pair[1];
		if (fcntl(ours[i], F_SETFL, O_NONBLOCK))
			return errno;
	}
	return 0;
}

static const struct fault *start(struct asking *g, const char *program)
{
	char name[] = "fyr";
	char *const argv[] = { name, arena_text(g->arena, g->sort->command), NULL }, *const environment[] = { NULL };
	int ours[3], theirs[3], error = open_pairs(ours, theirs);

	if (!error)
		error = child_start(program ? program : own_program(), argv, environment, theirs, false, &g->child);
	for (int i = 0; i < 3; i++)
		shut(&theirs[i]);
	if (error) {
		for (int i = 0; i < 3; i++)
			shut(&ours[i]);
		return fault_new(g->arena, FAULT_SYSTEM, __func__, "no child can be started to read the file: %s", strerror(error));
	}
	g->in = ours[0];
	g->out = ours[1];
	g->err = ours[2];
	return NULL;
}

static void send_some(struct asking *g)
{
	ssize_t put = send(g->in, g->bytes + g->sent, g->n - g->sent, MSG_NOSIGNAL);

	if (put > 0)
		g->sent += (size_t)put;
	else if (put < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (put < 0 || g->sent == g->n)
		shut(&g->in);
}

static void take_some(int *fd, struct out *to)
{
	char piece[PIECE];
	ssize_t got = recv(*fd, piece, sizeof(piece), 0);

	if (got > 0)
		out_bytes(to, piece, (size_t)got);
	else if (!got || (errno != EAGAIN && errno != EINTR))
		shut(fd);
}

/* Until the child has closed both its ends, or answered too much.  Its own alarm ends it when its time is up. */
static bool talk(struct asking *g)
{
	while (g->out >= 0 || g->err >= 0) {
		struct pollfd fds[3] = { { g->in, POLLOUT, 0 }, { g->out, POLLIN, 0 }, { g->err, POLLIN, 0 } };
		int ready;

		if (out_full(&g->answer) || out_full(&g->why))
			return false;
		ready = poll(fds, 3, (WORKBOOK_SECONDS + 1) * 1000);
		if (!ready || (ready < 0 && errno != EINTR))
			return false;
		if (fds[0].revents)
			send_some(g);
		if (fds[1].revents)
			take_some(&g->out, &g->answer);
		if (fds[2].revents)
			take_some(&g->err, &g->why);
	}
	return true;
}

/* The child's exit code; -1 when it was ended, as is one that has closed its ends but stays. */
static int end(struct asking *g, bool is_killed)
{
	int status = -1;

	shut(&g->in);
	shut(&g->out);
	shut(&g->err);
	for (int turn = 0;; turn++) {
		pid_t got;

		if (is_killed || turn > STAYS_MS / TURN_MS)
			(void)kill(g->child, SIGKILL);
		got = waitpid(g->child, &status, WNOHANG);
		if (got == g->child || (got < 0 && errno != EINTR))
			break;
		(void)poll(NULL, 0, TURN_MS);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* "rule arg" as the child may say it: it may be anybody's by now. */
static struct workbook_problem why(struct asking *g)
{
	static const char sane[] = "abcdefghijklmnopqrstuvwxyz_.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	char *line = arena_text(g->arena, out_cstr(&g->why)), *space = strchr(line, ' ');
	const char *arg = space ? arena_copy(g->arena, space + 1, strspn(space + 1, sane)) : NULL;

	if (strncmp(line, g->sort->prefix, strlen(g->sort->prefix)) || !space || (size_t)(space - line) != strspn(line, sane))
		return (struct workbook_problem){ g->sort->gave_up, NULL };
	*space = '\0';
	return (struct workbook_problem){ line, arg && *arg ? arg : NULL };
}

const struct fault *foreign_ask(struct arena *a, const char *program, const struct foreign_sort *sort, const char *bytes,
	size_t n, const char **out_answer, size_t *out_n, struct workbook_problem *out)
{
	struct asking g = { .arena = a, .sort = sort, .bytes = bytes, .n = n };
	const struct fault *f;
	bool is_done;
	int code;

	*out_answer = NULL;
	*out = (struct workbook_problem){ arena_print(a, "%stoo_large", sort->prefix), NULL };
	if (n > sort->file_max)
		return NULL;
	f = start(&g, program);
	if (f)
		return f;
	out_init(&g.answer, a, sort->answer_max);
	out_init(&g.why, a, WHY_MAX);
	is_done = talk(&g);
	code = end(&g, !is_done);
	*out = (struct workbook_problem){ sort->gave_up, NULL };
	if (is_done && code == 0) {
		*out_answer = out_cstr(&g.answer);
		*out_n = g.answer.length;
	} else if (is_done && code == 3) {
		*out = why(&g);
	}
	return NULL;
}

const struct fault *workbook_ask(struct arena *a, const char *program, const char *bytes, size_t n, const char **out_table,
	size_t *out_n, struct workbook_problem *out)
{
	static const struct foreign_sort sheet = { "sheet", "workbook.", "workbook.gave_up", FILE_MAX, WORKBOOK_TABLE_MAX };

	return foreign_ask(a, program, &sheet, bytes, n, out_table, out_n, out);
}
