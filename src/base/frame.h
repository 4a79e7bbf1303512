/* SPDX-License-Identifier: EUPL-1.2
 *
 * Frame: the one framing between worker, command line, writer and signer (design §5).  Four bytes of length, most
 * significant first, then so many bytes: one line of JSON (object or array) and its newline.
 * The other end may be broken or taken over, so a frame is checked before anything of it is used: a length of 0 or
 * above the maximum, a newline anywhere but last, more than FRAME_VALUES_MAX values, and what is not JSON of
 * our subset are FAULT_USAGE.  After a fault the stream has lost its step; close it.
 */
#ifndef FYR_BASE_FRAME_H
#define FYR_BASE_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/out.h"

enum { FRAME_HEAD = 4, FRAME_FEED_MAX = 64 << 10 };

struct frame {
	const char *line; /* without its newline, ended by NUL; NULL: there is none (yet) */
	size_t n;         /* bytes of the line */
	struct json *json;
};

/* Appends the line of `n` bytes as a frame, for a loop that writes when it can; the newline is added.
 * Fault: FAULT_USAGE, nothing appended, when the line is empty, holds a newline, is longer than FRAME_MAX - 1, or
 * does not fit into what `o` still takes.  The fault's text lives in `a`. */
const struct fault *frame_put(struct arena *a, struct out *o, const char *line, size_t n) MUST_USE;

/* Sends one frame over a stream socket, blocking or not, and waits at most `timeout_ms` for each piece to be taken
 * (-1: for ever).  A peer that has gone away is a fault, never a signal.
 * Faults: as frame_put; FAULT_BUSY when nothing was taken in time; FAULT_SYSTEM. */
const struct fault *frame_send(struct arena *a, int fd, const char *line, size_t n, int timeout_ms) MUST_USE;

/* Receives one frame of at most `max_bytes` (newline included, at most FRAME_MAX); waits at most `timeout_ms`
 * for each piece (-1: for ever).  The frame lives in `a`, which needs room for 100 times `max_bytes`, and never
 * more than 16 MiB.  A clean end of file before the first byte is success with line NULL.
 * Faults: FAULT_USAGE for a bad frame, FAULT_BUSY when nothing came in time, FAULT_SYSTEM when the stream ended
 * in the middle of a frame or failed. */
const struct fault *frame_receive(struct arena *a, int fd, size_t max_bytes, int timeout_ms, struct frame *out)
	MUST_USE;

/* For poll loops: feed what was read, then ask for frames until there is none.  The reader owns its memory from
 * frame_reader_start to frame_reader_end. */
struct frame_reader {
	struct out gathered;
	size_t at;  /* bytes of `gathered` already given out */
	size_t max; /* longest frame, newline included */
};
void frame_reader_start(struct frame_reader *r, size_t max_bytes);
void frame_reader_end(struct frame_reader *r);

/* At most FRAME_FEED_MAX bytes at a time.  A peer that sends more than one frame ahead of an unread one is noticed
 * by the next frame_next. */
void frame_feed(struct frame_reader *r, const void *bytes, size_t n);

/* The next whole frame, copied into `a`; line NULL when more bytes are needed.  Fault: FAULT_USAGE, as soon as the
 * length is seen to be wrong. */
const struct fault *frame_next(struct arena *a, struct frame_reader *r, struct frame *out) MUST_USE;

/* Does the reader hold a part of a frame?  At end of file that means a torn one. */
bool frame_is_torn(const struct frame_reader *r);

#endif
