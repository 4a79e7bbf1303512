/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

enum { STEP_MS = 50 };

/* The lock, -wal and the sockets are found by the file's name, so a file under two names would have two of each, and two
 * writers. */
static const struct fault *has_one_name(struct arena *a, const char *file)
{
	struct stat st;

	if (lstat(file, &st))
		return NULL;
	if (S_ISLNK(st.st_mode))
		return fault_new(a, FAULT_USAGE, __func__, "%s is a symbolic link; name the file it points to", file);
	if (S_ISREG(st.st_mode) && st.st_nlink > 1)
		return fault_new(a, FAULT_REFUSED, __func__, "%s has another name as well (a hard link), and a server may be running on"
			" that one; make a copy in its place, or remove the other name", file);
	return NULL;
}

const struct fault *lock_take(struct arena *a, const char *file, int wait_ms, int *out_fd)
{
	static const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };
	const char *path = arena_print(a, "%s-lock", file);
	const struct fault *f = has_one_name(a, file);
	int fd = f ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (f)
		return f;
	if (fd < 0)
		return fault_new(a, FAULT_SYSTEM, __func__, "%s cannot be opened: %s", path, strerror(errno));
	for (int waited = 0; flock(fd, LOCK_EX | LOCK_NB); waited += STEP_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			(void)close(fd);
			return fault_new(a, FAULT_SYSTEM, __func__, "%s cannot be locked: %s", path, strerror(errno));
		}
		if (waited >= wait_ms) {
			(void)close(fd);
			return fault_new(a, FAULT_BUSY, __func__, "%s is in use by another server or command; stop that one first", file);
		}
		(void)nanosleep(&step, NULL);
	}
	*out_fd = fd;
	return NULL;
}

void lock_release(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}
