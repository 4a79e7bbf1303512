/* SPDX-License-Identifier: EUPL-1.2
 *
 * File: whole files of any size, copied, hashed and put in their place: what a backup is made of.  Small files are read
 * and written by base/env.h.
 */
#ifndef FYR_BASE_FILE_H
#define FYR_BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/env.h"
#include "base/hash.h"

/* What errno says of a path that "cannot be DEED": FAULT_NOTHING none, FAULT_REFUSED there is one, FAULT_SYSTEM. */
const struct fault *file_fault(struct arena *a, const char *where, const char *path, const char *deed) MUST_USE;

/* Opens a file, mode 0600 when O_CREAT makes it.  FAULT_NOTHING none, FAULT_REFUSED there is one, FAULT_SYSTEM. */
const struct fault *file_open(struct arena *a, const struct env *env, const char *path, int flags, int *out_fd) MUST_USE;

/* Reads until `n` bytes are there or the file ends, signals or not; how many, or -1 with errno. */
ssize_t file_read_all(const struct env *env, int fd, void *bytes, size_t n);

/* Writes all of it, signals or not; false with errno. */
bool file_write_all(const struct env *env, int fd, const void *bytes, size_t n);

/* Copies `from` into the new file `to`, mode 0600, and syncs it.  After a fault `to` is gone.
 * Faults: FAULT_NOTHING no `from`, FAULT_REFUSED there is a `to`, FAULT_SYSTEM. */
const struct fault *file_copy(struct arena *a, const struct env *env, const char *from, const char *to) MUST_USE;

/* SHA-256 of a file's bytes, and how many there are.  Faults as above. */
const struct fault *file_hash(struct arena *a, const struct env *env, struct hasher *h, const char *path,
	struct hash *out, int64_t *out_bytes) MUST_USE;

/* Syncs a file or a folder.  FAULT_SYSTEM. */
const struct fault *file_sync(struct arena *a, const struct env *env, const char *path) MUST_USE;

/* Gives a file or a folder its name, and syncs the folder that name stands in.  Nothing is ever replaced, and
 * after a fault nothing has that name.  FAULT_REFUSED when there was something of that name before, FAULT_SYSTEM. */
const struct fault *file_place(struct arena *a, const struct env *env, const char *from, const char *to) MUST_USE;

/* The folder a path stands in, with its last slash; "." when the path has none. */
const char *file_folder(struct arena *a, const char *path);

#endif
