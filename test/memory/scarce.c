/* SPDX-License-Identifier: EUPL-1.2
 *
 * Scarce: a library put before the others (LD_PRELOAD), by which a process is given all the memory it asks for at first, and
 * then now and then none.  Which requests are refused follows from SCARCE_SEED, the process's number and the count of
 * requests: one in SCARCE_ONE_IN after as many as chance says, SCARCE_FREE at most.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "chance.h"

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);

static atomic_ulong asked;

static uint64_t number_of(const char *name)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : 0;
}

static bool is_refused(void)
{
	uint64_t one_in = number_of("SCARCE_ONE_IN"), free_ones = number_of("SCARCE_FREE");
	uint64_t seed = number_of("SCARCE_SEED") * 1000003 + (uint64_t)getpid();
	uint64_t n = atomic_fetch_add(&asked, 1);

	if (!one_in || n < mixed(seed, 0) % (free_ones + 1) || mixed(seed, n + 1) % one_in)
		return false;
	errno = ENOMEM;
	return true;
}

__attribute__((visibility("default"))) void *(malloc)(size_t n)
{
	return is_refused() ? NULL : __libc_malloc(n);
}

__attribute__((visibility("default"))) void *(calloc)(size_t count, size_t n)
{
	return is_refused() ? NULL : __libc_calloc(count, n);
}

__attribute__((visibility("default"))) void *(realloc)(void *p, size_t n)
{
	return is_refused() ? NULL : __libc_realloc(p, n);
}
