/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fence.h"
#include "desk/head.h"
#include "desk/second_copy.h"
#include "desk/show.h"
#include "desk/writer.h"
#include "doors/lock.h"
#include "doors/notify.h"
#include "doors/submit.h"
#include "doors/web.h"
#include "http/http.h"
#include "ledger/signer.h"

enum {
	QUIET_SECONDS = 30, DISK_SECONDS = 1, LOCK_WAIT_MS = 5000, BACKLOG = 128,
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
	const char *file, *socket_path, *signer_path, *high_water_path, *copy_folder;
	struct web_start web; /* what every worker gets */
	int lock, writer_fd, signer_fd;
	bool has_witnesses;
	int64_t per_day;      /* submissions to each of them */
	struct child children[CHILDREN];
	int quick_deaths;     /* in a row, each soon after a start and soon after the one before */
	time_t last_death;
};

static const char *const duty_names[] = { "signer", "writer", "copier", "submitter", "worker" };
/* As ps and top show them; the kernel keeps 15 bytes. */
static const char *const process_names[] = { "fyr-signer", "fyr-writer", "fyr-copier", "fyr-submitter", "fyr-worker" };

/* SIGTERM and SIGINT (and for the parent SIGCHLD) are never delivered: they are read, so that none is lost between a
 * look at a flag and the wait that follows it.  Children inherit the mask. */
static sigset_t stop_signals(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	return set;
}

static void hold_signals(void)
{
	sigset_t set = stop_signals();
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	(void)sigaddset(&set, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

/* A descriptor that becomes readable when this process is asked to stop. */
static int stop_descriptor(void)
{
	sigset_t set = stop_signals();

	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A Unix socket at `path`, readable by its owner alone.  A dead one lying there is replaced: the lock says it is dead. */
static const struct fault *listen_at(struct arena *a, const char *path, int *out_fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd, failed;

	if (strlen(path) >= sizeof(address.sun_path))
		return fault_new(a, FAULT_USAGE, __func__, "%s is too long a path for a socket; move the file", path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	(void)unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mask = umask(0177);
	failed = fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) || listen(fd, BACKLOG);
	(void)umask(mask);
	if (failed) {
		if (fd >= 0)
			(void)close(fd);
		return fault_new(a, FAULT_SYSTEM, __func__, "%s cannot be opened: %s", path, strerror(errno));
	}
	*out_fd = fd;
	return NULL;
}

/* What the signer keeps: its files, the sockets it has, memory.  It can start, trace and reach nothing. */
static const char *const signer_calls[] = { "read", "write", "openat", "close", "fsync", "rename", "unlink", "fstat", "stat",
	"newfstatat", "statx", "lseek", "fcntl", "access", "faccessat", "faccessat2", "accept4", "recvfrom", "recvmsg", "sendto",
	"sendmsg", "shutdown", "poll", "ppoll", "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "getrandom", "getpid",
	"gettid", "futex", "clock_gettime", "gettimeofday", "time", "prctl", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn",
	"tgkill", "exit", "exit_group", NULL };

static int run_signer(struct parent *p, int stop)
{
	const char *key = arena_print(p->arena, "%s-key", p->file), *head = arena_print(p->arena, "%s-head", p->file);

	(void)close(p->web.http_fd);
	(void)close(p->writer_fd);
	if (!fence_calls(signer_calls, FENCE_REFUSES))
		fprintf(stderr, "fyr: the signer could not give up its system calls; it works without that fence\n");
	for (;;) {
		struct pollfd polls[] = { { .fd = p->signer_fd, .events = POLLIN }, { .fd = stop, .events = POLLIN } };
		int fd;

		if (poll(polls, 2, -1) < 0)
			continue;
		if (polls[1].revents)
			return 0;
		fd = accept4(p->signer_fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		signer_serve(p->env, key, head, p->high_water_path, fd);
		(void)close(fd);
	}
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
	const struct fault *f = writer_open(p->arena, p->env, p->file, &w);

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
	second_copy_serve(p->arena, p->env, p->file, p->copy_folder, stop);
	return 0;
}

static int run_submitter(struct parent *p, int stop)
{
	(void)close(p->web.http_fd);
	(void)close(p->writer_fd);
	(void)close(p->signer_fd);
	return submit_serve(p->arena, p->env, p->file, p->socket_path, p->per_day, stop);
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
	(void)prctl(PR_SET_NAME, process_names[c->duty]);
	if (getppid() != parent)
		_exit(0);
	_exit(runs[c->duty](p, stop_descriptor()));
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
	sigset_t set = stop_signals();
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
	(void)unlink(p->signer_path);
	return p->quick_deaths < QUICK_DEATHS_MAX ? NULL
		: fault_new(p->arena, FAULT_SYSTEM, __func__, "children end as soon as they start; see the lines above");
}

/* The file is looked at before anything is started, so that its faults are told once and clearly. */
static const struct fault *look_at_file(struct parent *p)
{
	struct writer *w = NULL;
	const struct fault *f = submit_has_witnesses(p->arena, p->env, p->file, &p->has_witnesses);

	if (!f)
		f = writer_open(p->arena, p->env, p->file, &w);
	if (!f)
		f = shelf_open(p->arena, NULL, &p->web.shelf);
	f = fault_kept(p->arena, f);
	writer_close(w);
	return f;
}

static const struct fault *open_sockets(struct parent *p, const char *address, int *out_port)
{
	const struct fault *f = http_listen(p->arena, address, &p->web.http_fd, out_port);

	if (!f)
		f = listen_at(p->arena, p->socket_path, &p->writer_fd);
	if (!f)
		f = listen_at(p->arena, p->signer_path, &p->signer_fd);
	return f;
}

const struct fault *serve(struct arena *a, const struct env *env, const struct log *log, const struct serving *serving)
{
	const char *file = serving->file;
	struct parent p = { .arena = a, .env = env, .log = *log, .file = file, .socket_path = arena_print(a, "%s-socket", file),
		.signer_path = arena_print(a, "%s-signer", file), .copy_folder = serving->copy_folder,
		.per_day = serving->per_day };
	const struct fault *f;
	int port = 0;

	p.web = (struct web_start){ .file = file, .socket_path = p.socket_path, .has_no_cache = serving->has_no_cache };
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
	hold_signals();
	for (size_t i = 0; i < CHILDREN; i++) {
		p.children[i].duty = i < DUTY_WORKER ? (enum duty)i : DUTY_WORKER;
		if ((p.children[i].duty != DUTY_COPIER || p.copy_folder) && (p.children[i].duty != DUTY_SUBMITTER || p.has_witnesses))
			start(&p, &p.children[i]);
	}
	printf("http://localhost:%d\n", port);
	(void)fflush(stdout);
	notify("READY=1");
	f = watch(&p);
	lock_release(p.lock);
	return f;
}
