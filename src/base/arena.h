/* SPDX-License-Identifier: EUPL-1.2
 *
 * Arena: memory with one lifetime (for ever, one request, one replayed entry), given back all at once.
 * Reaching the cap is a bug or an attack, since all input is limited first: the process stops with a
 * clear line (design: out-of-memory is not a branch in our code).
 */
#ifndef FYR_BASE_ARENA_H
#define FYR_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

struct arena;

/* A new arena of at most `cap_bytes` (address space; pages are taken as used).  Owner: the caller, who ends
 * it with arena_free.  Stops the process when the system has no address space left. */
struct arena *arena_new(size_t cap_bytes);
void arena_free(struct arena *a); /* NULL is fine */

/* Ends the process with that line, as an arena does that cannot grow: a library had no memory for what cannot be told
 * from another answer ("not JSON", "the wrong passphrase").  `why` is a sentence without its stop. */
void memory_stop(const char *why) __attribute__((noreturn, cold));

/* Everything given out so far becomes invalid; the arena can be used again. */
void arena_reset(struct arena *a);

/* A place to return to: what was given out after arena_mark becomes invalid at arena_rewind. */
size_t arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, size_t mark);

/* `bytes` bytes set to zero, aligned for any type.  Never NULL. */
void *arena_get(struct arena *a, size_t bytes) __attribute__((malloc, returns_nonnull));

/* Makes the piece at `p` longer where it stands, from `from` to `to` bytes, the new ones zero; false, and nothing done, when
 * something else was given out after it. */
bool arena_stretch(struct arena *a, void *p, size_t from, size_t to) MUST_USE;

/* `count` elements of `bytes` each; stops the process when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t bytes) __attribute__((returns_nonnull));

/* A copy of the `n` bytes at `s`, with a NUL added. */
char *arena_copy(struct arena *a, const char *s, size_t n) __attribute__((returns_nonnull));
char *arena_text(struct arena *a, const char *s) __attribute__((returns_nonnull));

/* Formatted text. */
char *arena_print(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3) __attribute__((returns_nonnull));
char *arena_vprint(struct arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0) __attribute__((returns_nonnull));

#define ARENA_NEW(a, type) ((type *)arena_get((a), sizeof(type)))
#define ARENA_MANY(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))

#endif
