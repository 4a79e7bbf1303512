/* SPDX-License-Identifier: EUPL-1.2
 *
 * Recorder: preloaded into the real program, it writes down every call that changes a file below one folder, in the
 * order in which they happened in all processes, with their bytes.  Test only; power/replay.py reads what it writes.
 *
 *     FYR_RECORD_ROOT     the folder
 *     FYR_RECORD_JOURNAL  the journal, outside the folder
 *     FYR_RECORD_LOCK     a file of one page: the lock and the count, shared by all processes
 *     FYR_RECORD_CUT      n: instead of the nth call the whole process group is killed (kill -9)
 *     FYR_RECORD_HASTE    how many times faster the clock goes, so that the signer, who signs once a second, signs often
 *     FYR_RECORD_FORGET   letters of calls that are not written down: a recorder that does its work badly, for a control
 *
 * A record is a struct head, two names relative to the folder, and the bytes.  It is written after the call succeeded
 * and before it returns, under the lock: whoever saw an effect of the call finds the record before it.  -shm is made
 * anew at every start, and a lock, a socket and a reserve of room hold nothing: they are left out.  Calls go to the
 * kernel directly, so that no real function need be looked for (but the one that lays down a filter of calls).
 */
#undef _FILE_OFFSET_BITS /* open and open64 are two names here */
#undef _FORTIFY_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct head {
	uint32_t magic, pid;
	uint64_t inode, at;    /* of the file or folder; offset or length */
	uint32_t bytes;
	uint16_t name, name_2; /* lengths */
	char call, is_folder, unused[6];
};

enum { MAGIC = 0x43524f50, PAGE = 4096 };

struct shared {
	_Atomic int owner;     /* process that holds the lock, 0: nobody */
	_Atomic uint32_t count, cut;
	_Atomic int64_t began; /* nanoseconds since 1970 */
};

static struct {
	struct shared *shared; /* NULL: nothing is recorded */
	int journal;
	char root[PATH_MAX];
	const char *forget;
	int64_t haste;
} recorder;

static int64_t nanoseconds(void)
{
	struct timespec t;

	(void)syscall(SYS_clock_gettime, CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

__attribute__((constructor)) static void begin(void)
{
	const char *root = getenv("FYR_RECORD_ROOT"), *journal = getenv("FYR_RECORD_JOURNAL");
	const char *lock = getenv("FYR_RECORD_LOCK"), *cut = getenv("FYR_RECORD_CUT"), *haste = getenv("FYR_RECORD_HASTE");
	int64_t never = 0;
	int fd;
	void *page;

	if (!root || !journal || !lock || !realpath(root, recorder.root))
		return;
	recorder.journal = (int)syscall(SYS_openat, AT_FDCWD, journal, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	fd = (int)syscall(SYS_openat, AT_FDCWD, lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (recorder.journal < 0 || fd < 0 || syscall(SYS_ftruncate, fd, (off_t)PAGE))
		abort();
	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (page == MAP_FAILED)
		abort();
	recorder.forget = getenv("FYR_RECORD_FORGET");
	recorder.shared = page;
	recorder.haste = haste ? strtol(haste, NULL, 10) : 1;
	(void)atomic_compare_exchange_strong(&recorder.shared->began, &never, nanoseconds());
	if (cut)
		recorder.shared->cut = (uint32_t)strtoul(cut, NULL, 10);
}

/* Below the folder, and a file that keeps something?  *name is set to what comes after the folder. */
static bool is_kept(const char *path, const char **name)
{
	static const char *const left_out[] = { "-shm", "-lock", "-socket", "-reserve" };
	size_t n = strlen(recorder.root), length = strlen(path);

	if (strncmp(path, recorder.root, n) != 0 || (path[n] != '/' && path[n] != '\0'))
		return false;
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++) {
		size_t m = strlen(left_out[i]);

		if (length >= m && !strcmp(path + length - m, left_out[i]))
			return false;
	}
	*name = path[n] ? path + n + 1 : path + n;
	return true;
}

/* The path as the kernel knows it: the folder resolved, the last name not followed. */
static bool resolved(int at_fd, const char *path, char out[PATH_MAX], const char **name)
{
	char folder[PATH_MAX], real[PATH_MAX];
	const char *slash = strrchr(path, '/');

	if (!recorder.shared || (at_fd != AT_FDCWD && path[0] != '/') || strlen(path) >= PATH_MAX)
		return false;
	(void)snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	if (!realpath(folder, real))
		return false;
	return snprintf(out, PATH_MAX, "%s/%s", real, slash ? slash + 1 : path) < PATH_MAX && is_kept(out, name);
}

static bool opened(int fd, char out[PATH_MAX], const char **name, struct stat *st)
{
	char link[64];
	ssize_t n;

	if (!recorder.shared || fstat(fd, st) || (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode)))
		return false;
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, out, PATH_MAX - 1);
	if (n < 0)
		return false;
	out[n] = '\0';
	return is_kept(out, name);
}

static void lock(void)
{
	static const struct timespec step = { .tv_nsec = 20000 };
	int me = (int)getpid();

	for (int nobody = 0; !atomic_compare_exchange_strong(&recorder.shared->owner, &nobody, me); nobody = 0) {
		int owner = nobody;

		if (owner && kill(owner, 0) && errno == ESRCH)
			(void)atomic_compare_exchange_strong(&recorder.shared->owner, &owner, 0);
		(void)nanosleep(&step, NULL);
	}
	if (++recorder.shared->count == recorder.shared->cut) {
		(void)kill(0, SIGKILL);
		(void)pause();
	}
}

static void unlock(void)
{
	int error = errno;

	atomic_store(&recorder.shared->owner, 0);
	errno = error;
}

static void put(char call, const struct stat *st, uint64_t at, const char *name, const char *name_2, const void *bytes,
	size_t n)
{
	struct head h = { .magic = MAGIC, .pid = (uint32_t)getpid(), .inode = st ? st->st_ino : 0, .at = at,
		.bytes = (uint32_t)n, .name = (uint16_t)strlen(name), .name_2 = (uint16_t)(name_2 ? strlen(name_2) : 0),
		.call = call, .is_folder = st && S_ISDIR(st->st_mode) };
	union {
		const void *from;
		void *to;
	} parts[] = { { &h }, { name }, { name_2 }, { bytes } };
	struct iovec all[] = { { parts[0].to, sizeof(h) }, { parts[1].to, h.name }, { parts[2].to, h.name_2 }, { parts[3].to, n } };
	int error = errno;

	if (recorder.forget && strchr(recorder.forget, call))
		return;
	if (syscall(SYS_writev, recorder.journal, all, 4) != (long)(sizeof(h) + h.name + h.name_2 + n))
		abort();
	errno = error;
}

/* ------------------------------------------------------------------------------------------- files --- */

static int do_open(int at_fd, const char *path, int flags, mode_t mode)
{
	char whole[PATH_MAX];
	const char *name;
	struct stat before, after;
	bool was_there;
	int fd;

	if (!(flags & (O_CREAT | O_TRUNC)) || !resolved(at_fd, path, whole, &name))
		return (int)syscall(SYS_openat, at_fd, path, flags, mode);
	lock();
	was_there = !stat(whole, &before);
	fd = (int)syscall(SYS_openat, at_fd, path, flags, mode);
	if (fd >= 0 && !fstat(fd, &after)) {
		if (!was_there)
			put('C', &after, 0, name, NULL, NULL, 0);
		else if ((flags & O_TRUNC) && before.st_size > 0)
			put('T', &after, 0, name, NULL, NULL, 0);
	}
	unlock();
	return fd;
}

static mode_t mode_of(int flags, va_list args)
{
	return flags & O_CREAT ? va_arg(args, mode_t) : 0;
}

/* open(2) and openat(2), under both of their names; `fd` is where the path begins. */
#define OPENING(declared, fd) \
	int declared \
	{ \
		va_list args; \
		mode_t mode; \
\
		va_start(args, flags); \
		mode = mode_of(flags, args); \
		va_end(args); \
		return do_open(fd, path, flags, mode); \
	}
OPENING(open(const char *path, int flags, ...), AT_FDCWD)
OPENING(open64(const char *path, int flags, ...), AT_FDCWD)
OPENING(openat(int folder, const char *path, int flags, ...), folder)
OPENING(openat64(int folder, const char *path, int flags, ...), folder)

/* `at` < 0: where the file stands. */
static ssize_t do_write(int fd, const void *bytes, size_t n, int64_t at)
{
	char whole[PATH_MAX];
	const char *name;
	struct stat st;
	bool is_ours = opened(fd, whole, &name, &st);
	int64_t place = at;
	ssize_t put_n;

	if (is_ours)
		lock();
	if (is_ours && at < 0)
		place = fcntl(fd, F_GETFL) & O_APPEND ? st.st_size : (int64_t)lseek(fd, 0, SEEK_CUR);
	put_n = at < 0 ? syscall(SYS_write, fd, bytes, n) : syscall(SYS_pwrite64, fd, bytes, n, at);
	if (is_ours && put_n > 0)
		put('W', &st, (uint64_t)place, name, NULL, bytes, (size_t)put_n);
	if (is_ours)
		unlock();
	return put_n;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	return do_write(fd, bytes, n, -1);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return do_write(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	return do_write(fd, bytes, n, at);
}

/* Nobody writes a file from several pieces today; whoever begins to is told. */
ssize_t writev(int fd, const struct iovec *pieces, int count)
{
	char whole[PATH_MAX];
	const char *name;
	struct stat st;

	if (opened(fd, whole, &name, &st))
		abort();
	return syscall(SYS_writev, fd, pieces, count);
}

static int do_truncate(int fd, int64_t size)
{
	char whole[PATH_MAX];
	const char *name;
	struct stat st;
	bool is_ours = opened(fd, whole, &name, &st);
	int result;

	if (is_ours)
		lock();
	result = (int)syscall(SYS_ftruncate, fd, size);
	if (is_ours && !result)
		put('T', &st, (uint64_t)size, name, NULL, NULL, 0);
	if (is_ours)
		unlock();
	return result;
}

int ftruncate(int fd, off_t size)
{
	return do_truncate(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
	return do_truncate(fd, size);
}

static int do_sync(long call, int fd)
{
	char whole[PATH_MAX];
	const char *name;
	struct stat st;
	bool is_ours = opened(fd, whole, &name, &st);
	int result;

	if (is_ours)
		lock();
	result = (int)syscall(call, fd);
	if (is_ours && !result)
		put('S', &st, 0, name, NULL, NULL, 0);
	if (is_ours)
		unlock();
	return result;
}

int fsync(int fd)
{
	return do_sync(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return do_sync(SYS_fdatasync, fd);
}

/* ------------------------------------------------------------------------------------------- names --- */

static int do_remove(int fd, const char *path, int flags)
{
	char whole[PATH_MAX];
	const char *name;
	struct stat st;
	bool is_ours = resolved(fd, path, whole, &name) && !lstat(whole, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
	int result;

	if (is_ours)
		lock();
	result = (int)syscall(SYS_unlinkat, fd, path, flags);
	if (is_ours && !result)
		put('U', &st, 0, name, NULL, NULL, 0);
	if (is_ours)
		unlock();
	return result;
}

int unlink(const char *path)
{
	return do_remove(AT_FDCWD, path, 0);
}

int unlinkat(int fd, const char *path, int flags)
{
	return do_remove(fd, path, flags);
}

int rmdir(const char *path)
{
	return do_remove(AT_FDCWD, path, AT_REMOVEDIR);
}

int mkdir(const char *path, mode_t mode)
{
	char whole[PATH_MAX];
	const char *name;
	struct stat st;
	bool is_ours = resolved(AT_FDCWD, path, whole, &name);
	int result;

	if (is_ours)
		lock();
	result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
	if (is_ours && !result && !stat(whole, &st))
		put('M', &st, 0, name, NULL, NULL, 0);
	if (is_ours)
		unlock();
	return result;
}

static int do_rename(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	char whole[PATH_MAX], whole_2[PATH_MAX];
	const char *name, *name_2;
	struct stat st;
	bool is_ours = resolved(from_fd, from, whole, &name), is_ours_2 = resolved(to_fd, to, whole_2, &name_2);
	int result;

	if (is_ours != is_ours_2) /* into the folder or out of it: nothing does so */
		abort();
	if (is_ours)
		lock();
	result = (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
	if (is_ours && !result && !lstat(whole_2, &st))
		put('R', &st, 0, name, name_2, NULL, 0);
	if (is_ours)
		unlock();
	return result;
}

int rename(const char *from, const char *to)
{
	return do_rename(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	return do_rename(from_fd, from, to_fd, to, flags);
}

int link(const char *from, const char *to)
{
	char whole[PATH_MAX];
	const char *name;

	if (resolved(AT_FDCWD, to, whole, &name))
		abort();
	return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* ------------------------------------------------------------------------------------------- time --- */

int clock_gettime(clockid_t clock, struct timespec *t)
{
	int64_t began, now;

	if (!recorder.shared || recorder.haste <= 1 || clock != CLOCK_REALTIME)
		return (int)syscall(SYS_clock_gettime, clock, t);
	began = recorder.shared->began;
	now = began + (nanoseconds() - began) * recorder.haste;
	*t = (struct timespec){ .tv_sec = now / 1000000000, .tv_nsec = now % 1000000000 };
	return 0;
}

/* ------------------------------------------------------------------------------------------- fences --- */

/* Who gives up calls of the system keeps those that the recorder makes in the place of its own. */
int seccomp_load(const scmp_filter_ctx filter)
{
	static const int calls[] = { SYS_clock_nanosleep, SYS_kill, SYS_pause, SYS_readlink, SYS_renameat2, SYS_unlinkat, SYS_writev };
	void *found = dlsym(RTLD_NEXT, "seccomp_load");
	int (*real)(const scmp_filter_ctx filter);

	memcpy(&real, &found, sizeof(real));
	for (size_t i = 0; recorder.shared && i < sizeof(calls) / sizeof(calls[0]); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0))
			abort();
	return real(filter);
}
