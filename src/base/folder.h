/* SPDX-License-Identifier: EUPL-1.2
 *
 * Folder: many files under one name: made all at once or not at all, looked through, synced and removed.
 */
#ifndef FYR_BASE_FOLDER_H
#define FYR_BASE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/env.h"
#include "base/hash.h"
#include "base/out.h"

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

/* A new folder in the making: under another name beside `target` until all of it is on the disk, with a line of SHA256SUMS, as
 * sha256sum writes it, for each file that was added or told of. */
struct folder_new {
	struct arena *arena;
	const struct env *env;
	struct hasher *hasher; /* the caller's */
	const char *target;
	const char *path;      /* the unfinished one: TARGET.unfinished-<pid> */
	struct out sums;
};
/* `target` must not be there yet, or be an empty folder.  FAULT_REFUSED there is something, FAULT_NOTHING no folder to put it
 * in, FAULT_SYSTEM. */
const struct fault *folder_begin(struct arena *a, const struct env *env, struct hasher *h, const char *target,
	struct folder_new *out) MUST_USE;
/* A file of these bytes, as folder_put makes it. */
const struct fault *folder_add(struct folder_new *n, const char *path, const void *bytes, size_t count) MUST_USE;
/* The line of a file that the caller made in it. */
void folder_tell_sum(struct folder_new *n, const char *path, const struct hash *sum);
/* Writes SHA256SUMS, syncs the folder and gives it its name; when there is a fault, here or so far, nothing stays of it, and that
 * fault is given. */
const struct fault *folder_end(struct folder_new *n, const struct fault *so_far) MUST_USE;

/* Removes a folder of ours with all that is in it; what cannot be removed stays. */
void folder_remove(struct arena *a, const struct env *env, const char *folder);

#endif
