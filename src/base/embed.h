/* SPDX-License-Identifier: EUPL-1.2
 *
 * Embedded files: SQL, templates, style sheet and catalogues, put into the program by tools/embed at build time.
 */
#ifndef FYR_BASE_EMBED_H
#define FYR_BASE_EMBED_H

#include <stddef.h>

struct embedded {
	const char *path; /* below src/, or "po/sv.mo" */
	const char *bytes; /* ended by NUL, not counted */
	size_t length;
};

extern const struct embedded embedded_files[]; /* sorted by path */
extern const size_t embedded_count;

/* NULL when there is none. */
const struct embedded *embed_find(const char *path);

/* One that the build has put in. */
const struct embedded *embed_known(const char *path);

#endif
