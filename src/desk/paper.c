/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/paper.h"

#include "base/limits.h"
#include "pdf/html.h"
#include "pdf/pdf.h"

const struct fault *desk_paper(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	struct shown *out)
{
	struct page_ask alone = *ask;
	struct shown html;
	struct out o;
	const struct fault *f;

	if (!ask->page->has_paper) {
		*out = (struct shown){ .status = SHOW_NOT_FOUND, .why = "problem.no_paper" };
		return NULL;
	}
	/* What is done in a browser has no place on paper. */
	alone.is_web = false;
	alone.cache = NULL;
	f = desk_show(d, shelf, a, &alone, SHOW_HTML, &html);
	if (f || html.status != SHOW_OK) {
		if (!f)
			*out = html;
		return f;
	}
	out_init(&o, a, PAGE_MAX);
	f = pdf_write(a, d->env, d->hasher, pdf_from_html(a, html.bytes), &o);
	if (out_full(&o)) {
		*out = (struct shown){ .status = SHOW_BAD_INPUT, .why = "problem.paper_too_large" };
		return NULL;
	}
	if (!f)
		*out = (struct shown){ .status = SHOW_OK, .bytes = o.bytes, .length = o.length, .type = "application/pdf" };
	return f;
}
