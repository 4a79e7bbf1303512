/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/env.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

static int64_t system_now(void *self)
{
	struct timespec t;
	int failed = clock_gettime(CLOCK_REALTIME, &t);

	(void)self;
	assert(!failed);
	return (int64_t)t.tv_sec;
}

static void system_chance(void *self, void *bytes, size_t n)
{
	(void)self;
	for (size_t at = 0; at < n;) {
		ssize_t got = getrandom((char *)bytes + at, n - at, 0);

		assert(got > 0 || errno == EINTR);
		if (got > 0)
			at += (size_t)got;
	}
}

static int system_file_fault(void *self, enum env_call call)
{
	(void)self;
	(void)call;
	return 0;
}

const struct env env_system = { NULL, system_now, system_chance, system_file_fault };

static int64_t fixed_now(void *self)
{
	return ((const struct env_fixed *)self)->now;
}

/* splitmix64: small, well known, and enough for a replayable test; never used for a real council. */
static void fixed_chance(void *self, void *bytes, size_t n)
{
	struct env_fixed *fixed = self;
	unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++) {
		uint64_t z = (fixed->seed += UINT64_C(0x9e3779b97f4a7c15));

		z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
		p[i] = (unsigned char)(z ^ (z >> 31));
	}
}

struct env env_fixed(struct env_fixed *self)
{
	return (struct env){ self, fixed_now, fixed_chance, system_file_fault };
}

int64_t env_now(const struct env *env)
{
	return env->now(env->self);
}

void env_chance(const struct env *env, void *bytes, size_t n)
{
	env->chance(env->self, bytes, n);
}

int env_file_fault(const struct env *env, enum env_call call)
{
	return env->file_fault(env->self, call);
}

ssize_t env_file_write(const struct env *env, int fd, const void *bytes, size_t n)
{
	int error = env_file_fault(env, ENV_WRITE);

	if (error == ENV_SHORT)
		return write(fd, bytes, n > 1 ? n / 2 : n);
	errno = error;
	return error ? -1 : write(fd, bytes, n);
}

int env_file_open(const struct env *env, const char *path, int flags, mode_t mode)
{
	errno = env_file_fault(env, ENV_OPEN);
	return errno ? -1 : open(path, flags | O_CLOEXEC, mode);
}

static const struct fault *read_all(struct arena *a, const struct env *env, const char *path, int fd, size_t max,
	char **out_bytes, size_t *out_n)
{
	char *bytes;
	ssize_t n;
	struct stat st;

	if (fstat(fd, &st))
		return file_fault(a, __func__, path, "read");
	if (st.st_size < 0 || (uintmax_t)st.st_size > max)
		return fault_new(a, FAULT_USAGE, __func__, "%s is larger than %zu bytes; split it", path, max);
	bytes = arena_get(a, max + 1 < (size_t)st.st_size + 4096 ? max + 1 : (size_t)st.st_size + 4096);
	n = file_read_all(env, fd, bytes, (size_t)st.st_size);
	if (n < 0)
		return file_fault(a, __func__, path, "read");
	bytes[n] = '\0';
	*out_bytes = bytes;
	*out_n = (size_t)n;
	return NULL;
}

const struct fault *env_file_read(struct arena *a, const struct env *env, const char *path, size_t max,
	char **out_bytes, size_t *out_n)
{
	const struct fault *f;
	int fd = env_file_open(env, path, O_RDONLY, 0);

	if (fd < 0)
		return file_fault(a, __func__, path, "read");
	f = read_all(a, env, path, fd, max, out_bytes, out_n);
	(void)close(fd);
	return f;
}

/* All bytes written and on the disk; -1 with errno otherwise. */
static int write_synced(const struct env *env, int fd, const char *bytes, size_t n)
{
	if (!file_write_all(env, fd, bytes, n))
		return -1;
	errno = env_file_fault(env, ENV_SYNC);
	return errno ? -1 : fsync(fd);
}

static int renamed(const struct env *env, const char *from, const char *to)
{
	errno = env_file_fault(env, ENV_RENAME);
	return errno ? -1 : rename(from, to);
}

const struct fault *env_file_replace(struct arena *a, const struct env *env, const char *path, const void *bytes,
	size_t n, mode_t mode)
{
	const char *temporary = arena_print(a, "%s.new", path);
	int fd = env_file_open(env, temporary, O_WRONLY | O_CREAT | O_TRUNC, mode);
	const struct fault *f = NULL;
	int result;

	if (fd < 0)
		return file_fault(a, __func__, temporary, "made");
	result = write_synced(env, fd, bytes, n);
	if (close(fd) || result)
		f = file_fault(a, __func__, temporary, "written");
	else if (renamed(env, temporary, path))
		f = file_fault(a, __func__, path, "put in place");
	if (f) { /* half a file is of no use, and may hold half a secret */
		(void)unlink(temporary);
		return f;
	}
	return file_sync(a, env, file_folder(a, path)); /* the new name itself must survive a power cut */
}
