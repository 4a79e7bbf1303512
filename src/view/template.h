/* SPDX-License-Identifier: EUPL-1.2
 *
 * Templates: a small logic-less language.  Where a value stands decides its escape; there is no way to print raw.
 *
 *   {{ name }}               a column's value as stored (innermost loop's row first, then outwards, then the one-row
 *                            tables in their order)
 *   {{ name format }}        date day time money decimal number icon prose;  {{ name word GROUP }}: the catalogue's GROUP.value
 *   {{ table strip }}        a nested table with columns process and period, as one image
 *   {{ table chart }}        a nested table with columns date, value and is_preliminary, as one image (chart.h); its parent
 *                            has indicator, unit, baseline and target; nothing when there are fewer than two values
 *   {{ t key }}              a text from the catalogue;  {{ t key name name2 }}: with {1}, {2} replaced by values in the
 *                            usual form of their type, or as asked: name:format, name:word:GROUP
 *   {{ for table }} ... {{ else }} ... {{ end }}      rows; a nested table gives the rows of the current parent row
 *   {{ if name }} ... {{ else }} ... {{ end }}        a value that is there, and not 0 or ""; or a table with rows
 *                            (a column of that name goes before a table); what is masked or erased is there
 *   {{ include part }}       another template, "view/parts/part.html", in the scope and place where it stands
 *
 * Where a value may stand (view/place.h): text, and quoted attributes but for code and style.  In an address it must be an
 * own path or https at the start, else it becomes "#", and is percent-encoded later.  A masked or erased value is a
 * sentence in <span class="masked"> in text, the plain sentence in attributes, <title> and <textarea>, nothing in an
 * address.  HTML comments are left out; for, if, else, end and include alone on a line take the line along.
 *
 * Wrong placement, unknown names, formats that do not fit the column's type and missing catalogue keys (in either
 * language) are refused when the template is parsed, with file and line.
 */
#ifndef FYR_VIEW_TEMPLATE_H
#define FYR_VIEW_TEMPLATE_H

#include "base/out.h"
#include "view/catalogue.h"
#include "view/table.h"

struct template;

/* Gives the text of an included part, NULL when there is none. */
struct template_source {
	const char *(*find)(void *self, const char *path);
	void *self;
};

/* Parses `text`.  `shape` has the tables with their columns (cells unused): what the template may name; it is borrowed for
 * as long as the template lives.
 * Faults FAULT_USAGE with "path:line: what is wrong". */
const struct fault *template_parse(struct arena *a, const char *path, const char *text,
	const struct template_source *source, const struct tables *shape, const struct template **out) MUST_USE;

/* Renders; never fails (out latches).  `data` has tables of the shape, with the same columns (asserted); a table that it
 * lacks has no rows. */
void template_render(struct out *o, struct arena *a, const struct template *t, const struct tables *data,
	const struct catalogue *words);

#endif
