/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/reserve.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

enum { PRESSED_BYTES = 64 << 10, DISK_BLOCK = 512 };

static int64_t free_bytes(const struct reserve *r)
{
	struct statvfs disk;

	return statvfs(r->folder, &disk) ? 0 : (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
}

/* Blocks of its own, not a hole. */
static bool made(struct reserve *r)
{
	bool fails = env_file_fault(r->env, ENV_OPEN) || env_file_fault(r->env, ENV_WRITE);
	int fd = fails ? -1 : open(r->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct stat st;

	if (fd < 0)
		return false;
	r->is_kept = (!fstat(fd, &st) && st.st_size >= RESERVE_BYTES && st.st_blocks * DISK_BLOCK >= RESERVE_BYTES)
		|| !posix_fallocate(fd, 0, RESERVE_BYTES);
	(void)close(fd);
	if (!r->is_kept)
		(void)unlink(r->path);
	return r->is_kept;
}

void reserve_open(struct reserve *r, struct arena *a, const struct env *env, const char *file)
{
	*r = (struct reserve){ .env = env, .path = arena_print(a, "%s-reserve", file), .folder = file_folder(a, file) };
	(void)made(r);
}

bool reserve_give_up(struct reserve *r)
{
	if (!r->is_kept || env_file_fault(r->env, ENV_UNLINK) || unlink(r->path))
		return false;
	r->is_kept = false;
	r->is_given_up = true;
	return true;
}

bool reserve_is_pressed(const struct reserve *r)
{
	return r->is_kept && free_bytes(r) < PRESSED_BYTES;
}

bool reserve_takes(const struct reserve *r)
{
	int fd = env_file_fault(r->env, ENV_OPEN) ? -1 : open(r->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool takes = fd >= 0 && !env_file_fault(r->env, ENV_WRITE) && pwrite(fd, "", 1, 0) == 1;

	if (fd >= 0)
		(void)close(fd);
	if (fd >= 0 && !r->is_kept)
		(void)unlink(r->path);
	return takes;
}

bool reserve_restore(struct reserve *r)
{
	if (!r->is_given_up || free_bytes(r) < 2 * RESERVE_BYTES || !made(r))
		return false;
	r->is_given_up = false;
	return true;
}
