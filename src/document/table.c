/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes are often typed into a table of two columns, the items to the left and what was said to the right.  Such a table is
 * no table but a layout: a reader who hears it read aloud is better served by headings and texts.
 */
#include <string.h>

#include "base/text.h"
#include "document/word.h"

enum { CELL_CHARS = 300 /* more is a text, not a cell */ };

void table_hold(struct table *t, struct blocks *b, struct held held)
{
	if (!t->all)
		t->all = ARENA_MANY(b->arena, HELD_MAX, struct held);
	if (text_is_blank(held.text))
		return;
	held.row = t->row;
	held.column = t->column;
	if (t->count == HELD_MAX)
		blocks_fail(b, "document.too_long", NULL);
	else
		t->all[t->count++] = held;
}

void held_add(const struct held *held, struct blocks *b)
{
	if (held->is_under)
		blocks_add_under(b, held->text);
	else if (held->level)
		blocks_add_heading(b, held->level, held->text);
	else
		blocks_add(b, held->form, held->text);
}

static bool is_same_cell(const struct held *a, const struct held *b)
{
	return a->row == b->row && a->column == b->column;
}

static bool is_layout(const struct table *t)
{
	size_t columns = 0;

	for (size_t i = 0; i < t->count; i++) {
		columns = t->all[i].column > columns ? t->all[i].column : columns;
		if (t->all[i].form == DOCUMENT_LIST || text_chars(t->all[i].text) > CELL_CHARS
			|| (i && is_same_cell(&t->all[i - 1], &t->all[i])))
			return true;
	}
	return columns < 2; /* counted from 1 */
}

/* Is it all that stands in its row's first cell, with something beside it? */
static bool is_item(const struct table *t, size_t i)
{
	const struct held *h = &t->all[i];

	return h->column == 1 && h->form == DOCUMENT_PARAGRAPH && text_chars(h->text) <= HEADING_CHARS_MAX
		&& !(i && is_same_cell(h, h - 1)) && i + 1 < t->count && t->all[i + 1].row == h->row
		&& t->all[i + 1].column > 1;
}

static void add_as_texts(const struct table *t, struct blocks *b)
{
	bool is_told = false;

	for (size_t i = 0; i < t->count; i++) {
		bool is_heading = is_item(t, i);

		if (i && !is_same_cell(&t->all[i - 1], &t->all[i]))
			blocks_end_list(b);
		is_told |= is_heading;
		if (is_heading)
			blocks_add_heading(b, LEVEL_FIRST, t->all[i].text);
		else
			held_add(&t->all[i], b);
	}
	if (is_told)
		blocks_remark(b, DOCUMENT_LAYOUT);
}

static void add_as_rows(const struct table *t, struct blocks *b)
{
	struct out rows;
	size_t row = 0, column = 0;

	out_init(&rows, b->arena, TEXT_MAX_CHARS * 4 + 1);
	for (size_t i = 0; i < t->count; i++) {
		const struct held *h = &t->all[i];

		if (h->row != row) {
			out_text(&rows, row ? "\n" : "");
			row = h->row;
			column = 0;
		}
		while (++column < h->column)
			out_text(&rows, column == 1 ? "|" : " |");
		out_print(&rows, "%s| %s", column == 1 ? "" : " ", blocks_cell(b->arena, h->text));
	}
	if (out_full(&rows))
		blocks_fail(b, "document.block_too_long", arena_print(b->arena, "%zu", b->document.count + 1));
	else
		blocks_add(b, DOCUMENT_TABLE, out_cstr(&rows));
}

void table_end(struct table *t, struct blocks *b)
{
	blocks_end_list(b);
	if (is_layout(t))
		add_as_texts(t, b);
	else
		add_as_rows(t, b);
	blocks_end_list(b);
	t->count = t->row = t->column = 0;
}
