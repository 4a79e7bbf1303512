/* SPDX-License-Identifier: EUPL-1.2
 *
 * TAP: what our C tests say (Test Anything Protocol 13).  One executable a room, so that a crash costs one room's
 * results.  tap_done prints the plan and is the exit code.
 */
#ifndef FYR_TEST_TAP_H
#define FYR_TEST_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct tap {
	int run, failed;
};

static inline bool tap_ok(struct tap *t, bool ok, const char *file, int line, const char *what)
{
	t->run++;
	t->failed += !ok;
	printf("%sok %d - %s\n", ok ? "" : "not ", t->run, what);
	if (!ok)
		printf("# %s:%d\n", file, line);
	return ok;
}

static inline bool tap_same(struct tap *t, const char *got, const char *expected, const char *file, int line,
	const char *what)
{
	bool ok = got && expected ? !strcmp(got, expected) : got == expected;

	tap_ok(t, ok, file, line, what);
	if (!ok)
		printf("# got      %s\n# expected %s\n", got ? got : "(null)", expected ? expected : "(null)");
	return ok;
}

static inline int tap_done(const struct tap *t)
{
	printf("1..%d\n", t->run);
	return t->failed ? 1 : 0;
}

#define OK(t, condition, what) tap_ok((t), (condition), __FILE__, __LINE__, (what))
#define SAME(t, got, expected, what) tap_same((t), (got), (expected), __FILE__, __LINE__, (what))

#endif
