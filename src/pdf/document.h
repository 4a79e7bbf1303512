/* SPDX-License-Identifier: EUPL-1.2
 *
 * Document: what a paper says, in the order it is read, before it has lines and pages.  All texts are borrowed and must live
 * as long as the document.
 */
#ifndef FYR_PDF_DOCUMENT_H
#define FYR_PDF_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum pdf_span_sort {
	PDF_TEXT,
	PDF_BREAK, /* a new line, which belongs to the text */
	PDF_MARK   /* a light's shape (pdf/mark.h); its word stands beside it, so it says nothing to who listens */
};

struct pdf_span {
	enum pdf_span_sort sort;
	bool is_bold;
	const char *text; /* UTF-8; of a mark its code */
	size_t length;    /* bytes of the text; a mark's code ends itself */
	size_t page;      /* the number it says, of a part's page; else 0 */
	const char *uri;  /* where the text leads: https, ASCII; NULL: nowhere */
};

/* Spans after one another.  White space between words is one space, as in HTML. */
struct pdf_text {
	struct pdf_span *spans;
	size_t count, room;
};

struct pdf_cell {
	struct pdf_text text;
	bool is_heading; /* of its column in the first row, else of its row */
};

struct pdf_table {
	struct pdf_text caption;
	struct pdf_cell *cells; /* row by row, each with `columns`; the first row is the headings */
	size_t columns, rows, room;
};

/* Dark squares on a white ground, as a QR code has them. */
struct pdf_run {
	int x, y, width; /* modules from the upper left corner */
};
struct pdf_figure {
	const char *alt;
	int size; /* modules on a side, its quiet edge with it */
	struct pdf_run *runs;
	size_t count, room;
};

enum { PDF_DEPTH_MAX = 8 };

enum pdf_sort {
	PDF_PARAGRAPH,
	PDF_H1,
	PDF_H2,
	PDF_H3,
	PDF_H4,
	PDF_ITEM, /* what an item of a list says itself, not in a paragraph */
	PDF_TABLE,
	PDF_FIGURE
};

/* Where a block stands: lists within each other's items. */
struct pdf_place {
	int depth;        /* the lists around it, at most PDF_DEPTH_MAX */
	int kept;         /* so many of their items hold the block before it too; fewer than `depth`: it begins an item */
	bool is_new_list; /* the outermost of the items that it begins is also the first of its list */
	int number;       /* of the innermost of them; 0: it has a disc */
};

struct pdf_block {
	enum pdf_sort sort;
	bool is_part;           /* the first of a part: it begins a page */
	struct pdf_span *leaf;  /* of a part: where the number of its page is said; NULL: nowhere */
	struct pdf_place place;
	struct pdf_text text;
	struct pdf_table *table;
	struct pdf_figure *figure;
};

struct pdf_document {
	struct arena *arena;
	size_t start; /* of its room in the arena */
	const char *title, *language; /* "sv", "en" */
	struct pdf_block *blocks;
	size_t count, room;
	enum pdf_sort last_heading; /* PDF_PARAGRAPH before the first */
	size_t foot; /* the block with which the foot of its (first) page begins; 0: there is none */
};

/* An empty document in `a`. */
struct pdf_document *pdf_document(struct arena *a, const char *title, const char *language);

/* Has the document, and what has been made of it in its arena, taken PAPER_ROOM_MAX?  Who makes more of it stops then, and
 * pdf_write refuses the rest: no paper lacks what it should hold. */
bool pdf_is_full(const struct pdf_document *d);

/* The new block, valid until the next one.  A heading that skips a level is raised to the one below the heading before it,
 * and the first is always of level 1, since who jumps from heading to heading counts on it (ISO 14289-1 §7.4.2). */
struct pdf_block *pdf_block(struct pdf_document *d, enum pdf_sort sort);

/* Puts a table of contents before the foot, or at the end of what is there: its headings, and no row yet. */
struct pdf_table *pdf_contents(struct pdf_document *d, const char *caption, const char *part, const char *page);
/* Block `first`, which is there, begins a part of the paper, which the table names by the part's first heading. */
void pdf_part(struct pdf_document *d, size_t first, struct pdf_table *contents);

void pdf_span(struct arena *a, struct pdf_text *t, struct pdf_span span);
/* A piece of text that ends itself, in plain letters. */
void pdf_say(struct arena *a, struct pdf_text *t, const char *text);

/* A row of empty cells at the end of a table; the first one's cells are headings. */
struct pdf_cell *pdf_row(struct arena *a, struct pdf_table *t);

void pdf_dark(struct arena *a, struct pdf_figure *f, struct pdf_run run);

/* Room for one more of `bytes` bytes each behind `count` of them: the old place, or a new one with the old things in it. */
void *pdf_grown(struct arena *a, void *old, size_t count, size_t *io_room, size_t bytes);

/* Has a text anything to show? */
bool pdf_is_blank(const struct pdf_text *t);

#endif
