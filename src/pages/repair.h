/* SPDX-License-Identifier: EUPL-1.2
 *
 * Repair: what in a passage of notes keeps some readers out, and how it would be put right: what only looks like a heading, a
 * list or a table, and links whose words say nothing.  It is offered where notes are written (pages/notes_draft); nothing is
 * changed that nobody asked for.  WCAG 1.3.1, 2.4.4, 2.4.6; EN 301 549 10.
 */
#ifndef FYR_PAGES_REPAIR_H
#define FYR_PAGES_REPAIR_H

#include <stdbool.h>

#include "base/arena.h"

enum { REPAIRS_MAX = 4 };

struct repair {
	const char *rule;        /* static: catalogue "repair.<rule>", and "repair_do.<rule>" when it can be done */
	const char *form, *text; /* the passage as it would be; text NULL: only a person knows */
};

/* All there is to say of a passage of that form and text (NULL: a paragraph, nothing); how many. */
size_t repairs_of(struct arena *a, const char *form, const char *text, struct repair out[REPAIRS_MAX]);

/* The one of that rule which can be done; false when there is none. */
bool repair_find(struct arena *a, const char *form, const char *text, const char *rule, struct repair *out);

/* Rows from a spreadsheet, with tabs between their cells, as a passage holds a table.  An empty first cell in the first row, which
 * is lost where texts are trimmed, is put back. */
const char *repair_table(struct arena *a, const char *text);

#endif
