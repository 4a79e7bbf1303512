/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "desk/head.h"
#include "desk/log_key.h"
#include "desk/second_copy.h"
#include "desk/show.h"
#include "desk/writer.h"
#include "doors/lock.h"
#include "doors/notify.h"
#include "doors/policy_doubts.h"
#include "doors/process.h"
#include "doors/signing.h"
#include "doors/submit.h"
#include "doors/web.h"
#include "http/http.h"

enum {
	QUIET_SECONDS = 30, DISK_SECONDS = 1, LOCK_WAIT_MS = 5000,
	WORKERS = 2, CHILDREN = WORKERS + 4, QUICK_DEATHS_MAX = 20
};

enum duty { DUTY_SIGNER, DUTY_WRITER, DUTY_COPIER, DUTY_SUBMITTER, DUTY_WORKER };

struct child {
	enum duty duty;
	pid_t pid; /* 0: not running, or not wanted; -1: to be tried again */
	time_t started, not_before;
};

struct parent {
	struct arena *arena;
	const struct env *env;
	struct log log;
	const struct serving *serving;
	const char *socket_path, *signer_path, *high_water_path;
	struct web_start web; /* what every worker gets */
	int lock, writer_fd, signer_fd;
	bool has_witnesses;
	struct child children[CHILDREN];
	int quick_deaths;     /* in a row, each soon after a start and soon after the one before */
	time_t last_death;
};

static const char *const duty_names[] = { "signer", "writer", "copier", "submitter", "worker" };

static int run_signer(struct parent *p, int stop)
{
	const struct signing signing = { .key_path = arena_print(p->arena, "%s-key", p->serving->file),
		.head_path = arena_print(p->arena, "%s-head", p->serving->file), .high_water_path = p->high_water_path };

	(void)close(p->web.http_fd);
	(void)close(p->writer_fd);
	signing_serve(p->env, &signing, p->signer_fd, stop);
	return 0;
}

/* Who knocks meanwhile is not kept waiting for a writer that cannot open its files. */
static void turn_away(const struct parent *p)
{
	int fd;

	while ((fd = accept4(p->writer_fd, NULL, NULL, SOCK_CLOEXEC)) >= 0)
		(void)close(fd);
}

static int run_writer(struct parent *p, int stop)
{
	struct writer *w = NULL;
	const struct fault *f = writer_open(p->arena, p->env, p->serving->file, &w);

	(void)close(p->web.http_fd);
	/* Held here it would seem to answer when the signer and the parent are gone, and stopping would wait for it. */
	(void)close(p->signer_fd);
	if (!f)
		f = writer_serve(w, p->writer_fd, p->signer_path, stop);
	f = fault_kept(p->arena, f);
	if (f)
		fprintf(stderr, "fyr: writer: %s\n", f->what);
	if (f && !w)
		turn_away(p);
	if (!f) /* else nothing more is touched: what is on the disk is not known, and the process ends */
		writer_close(w);
	return f ? (int)f->sort : 0;
}

static int run_copier(struct parent *p, int stop)
{
	(void)close(p->web.http_fd);
	(void)close(p->writer_fd);
	(void)close(p->signer_fd);
	second_copy_serve(p->arena, p->env, p->serving->file, p->serving->copy_folder, stop);
	return 0;
}

static int run_submitter(struct parent *p, int stop)
{
	(void)close(p->web.http_fd);
	(void)close(p->writer_fd);
	(void)close(p->signer_fd);
	return submit_serve(p->arena, p->env, p->serving->file, p->socket_path, p->serving->per_day, stop);
}

static int run_worker(struct parent *p, int stop)
{
	const struct fault *f;

	(void)close(p->writer_fd);
	(void)close(p->signer_fd);
	f = web_serve(p->arena, p->env, &p->log, &p->web, stop);
	if (f)
		fprintf(stderr, "fyr: worker: %s\n", f->what);
	return f ? (int)f->sort : 0;
}

static void start(struct parent *p, struct child *c)
{
	static int (*const runs[])(struct parent *, int) = { run_signer, run_writer, run_copier, run_submitter, run_worker };
	pid_t parent = getpid();

	c->started = time(NULL);
	c->pid = fork();
	if (c->pid)
		return;
	/* A child never outlives its parent, however that one ends. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	/* As ps and top show it; the kernel keeps 15 bytes. */
	(void)prctl(PR_SET_NAME, arena_print(p->arena, "fyr-%s", duty_names[c->duty]));
	if (getppid() != parent)
		_exit(0);
	_exit(runs[c->duty](p, process_stop_descriptor()));
}

static void bring_back(struct parent *p, struct child *c, int status)
{
	static const struct timespec pause = { .tv_nsec = 200 * 1000000L };
	time_t now = time(NULL);

	fprintf(stderr, "fyr: the %s ended (%s %d); starting a new one\n", duty_names[c->duty],
		WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	/* A disk that takes nothing may be mended, and what it holds is shown until then. */
	if (c->duty == DUTY_WRITER && WIFEXITED(status) && WEXITSTATUS(status) == FAULT_SYSTEM && now - c->started < 2) {
		c->pid = -1;
		c->not_before = now + DISK_SECONDS;
		return;
	}
	if (now - p->last_death > QUIET_SECONDS)
		p->quick_deaths = 0;
	p->last_death = now;
	if (now - c->started < 2) {
		p->quick_deaths++;
		(void)nanosleep(&pause, NULL);
	}
	start(p, c);
}

static void stop_duty(struct parent *p, enum duty duty)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (p->children[i].duty == duty && p->children[i].pid > 0)
			(void)kill(p->children[i].pid, SIGTERM);
	for (size_t i = 0; i < CHILDREN; i++) {
		struct child *c = &p->children[i];

		while (c->duty == duty && c->pid > 0 && waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			;
		if (c->duty == duty)
			c->pid = 0;
	}
}

/* Every child that has ended, but for those we are stopping. */
static void reap(struct parent *p)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < CHILDREN; i++)
			if (p->children[i].pid == pid)
				bring_back(p, &p->children[i], status);
}

/* A duty whose process could not be made (the system had none left), or a writer whose disk failed, is tried again. */
static void start_missing(struct parent *p)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (p->children[i].pid < 0 && time(NULL) >= p->children[i].not_before)
			start(p, &p->children[i]);
}

static const struct fault *watch(struct parent *p)
{
	sigset_t set = process_stop_signals();
	static const struct timespec look = { .tv_sec = 1 };
	int signal_number = SIGCHLD;

	(void)sigaddset(&set, SIGCHLD);
	while (signal_number == SIGCHLD && p->quick_deaths < QUICK_DEATHS_MAX) {
		reap(p);
		start_missing(p);
		signal_number = sigtimedwait(&set, NULL, &look);
		if (signal_number < 0) /* nothing came: look again */
			signal_number = SIGCHLD;
	}
	notify("STOPPING=1");
	stop_duty(p, DUTY_WORKER);
	stop_duty(p, DUTY_SUBMITTER);
	stop_duty(p, DUTY_WRITER);
	stop_duty(p, DUTY_COPIER);
	stop_duty(p, DUTY_SIGNER);
	(void)unlink(p->socket_path);
	if (!p->serving->signer)
		(void)unlink(p->signer_path);
	return p->quick_deaths < QUICK_DEATHS_MAX ? NULL
		: fault_new(p->arena, FAULT_SYSTEM, __func__, "children end as soon as they start; see the lines above");
}

static const struct fault *doubt(struct parent *p, const struct desk *d)
{
	struct log_keys keys;
	const struct fault *f = d->policy ? log_key_all(d->store, p->arena, d->hasher, &keys) : NULL;

	if (d->policy && !f)
		policy_doubts_tell(p->arena, d->policy, &keys.all[keys.count - 1].key);
	return f;
}

/* The file is looked at before anything is started, so that its faults are told once and clearly. */
static const struct fault *look_at_file(struct parent *p)
{
	struct writer *w = NULL;
	const struct fault *f = writer_open(p->arena, p->env, p->serving->file, &w);
	const struct policy *policy = f ? NULL : writer_desk(w)->policy;

	p->has_witnesses = policy && policy->witness_count > 0;
	if (!f)
		f = doubt(p, writer_desk(w));
	if (!f)
		f = shelf_open(p->arena, NULL, &p->web.shelf);
	f = fault_kept(p->arena, f);
	writer_close(w);
	return f;
}

/* Said at each start, so that a fence that went missing is not found out when it was needed.  /help says the same. */
static void tell_fences(const struct parent *p)
{
	const char *lists[] = { "", "" };

	for (size_t i = 0; i < FENCES; i++) {
		const char **list = &lists[p->web.fences.stand[i]];

		*list = arena_print(p->arena, "%s%s%s", *list, **list ? ", " : "", fence_names[i]);
	}
	fprintf(stderr, "fyr: fences that stand: %s; missing: %s\n", *lists[1] ? lists[1] : "none", *lists[0] ? lists[0] : "none");
}

static const struct fault *open_sockets(struct parent *p, const char *address, int *out_port)
{
	const struct fault *f = http_listen(p->arena, address, &p->web.http_fd, out_port);

	if (!f)
		f = process_listen(p->arena, p->socket_path, 0600, &p->writer_fd);
	if (!f && !p->serving->signer)
		f = process_listen(p->arena, p->signer_path, 0600, &p->signer_fd);
	return f;
}

static bool is_wanted(const struct parent *p, enum duty duty)
{
	switch (duty) {
	case DUTY_SIGNER:
		return !p->serving->signer;
	case DUTY_COPIER:
		return p->serving->copy_folder != NULL;
	case DUTY_SUBMITTER:
		return p->has_witnesses;
	case DUTY_WRITER:
	case DUTY_WORKER:
		break;
	}
	return true;
}

const struct fault *serve(struct arena *a, const struct env *env, const struct log *log, const struct serving *serving)
{
	const char *file = serving->file;
	struct parent p = { .arena = a, .env = env, .log = *log, .serving = serving,
		.socket_path = arena_print(a, "%s-socket", file),
		.signer_path = serving->signer ? serving->signer : arena_print(a, "%s-signer", file), .signer_fd = -1 };
	const struct fault *f;
	int port = 0;

	p.web = (struct web_start){ .file = file, .socket_path = p.socket_path, .has_no_cache = serving->has_no_cache,
		.fences = fences_here(serving->signer != NULL) };
	if (access(file, F_OK))
		return fault_new(a, FAULT_NOTHING, __func__, "%s does not exist; check the name, or make it with `fyr init`", file);
	f = lock_take(a, file, LOCK_WAIT_MS, &p.lock);
	if (!f && serving->high_water)
		f = head_keep_elsewhere(a, env, file, serving->high_water);
	p.high_water_path = head_elsewhere(a, env, file);
	if (!f)
		f = look_at_file(&p);
	if (!f)
		f = open_sockets(&p, serving->listen, &port);
	if (f)
		return f;
	tell_fences(&p);
	process_hold_signals();
	for (size_t i = 0; i < CHILDREN; i++) {
		p.children[i].duty = i < DUTY_WORKER ? (enum duty)i : DUTY_WORKER;
		if (is_wanted(&p, p.children[i].duty))
			start(&p, &p.children[i]);
	}
	printf("http://localhost:%d\n", port);
	(void)fflush(stdout);
	notify("READY=1");
	f = watch(&p);
	lock_release(p.lock);
	return f;
}
