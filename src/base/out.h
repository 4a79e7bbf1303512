/* SPDX-License-Identifier: EUPL-1.2
 *
 * Out: bytes gathered into one growing text with a stated maximum.  The writer latches: past the maximum it
 * drops what comes and remembers it; ask out_full once, at the end.
 */
#ifndef FYR_BASE_OUT_H
#define FYR_BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct out {
	struct arena *arena; /* borrowed */
	char *bytes;         /* lives in the arena; `length` of them are set */
	size_t length, room, max;
	bool full;
};

void out_init(struct out *o, struct arena *a, size_t max_bytes);
void out_bytes(struct out *o, const void *bytes, size_t n);
void out_text(struct out *o, const char *s);
void out_char(struct out *o, char c);
void out_int(struct out *o, int64_t n);
/* All but unreserved characters percent-encoded (RFC 3986 §2.3). */
void out_percent(struct out *o, const char *s);
void out_print(struct out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The text so far, ended by NUL; valid until the next write. */
const char *out_cstr(struct out *o);
bool out_full(const struct out *o);

#endif
