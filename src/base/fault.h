/* SPDX-License-Identifier: EUPL-1.2
 *
 * Faults: what may fail in the world around us (disk, database, another process).
 * A function that can fail returns `const struct fault *`; NULL is success.  Refusals, the rules' own
 * "no", are data and never faults (kinds/kind.h).  Outputs of a function that returned a fault are untouched.
 */
#ifndef FYR_BASE_FAULT_H
#define FYR_BASE_FAULT_H

struct arena;

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* The sort of a fault is also the exit code of the command (docs: `fyr help`). */
enum fault_sort {
	FAULT_NOTHING = 1, /* nothing found, or a check failed */
	FAULT_USAGE = 2,   /* the caller's words are wrong */
	FAULT_REFUSED = 3, /* not allowed */
	FAULT_DAMAGED = 4, /* the file does not hold what it must */
	FAULT_BUSY = 5,    /* somebody else holds the file */
	FAULT_SYSTEM = 6   /* disk, memory or operating system */
};

struct fault {
	enum fault_sort sort;
	const char *where; /* the function that noticed, static text */
	const char *what;  /* one sentence for a person; never personal data; lives in the arena */
};

/* A new fault whose text lives in `a`.  `where` must be static. */
const struct fault *fault_new(struct arena *a, enum fault_sort sort, const char *where, const char *fmt, ...)
	PRINTF_LIKE(4, 5) __attribute__((returns_nonnull));
/* The same fault with its words in `a`, for one that lives in something about to be closed; NULL stays NULL. */
const struct fault *fault_kept(struct arena *a, const struct fault *f);

#endif
