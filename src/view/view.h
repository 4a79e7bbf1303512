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

/* One JSON object: "page", then each table under its name, nested tables as arrays inside their rows; ended by newline. */
void view_json(struct out *o, struct arena *a, const struct tables *t);

/* The main table: RFC 4180 with CRLF, header words from the catalogue ("column.<name>"), codes and ISO dates as stored. */
void view_csv(struct out *o, struct arena *a, const struct tables *t, const struct catalogue *words);

/* For a terminal: one-row tables as "word: value" lines, others as aligned columns; status marks ● ▲ ■ ◇ ○ beside the words. */
void view_text(struct out *o, struct arena *a, const struct tables *t, const struct catalogue *words);

#endif
