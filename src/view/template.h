/* SPDX-License-Identifier: EUPL-1.2
 *
 * Templates: a small logic-less language.  Where a value stands decides its escape; there is no way to print raw.
 *
 *   {{ name }}               a column's value (innermost loop's row first, then outwards, then the one-row tables)
 *   {{ name format }}        date day time money decimal icon strip;  {{ name word GROUP }}: the catalogue's GROUP.value
 *   {{ t key }}              a text from the catalogue;  {{ t key name name2 }}: with {1}, {2} replaced by values
 *   {{ for table }} ... {{ else }} ... {{ end }}      rows; a nested table gives the rows of the current parent row
 *   {{ if name }} ... {{ else }} ... {{ end }}        a value that is there, and not 0 or ""; or a table with rows
 *   {{ include part }}       another template, "view/parts/part.html"
 *
 * Wrong placement, unknown names and missing catalogue keys are refused when the template is parsed, with file and line.
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

/* Parses `text`.  `shape` has the tables with their columns (cells unused): what the template may name.
 * Faults FAULT_USAGE with "path:line: what is wrong". */
const struct fault *template_parse(struct arena *a, const char *path, const char *text,
	const struct template_source *source, const struct tables *shape, const struct template **out) MUST_USE;

/* Renders; never fails (out latches). */
void template_render(struct out *o, struct arena *a, const struct template *t, const struct tables *data,
	const struct catalogue *words);

#endif
