/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/layout.h"

enum {
	KEPT_LINES = 2,      /* of a paragraph, on either side of a page's end */
	ITEM_INDENT = 18000, /* of what stands in an item, from where the list stands */
	DISC_BEFORE = 9000,  /* from its middle to the text */
	NUMBER_BEFORE = 4000, /* from its end */
	TABLE_SIZE = 9000,
	TABLE_LEADING = 12000,
	CELL_SIDE = 3000,    /* empty, to the left and right of a cell's text */
	CELL_EDGE = 2500,    /* above and below it */
	FIGURE_MODULE = 1500,
	FOOT_EDGE = 6000     /* above and below the line over the foot */
};

static const struct style {
	const char *tag;
	int size, leading, before, after; /* `before` not at the top of a page */
	bool is_bold;
} styles[] = {
	[PDF_PARAGRAPH] = { "P", 10000, 14500, 0, 6000, false },
	[PDF_H1] = { "H1", 18000, 23000, 0, 8000, true },
	[PDF_H2] = { "H2", 13000, 18000, 9000, 4000, true },
	[PDF_H3] = { "H3", 11000, 15000, 6000, 3000, true },
	[PDF_H4] = { "H4", 10000, 14500, 4000, 2000, true },
	[PDF_ITEM] = { "LBody", 10000, 14500, 0, 3000, false },
	[PDF_TABLE] = { "Table", TABLE_SIZE, TABLE_LEADING, 4000, 8000, false },
	[PDF_FIGURE] = { "Figure", 0, 0, 4000, 8000, false },
};

/* The lists that are open, and in each the item's body: the elements that hold what comes next. */
struct lists {
	int depth, lists[PDF_DEPTH_MAX], bodies[PDF_DEPTH_MAX];
};

/* A table with the widths of its columns, and the lines of each cell. */
struct pdf_grid {
	const struct pdf_table *table;
	int *widths;
	struct pdf_lines *cells;
	int *heights; /* of the rows */
};

static bool is_at_top(const struct paper *p)
{
	return p->y == PAPER_MARGIN;
}

static bool is_heading(enum pdf_sort sort)
{
	return sort >= PDF_H1 && sort <= PDF_H4;
}

static struct pdf_lines lines_of(const struct paper *p, const struct pdf_block *b)
{
	const struct style *s = &styles[b->sort];

	return pdf_lines(p->arena, &p->fonts, &b->text, s->size, s->is_bold, PAPER_INSIDE - b->place.depth * ITEM_INDENT);
}

/* ------------------------------------------------------------------------------------------- lists --- */

static bool begins_item(const struct pdf_block *b)
{
	return b->place.kept < b->place.depth;
}

/* What is a text is labelled; a table or a picture in its place speaks for itself. */
static bool is_numbered(const struct pdf_block *b)
{
	return begins_item(b) && b->place.number && b->sort != PDF_TABLE && b->sort != PDF_FIGURE;
}

static int holder(const struct lists *l)
{
	return l->depth ? l->bodies[l->depth - 1] : 0;
}

/* Ends the lists and items that the block does not stand in, and begins those that it does: a list stands in the body of its
 * item (ISO 32000-1 §14.8.4.3.3).  *out_label is the element of the block's number, if it has one. */
static void place(struct paper *p, struct lists *l, const struct pdf_block *b, int *out_label)
{
	int depth = b->place.depth, kept = b->place.kept < l->depth ? b->place.kept : l->depth;
	bool is_new_list = b->place.is_new_list || kept == l->depth;

	for (l->depth = kept; l->depth < depth; is_new_list = true) {
		int here = l->depth, item;
		bool is_labelled = here == depth - 1 && is_numbered(b);

		if (is_new_list)
			l->lists[here] = paper_element(p, holder(l), "L", is_labelled ? "/A <</O /List /ListNumbering /Decimal>>" : NULL);
		item = paper_element(p, l->lists[here], "LI", NULL);
		if (is_labelled)
			*out_label = paper_element(p, item, "Lbl", NULL);
		l->bodies[l->depth++] = paper_element(p, item, "LBody", NULL);
	}
}

/* A disc or the number in front of an item's first line, whose text begins at `left`. */
static void draw_label(struct paper *p, const struct pdf_block *b, int left, int label)
{
	const struct style *s = &styles[b->sort];
	struct pdf_text text = { .count = 0 };
	struct pdf_lines lines;
	int word, width;

	if (!is_numbered(b)) {
		paper_disc(p, left - DISC_BEFORE, p->y + s->leading / 2);
		return;
	}
	pdf_say(p->arena, &text, arena_print(p->arena, "%d.", b->place.number));
	pdf_widths(p->arena, &p->fonts, &text, s->size, s->is_bold, &word, &width);
	lines = pdf_lines(p->arena, &p->fonts, &text, s->size, s->is_bold, PAPER_INSIDE);
	paper_line(p, &lines, 0, left - NUMBER_BEFORE - width, p->y, s->leading, label);
}

/* ------------------------------------------------------------------------------------------- tables --- */

/* Each column gets what its longest word needs, and of what is left as much as its text could use. */
static int *column_widths(const struct paper *p, const struct pdf_table *t)
{
	int *widths = ARENA_MANY(p->arena, t->columns, int), *wished = ARENA_MANY(p->arena, t->columns, int);
	int64_t least = 0, more = 0, left;

	for (size_t c = 0; c < t->columns; c++) {
		for (size_t r = 0; r < t->rows; r++) {
			const struct pdf_cell *cell = &t->cells[r * t->columns + c];
			int word, line;

			pdf_widths(p->arena, &p->fonts, &cell->text, TABLE_SIZE, cell->is_heading, &word, &line);
			widths[c] = word + 2 * CELL_SIDE > widths[c] ? word + 2 * CELL_SIDE : widths[c];
			wished[c] = line + 2 * CELL_SIDE > wished[c] ? line + 2 * CELL_SIDE : wished[c];
		}
		least += widths[c];
		more += wished[c] - widths[c];
	}
	left = PAPER_INSIDE - least;
	for (size_t c = 0; c < t->columns; c++) {
		if (left < 0) /* the longest words do not fit beside one another: they will be broken */
			widths[c] = (int)(widths[c] * (int64_t)PAPER_INSIDE / least);
		else if (more > left)
			widths[c] += (int)((wished[c] - widths[c]) * left / more);
		else
			widths[c] = wished[c] + (int)((left - more) / (int64_t)t->columns);
	}
	return widths;
}

/* Worked out once for a table: what stands before it asks for it too. */
static const struct pdf_grid *grid_of(struct paper *p, const struct pdf_table *t)
{
	struct pdf_grid *grid, g;

	if (p->grid && p->grid->table == t)
		return p->grid;
	g = (struct pdf_grid){ .table = t, .widths = column_widths(p, t),
		.cells = ARENA_MANY(p->arena, t->rows * t->columns, struct pdf_lines), .heights = ARENA_MANY(p->arena, t->rows, int) };
	for (size_t i = 0; i < t->rows * t->columns && !pdf_is_full(p->document); i++) {
		const struct pdf_cell *cell = &t->cells[i];
		int height;

		g.cells[i] = pdf_lines(p->arena, &p->fonts, &cell->text, TABLE_SIZE, cell->is_heading,
			g.widths[i % t->columns] - 2 * CELL_SIDE);
		height = (int)(g.cells[i].count ? g.cells[i].count : 1) * TABLE_LEADING + 2 * CELL_EDGE;
		if (height > g.heights[i / t->columns])
			g.heights[i / t->columns] = height;
	}
	grid = ARENA_NEW(p->arena, struct pdf_grid);
	*grid = g;
	p->grid = grid;
	return grid;
}

/* Lines `from` to `to` of every cell; `elements` of the cells, NULL for an artifact. */
static void draw_row(struct paper *p, const struct pdf_grid *g, size_t row, size_t from, size_t to, const int *elements)
{
	size_t columns = g->table->columns;
	int left = PAPER_MARGIN, height = (int)(to - from) * TABLE_LEADING + 2 * CELL_EDGE;

	for (size_t c = 0; c < columns; c++) {
		const struct pdf_lines *l = &g->cells[row * columns + c];

		for (size_t i = from; i < to && i < l->count; i++)
			paper_line(p, l, i, left + CELL_SIDE, p->y + CELL_EDGE + (int)(i - from) * TABLE_LEADING, TABLE_LEADING,
				elements ? elements[c] : PAPER_ARTIFACT);
		left += g->widths[c];
	}
	p->y += height;
	paper_rule(p, PAPER_MARGIN, p->y, PAPER_INSIDE);
}

static size_t row_lines(const struct pdf_grid *g, size_t row)
{
	return (size_t)((g->heights[row] - 2 * CELL_EDGE) / TABLE_LEADING);
}

/* The next page, with the headings again. */
static void turn_table(struct paper *p, const struct pdf_grid *g)
{
	paper_turn(p);
	if (g->heights[0] < PAPER_END / 2)
		draw_row(p, g, 0, 0, row_lines(g, 0), NULL);
}

static int *row_elements(struct paper *p, const struct pdf_grid *g, size_t row, int parent)
{
	static const char column[] = "/A <</O /Table /Scope /Column>>", of_row[] = "/A <</O /Table /Scope /Row>>";
	int *elements = ARENA_MANY(p->arena, g->table->columns, int), tr = paper_element(p, parent, "TR", NULL);

	for (size_t c = 0; c < g->table->columns; c++) {
		bool is_head = g->table->cells[row * g->table->columns + c].is_heading;

		elements[c] = paper_element(p, tr, is_head ? "TH" : "TD", !is_head ? NULL : row ? of_row : column);
	}
	return elements;
}

static void draw_table(struct paper *p, const struct pdf_block *b, int parent)
{
	const struct pdf_grid *g = grid_of(p, b->table);
	int table = paper_element(p, parent, "Table", NULL), body = PAPER_NONE;
	struct pdf_lines caption = pdf_lines(p->arena, &p->fonts, &b->table->caption, TABLE_SIZE, true, PAPER_INSIDE);

	if (caption.count) {
		int element = paper_element(p, table, "Caption", NULL);

		for (size_t i = 0; i < caption.count; i++, p->y += TABLE_LEADING)
			paper_line(p, &caption, i, PAPER_MARGIN, p->y, TABLE_LEADING, element);
	}
	for (size_t row = 0; row < b->table->rows && !pdf_is_full(p->document); row++) {
		size_t lines = row_lines(g, row), from = 0;
		int *elements;

		if (row == 0)
			body = paper_element(p, table, "THead", NULL);
		else if (row == 1)
			body = paper_element(p, table, "TBody", NULL);
		elements = row_elements(p, g, row, body);
		if (row && p->y + g->heights[row] > PAPER_END)
			turn_table(p, g);
		while (from < lines && !pdf_is_full(p->document)) {
			size_t fit = p->y + TABLE_LEADING + 2 * CELL_EDGE > PAPER_END ? 1
				: (size_t)((PAPER_END - p->y - 2 * CELL_EDGE) / TABLE_LEADING);
			size_t to = lines - from < fit ? lines : from + fit;

			draw_row(p, g, row, from, to, elements);
			from = to;
			if (from < lines)
				turn_table(p, g);
		}
	}
}

/* ------------------------------------------------------------------------------------------- text --- */

/* How many lines from `from` on go on this page: none, rather than one alone here or on the next. */
static size_t fitting(const struct paper *p, size_t from, size_t count, int leading)
{
	size_t left = count - from, fit = p->y + leading > PAPER_END ? 0 : (size_t)((PAPER_END - p->y) / leading);

	if (fit >= left)
		return left;
	if (left - fit < KEPT_LINES)
		fit = left > KEPT_LINES ? left - KEPT_LINES : 0;
	if (fit < KEPT_LINES && from == 0)
		fit = 0;
	return fit || !is_at_top(p) ? fit : 1;
}

static void draw_text(struct paper *p, const struct pdf_block *b, int element, int label)
{
	const struct style *s = &styles[b->sort];
	struct pdf_lines l = lines_of(p, b);
	int left = PAPER_MARGIN + b->place.depth * ITEM_INDENT;

	for (size_t i = 0; i < l.count && !pdf_is_full(p->document);) {
		size_t fit = fitting(p, i, l.count, s->leading);

		if (!fit) {
			paper_turn(p);
			continue;
		}
		if (i == 0 && begins_item(b))
			draw_label(p, b, left, label);
		if (i == 0 && is_heading(b->sort))
			paper_bookmark(p, &b->text, (int)b->sort - PDF_H1 + 1, p->y);
		for (size_t end = i + fit; i < end; i++, p->y += s->leading)
			paper_line(p, &l, i, left, p->y, s->leading, element);
	}
}

/* ------------------------------------------------------------------------------------------- blocks --- */

static size_t count_lines(const struct paper *p, const struct pdf_block *b)
{
	size_t mark = arena_mark(p->arena), count = lines_of(p, b).count;

	arena_rewind(p->arena, mark);
	return count;
}

/* The height that stays together from block `i` on: headings whole, and the beginning of what they are the headings of; more
 * than a page is as much as needs to be known. */
static int kept_height(struct paper *p, size_t i)
{
	const struct pdf_document *d = p->document;
	int height = 0;

	for (bool is_first = true; i < d->count && height < PAPER_END; i++, is_first = false) {
		const struct pdf_block *b = &d->blocks[i];
		const struct style *s = &styles[b->sort];

		height += is_first ? 0 : s->before;
		if (b->sort == PDF_TABLE) {
			const struct pdf_grid *g = grid_of(p, b->table);

			for (size_t row = 0; row < b->table->rows && row < 2; row++)
				height += g->heights[row];
			return height + TABLE_LEADING;
		}
		if (b->sort == PDF_FIGURE)
			return height + b->figure->size * FIGURE_MODULE;
		if (!is_heading(b->sort)) {
			size_t lines = count_lines(p, b);

			return height + (int)(lines < KEPT_LINES ? lines : KEPT_LINES) * s->leading;
		}
		height += (int)count_lines(p, b) * s->leading + s->after;
	}
	return height;
}

/* The number of a part's page is known when it is drawn, which is after the table that says it: the paper is laid out again
 * then (pdf/pdf.c). */
static void begin_part(struct paper *p, const struct pdf_block *b)
{
	size_t number;

	if (!is_at_top(p))
		paper_turn(p);
	number = p->page_count;
	if (!b->leaf || b->leaf->page == number)
		return;
	b->leaf->page = number;
	p->has_moved = true;
}

/* What the page says about itself stands below a line, and is no part of the text above it. */
static void begin_foot(struct paper *p)
{
	if (is_at_top(p))
		return;
	p->y += FOOT_EDGE;
	paper_rule(p, PAPER_MARGIN, p->y, PAPER_INSIDE);
	p->y += FOOT_EDGE;
}

static void draw_block(struct paper *p, size_t i, struct lists *lists)
{
	const struct pdf_block *b = &p->document->blocks[i];
	const struct style *s = &styles[b->sort];
	int label = PAPER_NONE;

	if (b->place.depth < lists->depth)
		p->y += s->after / 2;
	if (b->is_part)
		begin_part(p, b);
	if (p->document->foot && i == p->document->foot)
		begin_foot(p);
	place(p, lists, b, &label);
	if (!is_at_top(p)) {
		p->y += s->before;
		/* What is higher than a page has nothing to gain from a new one. */
		if ((is_heading(b->sort) || b->sort == PDF_TABLE || b->sort == PDF_FIGURE) && p->y + kept_height(p, i) > PAPER_END)
			paper_turn(p);
	}
	if (b->sort == PDF_TABLE) {
		draw_table(p, b, holder(lists));
	} else if (b->sort == PDF_FIGURE) {
		paper_figure(p, b->figure, PAPER_MARGIN, p->y, FIGURE_MODULE, holder(lists));
		p->y += b->figure->size * FIGURE_MODULE;
	} else {
		draw_text(p, b, b->sort == PDF_ITEM ? holder(lists) : paper_element(p, holder(lists), s->tag, NULL), label);
	}
	p->y += s->after;
}

static bool has_content(const struct pdf_block *b)
{
	if (b->sort == PDF_TABLE)
		return b->table->rows && b->table->columns;
	return b->sort == PDF_FIGURE ? b->figure->count : !pdf_is_blank(&b->text);
}

void pdf_lay_out(struct paper *p)
{
	struct lists lists = { .depth = 0 };

	p->open = PAPER_NONE;
	(void)paper_element(p, PAPER_NONE, "Document", NULL);
	paper_turn(p);
	for (size_t i = 0; i < p->document->count && !pdf_is_full(p->document); i++)
		if (has_content(&p->document->blocks[i]))
			draw_block(p, i, &lists);
	paper_feet(p);
}
