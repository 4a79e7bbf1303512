/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/plain.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

enum { INDENT = 2, TEXT_BYTES_MAX = 1 << 20 };

struct plain {
	struct arena *arena; /* of the texts of one block */
	struct out *out;
	bool has_block;      /* something stands before */
};

/* ---------------------------------------------------------------------------------------- texts --- */

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* White space is one space; line breaks that belong to the text are kept. */
static void add_words(struct out *o, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_white(text[i]))
			out_char(o, text[i]);
		else if (o->length && !is_white(o->bytes[o->length - 1]))
			out_char(o, ' ');
	}
}

static char *text_of(struct plain *p, const struct pdf_text *t)
{
	struct out o;

	out_init(&o, p->arena, TEXT_BYTES_MAX);
	for (size_t i = 0; i < t->count; i++) {
		const struct pdf_span *s = &t->spans[i];
		bool is_last = i + 1 == t->count || t->spans[i + 1].uri != s->uri;

		while (s->sort == PDF_BREAK && o.length && o.bytes[o.length - 1] == ' ')
			o.length--;
		if (s->sort == PDF_BREAK)
			out_char(&o, '\n');
		else if (s->sort == PDF_TEXT)
			add_words(&o, s->text, s->length);
		if (s->uri && is_last && (s->length != strlen(s->uri) || memcmp(s->text, s->uri, s->length) != 0))
			out_print(&o, " <%s>", s->uri);
	}
	while (o.length && is_white(o.bytes[o.length - 1]))
		o.length--;
	return arena_copy(p->arena, o.bytes ? o.bytes : "", o.length);
}

static void indent(struct out *o, size_t n)
{
	for (; n; n--)
		out_char(o, ' ');
}

/* The text in lines, the first behind `before`, the others below its first letter. */
static void write_lines(struct plain *p, size_t left, const char *before, const char *text)
{
	size_t begin = left + text_chars(before), at = begin;
	bool is_first = true;

	indent(p->out, left);
	out_text(p->out, before);
	while (*text) {
		size_t n = strcspn(text, " \n"), width = text_chars(arena_copy(p->arena, text, n));

		if (!is_first && at + 1 + width > PLAIN_WIDTH) {
			out_char(p->out, '\n');
			indent(p->out, begin);
			at = begin;
			is_first = true;
		}
		out_text(p->out, is_first ? "" : " ");
		out_bytes(p->out, text, n);
		at += width + !is_first;
		is_first = false;
		text += n;
		if (*text == '\n') {
			out_char(p->out, '\n');
			indent(p->out, begin);
			at = begin;
			is_first = true;
		}
		text += *text != '\0';
	}
	out_char(p->out, '\n');
}

/* ---------------------------------------------------------------------------------------- blocks --- */

static size_t left_of(const struct pdf_block *b)
{
	return (size_t)b->place.depth * INDENT;
}

static void write_heading(struct plain *p, const struct pdf_block *b, const char *text)
{
	size_t width = 0, left = left_of(b);

	for (const char *line = text; *line; line += strspn(line, "\n")) {
		size_t n = strcspn(line, "\n"), chars = text_chars(arena_copy(p->arena, line, n));

		width = chars > width ? chars : width;
		line += n;
	}
	width = left + width < PLAIN_WIDTH ? width : PLAIN_WIDTH - left;
	write_lines(p, left, "", text);
	if (b->sort >= PDF_H3)
		return;
	indent(p->out, left);
	for (; width; width--)
		out_char(p->out, b->sort == PDF_H1 ? '=' : '-');
	out_char(p->out, '\n');
}

/* "Åtgärd: 4. Fältgrupp" for each cell that says something, and an empty line between rows. */
static void write_table(struct plain *p, const struct pdf_block *b)
{
	const struct pdf_table *t = b->table;
	size_t left = left_of(b);
	const char *caption = text_of(p, &t->caption);

	if (*caption)
		write_lines(p, left, "", arena_print(p->arena, "%s\n", caption));
	for (size_t row = 1; row < t->rows; row++) {
		if (row > 1)
			out_char(p->out, '\n');
		for (size_t column = 0; column < t->columns; column++) {
			const char *head = text_of(p, &t->cells[column].text), *cell = text_of(p, &t->cells[row * t->columns + column].text);

			if (*cell)
				write_lines(p, left, *head ? arena_print(p->arena, "%s: ", head) : "", cell);
		}
	}
}

static void write_text(struct plain *p, const struct pdf_block *b, const char *text)
{
	size_t left = left_of(b);
	bool begins = b->place.kept < b->place.depth;
	const char *mark = !begins ? "" : b->place.number ? arena_print(p->arena, "%d. ", b->place.number) : "- ";

	left -= begins ? INDENT : 0;
	write_lines(p, left, mark, text);
}

static bool is_empty(const struct pdf_block *b)
{
	if (b->sort == PDF_TABLE)
		return b->table->rows < 2 || !b->table->columns;
	return b->sort == PDF_FIGURE ? !b->figure->alt : pdf_is_blank(&b->text);
}

/* Items of a list stand together, everything else apart. */
static void write_block(struct plain *p, const struct pdf_block *b, const struct pdf_block *before)
{
	if (p->has_block && !(b->sort == PDF_ITEM && before->sort == PDF_ITEM))
		out_char(p->out, '\n');
	p->has_block = true;
	if (b->sort == PDF_TABLE)
		write_table(p, b);
	else if (b->sort == PDF_FIGURE)
		write_lines(p, left_of(b), "", b->figure->alt);
	else if (b->sort == PDF_PARAGRAPH || b->sort == PDF_ITEM)
		write_text(p, b, text_of(p, &b->text));
	else
		write_heading(p, b, text_of(p, &b->text));
}

void pdf_plain(const struct pdf_document *d, struct out *o)
{
	struct plain p = { .arena = arena_new(ARENA_REQUEST_MAX), .out = o };
	const struct pdf_block *before = NULL;

	for (size_t i = 0; i < d->count && !out_full(o); i++) {
		if (is_empty(&d->blocks[i]))
			continue;
		write_block(&p, &d->blocks[i], before);
		before = &d->blocks[i];
		arena_reset(p.arena);
	}
	arena_free(p.arena);
}
