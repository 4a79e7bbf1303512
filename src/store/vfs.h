/* SPDX-License-Identifier: EUPL-1.2
 *
 * A thin file layer under SQLite that asks struct env before each call, so that a test can fail any of them, and that puts
 * a commit's frames into -wal by one call instead of two for each page.  Everything else goes to the operating system's own
 * layer unchanged.  Used by store.c alone.
 */
#ifndef FYR_STORE_VFS_H
#define FYR_STORE_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/env.h"

struct vfs {
	sqlite3_vfs vfs; /* first: SQLite hands it back to us */
	struct arena *arena;
	const struct env *env;
	char name[40];
	int write_error; /* errno of the last write that failed: SQLite keeps none for a commit */
	unsigned char *held; /* for -wal and not yet written; NULL until there is any.  A connection has one -wal */
	size_t held_bytes;
	sqlite3_int64 held_at;
	bool is_last; /* the next page ends a commit */
};

/* Registers the layer under a name of its own; `v` and the arena, which what is held goes into, must live until vfs_end. */
void vfs_begin(struct vfs *v, struct arena *a, const struct env *env);
void vfs_end(struct vfs *v);

#endif
