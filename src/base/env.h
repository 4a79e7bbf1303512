/* SPDX-License-Identifier: EUPL-1.2
 *
 * Env: the world as the program sees it: clock, chance, files.  Everything below the doors asks here, so that a
 * test can set the time, replay a seed and fail any call (reliability: deterministic simulation).
 */
#ifndef FYR_BASE_ENV_H
#define FYR_BASE_ENV_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/fault.h"

/* The calls that may be failed on purpose. */
enum env_call {
	ENV_OPEN,
	ENV_READ,
	ENV_WRITE,
	ENV_SYNC,
	ENV_RENAME,
	ENV_UNLINK,
	ENV_TRUNCATE
};

/* A fault of ENV_WRITE that is no errno: half of the bytes are written, as a disk that gets full does. */
enum { ENV_SHORT = -1 };

struct env {
	void *self;
	int64_t (*now)(void *self);                            /* UTC, whole seconds since 1970 */
	void (*chance)(void *self, void *bytes, size_t n);      /* fills `bytes`; never fails */
	int (*file_fault)(void *self, enum env_call call);      /* 0, the errno this call shall fail with, or ENV_SHORT */
};

/* The real world. */
extern const struct env env_system;

int64_t env_now(const struct env *env);
void env_chance(const struct env *env, void *bytes, size_t n);
int env_file_fault(const struct env *env, enum env_call call);

/* open(2), with O_CLOEXEC, and write(2) through the world. */
int env_file_open(const struct env *env, const char *path, int flags, mode_t mode);
ssize_t env_file_write(const struct env *env, int fd, const void *bytes, size_t n);

/* Reads a whole file of at most `max` bytes.  *out_bytes lives in the arena and is ended by NUL.
 * Faults: FAULT_SYSTEM when it cannot be read, FAULT_USAGE when larger than `max`, FAULT_NOTHING when there is none. */
const struct fault *env_file_read(struct arena *a, const struct env *env, const char *path, size_t max,
	char **out_bytes, size_t *out_n) MUST_USE;

/* Writes a file so that after a power cut either the old content or the new stands there whole: temporary
 * file beside it, fsync, rename, fsync of the folder.  `mode` as for open(2).  After a fault no temporary file is
 * left. */
const struct fault *env_file_replace(struct arena *a, const struct env *env, const char *path, const void *bytes,
	size_t n, mode_t mode) MUST_USE;

/* A world for tests and the example council: a clock that stands where it was put, chance from a seed. */
struct env_fixed {
	int64_t now;
	uint64_t seed;
};
struct env env_fixed(struct env_fixed *self);

#endif
