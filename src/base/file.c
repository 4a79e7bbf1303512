/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 256 << 10 };

const struct fault *file_fault(struct arena *a, const char *where, const char *path, const char *deed)
{
	enum fault_sort sort = errno == ENOENT ? FAULT_NOTHING : errno == EEXIST ? FAULT_REFUSED : FAULT_SYSTEM;

	return fault_new(a, sort, where, "%s cannot be %s: %s", path, deed, strerror(errno));
}

const char *file_folder(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_copy(a, path, (size_t)(slash - path) + 1) : ".";
}

const struct fault *file_open(struct arena *a, const struct env *env, const char *path, int flags, int *out_fd)
{
	int fd = env_file_open(env, path, flags, 0600);

	if (fd < 0)
		return file_fault(a, __func__, path, flags & O_CREAT ? "made" : "read");
	*out_fd = fd;
	return NULL;
}

ssize_t file_read_all(const struct env *env, int fd, void *bytes, size_t n)
{
	size_t had = 0;
	ssize_t got = 1;

	while (had < n && got) {
		errno = env_file_fault(env, ENV_READ);
		got = errno ? -1 : read(fd, (char *)bytes + had, n - had);
		if (got < 0 && errno != EINTR)
			return -1;
		had += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)had;
}

bool file_write_all(const struct env *env, int fd, const void *bytes, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t put = env_file_write(env, fd, (const char *)bytes + at, n - at);

		if (put < 0 && errno != EINTR)
			return false;
		at += put > 0 ? (size_t)put : 0;
	}
	return true;
}

/* All bytes of one descriptor into another and onto the disk; -1 with errno. */
static int poured(struct arena *a, const struct env *env, int from, int to)
{
	char *piece = arena_get(a, PIECE_BYTES);
	ssize_t got = PIECE_BYTES;

	while (got == PIECE_BYTES) {
		got = file_read_all(env, from, piece, PIECE_BYTES);
		if (got < 0 || !file_write_all(env, to, piece, (size_t)got))
			return -1;
	}
	errno = env_file_fault(env, ENV_SYNC);
	return errno ? -1 : fsync(to);
}

const struct fault *file_copy(struct arena *a, const struct env *env, const char *from, const char *to)
{
	int in = -1, out = -1, result;
	const struct fault *f = file_open(a, env, from, O_RDONLY, &in);
	size_t mark;

	if (f)
		return f;
	f = file_open(a, env, to, O_WRONLY | O_CREAT | O_EXCL, &out);
	if (f) {
		(void)close(in);
		return f;
	}
	mark = arena_mark(a);
	result = poured(a, env, in, out);
	arena_rewind(a, mark);
	if (result) {
		f = file_fault(a, __func__, to, "written");
		(void)unlink(to);
	}
	(void)close(in);
	(void)close(out);
	return f;
}

const struct fault *file_hash(struct arena *a, const struct env *env, struct hasher *h, const char *path,
	struct hash *out, int64_t *out_bytes)
{
	int fd = env_file_open(env, path, O_RDONLY, 0600);
	const struct fault *f = NULL;
	void *bytes = NULL;
	struct stat st;

	if (fd < 0)
		return file_fault(a, __func__, path, "read");
	errno = env_file_fault(env, ENV_READ);
	if (errno || fstat(fd, &st)) {
		f = file_fault(a, __func__, path, "read");
	} else if (st.st_size > 0) { /* the whole file is hashed in one piece, and its pages need not be kept */
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (bytes == MAP_FAILED)
			f = file_fault(a, __func__, path, "read");
	}
	(void)close(fd);
	if (f)
		return f;
	*out = hash_of(h, bytes, (size_t)st.st_size, NULL, 0, NULL, 0);
	*out_bytes = (int64_t)st.st_size;
	if (bytes)
		(void)munmap(bytes, (size_t)st.st_size);
	return NULL;
}

const struct fault *file_sync(struct arena *a, const struct env *env, const char *path)
{
	int fd = env_file_open(env, path, O_RDONLY, 0600), result;

	if (fd < 0)
		return file_fault(a, __func__, path, "opened");
	errno = env_file_fault(env, ENV_SYNC);
	result = errno ? -1 : fsync(fd);
	(void)close(fd);
	return result ? file_fault(a, __func__, path, "synced to the disk") : NULL;
}

const struct fault *file_place(struct arena *a, const struct env *env, const char *from, const char *to)
{
	const struct fault *f;

	errno = env_file_fault(env, ENV_RENAME);
	if (errno || renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
		return file_fault(a, __func__, to, "given its name");
	f = file_sync(a, env, file_folder(a, to));
	/* A name that might be gone after a power cut is taken back, so that a fault means that nothing is there. */
	if (f)
		(void)renameat2(AT_FDCWD, to, AT_FDCWD, from, RENAME_NOREPLACE);
	return f;
}
