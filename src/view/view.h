/* SPDX-License-Identifier: EUPL-1.2
 *
 * View: the same masked tables as JSON, CSV or text.  A masked cell shows that it exists and why it is not shown:
 * {"masked":"work"} in JSON, a sentence elsewhere; an erased one {"erased":true}.
 */
#ifndef FYR_VIEW_VIEW_H
#define FYR_VIEW_VIEW_H

#include "base/out.h"
#include "view/catalogue.h"
#include "view/table.h"

/* Has the table a column that is not inner?  One without is furniture of the HTML and shown nowhere else. */
bool view_is_shown(const struct table *t);

/* One JSON object: "page", then each table under its name (a one-row table as an object, null without its row), nested
 * tables as arrays inside their rows; a line a row.  Truth values as true and false, days as ISO dates, money in öre,
 * decimals as text, COLUMN_JSON as it is; a cell that is not there is null. */
void view_json(struct out *o, struct arena *a, const struct tables *t);

/* The main table, nothing when there is none: RFC 4180 with CRLF, UTF-8 without a mark, header words from the catalogue
 * ("column.<name>"), codes and ISO dates as stored.  A COLUMN_TEXT cell beginning with one of = + - @ ' gets an
 * apostrophe before it, so that no spreadsheet runs it; an import takes that first apostrophe away. */
void view_csv(struct out *o, struct arena *a, const struct tables *t, const struct catalogue *words);

/* For a terminal: one-row tables as "word: value" lines, others as aligned columns under the heading "table.<name>" when
 * the catalogue has it.  A code's word is "<column>.<code>" (or by the last part of the column's name:
 * "last_process" uses "process"); marks ● ▲ ■ ◇ ○ stand beside the words of columns named ...process and ...effect.  A
 * nested table with columns process and period becomes one column of marks in its parent's rows. */
void view_text(struct out *o, struct arena *a, const struct tables *t, const struct catalogue *words);

#endif
