/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/client.h"

#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/head.h"
#include "desk/writer.h"
#include "doors/lock.h"
#include "doors/signing.h"
#include "doors/tell.h"
#include "ledger/signer.h"

enum { STEP_MS = 50, ANSWER_MS = 60000, BUSY_MS = 5000 };

static const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };

/* A connection to the writer, or -1 with errno. */
static int connected(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address))) {
		int error = errno;

		(void)close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

static const struct fault *exchange(struct arena *a, int fd, const char *line, int answer_ms, bool *out_is_sent,
	struct frame *out)
{
	const struct fault *f = frame_send(a, fd, line, strlen(line), answer_ms);

	*out_is_sent = !f;
	if (!f)
		f = frame_receive(a, fd, FRAME_MAX, answer_ms, out);
	if (!f && !out->line)
		f = fault_new(a, FAULT_SYSTEM, __func__, "the writer went away before it answered");
	return f;
}

static int64_t clock_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* May the question be put twice?  One that writes needs a nonce to be the same act. */
static bool may_repeat(const struct json *question)
{
	const char *op = js_get_text(question, "op");
	const struct json *offers = js_get(question, "offers");

	if (text_equal(op, "write"))
		return js_get_text(question, "n") != NULL;
	if (text_equal(op, "batch")) /* whoever gives the first offer a nonce gives all of them one */
		return offers && offers->count && js_get_text(offers->items[0], "n");
	return !text_equal(op, "redeem") && !text_equal(op, "link") && !text_equal(op, "letters") && !text_equal(op, "open_letter");
}

/* *out_nobody: nobody listens.  What was cut off before that may be asked anew.  A kept line whose writer is gone takes
 * nothing at all, so whatever was to be asked on it is asked on the next. */
static const struct fault *ask(struct arena *a, const char *socket_path, struct lines *lines, const struct json *question,
	int wait_ms, struct json **out_answer, bool *out_nobody)
{
	const char *line = js_line(a, question);
	const struct fault *f = NULL;

	for (int64_t until = clock_ms() + wait_ms; !f || clock_ms() <= until;) {
		int kept = lines_take(lines), fd = kept >= 0 ? kept : connected(socket_path);
		struct frame frame = { .line = NULL };
		bool is_sent;

		if (fd < 0) {
			*out_nobody = true;
			return f ? f : fault_new(a, FAULT_BUSY, __func__, "nobody answers at %s", socket_path);
		}
		f = exchange(a, fd, line, ANSWER_MS, &is_sent, &frame);
		if (!f) {
			lines_give(lines, fd);
			*out_answer = frame.json;
			return NULL;
		}
		(void)close(fd);
		if (f->sort == FAULT_SYSTEM && kept >= 0 && !is_sent)
			continue;
		if (f->sort != FAULT_SYSTEM || !may_repeat(question))
			return f;
		(void)nanosleep(&step, NULL);
	}
	return f;
}

const struct fault *client_ask(struct arena *a, const char *socket_path, struct lines *lines, const struct json *question,
	int wait_ms, struct json **out_answer)
{
	bool nobody = false;

	return ask(a, socket_path, lines, question, wait_ms, out_answer, &nobody);
}

const struct fault *client_is_there(struct arena *a, const char *socket_path, int answer_ms, const char **out_why)
{
	int fd = connected(socket_path);
	struct frame frame = { .line = NULL };
	const struct fault *f;
	bool is_sent;

	if (fd < 0)
		return fault_new(a, FAULT_BUSY, __func__, "nobody answers at %s", socket_path);
	f = exchange(a, fd, "{\"op\":\"ready\"}", answer_ms, &is_sent, &frame);
	(void)close(fd);
	if (f || !js_get(frame.json, "fault"))
		return f;
	*out_why = js_get_text(frame.json, "why");
	return fault_new(a, FAULT_SYSTEM, __func__, "the writer cannot write: %s", js_get_text(frame.json, "what"));
}

const struct fault *client_signer(struct arena *a, const struct env *env, const char *file, int *out_fd)
{
	const char *key = arena_print(a, "%s-key", file), *head = arena_print(a, "%s-head", file);
	const char *high_water = head_elsewhere(a, env, file);
	int fds[2];
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		return fault_new(a, FAULT_SYSTEM, __func__, "no socket for the signer: %s", strerror(errno));
	child = fork();
	if (child < 0)
		return fault_new(a, FAULT_SYSTEM, __func__, "no process for the signer: %s", strerror(errno));
	if (!child) {
		(void)close(fds[0]);
		signing_fence();
		signer_serve(env, key, head, high_water, fds[1], -1);
		_exit(0);
	}
	(void)close(fds[1]);
	*out_fd = fds[0];
	return NULL;
}

void client_signer_end(int fd)
{
	(void)close(fd);
	(void)wait(NULL);
}

/* No server runs: this process is the writer for one question. */
static const struct fault *answer_here(struct arena *a, const struct env *env, const char *file, const struct json *question,
	struct json **out_answer)
{
	const struct passwd *user = getpwuid(geteuid());
	const char *name = user ? arena_text(a, user->pw_name) : NULL;
	struct writer *w = NULL;
	int signer = -1;
	const struct fault *f = client_signer(a, env, file, &signer), *unsigned_fault;

	if (f)
		return f;
	f = writer_open(a, env, file, &w);
	if (!f) {
		*out_answer = writer_answer(w, a, question, name); /* refused where witnesses must be asked first: a server does that */
		unsigned_fault = writer_sign(w, signer);
		/* What was written stands without a signature; the next writer signs it.  Told, since a key that is spoilt would
		 * go unnoticed for ever. */
		if (unsigned_fault)
			(void)tell_fault(unsigned_fault);
	}
	writer_close(w);
	client_signer_end(signer);
	return f;
}

/* A server that is starting holds the lock before it listens, one that is ending after: so both are tried in turn. */
const struct fault *client_ask_file(struct arena *a, const struct env *env, const char *file, const struct json *question,
	struct json **out_answer)
{
	const char *socket_path = arena_print(a, "%s-socket", file);

	if (access(file, F_OK))
		return fault_new(a, FAULT_NOTHING, __func__, "%s does not exist; check the name, or make it with `fyr init`", file);
	for (int waited = 0;; waited += STEP_MS) {
		bool nobody = false;
		const struct fault *f = ask(a, socket_path, NULL, question, BUSY_MS, out_answer, &nobody);
		int lock;

		if (!nobody)
			return f;
		f = lock_take(a, file, 0, &lock);
		if (!f) {
			f = answer_here(a, env, file, question, out_answer);
			lock_release(lock);
			return f;
		}
		if (f->sort != FAULT_BUSY || waited >= BUSY_MS)
			return f;
		(void)nanosleep(&step, NULL);
	}
}
