/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/pdf.h"

#include <string.h>

#include "base/limits.h"
#include "pdf/file.h"
#include "pdf/layout.h"

enum { LAYOUTS_MAX = 4 }; /* numbers of pages are said, then right, and then the table that says them may have grown by a page */

/* Says the numbers of the parts' pages as the last layout found them. */
static void say_pages(struct arena *a, const struct pdf_document *d)
{
	for (size_t i = 0; i < d->count; i++) {
		struct pdf_span *leaf = d->blocks[i].leaf;

		if (!leaf)
			continue;
		leaf->text = leaf->page ? arena_print(a, "%zu", leaf->page) : "";
		leaf->length = strlen(leaf->text);
	}
}

static const struct fault *write_paper(struct paper *p, struct hasher *h, struct out *o)
{
	size_t mark = 0;

	/* Both fonts have a letter, used or not: a list of none is not one. */
	(void)pdf_font_cid(p->fonts.plain, ' ');
	(void)pdf_font_cid(p->fonts.bold, ' ');
	for (size_t i = 0; i < p->document->count; i++)
		if (p->document->blocks[i].leaf)
			*p->document->blocks[i].leaf = (struct pdf_span){ .page = 0 };
	for (int i = 0; i < LAYOUTS_MAX; i++) {
		if (i)
			arena_rewind(p->arena, mark);
		say_pages(p->arena, p->document);
		mark = arena_mark(p->arena);
		*p = (struct paper){ .arena = p->arena, .document = p->document, .fonts = p->fonts };
		pdf_lay_out(p);
		if (!p->has_moved || pdf_is_full(p->document))
			break;
	}
	o->max = o->max < PAPER_MAX ? o->max : PAPER_MAX;
	o->full = o->full || pdf_is_full(p->document);
	if (!out_full(o))
		pdf_file(p, h, o);
	return out_full(o) ? fault_new(p->arena, FAULT_SYSTEM, __func__, "the paper is too large to be made") : NULL;
}

const struct fault *pdf_write(struct arena *a, struct hasher *h, const struct pdf_document *d, struct out *o)
{
	struct paper p = { .arena = a, .document = d };
	const struct fault *f = pdf_font_open(a, false, &p.fonts.plain);

	if (!f)
		f = pdf_font_open(a, true, &p.fonts.bold);
	if (!f)
		f = write_paper(&p, h, o);
	pdf_font_close(p.fonts.plain);
	pdf_font_close(p.fonts.bold);
	return f;
}
