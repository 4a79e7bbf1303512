/* SPDX-License-Identifier: EUPL-1.2
 *
 * Contents: the file contents.txt of a backup (desk/backup.h), lines of words with spaces between:
 *
 *     fyr backup 1
 *     made 2026-11-25T19:00:00Z
 *     newest 2026-11-25T18:58:12Z
 *     entries 680
 *     checkpoint 680
 *     root <base64>
 *     file council.fyr 1032192 <SHA-256, hexadecimal>
 *     ...
 *     sum <SHA-256 of all lines above>
 */
#ifndef FYR_DESK_CONTENTS_H
#define FYR_DESK_CONTENTS_H

#include <stdbool.h>

#include "base/env.h"
#include "base/hash.h"

#define CONTENTS_FILE "contents.txt"
#define CONTENTS_BOOK "council.fyr"
#define CONTENTS_KEY "council.fyr-key"
#define CONTENTS_KEY_NEXT "council.fyr-key-next"
#define CONTENTS_HEAD "council.fyr-head"
#define CONTENTS_OFFICE "council.fyr-office"
#define CONTENTS_POLICY "council.fyr-policy"

enum { CONTENTS_FILES_MAX = 6 };

struct contents_file {
	const char *name;
	int64_t bytes;
	struct hash hash;
};

struct contents {
	const char *made, *newest, *root;
	int64_t entries, checkpoint;
	struct contents_file files[CONTENTS_FILES_MAX];
	size_t count;
};

/* The names a backup's files may have, the book's first. */
extern const char *const contents_names[];
extern const size_t contents_name_count;

bool contents_has(const struct contents *c, const char *name);

/* Fills in the files that lie in `folder`, with their sizes and hashes. */
const struct fault *contents_hash(struct arena *a, const struct env *env, struct hasher *h, const char *folder,
	struct contents *c) MUST_USE;

const struct fault *contents_write(struct arena *a, const struct env *env, struct hasher *h, const char *folder,
	const struct contents *c) MUST_USE;

/* Faults: FAULT_NOTHING no such folder, FAULT_DAMAGED not a whole backup or altered, FAULT_USAGE a newer form. */
const struct fault *contents_read(struct arena *a, const struct env *env, struct hasher *h, const char *folder,
	struct contents *out) MUST_USE;

#endif
