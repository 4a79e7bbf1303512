/* SPDX-License-Identifier: EUPL-1.2
 *
 * Folder: many files under one name: made, looked through, synced and removed at once.
 */
#ifndef FYR_BASE_FOLDER_H
#define FYR_BASE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/env.h"

/* "council/" names the folder "council". */
char *folder_name(struct arena *a, const char *path);

/* Makes the new file `path` of these bytes, and the folders it stands in below `folder` where they are not there yet; `path` is
 * the one below `folder`.  Modes 0644 and 0755 less the umask, which our program sets so that they are its user's alone.
 * Nothing is synced: folder_sync does that for all of them at once.
 * After a fault half of it may stay.  FAULT_REFUSED when there is such a file, FAULT_SYSTEM. */
const struct fault *folder_put(struct arena *a, const struct env *env, const char *folder, const char *path, const void *bytes,
	size_t n) MUST_USE;

/* Syncs the whole file system a folder stands on: for thousands of files at once.  FAULT_SYSTEM. */
const struct fault *folder_sync(struct arena *a, const struct env *env, const char *folder) MUST_USE;

/* Something in a folder, as folder_walk meets it. */
enum { FOLDER_DEPTH_MAX = 10 };
struct folder_item {
	const char *path;   /* below the folder, without a slash first; whoever keeps it copies it */
	bool is_file;       /* a plain file, no link */
	bool is_folder;     /* met after what is in it; neither: anything else, also a folder below FOLDER_DEPTH_MAX others */
	int64_t count;      /* of a folder: the things in it */
};
/* Calls `meet` with all that is in a folder and in those below it, in no order.  Links are never followed.
 * FAULT_NOTHING there is none, FAULT_SYSTEM. */
const struct fault *folder_walk(struct arena *a, const struct env *env, const char *folder,
	void (*meet)(void *self, const struct folder_item *item), void *self) MUST_USE;

/* Removes a folder of ours with all that is in it; what cannot be removed stays. */
void folder_remove(struct arena *a, const struct env *env, const char *folder);

#endif
