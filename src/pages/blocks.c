/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/blocks.h"

#include <string.h>

#include "base/text.h"
#include "kinds/passage.h"
#include "pages/columns.h"

#define WORDS { .name = "words", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true }

const struct column block_heading_columns[BLOCK_HEADING_COLUMNS] = {
	INNER("seq", COLUMN_INT), { .name = "title", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
	INNER("is_spread", COLUMN_BOOL),
};
const struct column block_columns[BLOCK_COLUMNS] = {
	INNER("seq", COLUMN_INT), INNER("block", COLUMN_INT), INNER("is_spread", COLUMN_BOOL), INNER("is_h2", COLUMN_BOOL),
	INNER("is_h3", COLUMN_BOOL), INNER("is_h4", COLUMN_BOOL),
	INNER("is_list", COLUMN_BOOL), INNER("is_table", COLUMN_BOOL), INNER("is_paragraph", COLUMN_BOOL), WORDS,
};
const struct column block_line_columns[BLOCK_LINE_COLUMNS] = {
	INNER("block", COLUMN_INT), INNER("line", COLUMN_INT), INNER("is_spread", COLUMN_BOOL), WORDS,
};
const struct column block_cell_columns[BLOCK_CELL_COLUMNS] = {
	INNER("line", COLUMN_INT), INNER("is_spread", COLUMN_BOOL), INNER("is_head", COLUMN_BOOL), WORDS,
};
const struct column block_item_columns[BLOCK_ITEM_COLUMNS] = { INNER("line", COLUMN_INT), INNER("is_spread", COLUMN_BOOL), WORDS };

/* The tables in the making: first counted with no rows in them, then filled. */
struct blocks {
	struct fill *fill;
	struct table *blocks, *lines, *cells, *items; /* NULL while counting */
	size_t block_count, line_count, cell_count, item_count;
	int64_t item;     /* the agenda's row at hand; 0: none */
	bool has_heading; /* a heading has stood under it */
};

enum { LEVEL_NONE, LEVEL_TITLE = 2 /* of the row's */, LEVEL_DEEPEST = 4 };

/* Does the line stand in a list under another item? */
static bool is_under(const char *line)
{
	return !strncmp(line, PASSAGE_UNDER "- ", strlen(PASSAGE_UNDER "- "));
}

static bool is_small_heading(const char *line)
{
	return !strncmp(line, "## ", 3);
}

/* What a line begins with: '#', '-' or '|', else a space. */
static char mark_of(const char *line)
{
	if (is_small_heading(line))
		return '#';
	if (is_under(line))
		return '-';
	return strchr("#-|", line[0]) && line[0] && (line[1] == ' ' || line[0] == '|') ? line[0] : ' ';
}

static const char *trimmed(struct arena *a, const char *s, size_t n)
{
	while (n && *s == ' ') {
		s++;
		n--;
	}
	while (n && s[n - 1] == ' ')
		n--;
	return arena_copy(a, s, n);
}

static void add_cells(struct blocks *b, const char *line, size_t n, bool is_head)
{
	const char *end = line + n;

	while (end > line && (end[-1] == ' ' || end[-1] == '|'))
		end--;
	while (line < end) {
		const char *bar = memchr(line + 1, '|', (size_t)(end - line - 1)), *stop = bar ? bar : end;

		if (b->cells) {
			fill_int(b->cells, b->cell_count, "line", (int64_t)b->line_count);
			fill_int(b->cells, b->cell_count, "is_spread", 1);
			fill_int(b->cells, b->cell_count, "is_head", is_head);
			fill_text(b->cells, b->cell_count, "words", trimmed(b->fill->arena, line + 1, (size_t)(stop - line - 1)));
		}
		b->cell_count++;
		line = stop;
	}
}

/* Under the line before it. */
static void add_item(struct blocks *b, const char *line, size_t n)
{
	if (b->items) {
		fill_int(b->items, b->item_count, "line", (int64_t)b->line_count - 1);
		fill_int(b->items, b->item_count, "is_spread", 1);
		fill_text(b->items, b->item_count, "words", trimmed(b->fill->arena, line, n));
	}
	b->item_count++;
}

static void add_line(struct blocks *b, char mark, const char *line, size_t n, bool is_first)
{
	size_t set_in = is_under(line) ? strlen(PASSAGE_UNDER) : 0;

	line += set_in;
	n -= set_in;
	if (set_in && !is_first) {
		add_item(b, line + 1, n - 1);
		return;
	}
	if (mark == '|')
		add_cells(b, line, n, is_first);
	if (b->lines) {
		fill_int(b->lines, b->line_count, "block", (int64_t)b->block_count);
		fill_int(b->lines, b->line_count, "line", (int64_t)b->line_count);
		fill_int(b->lines, b->line_count, "is_spread", 1);
		fill_text(b->lines, b->line_count, "words", mark == '|' ? NULL : trimmed(b->fill->arena, line + 1, n - 1));
	}
	b->line_count++;
}

static int level_of(struct blocks *b, bool is_small)
{
	int level = LEVEL_TITLE + (b->item != 0) + (is_small && b->has_heading);

	b->has_heading |= !is_small;
	return level;
}

static void add_block(struct blocks *b, int64_t seq, char mark, const char *text, size_t n)
{
	bool is_small = is_small_heading(text);
	int level = mark == '#' ? level_of(b, is_small) : LEVEL_NONE;

	if (b->blocks) {
		fill_int(b->blocks, b->block_count, "seq", seq);
		fill_int(b->blocks, b->block_count, "block", (int64_t)b->block_count);
		fill_int(b->blocks, b->block_count, "is_spread", 1);
		for (int i = LEVEL_TITLE; i <= LEVEL_DEEPEST; i++)
			fill_int(b->blocks, b->block_count, arena_print(b->fill->arena, "is_h%d", i), level == i);
		fill_int(b->blocks, b->block_count, "is_list", mark == '-');
		fill_int(b->blocks, b->block_count, "is_table", mark == '|');
		fill_int(b->blocks, b->block_count, "is_paragraph", mark == ' ');
		fill_text(b->blocks, b->block_count, "words", mark == '#' ? trimmed(b->fill->arena, text + 1 + is_small, n - 1 - is_small)
			: arena_copy(b->fill->arena, text, n));
	}
	b->block_count++;
}

/* Lines of one mark stand together: a list, a table, a paragraph.  Each heading stands alone; an empty line ends what was. */
static void add_text(struct blocks *b, int64_t seq, const char *text)
{
	while (*text) {
		char mark = mark_of(text);
		const char *end = text;
		bool is_first = true;

		while (*end && *end != '\n' && mark_of(end) == mark) {
			size_t n = strcspn(end, "\n");

			if (mark == '-' || mark == '|')
				add_line(b, mark, end, n, is_first);
			is_first = false;
			end += n + (end[n] == '\n');
			if (mark == '#')
				break;
		}
		if (end > text)
			add_block(b, seq, mark, text, (size_t)(end - text) - (end[-1] == '\n'));
		text = end + (*end == '\n');
	}
}

static void add_passages(struct blocks *b, const struct table *passages)
{
	b->block_count = b->line_count = b->cell_count = b->item_count = 0;
	for (size_t row = 0; row < passages->row_count; row++) {
		const char *text = table_int(passages, row, "is_spread") ? table_text(passages, row, "text") : NULL;
		int64_t item = table_int(passages, row, "agenda_item");

		b->has_heading &= row && item == b->item;
		b->item = item;
		if (text)
			add_text(b, table_int(passages, row, "seq"), text);
	}
}

static void fill_headings(struct fill *f, const struct table *passages, bool works)
{
	struct table *t = fill_table(f, "headings", passages->row_count);
	int64_t item = 0;
	size_t to = 0;

	for (size_t row = 0; row < passages->row_count; row++) {
		int64_t own = table_int(passages, row, "agenda_item");

		if (own && own != item) {
			fill_int(t, to, "seq", table_int(passages, row, "seq"));
			fill_text(t, to, "title", table_text(passages, row, "heading"));
			fill_int(t, to++, "is_spread", works);
		}
		if (own && table_int(passages, row, "is_spread"))
			fill_int(t, to - 1, "is_spread", 1);
		item = own;
	}
	t->row_count = to;
}

void blocks_fill(struct fill *f, const char *passages, bool works)
{
	struct blocks b = { .fill = f };

	if (f->is_data)
		return;
	fill_headings(f, fill_found(f, passages), works);
	add_passages(&b, fill_found(f, passages));
	b.blocks = fill_table(f, "blocks", b.block_count);
	b.lines = fill_table(f, "lines", b.line_count);
	b.cells = fill_table(f, "cells", b.cell_count);
	b.items = fill_table(f, "under", b.item_count);
	add_passages(&b, fill_found(f, passages));
}
