/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/frame.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static size_t length_in(const unsigned char *head)
{
	return (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
}

/* A tree costs many times its text, so the values are counted before the parser may build one.  A backslash inside
 * a string hides the next character; outside a string it is not JSON and the parser will say so. */
static size_t values_in(const char *line, size_t n)
{
	size_t values = 0;
	bool in_text = false;

	for (size_t i = 0; i < n; i++) {
		if (in_text && line[i] == '\\')
			i++;
		else if (line[i] == '"')
			in_text = !in_text;
		else if (!in_text && (line[i] == ',' || line[i] == '[' || line[i] == '{'))
			values++;
	}
	return values;
}

static const struct fault *check_length(struct arena *a, size_t n, size_t max)
{
	if (n == 0 || n > max)
		return fault_new(a, FAULT_USAGE, __func__, "a message of %zu bytes came; 1 to %zu are allowed", n, max);
	return NULL;
}

/* `bytes` are a frame's `n` bytes, newline included, already in the arena and ended by NUL. */
static const struct fault *opened(struct arena *a, char *bytes, size_t n, struct frame *out)
{
	struct json *json;

	if (memchr(bytes, '\n', n) != bytes + n - 1)
		return fault_new(a, FAULT_USAGE, __func__, "a message came that is not one line ended by a newline");
	bytes[--n] = '\0';
	if (values_in(bytes, n) > FRAME_VALUES_MAX)
		return fault_new(a, FAULT_USAGE, __func__, "a message came with more than %d values", FRAME_VALUES_MAX);
	json = js_read_line(a, bytes, n); /* as our own processes write, and many times faster */
	if (!json)
		json = js_read(a, bytes, n);
	if (!json)
		return fault_new(a, FAULT_USAGE, __func__, "a message came that is not JSON");
	*out = (struct frame){ bytes, n, json };
	return NULL;
}

const struct fault *frame_put(struct arena *a, struct out *o, const char *line, size_t n)
{
	unsigned char head[FRAME_HEAD] = { (unsigned char)((n + 1) >> 24), (unsigned char)((n + 1) >> 16),
		(unsigned char)((n + 1) >> 8), (unsigned char)(n + 1) };

	if (n == 0 || n > FRAME_MAX - 1)
		return fault_new(a, FAULT_USAGE, __func__, "a message has %zu bytes; 1 to %d fit", n, FRAME_MAX - 1);
	if (memchr(line, '\n', n))
		return fault_new(a, FAULT_USAGE, __func__, "a message is more than one line");
	if (o->max - o->length < FRAME_HEAD + n + 1)
		return fault_new(a, FAULT_USAGE, __func__, "more messages wait to be sent than fit");
	out_bytes(o, head, sizeof(head));
	out_bytes(o, line, n);
	out_char(o, '\n');
	return NULL;
}

/* Waits until `fd` is ready for `events`. */
static const struct fault *waited(struct arena *a, int fd, short events, int timeout_ms)
{
	struct pollfd p = { fd, events, 0 };
	int ready;

	do {
		ready = poll(&p, 1, timeout_ms);
	} while (ready < 0 && errno == EINTR);
	if (ready < 0)
		return fault_new(a, FAULT_SYSTEM, __func__, "cannot wait for the other process: %s", strerror(errno));
	if (ready == 0)
		return fault_new(a, FAULT_BUSY, __func__, "the other process did not answer within %d ms", timeout_ms);
	return NULL;
}

static bool is_passing(int error)
{
	return error == EINTR || error == EAGAIN || error == EWOULDBLOCK;
}

const struct fault *frame_send(struct arena *a, int fd, const char *line, size_t n, int timeout_ms)
{
	const struct fault *f;
	struct out o;

	out_init(&o, a, FRAME_HEAD + FRAME_MAX);
	f = frame_put(a, &o, line, n);
	for (size_t at = 0; !f && at < o.length;) {
		ssize_t put = send(fd, o.bytes + at, o.length - at, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (put >= 0)
			at += (size_t)put;
		else if (is_passing(errno))
			f = waited(a, fd, POLLOUT, timeout_ms);
		else
			f = fault_new(a, FAULT_SYSTEM, __func__, "cannot send to the other process: %s", strerror(errno));
	}
	return f;
}

/* Reads until `n` bytes are there or the file ends; *out_n says how many came.  What is likely to be there already is not
 * waited for first. */
static const struct fault *filled(struct arena *a, int fd, void *bytes, size_t n, bool is_there, int timeout_ms, size_t *out_n)
{
	const struct fault *f = is_there ? NULL : waited(a, fd, POLLIN, timeout_ms);
	size_t at = 0;

	while (!f && at < n) {
		ssize_t got = recv(fd, (char *)bytes + at, n - at, MSG_DONTWAIT);

		if (got == 0)
			break;
		if (got > 0)
			at += (size_t)got;
		else if (is_passing(errno))
			f = waited(a, fd, POLLIN, timeout_ms);
		else
			f = fault_new(a, FAULT_SYSTEM, __func__, "cannot hear the other process: %s", strerror(errno));
	}
	if (!f)
		*out_n = at;
	return f;
}

const struct fault *frame_receive(struct arena *a, int fd, size_t max_bytes, int timeout_ms, struct frame *out)
{
	unsigned char head[FRAME_HEAD];
	const struct fault *f;
	size_t length, got;
	char *bytes;

	assert(max_bytes > 0 && max_bytes <= FRAME_MAX);
	f = filled(a, fd, head, sizeof(head), false, timeout_ms, &got);
	if (f)
		return f;
	if (got == 0) {
		*out = (struct frame){ 0 };
		return NULL;
	}
	length = got == sizeof(head) ? length_in(head) : 0;
	if (got == sizeof(head) && (f = check_length(a, length, max_bytes)))
		return f;
	bytes = arena_get(a, length + 1);
	if (length && (f = filled(a, fd, bytes, length, true, timeout_ms, &got)))
		return f;
	if (!length || got < length)
		return fault_new(a, FAULT_SYSTEM, __func__, "the other process ended in the middle of a message");
	return opened(a, bytes, length, out);
}

void frame_reader_start(struct frame_reader *r, size_t max_bytes)
{
	size_t room = FRAME_HEAD + max_bytes + FRAME_FEED_MAX;

	assert(max_bytes > 0 && max_bytes <= FRAME_MAX);
	*r = (struct frame_reader){ .max = max_bytes };
	/* The buffer doubles as it grows and the arena keeps the old ones: less than four times the last in all. */
	out_init(&r->gathered, arena_new(4 * room + 4096), room);
}

void frame_reader_end(struct frame_reader *r)
{
	arena_free(r->gathered.arena);
	*r = (struct frame_reader){ 0 };
}

void frame_feed(struct frame_reader *r, const void *bytes, size_t n)
{
	struct out *o = &r->gathered;

	assert(n <= FRAME_FEED_MAX);
	if (r->at) {
		memmove(o->bytes, o->bytes + r->at, o->length - r->at);
		o->length -= r->at;
		r->at = 0;
	}
	out_bytes(o, bytes, n);
}

bool frame_is_torn(const struct frame_reader *r)
{
	return r->at < r->gathered.length;
}

const struct fault *frame_next(struct arena *a, struct frame_reader *r, struct frame *out)
{
	size_t there = r->gathered.length - r->at, length;
	const struct fault *f = NULL;
	const char *from;

	if (out_full(&r->gathered))
		return fault_new(a, FAULT_USAGE, __func__, "more came than one message of %zu bytes", r->max);
	if (there < FRAME_HEAD) {
		*out = (struct frame){ 0 };
		return NULL;
	}
	from = r->gathered.bytes + r->at;
	length = length_in((const unsigned char *)from);
	f = check_length(a, length, r->max);
	if (f)
		return f;
	if (there - FRAME_HEAD < length) {
		*out = (struct frame){ 0 };
		return NULL;
	}
	f = opened(a, arena_copy(a, from + FRAME_HEAD, length), length, out);
	if (f)
		return f;
	r->at += FRAME_HEAD + length;
	if (r->at == r->gathered.length && r->gathered.room > FRAME_FEED_MAX) {
		const size_t max = r->max;

		/* A line is kept for the next question; what a long one took is not. */
		frame_reader_end(r);
		frame_reader_start(r, max);
	}
	return NULL;
}
