/* SPDX-License-Identifier: EUPL-1.2
 *
 * Line: a text broken into lines of a width.  Lengths are thousandths of a point, of which an inch has 72.
 */
#ifndef FYR_PDF_LINE_H
#define FYR_PDF_LINE_H

#include "pdf/document.h"
#include "pdf/font.h"

/* What is never broken: a word, a part of one, a mark. */
struct pdf_piece {
	const struct pdf_span *span;
	const char *text;
	size_t length;
	int width;
	bool has_space;   /* before it */
	bool may_break;   /* a line may begin here */
	bool must_break;
};

struct pdf_line {
	size_t first, count; /* of the pieces */
};

struct pdf_lines {
	const struct pdf_piece *pieces;
	size_t piece_count;
	const struct pdf_line *lines;
	size_t count;
	int size; /* of the letters */
	bool is_bold;
};

struct pdf_fonts {
	struct pdf_font *plain, *bold;
};

struct pdf_font *pdf_font_of(const struct pdf_fonts *fonts, const struct pdf_span *span, bool is_bold);
int pdf_space(const struct pdf_fonts *fonts, const struct pdf_span *span, bool is_bold, int size);

/* Breaks a text; all of it in bold when `is_bold`.  A word too long for a line is broken where the line ends. */
struct pdf_lines pdf_lines(struct arena *a, const struct pdf_fonts *fonts, const struct pdf_text *t, int size, bool is_bold,
	int width);

/* How wide its longest word is, and how wide it is on one line. */
void pdf_widths(struct arena *a, const struct pdf_fonts *fonts, const struct pdf_text *t, int size, bool is_bold, int *out_word,
	int *out_line);

#endif
