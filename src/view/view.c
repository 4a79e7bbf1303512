/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/view.h"

#include <inttypes.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/json.h"
#include "guard/label.h"
#include "view/format.h"
#include "view/nest.h"

struct writer {
	struct out *out;
	struct arena *arena;
	const struct tables *tables;
	struct nest *nests; /* by table; made when first asked for */
};

bool view_is_shown(const struct table *t)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (!t->columns[i].is_inner)
			return true;
	return false;
}

static void write_number(struct writer *w, const struct column *column, int64_t n)
{
	if (column->type == COLUMN_BOOL)
		out_text(w->out, n ? "true" : "false");
	else if (column->type == COLUMN_DAY && n > -100000 && n < 100000)
		js_write_text(w->out, day_text(w->arena, (int)n));
	else
		out_int(w->out, n);
}

static void write_cell(struct writer *w, const struct column *column, const struct cell *cell)
{
	switch (cell->type) {
	case CELL_NONE:
		out_text(w->out, "null");
		break;
	case CELL_INT:
		write_number(w, column, cell->number);
		break;
	case CELL_TEXT:
		if (column->type == COLUMN_JSON)
			out_text(w->out, cell->text);
		else
			js_write_text(w->out, cell->text);
		break;
	case CELL_MASKED:
		out_text(w->out, "{\"masked\":");
		js_write_text(w->out, label_names[cell->label]);
		out_char(w->out, '}');
		break;
	case CELL_ERASED:
		out_text(w->out, "{\"erased\":true}");
		break;
	}
}

static void write_row(struct writer *w, size_t table, size_t row);

/* The rows of a nested table that belong to a row of its parent. */
static void write_nested(struct writer *w, size_t table, const struct table *parent, size_t parent_row)
{
	const struct table *t = &w->tables->all[table];
	bool is_first = true;
	size_t row;

	if (!w->nests[table].first)
		w->nests[table] = nest_new(w->arena, parent, t);
	out_char(w->out, '[');
	row = w->nests[table].first[parent_row];
	for (; row != SIZE_MAX; row = w->nests[table].next[row]) {
		out_text(w->out, is_first ? "" : ",");
		write_row(w, table, row);
		is_first = false;
	}
	out_char(w->out, ']');
}

/* Children stand after their parents in the list, so the depth is bounded by the number of tables. */
static void write_row(struct writer *w, size_t table, size_t row)
{
	const struct table *t = &w->tables->all[table];
	const char *before = "";

	out_char(w->out, '{');
	for (size_t i = 0; i < t->column_count; i++) {
		if (t->columns[i].is_inner)
			continue;
		out_text(w->out, before);
		js_write_text(w->out, t->columns[i].name);
		out_char(w->out, ':');
		write_cell(w, &t->columns[i], table_cell(t, row, i));
		before = ",";
	}
	for (size_t i = table + 1; i < w->tables->count; i++) {
		const struct table *child = &w->tables->all[i];

		if (!child->parent || strcmp(child->parent, t->name) != 0 || !view_is_shown(child))
			continue;
		out_text(w->out, before);
		js_write_text(w->out, child->name);
		out_char(w->out, ':');
		write_nested(w, i, t, row);
		before = ",";
	}
	out_char(w->out, '}');
}

static void write_table(struct writer *w, size_t table)
{
	const struct table *t = &w->tables->all[table];

	if (t->is_one) {
		if (t->row_count)
			write_row(w, table, 0);
		else
			out_text(w->out, "null");
		return;
	}
	out_char(w->out, '[');
	for (size_t row = 0; row < t->row_count; row++) {
		/* A line a row, so that two answers can be compared. */
		out_text(w->out, row ? ",\n" : "\n");
		write_row(w, table, row);
	}
	out_char(w->out, ']');
}

void view_json(struct out *o, struct arena *a, const struct tables *t)
{
	struct writer w = { .out = o, .arena = a, .tables = t, .nests = ARENA_MANY(a, t->count, struct nest) };

	out_text(o, "{\"page\":");
	js_write_text(o, t->page);
	for (size_t i = 0; i < t->count; i++) {
		if (t->all[i].parent || !view_is_shown(&t->all[i]))
			continue;
		out_text(o, ",\n");
		js_write_text(o, t->all[i].name);
		out_char(o, ':');
		write_table(&w, i);
	}
	out_text(o, "}\n");
}

/* As stored; a day as its ISO date.  What people typed and a spreadsheet would run as a formula gets an apostrophe
 * before it (OWASP ASVS 1.2.10), which an import takes away again. */
static const char *field_text(struct arena *a, const struct catalogue *words, const struct column *column,
	const struct cell *cell)
{
	const char *s;

	if (column->type == COLUMN_DAY && cell->type == CELL_INT && cell->number > -100000 && cell->number < 100000)
		return day_text(a, (int)cell->number);
	s = format_cell(a, words, cell, FORMAT_RAW, NULL);
	return column->type == COLUMN_TEXT ? csv_guarded(a, s) : s;
}

void view_csv(struct out *o, struct arena *a, const struct tables *t, const struct catalogue *words)
{
	const struct table *main = t->main ? tables_find(t, t->main) : NULL;
	bool is_first = true;

	if (!main)
		return;
	for (size_t i = 0; i < main->column_count; i++) {
		if (main->columns[i].is_inner)
			continue;
		csv_cell(o, catalogue_word(words, a, "column", main->columns[i].name), is_first, ',');
		is_first = false;
	}
	out_text(o, "\r\n");
	for (size_t row = 0; row < main->row_count; row++) {
		is_first = true;
		for (size_t i = 0; i < main->column_count; i++) {
			if (main->columns[i].is_inner)
				continue;
			csv_cell(o, field_text(a, words, &main->columns[i], table_cell(main, row, i)), is_first, ',');
			is_first = false;
		}
		out_text(o, "\r\n");
	}
}
