/* SPDX-License-Identifier: EUPL-1.2
 *
 * Paper: pages as they are drawn, and the tree that says what is what on them (ISO 32000-1 §14.7, §14.8).  Whatever is drawn is
 * drawn for an element of that tree, or for nobody who listens ("artifact").  Lengths are thousandths of a point, y from the top.
 */
#ifndef FYR_PDF_PAPER_H
#define FYR_PDF_PAPER_H

#include "base/out.h"
#include "pdf/line.h"

enum {
	PAPER_WIDTH = 595276, /* A4 */
	PAPER_HEIGHT = 841890,
	PAPER_MARGIN = 56693, /* 20 mm */
	PAPER_INSIDE = PAPER_WIDTH - 2 * PAPER_MARGIN,
	PAPER_END = PAPER_HEIGHT - PAPER_MARGIN - 10000,
	PAPER_NONE = -1,
	PAPER_ARTIFACT = -2 /* the element of what is ornament or said twice */
};

enum paper_kid_sort { PAPER_ELEMENT, PAPER_MARKED, PAPER_LINK };

/* What stands under an element, in order. */
struct paper_kid {
	enum paper_kid_sort sort;
	int what; /* the element, the number of the marked content on its page, the link */
	int page;
	int next;
};

struct paper_element {
	const char *type;      /* standard structure type */
	const char *attribute; /* "/A << ... >>", or NULL */
	const char *alt;       /* or NULL */
	int parent, first, last;
};

struct paper_page {
	struct out content;
	int *marked; /* element of each marked content */
	size_t count, room;
};

struct paper_link {
	int page, element;
	int left, top, right, bottom;
	const char *uri;
};

struct paper_bookmark {
	const char *text;
	int level; /* 1 to 3 */
	int page, top;
};

struct paper {
	struct arena *arena;
	const struct pdf_document *document;
	struct pdf_fonts fonts;
	struct paper_page *pages;
	struct paper_element *elements; /* the first is the document */
	struct paper_kid *kids;
	struct paper_link *links;
	struct paper_bookmark *bookmarks;
	size_t page_count, element_count, kid_count, link_count, bookmark_count;
	size_t page_room, element_room, kid_room, link_room, bookmark_room;
	const struct pdf_grid *grid; /* of the last table (pdf/layout.c) */
	int open; /* the element of what is being drawn */
	bool has_moved; /* a part stands on another page than its number said */
	int y;    /* where the next thing goes on the last page */
};

/* Begins the next page. */
void paper_turn(struct paper *p);
/* A new element under another; PAPER_NONE for the root. */
int paper_element(struct paper *p, int parent, const char *type, const char *attribute);
/* What is drawn from now on belongs to this element, or to PAPER_ARTIFACT; PAPER_NONE ends what was. */
void paper_for(struct paper *p, int element);
struct out *paper_content(struct paper *p);
void paper_length(struct out *o, int length); /* as PDF has it, and a space */

/* Line `i` of a text with its upper edge at `top`, each line `leading` high.  Links get elements of their own. */
void paper_line(struct paper *p, const struct pdf_lines *lines, size_t i, int left, int top, int leading, int element);
/* A thin line, an artifact. */
void paper_rule(struct paper *p, int left, int top, int width);
void paper_disc(struct paper *p, int left, int top);
void paper_figure(struct paper *p, const struct pdf_figure *f, int left, int top, int module, int parent);
void paper_bookmark(struct paper *p, const struct pdf_text *text, int level, int top);

/* A line at the foot of each page, when all are there: the title, and "1 (4)". */
void paper_feet(struct paper *p);

#endif
