/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/document.h"

#include <string.h>

#include "base/limits.h"

void *pdf_grown(struct arena *a, void *old, size_t count, size_t *io_room, size_t bytes)
{
	void *more;

	if (count < *io_room)
		return old;
	*io_room = *io_room ? *io_room * 2 : 2;
	more = arena_array(a, *io_room, bytes);
	if (count)
		memcpy(more, old, count * bytes);
	return more;
}

struct pdf_document *pdf_document(struct arena *a, const char *title, const char *language)
{
	struct pdf_document *d = ARENA_NEW(a, struct pdf_document);

	*d = (struct pdf_document){ .arena = a, .start = arena_mark(a), .title = title, .language = language };
	return d;
}

bool pdf_is_full(const struct pdf_document *d)
{
	return arena_mark(d->arena) - d->start > PAPER_ROOM_MAX;
}

static enum pdf_sort raised(struct pdf_document *d, enum pdf_sort sort)
{
	if (sort < PDF_H1 || sort > PDF_H4)
		return sort;
	d->last_heading = sort > d->last_heading + 1 ? d->last_heading + 1 : sort;
	return d->last_heading;
}

struct pdf_block *pdf_block(struct pdf_document *d, enum pdf_sort sort)
{
	struct pdf_block *block;

	d->blocks = pdf_grown(d->arena, d->blocks, d->count, &d->room, sizeof(*d->blocks));
	block = &d->blocks[d->count];
	*block = (struct pdf_block){ .sort = raised(d, sort) };
	if (sort == PDF_TABLE)
		block->table = ARENA_NEW(d->arena, struct pdf_table);
	if (sort == PDF_FIGURE)
		block->figure = ARENA_NEW(d->arena, struct pdf_figure);
	d->count++;
	return block;
}

struct pdf_table *pdf_contents(struct pdf_document *d, const char *caption, const char *part, const char *page)
{
	struct pdf_block block = *pdf_block(d, PDF_TABLE);
	struct pdf_table *t = block.table;
	struct pdf_cell *row;
	size_t at = d->foot ? d->foot : d->count - 1;

	memmove(&d->blocks[at + 1], &d->blocks[at], (d->count - 1 - at) * sizeof(block));
	d->blocks[at] = block;

	pdf_say(d->arena, &t->caption, caption);
	t->columns = 2;
	row = pdf_row(d->arena, t);
	pdf_say(d->arena, &row[0].text, part);
	pdf_say(d->arena, &row[1].text, page);
	return t;
}

void pdf_part(struct pdf_document *d, size_t first, struct pdf_table *contents)
{
	struct pdf_cell *row = pdf_row(d->arena, contents);
	size_t heading = first;

	while (heading < d->count && d->blocks[heading].sort != PDF_H1)
		heading++;
	row[0].is_heading = true;
	if (heading < d->count)
		row[0].text = d->blocks[heading].text;
	pdf_say(d->arena, &row[1].text, "");
	d->blocks[first].is_part = true;
	d->blocks[first].leaf = &row[1].text.spans[0];
}

void pdf_span(struct arena *a, struct pdf_text *t, struct pdf_span span)
{
	t->spans = pdf_grown(a, t->spans, t->count, &t->room, sizeof(*t->spans));
	t->spans[t->count++] = span;
}

void pdf_say(struct arena *a, struct pdf_text *t, const char *text)
{
	pdf_span(a, t, (struct pdf_span){ .text = text, .length = strlen(text) });
}

struct pdf_cell *pdf_row(struct arena *a, struct pdf_table *t)
{
	struct pdf_cell *row;

	for (size_t i = 0; i < t->columns; i++) {
		t->cells = pdf_grown(a, t->cells, t->rows * t->columns + i, &t->room, sizeof(*t->cells));
		t->cells[t->rows * t->columns + i] = (struct pdf_cell){ .is_heading = t->rows == 0 };
	}
	row = &t->cells[t->rows * t->columns];
	t->rows++;
	return row;
}

void pdf_dark(struct arena *a, struct pdf_figure *f, struct pdf_run run)
{
	f->runs = pdf_grown(a, f->runs, f->count, &f->room, sizeof(*f->runs));
	f->runs[f->count++] = run;
}

bool pdf_is_blank(const struct pdf_text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct pdf_span *s = &t->spans[i];

		if (s->sort == PDF_MARK)
			return false;
		for (size_t k = 0; s->sort == PDF_TEXT && k < s->length; k++)
			if (!strchr(" \t\n", s->text[k]))
				return false;
	}
	return true;
}
