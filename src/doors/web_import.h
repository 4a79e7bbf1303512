/* SPDX-License-Identifier: EUPL-1.2
 *
 * One spreadsheet on its way in: web_import.c keeps it, reads it and puts it to the writer; web_import_show.c makes the page
 * of what came of it.
 */
#ifndef FYR_DOORS_WEB_IMPORT_H
#define FYR_DOORS_WEB_IMPORT_H

#include "desk/intake.h"
#include "doors/web.h"

/* One upload at hand. */
struct importing {
	struct visit *visit;
	struct arena *arena;
	const struct catalogue *words;
	int64_t id;
	const struct given *choices;
	size_t choice_count;
	const char *table;
	struct intake *intake;
	int64_t written; /* the last entry, when all was written; -1 */
};

/* Is something lacking that the person must say before anything can be written? */
bool import_needs_words(const struct importing *im);

/* The page before there is a file, with the person's uploads; `error` says what was wrong with the last one, or is NULL. */
void import_show_start(struct visit *v, const char *error, int status);
/* The page of an upload that was read, with all it holds and lacks. */
void import_show_upload(struct importing *im, int status);

#endif
