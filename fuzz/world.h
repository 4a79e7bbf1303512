/* SPDX-License-Identifier: EUPL-1.2
 *
 * World: the council of the example with its plan and an open period, in memory, for fuzz targets that need a desk.  It is
 * made once and lives as long as the process; whoever changes it puts it back.  It is no example council: who says only
 * "as" somebody is nobody.
 */
#ifndef FYR_FUZZ_WORLD_H
#define FYR_FUZZ_WORLD_H

#include "desk/show.h"

struct world {
	struct arena *arena;
	struct env_fixed clock;
	struct env env;
	struct desk *desk;          /* in no transaction */
	const struct shelf *shelf;
	const char *folder;         /* for files, in memory; goes with the process */
};

/* Stops the process when the world cannot be made. */
struct world *world_get(void);

/* The same with one or two of each thing, for targets that go through all of them in every run; a process has one of the two. */
struct world *world_small(void);

/* Who signs in by that name; the public for any other. */
struct actor world_actor(struct world *w, struct arena *a, const char *login);

/* A folder in memory that goes, with the files in it, when the process ends. */
const char *world_folder(struct arena *a);

#endif
