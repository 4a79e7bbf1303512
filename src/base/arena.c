/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/arena.h"

#include <assert.h>
#include <sanitizer/asan_interface.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/sanitized.h"

/* The header stands first in its own mapping, so an arena is one mapping and one unmapping. */
struct arena {
	size_t cap;  /* bytes of the mapping, header included */
	size_t used; /* next free byte, header included */
	size_t dirty; /* bytes below this may be non-zero: only they need clearing when given out again */
};

/* With AddressSanitizer, what was wound back and a few bytes behind each piece may not be touched: a piece used after its time
 * would else be found only when the next one lies across it. */
enum { BEHIND = IS_ADDRESS_SANITIZED ? 16 : 0 };

enum { ALIGN = alignof(max_align_t), KEPT_BYTES = 8 << 20, SHORT_PRINT = 1024 }; /* kept: a whole number of pages */

static size_t rounded(size_t bytes)
{
	return (bytes + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
}

void memory_stop(const char *why)
{
	fprintf(stderr, "fyr: stopped: %s\n", why);
	abort();
}

struct arena *arena_new(size_t cap_bytes)
{
	struct arena *a = mmap(NULL, cap_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (a == MAP_FAILED)
		memory_stop("no address space for an arena");
	a->cap = cap_bytes;
	a->used = rounded(sizeof(*a));
	a->dirty = a->used;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	ASAN_UNPOISON_MEMORY_REGION(a, a->dirty); /* others may be given the same addresses */
	(void)munmap(a, a->cap);
}

/* What one great request took is given back to the system, so that a writer is not as large for ever. */
void arena_reset(struct arena *a)
{
	ASAN_UNPOISON_MEMORY_REGION(a, a->dirty);
	if (a->dirty > KEPT_BYTES && !madvise((char *)a + KEPT_BYTES, a->dirty - KEPT_BYTES, MADV_DONTNEED))
		a->dirty = KEPT_BYTES; /* pages taken anew are zero */
	a->used = rounded(sizeof(*a));
	ASAN_POISON_MEMORY_REGION((char *)a + a->used, a->dirty - a->used);
}

size_t arena_mark(const struct arena *a)
{
	return a->used;
}

void arena_rewind(struct arena *a, size_t mark)
{
	assert(mark <= a->used);
	ASAN_POISON_MEMORY_REGION((char *)a + mark, a->used - mark);
	a->used = mark;
}

void *arena_get(struct arena *a, size_t bytes)
{
	char *p = (char *)a + a->used;
	size_t end;

	if (bytes > a->cap || rounded(bytes) + BEHIND > a->cap - a->used)
		memory_stop("a request needed more memory than its limit");
	end = a->used + rounded(bytes) + BEHIND;
	ASAN_UNPOISON_MEMORY_REGION(p, end - a->used);
	/* Fresh pages are zero already; only what an earlier use left behind is cleared. */
	if (a->used < a->dirty)
		memset(p, 0, (end < a->dirty ? end : a->dirty) - a->used);
	a->used = end;
	if (a->dirty < end)
		a->dirty = end;
	ASAN_POISON_MEMORY_REGION(p + bytes, (size_t)((char *)a + end - p) - bytes);
	return p;
}

bool arena_stretch(struct arena *a, void *p, size_t from, size_t to)
{
	assert(from <= to);
	if ((char *)p + rounded(from) + BEHIND != (char *)a + a->used)
		return false;
	a->used -= BEHIND;
	(void)arena_get(a, rounded(to) - rounded(from));
	ASAN_UNPOISON_MEMORY_REGION((char *)p + from, to - from);
	ASAN_POISON_MEMORY_REGION((char *)p + to, (size_t)((char *)a + a->used - (char *)p) - to);
	return true;
}

void *arena_array(struct arena *a, size_t count, size_t bytes)
{
	size_t total;

	if (__builtin_mul_overflow(count, bytes, &total))
		memory_stop("an array's size overflowed");
	return arena_get(a, total);
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *p = arena_get(a, n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_text(struct arena *a, const char *s)
{
	return arena_copy(a, s, strlen(s));
}

char *arena_vprint(struct arena *a, const char *fmt, va_list args)
{
	char first[SHORT_PRINT];
	va_list again;
	char *p;
	int n;

	va_copy(again, args);
	n = fmt ? vsnprintf(first, sizeof(first), fmt, again) : -1; /* asked, since gcc doubts it under its sanitizers */
	va_end(again);
	assert(n >= 0);
	if ((size_t)n < sizeof(first))
		return arena_copy(a, first, (size_t)n);
	p = arena_get(a, (size_t)n + 1);
	(void)vsnprintf(p, (size_t)n + 1, fmt, args);
	return p;
}

char *arena_print(struct arena *a, const char *fmt, ...)
{
	va_list args;
	char *p;

	va_start(args, fmt);
	p = arena_vprint(a, fmt, args);
	va_end(args);
	return p;
}

const struct fault *fault_new(struct arena *a, enum fault_sort sort, const char *where, const char *fmt, ...)
{
	struct fault *f = ARENA_NEW(a, struct fault);
	va_list args;

	va_start(args, fmt);
	f->sort = sort;
	f->where = where;
	f->what = arena_vprint(a, fmt, args);
	va_end(args);
	return f;
}

const struct fault *fault_kept(struct arena *a, const struct fault *f)
{
	return f ? fault_new(a, f->sort, f->where, "%s", f->what) : NULL;
}
