/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/view.h"

#include <string.h>
#include <utf8proc.h>

#include "base/limits.h"
#include "base/text.h"
#include "view/format.h"
#include "view/light.h"
#include "view/nest.h"

/* Wider columns are not waited for: a long text pushes its own line only. */
enum { COLUMN_WIDTH_MAX = 48 };

/* One column of text on the terminal: a table's column, or a nested history drawn as marks. */
struct lane {
	const struct column *column; /* NULL: a history */
	size_t at;                   /* its place in the table */
	const struct table *history;
	struct nest nest;
	size_t width;
};

static size_t width_of(const char *s)
{
	size_t width = 0;
	uint32_t c;

	while ((c = text_next(&s))) {
		int w = utf8proc_charwidth((utf8proc_int32_t)c);

		width += w > 0 ? (size_t)w : 0;
	}
	return width;
}

static void pad(struct out *o, size_t from, size_t to)
{
	for (; from < to; from++)
		out_char(o, ' ');
}

/* "x_process" and "process" share their words. */
static const char *group_of(const struct catalogue *words, const char *column)
{
	const char *tail = strrchr(column, '_');

	if (!catalogue_has_group(words, column) && tail && catalogue_has_group(words, tail + 1))
		return tail + 1;
	return column;
}

static bool is_light(const char *column)
{
	size_t n = strlen(column);

	return (n >= 7 && !strcmp(column + n - 7, "process")) || (n >= 6 && !strcmp(column + n - 6, "effect"));
}

static const char *one_line(struct arena *a, const char *s)
{
	char *line;

	if (!strpbrk(s, "\n\t"))
		return s;
	line = arena_text(a, s);
	for (char *p = line; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return line;
}

static const char *cell_text(struct arena *a, const struct catalogue *words, const struct column *column,
	const struct cell *cell)
{
	const char *mark, *word;

	if (column->type == COLUMN_BOOL)
		return format_cell(a, words, cell, FORMAT_WORD, "bool");
	if (column->type != COLUMN_CODE || cell->type != CELL_TEXT)
		return one_line(a, format_cell(a, words, cell, format_usual(column->type), NULL));
	word = format_cell(a, words, cell, FORMAT_WORD, group_of(words, column->name));
	mark = is_light(column->name) ? light_mark(cell->text) : "";
	return *mark ? arena_print(a, "%s %s", mark, word) : word;
}

static bool is_history(const struct table *t)
{
	return t->parent && table_column(t, "process") != SIZE_MAX && table_column(t, "period") != SIZE_MAX;
}

/* "▲ ▲ ● ●", the newest STRIP_MAX, oldest left. */
static const char *history_text(struct arena *a, const struct lane *lane, size_t parent_row)
{
	size_t process = table_column(lane->history, "process"), count = 0, at = 0;
	struct out o;

	out_init(&o, a, LEAF_MAX);
	for (size_t row = lane->nest.first[parent_row]; row != SIZE_MAX; row = lane->nest.next[row])
		count++;
	for (size_t row = lane->nest.first[parent_row]; row != SIZE_MAX; row = lane->nest.next[row], at++) {
		const struct cell *cell = table_cell(lane->history, row, process);
		const char *mark = light_mark(cell->type == CELL_TEXT ? cell->text : "none");

		if (at + STRIP_MAX >= count)
			out_print(&o, "%s%s", o.length ? " " : "", cell->type == CELL_MASKED ? "?" : mark);
	}
	return out_cstr(&o);
}

static const char *lane_text(struct arena *a, const struct catalogue *words, const struct table *t,
	const struct lane *lane, size_t row)
{
	if (!lane->column)
		return history_text(a, lane, row);
	return cell_text(a, words, lane->column, table_cell(t, row, lane->at));
}

static const char *lane_head(struct arena *a, const struct catalogue *words, const struct lane *lane)
{
	return catalogue_word(words, a, "column", lane->column ? lane->column->name : lane->history->name);
}

/* The columns to show, histories last; their count in *out_count. */
static struct lane *lanes_of(struct arena *a, const struct tables *all, const struct table *t, size_t *out_count)
{
	struct lane *lanes = ARENA_MANY(a, t->column_count + all->count, struct lane);
	size_t count = 0;

	for (size_t i = 0; i < t->column_count; i++)
		if (!t->columns[i].is_inner)
			lanes[count++] = (struct lane){ .column = &t->columns[i], .at = i };
	for (size_t i = 0; i < all->count; i++)
		if (is_history(&all->all[i]) && !strcmp(all->all[i].parent, t->name))
			lanes[count++] = (struct lane){ .history = &all->all[i], .nest = nest_new(a, t, &all->all[i]) };
	*out_count = count;
	return lanes;
}

/* "word: value", a line each. */
static void write_one(struct out *o, struct arena *a, const struct tables *all, const struct table *t,
	const struct catalogue *words)
{
	size_t count;
	struct lane *lanes = lanes_of(a, all, t, &count);

	for (size_t i = 0; i < count && t->row_count; i++) {
		out_print(o, "%s: ", lane_head(a, words, &lanes[i]));
		out_text(o, lane_text(a, words, t, &lanes[i], 0));
		out_char(o, '\n');
	}
}

static void write_line(struct out *o, const struct lane *lanes, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t width = width_of(texts[i]);

		out_text(o, texts[i]);
		if (i + 1 < count)
			pad(o, width, (width > lanes[i].width ? width : lanes[i].width) + 2);
	}
	out_char(o, '\n');
}

static void write_many(struct out *o, struct arena *a, const struct tables *all, const struct table *t,
	const struct catalogue *words)
{
	size_t count;
	struct lane *lanes = lanes_of(a, all, t, &count);
	const char **texts = ARENA_MANY(a, (t->row_count + 1) * count, const char *);

	for (size_t row = 0; row <= t->row_count; row++) {
		for (size_t i = 0; i < count; i++) {
			const char *s = row ? lane_text(a, words, t, &lanes[i], row - 1) : lane_head(a, words, &lanes[i]);
			size_t width = width_of(s);

			texts[row * count + i] = s;
			width = width < COLUMN_WIDTH_MAX ? width : COLUMN_WIDTH_MAX;
			lanes[i].width = lanes[i].width > width ? lanes[i].width : width;
		}
	}
	for (size_t row = 0; row <= t->row_count; row++)
		write_line(o, lanes, texts + row * count, count);
}

void view_text(struct out *o, struct arena *a, const struct tables *t, const struct catalogue *words)
{
	bool is_first = true;

	for (size_t i = 0; i < t->count; i++) {
		const struct table *table = &t->all[i];
		const char *title = arena_print(a, "table.%s", table->name);

		if (!view_is_shown(table) || is_history(table) || !table->row_count)
			continue;
		out_text(o, is_first ? "" : "\n");
		is_first = false;
		if (catalogue_has(words, title))
			out_print(o, "%s\n", catalogue_text(words, title));
		if (table->is_one)
			write_one(o, a, t, table, words);
		else
			write_many(o, a, t, table, words);
	}
}
