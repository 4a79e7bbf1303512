/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/line.h"

#include <string.h>

#include "base/text.h"

struct breaking {
	struct arena *arena;
	const struct pdf_fonts *fonts;
	struct pdf_piece *pieces;
	size_t count, room;
	int size;
	bool is_bold;
};

struct pdf_font *pdf_font_of(const struct pdf_fonts *fonts, const struct pdf_span *span, bool is_bold)
{
	return is_bold || span->is_bold ? fonts->bold : fonts->plain;
}

static int letter_width(struct pdf_font *font, uint32_t code, int size)
{
	return (int)((int64_t)pdf_font_width(font, pdf_font_cid(font, code)) * size / 1000);
}

int pdf_space(const struct pdf_fonts *fonts, const struct pdf_span *span, bool is_bold, int size)
{
	return letter_width(pdf_font_of(fonts, span, is_bold), ' ', size);
}

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void add(struct breaking *b, struct pdf_piece piece)
{
	b->pieces = pdf_grown(b->arena, b->pieces, b->count, &b->room, sizeof(*b->pieces));
	b->pieces[b->count++] = piece;
}

/* A word ends before white space, and may be broken behind a hyphen or a slash between other letters. */
static const char *word_end(const char *at, const char *end, const char *start)
{
	while (at < end && !is_white(*at)) {
		char c = *at++;

		if ((c == '-' || c == '/') && at - start > 1 && at < end && !is_white(*at))
			break;
	}
	return at;
}

static int text_width(const struct breaking *b, const struct pdf_span *span, const char *text, size_t n)
{
	struct pdf_font *font = pdf_font_of(b->fonts, span, b->is_bold);
	const char *at = text;
	int width = 0;

	while (at < text + n)
		width += letter_width(font, text_next(&at), b->size);
	return width;
}

static void add_text(struct breaking *b, const struct pdf_span *span, bool *io_space, bool *io_break)
{
	const char *at = span->text, *end = at + span->length;

	while (at < end) {
		const char *start = at;

		if (is_white(*at)) {
			*io_space = true;
			at++;
			continue;
		}
		at = word_end(at, end, start);
		add(b, (struct pdf_piece){ .span = span, .text = start, .length = (size_t)(at - start), .has_space = *io_space,
			.may_break = *io_space, .must_break = *io_break,
			.width = text_width(b, span, start, (size_t)(at - start)) });
		if (b->count > 1 && !*io_space && start > span->text && !is_white(start[-1]))
			b->pieces[b->count - 1].may_break = true; /* behind a hyphen */
		*io_space = *io_break = false;
	}
}

/* Room for as many pieces as a text has before any is split: more is given only where blanks stand in a row. */
static void make_room(struct breaking *b, const struct pdf_text *t)
{
	b->room = t->count;
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->spans[i].length; k++)
			b->room += is_white(t->spans[i].text[k]) || t->spans[i].text[k] == '-' || t->spans[i].text[k] == '/';
	b->pieces = ARENA_MANY(b->arena, b->room, struct pdf_piece);
}

static void break_up(struct breaking *b, const struct pdf_text *t)
{
	bool has_space = false, must_break = false;

	make_room(b, t);
	for (size_t i = 0; i < t->count; i++) {
		const struct pdf_span *span = &t->spans[i];

		switch (span->sort) {
		case PDF_BREAK:
			must_break = true;
			break;
		case PDF_MARK:
			add(b, (struct pdf_piece){ .span = span, .width = b->size, .has_space = has_space, .may_break = has_space,
				.must_break = must_break });
			has_space = must_break = false;
			break;
		case PDF_TEXT:
			add_text(b, span, &has_space, &must_break);
			break;
		}
	}
	if (b->count)
		b->pieces[0].has_space = b->pieces[0].must_break = false;
}

static int space_before(const struct breaking *b, size_t i)
{
	return b->pieces[i].has_space ? pdf_space(b->fonts, b->pieces[i].span, b->is_bold, b->size) : 0;
}

/* The pieces from `i` on that stay together, and their width without the space before them. */
static size_t group(const struct breaking *b, size_t i, int *out_width)
{
	int width = b->pieces[i].width;

	for (i++; i < b->count && !b->pieces[i].may_break && !b->pieces[i].must_break; i++)
		width += space_before(b, i) + b->pieces[i].width;
	*out_width = width;
	return i;
}

/* Breaks the piece at `i` so that its first part is at most `width` wide, one letter at the least. */
static void split(struct breaking *b, size_t i, int width)
{
	struct pdf_piece *p = &b->pieces[i], rest;
	const char *at = p->text, *end = p->text + p->length;
	struct pdf_font *font = pdf_font_of(b->fonts, p->span, b->is_bold);
	int used = 0;

	while (at < end) {
		const char *next = at;
		int one = letter_width(font, text_next(&next), b->size);

		if (used && used + one > width)
			break;
		used += one;
		at = next;
	}
	if (at == end)
		return;
	rest = *p;
	rest.text = at;
	rest.length = (size_t)(end - at);
	rest.width = p->width - used;
	rest.has_space = rest.must_break = false;
	rest.may_break = true;
	p->length = (size_t)(at - p->text);
	p->width = used;
	add(b, rest);
	memmove(&b->pieces[i + 2], &b->pieces[i + 1], (b->count - i - 2) * sizeof(*b->pieces));
	b->pieces[i + 1] = rest;
}

/* How many pieces from `first` on a line of this width holds. */
static size_t fill(struct breaking *b, size_t first, int width)
{
	size_t i = first;
	int used = 0;

	while (i < b->count && (i == first || !b->pieces[i].must_break)) {
		int wide, space = i == first ? 0 : space_before(b, i);
		size_t next = group(b, i, &wide);

		if (used + space + wide > width && i > first)
			break;
		if (wide > width) { /* alone on its line, and too long for it */
			for (; i < next && used + b->pieces[i].width <= width; i++)
				used += b->pieces[i].width;
			if (i == first)
				split(b, i, width);
			return i > first ? i - first : 1;
		}
		used += space + wide;
		i = next;
	}
	return i - first;
}

struct pdf_lines pdf_lines(struct arena *a, const struct pdf_fonts *fonts, const struct pdf_text *t, int size, bool is_bold,
	int width)
{
	struct breaking b = { .arena = a, .fonts = fonts, .size = size, .is_bold = is_bold };
	struct pdf_line *lines = NULL;
	size_t count = 0, room = 0;

	break_up(&b, t);
	for (size_t i = 0; i < b.count; i += lines[count++].count) {
		lines = pdf_grown(a, lines, count, &room, sizeof(*lines));
		lines[count] = (struct pdf_line){ .first = i, .count = fill(&b, i, width) };
	}
	return (struct pdf_lines){ .pieces = b.pieces, .piece_count = b.count, .lines = lines, .count = count, .size = size,
		.is_bold = is_bold };
}

void pdf_widths(struct arena *a, const struct pdf_fonts *fonts, const struct pdf_text *t, int size, bool is_bold, int *out_word,
	int *out_line)
{
	struct breaking b = { .arena = a, .fonts = fonts, .size = size, .is_bold = is_bold };
	int word = 0, line = 0, longest = 0;
	size_t mark = arena_mark(a);

	break_up(&b, t);
	for (size_t i = 0; i < b.count;) {
		int wide;
		size_t next = group(&b, i, &wide);

		line = b.pieces[i].must_break ? wide : line + (i ? space_before(&b, i) : 0) + wide;
		longest = line > longest ? line : longest;
		word = wide > word ? wide : word;
		i = next;
	}
	arena_rewind(a, mark);
	*out_word = word;
	*out_line = longest;
}
