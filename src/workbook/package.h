/* SPDX-License-Identifier: EUPL-1.2
 *
 * Package: the zip and its XML parts, read piece by piece through libzip and expat with a cap on everything that is
 * unpacked.  Document type declarations, and with them entities, are refused at their first byte.
 */
#ifndef FYR_WORKBOOK_PACKAGE_H
#define FYR_WORKBOOK_PACKAGE_H

#include <expat.h>
#include <zip.h>

#include "workbook/workbook.h"

enum {
	PART_BYTES_MAX = 48 << 20,    /* one part, unpacked */
	PACKAGE_BYTES_MAX = 96 << 20, /* all that is read of a file, unpacked */
	PART_RATIO_MAX = 250,         /* unpacked to packed, past PART_RATIO_FREE */
	PART_RATIO_FREE = 8 << 20,
	PARTS_MAX = 2000,
	XML_DEPTH_MAX = 64
};

struct package {
	struct arena *arena;
	zip_t *zip;
	size_t unpacked;
	struct workbook_problem problem; /* the first one; rule NULL: none */
};

/* What is told of a part; names are without their namespace's prefix. */
struct part_reader {
	void *self;
	void (*start)(void *self, const char *name, const char **attributes);
	void (*end)(void *self, const char *name);             /* or NULL */
	void (*text)(void *self, const char *bytes, size_t n); /* or NULL */
};

/* Remembers the first problem. */
void package_fail(struct package *p, const char *rule, const char *arg);
bool package_open(struct package *p, const char *bytes, size_t n);
void package_close(struct package *p);
bool package_has(const struct package *p, const char *part);
/* Reads a part; stops at once when the package has a problem, which it also returns false for. */
bool package_read(struct package *p, const char *part, const struct part_reader *reader);

/* The value of an attribute by its name without prefix; NULL when there is none. */
const char *part_attribute(const char **attributes, const char *name);
/* A number from 0 to max; `otherwise` when the text is none, or out of range. */
size_t part_number(const char *text, size_t max, size_t otherwise);

#endif
