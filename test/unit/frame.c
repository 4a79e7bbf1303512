/* SPDX-License-Identifier: EUPL-1.2
 *
 * Frame: the framing between our processes, whole, in pieces, torn and broken.
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/frame.h"
#include "tap.h"

enum { MAX = 64, TEXT_LONG = 1 << 20 };

struct world {
	struct tap tap;
	struct arena *a;
};

static const struct {
	const char *why, *bytes;
	size_t n;
} broken[] = {
	{ "length 0", "\0\0\0\0", 4 },
	{ "length above the maximum", "\0\0\0\x41{}", 6 },
	{ "length 2^32-1", "\xFF\xFF\xFF\xFF", 4 },
	{ "HTTP on the socket", "GET / HTTP/1.1\r\n", 16 },
	{ "no newline", "\0\0\0\2{}", 6 },
	{ "newline not last", "\0\0\0\4{\n}\n", 8 },
	{ "two lines", "\0\0\0\6{}\n{}\n", 10 },
	{ "newline only", "\0\0\0\1\n", 5 },
	{ "not JSON", "\0\0\0\3{x\n", 7 },
	{ "a value that is no object", "\0\0\0\2" "1\n", 6 },
	{ "a NUL inside", "\0\0\0\4{\0}\n", 8 },
	{ "something after the value", "\0\0\0\4{}x\n", 8 },
	{ "a doubled key", "\0\0\0\x10{\"a\":1,\"a\":2}  \n", 20 },
	{ "not UTF-8", "\0\0\0\6[\"\xFF\"]\n", 10 },
	{ "a fraction", "\0\0\0\6[1.5]\n", 10 },
	{ "nested too deep", "\0\0\0\x15[[[[[[[[[[]]]]]]]]]]\n", 25 },
};

static void test_reader(struct world *w)
{
	static const char stream[] = "\0\0\0\3{}\n\0\0\0\x0A{\"op\":\"x\"}\n\0\0\0\3[]\n";
	struct frame_reader r;
	struct frame frame;
	size_t met;

	/* The second length above is one short of its line: a broken second frame behind a whole first one. */
	frame_reader_start(&r, MAX);
	frame_feed(&r, stream, sizeof(stream) - 1);
	OK(&w->tap, !frame_next(w->a, &r, &frame) && !strcmp(frame.line, "{}") && frame.n == 2, "a whole frame");
	OK(&w->tap, frame_next(w->a, &r, &frame) != NULL, "a length one too small");
	frame_reader_end(&r);
	for (size_t step = 1; step <= 11; step++) {
		static const char good[] = "\0\0\0\3{}\n\0\0\0\x0B{\"op\":\"x\"}\n\0\0\0\3[]\n";
		bool fault = false;

		met = 0;
		frame_reader_start(&r, MAX);
		for (size_t at = 0; at < sizeof(good) - 1; at += step) {
			size_t n = sizeof(good) - 1 - at < step ? sizeof(good) - 1 - at : step;

			frame_feed(&r, good + at, n);
			while (!(fault |= frame_next(w->a, &r, &frame) != NULL) && frame.line)
				met++;
		}
		OK(&w->tap, !fault && met == 3 && !frame_is_torn(&r), "three frames, whatever the pieces");
		frame_feed(&r, "\0", 1);
		OK(&w->tap, !frame_next(w->a, &r, &frame) && !frame.line && frame_is_torn(&r),
			"a begun frame is torn at the end");
		frame_reader_end(&r);
	}
}

static void test_reader_broken(struct world *w)
{
	struct frame_reader r;
	struct frame frame = { 0 };
	const struct fault *f;

	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		frame.n = 77;
		frame_reader_start(&r, MAX);
		frame_feed(&r, broken[i].bytes, broken[i].n);
		f = frame_next(w->a, &r, &frame);
		OK(&w->tap, f && f->sort == FAULT_USAGE && frame.n == 77, broken[i].why);
		frame_reader_end(&r);
	}
	frame_reader_start(&r, MAX);
	for (int i = 0; i < 3; i++) {
		static const char zeros[FRAME_FEED_MAX];

		frame_feed(&r, zeros, sizeof(zeros));
	}
	OK(&w->tap, frame_next(w->a, &r, &frame) != NULL, "a flood is refused");
	frame_reader_end(&r);
}

static void test_values(struct world *w)
{
	struct frame_reader r;
	struct frame frame;
	struct out line, bytes;

	out_init(&line, w->a, FRAME_MAX);
	out_init(&bytes, w->a, 2 * FRAME_MAX);
	out_text(&line, "[\"\\\",[[[[\"");
	for (int i = 0; i < FRAME_VALUES_MAX - 1; i++)
		out_text(&line, ",0");
	out_text(&line, "]");
	OK(&w->tap, !frame_put(w->a, &bytes, line.bytes, line.length), "as many values as allowed");
	line.length--;
	out_text(&line, ",0]");
	OK(&w->tap, !frame_put(w->a, &bytes, line.bytes, line.length), "one more");
	frame_reader_start(&r, FRAME_MAX);
	for (size_t at = 0; at < bytes.length; at += FRAME_FEED_MAX)
		frame_feed(&r, bytes.bytes + at, bytes.length - at < FRAME_FEED_MAX ? bytes.length - at : FRAME_FEED_MAX);
	OK(&w->tap, !frame_next(w->a, &r, &frame) && frame.json->count == FRAME_VALUES_MAX, "are read");
	OK(&w->tap, frame_next(w->a, &r, &frame) != NULL, "is refused before a tree is made of it");
	frame_reader_end(&r);
}

static void test_put(struct world *w)
{
	struct out o;
	char *big = arena_get(w->a, FRAME_MAX + 1);

	memset(big, ' ', FRAME_MAX);
	out_init(&o, w->a, FRAME_HEAD + FRAME_MAX);
	OK(&w->tap, frame_put(w->a, &o, "", 0) != NULL, "an empty line is not sent");
	OK(&w->tap, frame_put(w->a, &o, "{\n}", 3) != NULL, "nor two lines");
	OK(&w->tap, frame_put(w->a, &o, big, FRAME_MAX) != NULL, "nor one too long");
	OK(&w->tap, o.length == 0 && !out_full(&o), "nothing was put");
	OK(&w->tap, !frame_put(w->a, &o, big, FRAME_MAX - 1) && o.length == FRAME_HEAD + FRAME_MAX, "the longest fits");
	OK(&w->tap, frame_put(w->a, &o, "{}", 2) != NULL && !out_full(&o), "and nothing more");
}

static const struct fault *received(struct world *w, const char *bytes, size_t n, struct frame *out)
{
	const struct fault *f;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return fault_new(w->a, FAULT_SYSTEM, __func__, "no sockets");
	if (n && send(pair[0], bytes, n, MSG_NOSIGNAL) != (ssize_t)n)
		printf("# not sent\n");
	(void)close(pair[0]);
	f = frame_receive(w->a, pair[1], MAX, 1000, out);
	(void)close(pair[1]);
	return f;
}

static void test_receive(struct world *w)
{
	static const char good[] = "\0\0\0\x0B{\"op\":\"x\"}\n";
	struct frame frame = { 0 };
	const struct fault *f;

	OK(&w->tap, !received(w, good, sizeof(good) - 1, &frame) && !strcmp(js_get_text(frame.json, "op"), "x"),
		"a frame");
	OK(&w->tap, !received(w, "", 0, &frame) && !frame.line, "a clean end");
	for (size_t n = 1; n < sizeof(good) - 1; n++) {
		f = received(w, good, n, &frame);
		OK(&w->tap, f && f->sort == FAULT_SYSTEM, "a torn frame");
	}
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		f = received(w, broken[i].bytes, broken[i].n, &frame);
		OK(&w->tap, f && f->sort == FAULT_USAGE, broken[i].why);
	}
}

static void test_waiting(struct world *w)
{
	struct frame frame;
	const struct fault *f;
	char *line = arena_get(w->a, TEXT_LONG);
	int pair[2];

	memset(line, ' ', TEXT_LONG);
	line[0] = '[';
	line[TEXT_LONG - 1] = ']';
	OK(&w->tap, !socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), "two ends");
	f = frame_receive(w->a, pair[0], MAX, 10, &frame);
	OK(&w->tap, f && f->sort == FAULT_BUSY, "nothing came in time");
	f = frame_send(w->a, pair[0], line, TEXT_LONG, 10);
	OK(&w->tap, f && f->sort == FAULT_BUSY, "nobody read in time");
	(void)close(pair[1]);
	f = frame_send(w->a, pair[0], "{}", 2, 10);
	OK(&w->tap, f && f->sort == FAULT_SYSTEM, "a peer gone is a fault, not a signal");
	(void)close(pair[0]);
	f = frame_receive(w->a, pair[0], MAX, 10, &frame);
	OK(&w->tap, f && f->sort == FAULT_SYSTEM, "a closed descriptor is a fault");
	OK(&w->tap, !socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "two more ends");
	OK(&w->tap, !frame_send(w->a, pair[0], "{\"n\":1}", 7, 1000), "sent");
	OK(&w->tap, !frame_send(w->a, pair[0], "[2]", 3, 1000), "sent behind it");
	OK(&w->tap, !frame_receive(w->a, pair[1], MAX, 1000, &frame) && js_get_int(frame.json, "n", 0) == 1,
		"received");
	OK(&w->tap, !frame_receive(w->a, pair[1], MAX, 1000, &frame) && !strcmp(frame.line, "[2]"), "and the next");
	(void)close(pair[0]);
	(void)close(pair[1]);
}

int main(void)
{
	struct world w = { .a = arena_new((size_t)128 << 20) };

	test_reader(&w);
	test_reader_broken(&w);
	test_values(&w);
	test_put(&w);
	test_receive(&w);
	test_waiting(&w);
	arena_free(w.a);
	return tap_done(&w.tap);
}
