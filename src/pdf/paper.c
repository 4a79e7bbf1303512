/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "pdf/mark.h"

enum { FOOT_SIZE = 8000, FOOT_TOP = PAPER_HEIGHT - 42000, MARK_PART = 85 };

#define LINK_COLOUR "0.043 0.31 0.541 rg "

void paper_turn(struct paper *p)
{
	paper_for(p, PAPER_NONE);
	p->pages = pdf_grown(p->arena, p->pages, p->page_count, &p->page_room, sizeof(*p->pages));
	p->pages[p->page_count] = (struct paper_page){ .count = 0 };
	out_init(&p->pages[p->page_count++].content, p->arena, PAGE_MAX);
	p->y = PAPER_MARGIN;
}

struct out *paper_content(struct paper *p)
{
	return &p->pages[p->page_count - 1].content;
}

void paper_length(struct out *o, int length)
{
	if (length < 0)
		out_char(o, '-');
	length = abs(length);
	out_int(o, length / 1000);
	length %= 1000;
	if (length) {
		out_char(o, '.');
		out_char(o, (char)('0' + length / 100));
		out_char(o, (char)('0' + length / 10 % 10));
		out_char(o, (char)('0' + length % 10));
	}
	out_char(o, ' ');
}

/* From the top of the page to its bottom, as PDF counts. */
static void point(struct out *o, int x, int y)
{
	paper_length(o, x);
	paper_length(o, PAPER_HEIGHT - y);
}

/* ------------------------------------------------------------------------------------------- the tree --- */

static void add_kid(struct paper *p, int parent, enum paper_kid_sort sort, int what)
{
	struct paper_element *e = &p->elements[parent];
	int kid = (int)p->kid_count;

	p->kids = pdf_grown(p->arena, p->kids, p->kid_count, &p->kid_room, sizeof(*p->kids));
	p->kids[p->kid_count++] = (struct paper_kid){ .sort = sort, .what = what, .page = (int)p->page_count - 1, .next = PAPER_NONE };
	if (e->last == PAPER_NONE)
		e->first = kid;
	else
		p->kids[e->last].next = kid;
	e->last = kid;
}

int paper_element(struct paper *p, int parent, const char *type, const char *attribute)
{
	int element = (int)p->element_count;

	p->elements = pdf_grown(p->arena, p->elements, p->element_count, &p->element_room, sizeof(*p->elements));
	p->elements[p->element_count++] = (struct paper_element){ .type = type, .attribute = attribute, .parent = parent,
		.first = PAPER_NONE, .last = PAPER_NONE };
	if (parent != PAPER_NONE)
		add_kid(p, parent, PAPER_ELEMENT, element);
	return element;
}

void paper_for(struct paper *p, int element)
{
	struct paper_page *page;

	if (p->open == element)
		return;
	if (p->open != PAPER_NONE)
		out_text(paper_content(p), "EMC\n");
	p->open = element;
	if (element == PAPER_NONE)
		return;
	page = &p->pages[p->page_count - 1];
	if (element == PAPER_ARTIFACT) {
		out_text(&page->content, "/Artifact BMC\n");
		return;
	}
	page->marked = pdf_grown(p->arena, page->marked, page->count, &page->room, sizeof(*page->marked));
	page->marked[page->count] = element;
	add_kid(p, element, PAPER_MARKED, (int)page->count);
	out_print(&page->content, "/%s <</MCID %zu>> BDC\n", p->elements[element].type, page->count++);
}

/* ------------------------------------------------------------------------------------------- drawing --- */

static void letters(struct out *o, struct pdf_font *font, const char *text, size_t n)
{
	static const char hex[] = "0123456789ABCDEF";
	const char *at = text;

	while (at < text + n) {
		unsigned cid = pdf_font_cid(font, text_next(&at));

		for (int shift = 12; shift >= 0; shift -= 4)
			out_char(o, hex[cid >> shift & 15]);
	}
}

static void begin_text(const struct paper *p, struct out *o, const struct pdf_font *font, int size, int x, int baseline)
{
	out_text(o, font == p->fonts.bold ? "BT /B " : "BT /R ");
	paper_length(o, size);
	out_text(o, "Tf ");
	point(o, x, baseline);
	out_text(o, "Td <");
}

static void add_link(struct paper *p, int element, const char *uri, int left, int right, int top, int leading)
{
	p->links = pdf_grown(p->arena, p->links, p->link_count, &p->link_room, sizeof(*p->links));
	p->links[p->link_count] = (struct paper_link){ .page = (int)p->page_count - 1, .element = element, .left = left, .top = top,
		.right = right, .bottom = top + leading, .uri = uri };
	add_kid(p, element, PAPER_LINK, (int)p->link_count++);
}

static void draw_mark(struct paper *p, const char *code, int x, int baseline, int size)
{
	const char *shape = pdf_mark(code);
	struct out *o;
	int side = size * MARK_PART / 100;

	if (!shape)
		return;
	paper_for(p, PAPER_ARTIFACT);
	o = paper_content(p);
	out_text(o, "q ");
	paper_length(o, side / 16);
	out_text(o, "0 0 ");
	paper_length(o, side / 16);
	point(o, x, baseline + side / 16);
	out_print(o, "cm %s Q\n", shape);
}

/* The pieces of one span from `k` on, at `x`; where the next one goes. */
static int draw_run(struct paper *p, const struct pdf_lines *l, size_t i, size_t *io_k, int x, int top, int leading, int element)
{
	const struct pdf_line *line = &l->lines[i];
	size_t k = *io_k, end = line->first + line->count, spaced = line->first + 1;
	const struct pdf_span *span = l->pieces[k].span;
	struct pdf_font *font = pdf_font_of(&p->fonts, span, l->is_bold);
	int space = pdf_space(&p->fonts, span, l->is_bold, l->size), start = x;
	bool is_link = span->uri && element != PAPER_ARTIFACT;
	struct out *o;

	if (k == spaced && l->pieces[line->first].span->sort == PDF_MARK) { /* who listens does not hear what begins the line */
		x += l->pieces[k].has_space ? space : 0;
		spaced++;
	}
	if (is_link)
		element = paper_element(p, element, "Link", NULL);
	paper_for(p, element);
	o = paper_content(p);
	if (is_link)
		out_text(o, "q " LINK_COLOUR);
	begin_text(p, o, font, l->size, x, top + leading - (leading - l->size) / 2 - l->size / 5);
	for (; k < end && l->pieces[k].span == span; k++) {
		if (k >= spaced && l->pieces[k].has_space) {
			letters(o, font, " ", 1);
			x += space;
		}
		letters(o, font, l->pieces[k].text, l->pieces[k].length);
		x += l->pieces[k].width;
	}
	if (k == end && k < l->piece_count && (l->pieces[k].has_space || l->pieces[k].must_break))
		letters(o, font, " ", 1); /* who listens hears two words */
	out_text(o, is_link ? "> Tj ET Q\n" : "> Tj ET\n");
	if (is_link)
		add_link(p, element, span->uri, start, x, top, leading);
	*io_k = k;
	return x;
}

void paper_line(struct paper *p, const struct pdf_lines *l, size_t i, int left, int top, int leading, int element)
{
	const struct pdf_line *line = &l->lines[i];
	int x = left;

	for (size_t k = line->first; k < line->first + line->count;) {
		const struct pdf_piece *piece = &l->pieces[k];

		if (piece->span->sort == PDF_TEXT) {
			x = draw_run(p, l, i, &k, x, top, leading, element);
			continue;
		}
		x += k > line->first && piece->has_space ? pdf_space(&p->fonts, piece->span, l->is_bold, l->size) : 0;
		draw_mark(p, piece->span->text, x, top + leading - (leading - l->size) / 2 - l->size / 5, l->size);
		x += piece->width;
		k++;
	}
}

/* A line to the right, drawn with this pen. */
static void stroke(struct paper *p, const char *pen, int left, int top, int width)
{
	struct out *o;

	paper_for(p, PAPER_ARTIFACT);
	o = paper_content(p);
	out_print(o, "q %s ", pen);
	point(o, left, top);
	out_text(o, "m ");
	point(o, left + width, top);
	out_text(o, "l S Q\n");
}

void paper_rule(struct paper *p, int left, int top, int width)
{
	stroke(p, "0.6 0.6 0.6 RG 0.5 w", left, top, width);
}

void paper_disc(struct paper *p, int left, int top)
{
	stroke(p, "1 J 3 w 0 0 0 RG", left, top, 0); /* without length and with round ends */
}

void paper_figure(struct paper *p, const struct pdf_figure *f, int left, int top, int module, int parent)
{
	struct out box, *o;
	int element;

	out_init(&box, p->arena, PAGE_MAX);
	out_text(&box, "/A <</O /Layout /Placement /Block /BBox [");
	point(&box, left, top + f->size * module);
	point(&box, left + f->size * module, top);
	out_text(&box, "]>>");
	element = paper_element(p, parent, "Figure", out_cstr(&box));
	p->elements[element].alt = f->alt;
	paper_for(p, element);
	o = paper_content(p);
	out_text(o, "0 g\n");
	for (size_t i = 0; i < f->count; i++) {
		point(o, left + f->runs[i].x * module, top + (f->runs[i].y + 1) * module);
		paper_length(o, f->runs[i].width * module);
		paper_length(o, module);
		out_text(o, "re\n");
	}
	out_text(o, "f\n");
}

/* ------------------------------------------------------------------------------------------- bookmarks, feet --- */

void paper_bookmark(struct paper *p, const struct pdf_text *text, int level, int top)
{
	struct out o;

	out_init(&o, p->arena, PAGE_MAX);
	for (size_t i = 0; i < text->count; i++) {
		if (text->spans[i].sort == PDF_TEXT)
			out_bytes(&o, text->spans[i].text, text->spans[i].length);
		else if (text->spans[i].sort == PDF_BREAK)
			out_char(&o, ' ');
	}
	while (o.length && strchr(" \n\t", o.bytes[o.length - 1]))
		o.length--;
	p->bookmarks = pdf_grown(p->arena, p->bookmarks, p->bookmark_count, &p->bookmark_room, sizeof(*p->bookmarks));
	p->bookmarks[p->bookmark_count++] = (struct paper_bookmark){ .text = out_cstr(&o), .level = level,
		.page = (int)p->page_count - 1, .top = top };
}

void paper_feet(struct paper *p)
{
	struct pdf_text title = { .count = 0 };
	struct pdf_lines left, right;
	int word, width;

	paper_for(p, PAPER_NONE);
	for (size_t i = 0; i < p->page_count; i++) {
		struct pdf_text number = { .count = 0 };
		size_t count = p->page_count;

		pdf_say(p->arena, &number, arena_print(p->arena, "%zu (%zu)", i + 1, count));
		pdf_widths(p->arena, &p->fonts, &number, FOOT_SIZE, false, &word, &width);
		right = pdf_lines(p->arena, &p->fonts, &number, FOOT_SIZE, false, PAPER_INSIDE);
		title.count = 0;
		pdf_say(p->arena, &title, p->document->title);
		left = pdf_lines(p->arena, &p->fonts, &title, FOOT_SIZE, false, PAPER_INSIDE * 4 / 5);
		p->page_count = i + 1; /* what is drawn goes to the last page */
		paper_for(p, PAPER_ARTIFACT);
		if (left.count)
			paper_line(p, &left, 0, PAPER_MARGIN, FOOT_TOP, FOOT_SIZE, PAPER_ARTIFACT);
		paper_line(p, &right, 0, PAPER_WIDTH - PAPER_MARGIN - width, FOOT_TOP, FOOT_SIZE, PAPER_ARTIFACT);
		paper_for(p, PAPER_NONE);
		p->page_count = count;
	}
}
