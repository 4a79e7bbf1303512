/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: bytes from another process of ours, fed in pieces whose size the first byte gives.  What the reader
 * accepts must be one line of JSON that, framed again, comes back as the same bytes.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void sent_again(struct arena *a, const struct frame *frame)
{
	struct frame_reader r;
	struct frame again;
	struct out o;

	out_init(&o, a, FRAME_HEAD + FRAME_MAX);
	assert(!frame_put(a, &o, frame->line, frame->n));
	frame_reader_start(&r, FRAME_MAX);
	for (size_t at = 0; at < o.length; at += FRAME_FEED_MAX)
		frame_feed(&r, o.bytes + at, o.length - at < FRAME_FEED_MAX ? o.length - at : FRAME_FEED_MAX);
	assert(!frame_next(a, &r, &again) && again.line && !strcmp(again.line, frame->line) && !frame_is_torn(&r));
	frame_reader_end(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new(64 << 20);
	struct frame_reader r;
	size_t step = n ? (size_t)bytes[0] + 1 : 1;
	bool fault = false;

	frame_reader_start(&r, FRAME_MAX);
	for (size_t at = 1; at < n && !fault; at += step) {
		struct frame frame = { 0 };

		frame_feed(&r, bytes + at, n - at < step ? n - at : step);
		while (!(fault = frame_next(a, &r, &frame) != NULL) && frame.line) {
			sent_again(a, &frame);
			arena_reset(a);
		}
	}
	frame_reader_end(&r);
	arena_free(a);
	return 0;
}
