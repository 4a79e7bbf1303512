/* SPDX-License-Identifier: EUPL-1.2
 *
 * Export texts: disclosures.jsonl of an export (desk/export.h), as it may come from anybody, read a line at a time.
 */
#ifndef FYR_DESK_EXPORT_TEXTS_H
#define FYR_DESK_EXPORT_TEXTS_H

#include <stdbool.h>

#include "base/env.h"
#include "base/json.h"

struct export_texts {
	const struct env *env;
	struct arena *arena, *buffer; /* of the line at hand, and of `bytes`; the reader's own */
	int fd;                  /* -1: there is nothing (more) to read */
	int64_t size;            /* of the log */
	char *bytes;             /* EXPORT_LINE_MAX of them */
	size_t from, until;      /* what of `bytes` has been read and not been used */
	const char *fault;       /* what is wrong with the file, so that the rest of it is left; NULL: nothing so far */
	bool has_line;           /* the members below are of a line */
	int64_t seq;             /* below `size`, never going back */
	char field[64];          /* in order within an entry */
	const struct json *d;    /* at least one text, and not more than a text can have paragraphs */
};

/* Takes over the descriptor, which may be -1; export_texts_close ends what is opened here, and may come without it. */
void export_texts_open(struct export_texts *t, const struct env *env, int fd, int64_t size);
void export_texts_close(struct export_texts *t);

/* On to the next line; false at the end, and at the first thing that is wrong. */
bool export_texts_next(struct export_texts *t);

#endif
