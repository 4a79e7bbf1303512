/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/process.h"

#include <errno.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"

enum { BACKLOG = 128 };

sigset_t process_stop_signals(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	return set;
}

void process_hold_signals(void)
{
	sigset_t set = process_stop_signals();
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	(void)sigaddset(&set, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

int process_stop_descriptor(void)
{
	sigset_t set = process_stop_signals();

	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

const struct fault *process_listen(struct arena *a, const char *path, mode_t mode, int *out_fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd, failed;

	if (strlen(path) >= sizeof(address.sun_path))
		return fault_new(a, FAULT_USAGE, __func__, "%s is too long a path for a socket; move the file", path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	(void)unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mask = umask(0777 & ~mode);
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
