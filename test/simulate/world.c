/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>

#include "chance.h"
#include "world.h"

struct world world;

uint64_t roll(struct dice *d)
{
	return mixed(d->seed, d->drawn++);
}

int pick(struct dice *d, int n)
{
	return (int)(roll(d) % (uint64_t)n);
}

bool rare(struct dice *d, int n)
{
	return pick(d, n) == 0;
}

static int64_t world_now(void *self)
{
	(void)self;
	return world.now;
}

static void world_chance(void *self, void *bytes, size_t n)
{
	unsigned char *p = bytes;

	(void)self;
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)roll(&world.program);
}

/* A full disk and a read-only one let reading go on. */
static int world_fault(void *self, enum env_call call)
{
	(void)self;
	if (world.is_quiet)
		return 0;
	if (world.one_trouble && call == world.one_call) {
		int error = world.one_trouble;

		world.one_trouble = 0;
		world.errors++;
		return error;
	}
	if (!world.trouble || (call != ENV_WRITE && call != ENV_TRUNCATE))
		return 0;
	world.full += world.trouble == ENOSPC;
	world.read_only += world.trouble == EROFS;
	return world.trouble;
}

const struct env world_env = { NULL, world_now, world_chance, world_fault };
