/* SPDX-License-Identifier: EUPL-1.2 */
#include "wire.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "ledger/signer.h"

enum { BUFFER_BYTES = 4 << 20 };

struct buffer {
	char *bytes;
	size_t length, at;
};

static struct wire {
	struct buffer in, out;      /* as the writer sees it */
	size_t held;                /* bytes of `in` that come a turn later */
	bool is_connected, waits_accept, is_gone;
} wires[WIRES];
static struct buffer to_signer, from_signer;
static bool stop_wished;
enum signer_mood signer_mood;
int signer_asked, signer_failed, wire_dead;

static void put(struct buffer *b, const void *bytes, size_t n)
{
	if (!b->bytes)
		b->bytes = malloc(BUFFER_BYTES);
	assert(b->bytes && b->length + n <= BUFFER_BYTES);
	memcpy(b->bytes + b->length, bytes, n);
	b->length += n;
}

static size_t take(struct buffer *b, void *to, size_t n, size_t held)
{
	size_t there = b->length - b->at - held;

	n = n < there ? n : there;
	if (n)
		memcpy(to, b->bytes + b->at, n);
	b->at += n;
	if (b->at == b->length)
		b->at = b->length = 0;
	return n;
}

static void empty(struct buffer *b)
{
	b->at = b->length = 0;
}

void wire_open(void)
{
	for (int i = 0; i < WIRES; i++) {
		empty(&wires[i].in);
		empty(&wires[i].out);
		wires[i].is_connected = wires[i].waits_accept = wires[i].is_gone = false;
		wires[i].held = 0;
	}
	empty(&to_signer);
	empty(&from_signer);
	stop_wished = false;
}

void wire_stop(void)
{
	stop_wished = true;
}

bool wire_is_free(int wire)
{
	return wires[wire].in.length == wires[wire].in.at && !wires[wire].is_gone;
}

void wire_send(int wire, const char *line, bool in_pieces)
{
	struct wire *w = &wires[wire];
	size_t n = strlen(line) + 1;
	unsigned char head[4] = { (unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n };

	if (!w->is_connected)
		w->waits_accept = true;
	put(&w->in, head, 4);
	put(&w->in, line, n - 1);
	put(&w->in, "\n", 1);
	w->held = in_pieces ? n / 2 : 0;
}

void wire_hang_up(int wire)
{
	wires[wire].is_gone = true;
}

/* ------------------------------------------------------------------------------------------- signer --- */

/* The signer is another process; it answers when it is listened to. */
static bool run_signer(void)
{
	bool has_answer;

	signer_asked++;
	world.dies_after = signer_mood == SIGNER_DIES_WRITING ? 1 + pick(&world.disk, 8) : 0;
	if (signer_mood != SIGNER_DIES_BEFORE)
		signer_serve(&world_env, "/book-key", "/book-head", NULL, FD_SIGNER_SIDE, -1);
	world.is_process_dead = false;
	world.dies_after = 0;
	empty(&to_signer);
	has_answer = signer_mood == SIGNER_WELL && world.power == DISK_ON;
	if (!has_answer) {
		empty(&from_signer);
		signer_failed++;
	}
	return has_answer;
}

static int poll_signer(struct pollfd *p)
{
	if (p->fd == FD_SIGNER_SIDE || (p->events & POLLOUT)) {
		p->revents = p->events;
		return 1;
	}
	if (from_signer.length == from_signer.at && signer_mood == SIGNER_SLOW) {
		world.now += 2;
		signer_failed++;
		return 0;
	}
	if (from_signer.length == from_signer.at)
		(void)run_signer();
	p->revents = POLLIN;
	return 1;
}

/* ------------------------------------------------------------------------------------------- calls --- */

static int poll_writer(struct pollfd *fds, nfds_t count)
{
	int ready = 0;

	for (int i = 0; i < WIRES; i++)
		wires[i].held = 0;
	world_turn();
	for (nfds_t i = 0; i < count; i++) {
		struct wire *w = fds[i].fd >= FD_WIRE ? &wires[fds[i].fd - FD_WIRE] : NULL;
		bool is_ready = false;

		if (w)
			is_ready = w->in.length - w->in.at > w->held || w->is_gone;
		else if (fds[i].fd == FD_STOP)
			is_ready = stop_wished || world.power == DISK_OFF;
		for (int j = 0; fds[i].fd == FD_LISTEN && j < WIRES; j++)
			is_ready |= wires[j].waits_accept;
		fds[i].revents = is_ready ? POLLIN : 0;
		ready += is_ready;
	}
	return ready;
}

int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout)
{
	(void)timeout;
	if (count > 1)
		return poll_writer(fds, count);
	if (fds[0].fd == FD_SIGNER || fds[0].fd == FD_SIGNER_SIDE)
		return poll_signer(fds);
	fds[0].revents = fds[0].events;
	return 1;
}

int __wrap___poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t bytes);
int __wrap___poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t bytes)
{
	(void)bytes;
	return __wrap_poll(fds, count, timeout);
}

int __wrap_accept4(int fd, void *address, void *n, int flags);
int __wrap_accept4(int fd, void *address, void *n, int flags)
{
	(void)fd;
	(void)address;
	(void)n;
	(void)flags;
	for (int i = 0; i < WIRES; i++) {
		if (!wires[i].waits_accept)
			continue;
		wires[i].waits_accept = false;
		wires[i].is_connected = true;
		return FD_WIRE + i;
	}
	errno = EAGAIN;
	return -1;
}

ssize_t __wrap_recv(int fd, void *bytes, size_t n, int flags);
ssize_t __wrap_recv(int fd, void *bytes, size_t n, int flags)
{
	struct wire *w;
	size_t got;

	(void)flags;
	if (fd == FD_SIGNER || fd == FD_SIGNER_SIDE)
		return (ssize_t)take(fd == FD_SIGNER ? &from_signer : &to_signer, bytes, n, 0);
	assert(fd >= FD_WIRE && fd < FD_WIRE + WIRES);
	w = &wires[fd - FD_WIRE];
	got = take(&w->in, bytes, n, w->held);
	if (got || w->is_gone)
		return (ssize_t)got;
	errno = EAGAIN;
	return -1;
}

ssize_t __wrap___recv_chk(int fd, void *bytes, size_t n, size_t room, int flags);
ssize_t __wrap___recv_chk(int fd, void *bytes, size_t n, size_t room, int flags)
{
	(void)room;
	return __wrap_recv(fd, bytes, n, flags);
}

/* A whole frame has left the writer. */
static void tell_answer(int i)
{
	struct buffer *b = &wires[i].out;
	const unsigned char *head = (const unsigned char *)b->bytes;
	size_t n = b->length < 4 ? 0 : (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];

	if (b->length < 4 || b->length < 4 + n)
		return;
	assert(b->length == 4 + n);
	world_answered(i, b->bytes + 4, n - 1);
	empty(b);
}

ssize_t __wrap_send(int fd, const void *bytes, size_t n, int flags);
ssize_t __wrap_send(int fd, const void *bytes, size_t n, int flags)
{
	(void)flags;
	if (fd == FD_SIGNER || fd == FD_SIGNER_SIDE) {
		put(fd == FD_SIGNER ? &to_signer : &from_signer, bytes, n);
		return (ssize_t)n;
	}
	assert(fd >= FD_WIRE && fd < FD_WIRE + WIRES);
	if (world.power == DISK_OFF) {
		wire_dead++;
		return (ssize_t)n;
	}
	put(&wires[fd - FD_WIRE].out, bytes, n);
	tell_answer(fd - FD_WIRE);
	return (ssize_t)n;
}

int __wrap_socket(int domain, int type, int protocol);
int __wrap_socket(int domain, int type, int protocol)
{
	(void)domain;
	(void)type;
	(void)protocol;
	return FD_SIGNER;
}

int __wrap_connect(int fd, const void *address, unsigned n);
int __wrap_connect(int fd, const void *address, unsigned n)
{
	(void)fd;
	(void)address;
	(void)n;
	empty(&to_signer);
	empty(&from_signer);
	errno = ECONNREFUSED;
	signer_failed += signer_mood == SIGNER_AWAY;
	return signer_mood == SIGNER_AWAY ? -1 : 0;
}

int __wrap_getsockopt(int fd, int level, int name, void *value, void *n);
int __wrap_getsockopt(int fd, int level, int name, void *value, void *n)
{
	(void)fd;
	(void)level;
	(void)name;
	(void)value;
	(void)n;
	return -1; /* the other end is nobody we know: sessions and names say who asks */
}

int __wrap_prctl(int option, ...);
int __wrap_prctl(int option, ...)
{
	(void)option;
	return 0;
}

/* ------------------------------------------------------------------------------------------- files --- */

int __wrap_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...)
{
	return disk_open(path, flags);
}

int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
	return disk_open(path, flags);
}

int __wrap_close(int fd);
int __wrap_close(int fd)
{
	if (fd >= FD_WIRE && fd < FD_WIRE + WIRES) {
		struct wire *w = &wires[fd - FD_WIRE];

		w->is_connected = w->is_gone = false;
		empty(&w->in);
		empty(&w->out);
	} else if (disk_is_open(fd)) {
		disk_close(fd);
	} else {
		assert(fd == FD_SIGNER);
	}
	return 0;
}

ssize_t __wrap_read(int fd, void *bytes, size_t n);
ssize_t __wrap_read(int fd, void *bytes, size_t n)
{
	int64_t got = disk_read(fd, bytes, n, *disk_place(fd));

	*disk_place(fd) += got > 0 ? got : 0;
	return (ssize_t)got;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
	int64_t put_n = disk_write(fd, bytes, n, *disk_place(fd));

	*disk_place(fd) += put_n > 0 ? put_n : 0;
	return (ssize_t)put_n;
}

int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	return disk_sync(fd);
}

int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
	return disk_rename(from, to);
}

int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path)
{
	return disk_unlink(path);
}

/* Only the sort, the mode and the size are ever asked. */
static int told(int64_t size, struct stat *out)
{
	errno = ENOENT;
	if (size < 0)
		return -1;
	*out = (struct stat){ .st_mode = S_IFREG | 0600, .st_size = size };
	return 0;
}

int __wrap_stat64(const char *path, struct stat *out);
int __wrap_stat64(const char *path, struct stat *out)
{
	return told(disk_size_of(path), out);
}

int __wrap_stat(const char *path, struct stat *out);
int __wrap_stat(const char *path, struct stat *out)
{
	return told(disk_size_of(path), out);
}

int __wrap_fstat64(int fd, struct stat *out);
int __wrap_fstat64(int fd, struct stat *out)
{
	return told(disk_size(fd), out);
}

int __wrap_fstat(int fd, struct stat *out);
int __wrap_fstat(int fd, struct stat *out)
{
	return told(disk_size(fd), out);
}

int __wrap_access(const char *path, int mode);
int __wrap_access(const char *path, int mode)
{
	(void)mode;
	errno = ENOENT;
	return !strcmp(path, "/") || disk_size_of(path) >= 0 ? 0 : -1;
}

int __wrap_statvfs64(const char *path, struct statvfs *out);
int __wrap_statvfs64(const char *path, struct statvfs *out)
{
	(void)path;
	*out = (struct statvfs){ .f_bavail = 1 << 20, .f_frsize = 4096 };
	return 0;
}

int __wrap_statvfs(const char *path, struct statvfs *out);
int __wrap_statvfs(const char *path, struct statvfs *out)
{
	return __wrap_statvfs64(path, out);
}
