/* SPDX-License-Identifier: EUPL-1.2
 *
 * Font: DejaVu Sans, regular and bold (Debian's fonts-dejavu-core), of which a paper carries the letters it uses and no more.
 * Each letter that is used gets the next number (CID), so that no two letters share one and a text copied out of the paper
 * is the text that was put in.  Letters are set one by one, without ligatures: scripts that join their letters
 * (Arabic) are legible as single letters alone.
 */
#ifndef FYR_PDF_FONT_H
#define FYR_PDF_FONT_H

#include <stdbool.h>

#include "base/out.h"

struct pdf_glyph {
	uint32_t code;  /* the code point that it shows; REPLACEMENT for one that the font lacks */
	uint32_t glyph; /* in the whole font */
	int width;      /* thousandths of the size */
};

struct pdf_font;

/* What a font's description says, thousandths of the size. */
struct pdf_font_facts {
	const char *name;
	bool is_bold;
	int ascent, descent, cap_height;
	int left, bottom, right, top; /* the box that holds every letter */
};

/* Maps the font.  Owner: the caller, who ends it with pdf_font_close.  Faults: FAULT_SYSTEM without the package. */
const struct fault *pdf_font_open(struct arena *a, bool is_bold, struct pdf_font **out) MUST_USE;
void pdf_font_close(struct pdf_font *font); /* NULL is fine */

/* The number of a letter, from 1 on.  Outside the font (and beyond U+FFFF, of which it has next to nothing) it is that of
 * the replacement mark U+FFFD: nothing that was said is left out without a trace. */
unsigned pdf_font_cid(struct pdf_font *font, uint32_t code);
int pdf_font_width(const struct pdf_font *font, unsigned cid);
/* The letters that have a number, that of number 0 (none) first. */
const struct pdf_glyph *pdf_font_used(const struct pdf_font *font, size_t *out_count);

struct pdf_font_facts pdf_font_facts(const struct pdf_font *font);

/* The font with the used letters alone, TrueType, and for each CID two bytes: where its letter stands in it. */
void pdf_font_subset(struct pdf_font *font, struct out *file, struct out *places);

#endif
