/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/signing.h"

#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fence.h"
#include "doors/lock.h"
#include "doors/notify.h"
#include "doors/process.h"
#include "doors/tell.h"
#include "desk/head.h"
#include "ledger/signer.h"

/* Who has a line and asks nothing must not keep the others waiting. */
enum { QUIET_MS = 2000 };

/* What the signer keeps: its files, the sockets it has, memory.  It can start, trace and reach nothing. */
static const char *const calls[] = { "read", "write", "openat", "close", "fsync", "rename", "renameat",
	"renameat2", "unlink", "unlinkat", "fstat", "stat", "newfstatat", "statx", "lseek", "fcntl", "access",
	"faccessat", "faccessat2", "accept4", "recvfrom", "recvmsg", "sendto", "sendmsg", "shutdown", "poll", "ppoll",
	"mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "getrandom", "getpid", "gettid", "futex",
	"clock_gettime", "gettimeofday", "time", "prctl", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "tgkill",
	"exit", "exit_group", NULL };

void signing_fence(void)
{
	if (!fence_calls(calls, FENCE_REFUSES))
		fprintf(stderr, "fyr: the signer could not give up its system calls; it works without that fence\n");
}

void signing_serve(const struct env *env, const struct signing *signing, int listen_fd, int stop_fd)
{
	signing_fence();
	for (;;) {
		struct pollfd polls[] = { { .fd = listen_fd, .events = POLLIN }, { .fd = stop_fd, .events = POLLIN } };
		int fd;

		if (poll(polls, 2, -1) < 0)
			continue;
		if (polls[1].revents)
			return;
		fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		signer_serve(env, signing->key_path, signing->head_path, signing->high_water_path, fd, QUIET_MS);
		(void)close(fd);
	}
}

int signing_run(struct args *args)
{
	const char *file = args->words[0];
	struct signing signing = { .key_path = arena_print(args->arena, "%s-key", file),
		.head_path = arena_print(args->arena, "%s-head", file) };
	const struct fault *f = NULL;
	int lock, fd;

	if (args->word_count != 1 || !args->signer)
		return tell_misuse(args);
	f = lock_take(args->arena, file, 0, &lock);
	if (!f && access(signing.key_path, R_OK))
		f = fault_new(args->arena, FAULT_NOTHING, __func__, "%s cannot be read; move the council's key there", signing.key_path);
	if (!f && args->high_water)
		f = head_keep_elsewhere(args->arena, args->env, file, args->high_water);
	if (!f)
		f = process_listen(args->arena, args->signer, 0660, &fd);
	if (f)
		return tell_fault(f);
	signing.high_water_path = head_elsewhere(args->arena, args->env, file);
	process_hold_signals();
	notify("READY=1");
	signing_serve(args->env, &signing, fd, process_stop_descriptor());
	(void)unlink(args->signer);
	lock_release(lock);
	return 0;
}
