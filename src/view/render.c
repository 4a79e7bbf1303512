/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/template.h"

#include <assert.h>
#include <string.h>

#include "view/chart.h"
#include "view/format.h"
#include "view/light.h"
#include "view/qr.h"
#include "view/nest.h"
#include "view/prose.h"
#include "view/program.h"

/* One table while rendering. */
struct seat {
	const struct table *table; /* NULL: the data have none of that name */
	size_t row;                /* the current row, SIZE_MAX for none */
	struct nest nest;          /* made when first asked for */
};

struct render {
	struct out *out;
	struct arena *arena;
	const struct template *template;
	const struct catalogue *words;
	struct seat *seats; /* by the shape's table */
};

static bool has_same_columns(const struct table *shape, const struct table *data)
{
	if (shape->column_count != data->column_count)
		return false;
	for (size_t i = 0; i < shape->column_count && shape->columns != data->columns; i++)
		if (strcmp(shape->columns[i].name, data->columns[i].name) != 0)
			return false;
	return true;
}

static size_t row_outside_loop(const struct table *t)
{
	return t && t->is_one && !t->parent && t->row_count ? 0 : SIZE_MAX;
}

static void take_seats(struct render *r, const struct tables *data)
{
	const struct tables *shape = r->template->shape;

	r->seats = ARENA_MANY(r->arena, shape->count, struct seat);
	for (size_t i = 0; i < shape->count; i++) {
		const struct table *t = tables_find(data, shape->all[i].name);

		assert(!t || has_same_columns(&shape->all[i], t));
		r->seats[i] = (struct seat){ .table = t, .row = row_outside_loop(t) };
	}
}

static size_t first_row(struct render *r, size_t table)
{
	struct seat *seat = &r->seats[table];
	size_t parent = r->template->parents[table];

	if (!seat->table)
		return SIZE_MAX;
	if (parent == SIZE_MAX)
		return seat->table->row_count ? 0 : SIZE_MAX;
	if (r->seats[parent].row == SIZE_MAX)
		return SIZE_MAX;
	if (!seat->nest.first)
		seat->nest = nest_new(r->arena, r->seats[parent].table, seat->table);
	return seat->nest.first[r->seats[parent].row];
}

static size_t next_row(const struct render *r, size_t table, size_t row)
{
	const struct seat *seat = &r->seats[table];

	if (r->template->parents[table] != SIZE_MAX)
		return seat->nest.next[row];
	return row + 1 < seat->table->row_count ? row + 1 : SIZE_MAX;
}

static const struct cell *cell_of(const struct render *r, const struct name *name)
{
	static const struct cell nothing = { .type = CELL_NONE };
	const struct seat *seat = &r->seats[name->table];

	return seat->row == SIZE_MAX ? &nothing : table_cell(seat->table, seat->row, name->column);
}

/* A hidden value shows that it exists, so it counts as there. */
static bool is_there(struct render *r, const struct name *name)
{
	const struct cell *cell;

	if (name->column == SIZE_MAX)
		return first_row(r, name->table) != SIZE_MAX;
	cell = cell_of(r, name);
	switch (cell->type) {
	case CELL_NONE:
		return false;
	case CELL_INT:
		return cell->number != 0;
	case CELL_TEXT:
		return cell->text[0] != '\0';
	case CELL_MASKED:
	case CELL_ERASED:
		break;
	}
	return true;
}

/* In text a hidden value is marked so that the style sheet can tell it from what people wrote; in an address it is
 * left out. */
static void write_hidden(struct render *r, enum escape escape, const struct cell *cell)
{
	bool is_text = escape == ESCAPE_TEXT;

	if (escape == ESCAPE_URL_START || escape == ESCAPE_URL_LATER) {
		escape_write(r->out, escape, "");
		return;
	}
	out_text(r->out, is_text ? "<span class=\"masked\">" : "");
	escape_write(r->out, escape, format_hidden(r->arena, r->words, cell));
	out_text(r->out, is_text ? "</span>" : "");
}

static void write_strip(struct render *r, size_t table)
{
	const struct table *t = r->seats[table].table;
	struct light_period last[STRIP_MAX];
	size_t process = 0, period = 0, seen = 0, kept;

	if (t) {
		process = table_column(t, "process");
		period = table_column(t, "period");
	}
	for (size_t row = first_row(r, table); row != SIZE_MAX; row = next_row(r, table, row), seen++) {
		const struct cell *code = table_cell(t, row, process), *when = table_cell(t, row, period);

		if (seen >= STRIP_MAX)
			memmove(last, last + 1, sizeof(last) - sizeof(*last));
		last[seen < STRIP_MAX ? seen : STRIP_MAX - 1] = (struct light_period){
			.code = code->type == CELL_TEXT ? code->text : code->type == CELL_NONE ? NULL : "masked",
			.period = format_cell(r->arena, r->words, when, FORMAT_DATE, NULL) };
	}
	kept = seen < STRIP_MAX ? seen : STRIP_MAX;
	light_strip(r->out, r->arena, r->words, last, kept);
}

/* A cell's text when it is there to be read, else NULL. */
static const char *shown_text(const struct table *t, size_t row, const char *column)
{
	const struct cell *cell = table_cell(t, row, table_column(t, column));

	return cell->type == CELL_TEXT && *cell->text ? cell->text : NULL;
}

/* Rows stand newest first: what is too much for one drawing is the oldest. */
static void write_chart(struct render *r, size_t table)
{
	const struct table *t = r->seats[table].table;
	const struct seat *parent = &r->seats[r->template->parents[table]];
	struct chart_point points[CHART_POINTS_MAX];
	struct chart chart = { .points = points };

	if (!t || parent->row == SIZE_MAX)
		return;
	for (size_t row = first_row(r, table); row != SIZE_MAX && chart.count < CHART_POINTS_MAX; row = next_row(r, table, row)) {
		const struct cell *preliminary = table_cell(t, row, table_column(t, "is_preliminary"));
		struct chart_point point = { shown_text(t, row, "date"), shown_text(t, row, "value"),
			preliminary->type == CELL_INT && preliminary->number };

		if (point.date && point.value)
			points[chart.count++] = point;
	}
	chart.id = arena_print(r->arena, "%zu-%zu", table, parent->row);
	chart.title = shown_text(parent->table, parent->row, "indicator");
	chart.unit = shown_text(parent->table, parent->row, "unit");
	chart.target = shown_text(parent->table, parent->row, "target");
	chart.baseline = shown_text(parent->table, parent->row, "baseline");
	if (chart.title)
		chart_lines(r->out, r->arena, r->words, &chart);
}

static void write_value(struct render *r, const struct step *step)
{
	const struct cell *cell;

	if (step->name.format == FORMAT_STRIP) {
		write_strip(r, step->name.table);
		return;
	}
	if (step->name.format == FORMAT_CHART) {
		write_chart(r, step->name.table);
		return;
	}
	cell = cell_of(r, &step->name);
	if (step->name.format == FORMAT_ICON) {
		if (cell->type == CELL_TEXT)
			light_icon(r->out, cell->text);
	} else if (step->name.format == FORMAT_QR) {
		if (cell->type == CELL_TEXT)
			qr_write(r->out, r->words, cell->text);
	} else if (cell->type == CELL_MASKED || cell->type == CELL_ERASED) {
		write_hidden(r, step->escape, cell);
	} else if (cell->type == CELL_TEXT && step->name.format == FORMAT_PROSE) {
		prose_write(r->out, r->arena, cell->text);
	} else if (cell->type == CELL_TEXT && step->name.format == FORMAT_RAW) {
		escape_write(r->out, step->escape, cell->text);
	} else {
		escape_write(r->out, step->escape,
			format_cell(r->arena, r->words, cell, step->name.format, step->name.group));
	}
}

static void write_words(struct render *r, const struct step *step)
{
	const char *values[16] = { NULL };
	const char *text = catalogue_text(r->words, step->text);

	assert(step->value_count <= sizeof(values) / sizeof(*values));
	for (size_t i = 0; i < step->value_count; i++)
		values[i] = format_cell(r->arena, r->words, cell_of(r, &step->values[i]), step->values[i].format,
			step->values[i].group);
	if (step->value_count)
		text = catalogue_fill(r->words, r->arena, step->text, values, step->value_count);
	escape_write(r->out, step->escape, text);
}

/* Does one step; gives the place of the next. */
static size_t take_step(struct render *r, const struct step *step, size_t at)
{
	struct seat *seat = &r->seats[step->name.table];

	switch (step->type) {
	case STEP_TEXT:
		out_bytes(r->out, step->text, step->length);
		break;
	case STEP_VALUE:
		write_value(r, step);
		break;
	case STEP_WORDS:
		write_words(r, step);
		break;
	case STEP_FOR:
		seat->row = first_row(r, step->name.table);
		if (seat->row != SIZE_MAX)
			break;
		seat->row = row_outside_loop(seat->table);
		return step->target;
	case STEP_NEXT:
		seat->row = next_row(r, step->name.table, seat->row);
		if (seat->row != SIZE_MAX)
			return step->target;
		seat->row = row_outside_loop(seat->table);
		break;
	case STEP_IF:
		return is_there(r, &step->name) ? at + 1 : step->target;
	case STEP_JUMP:
		return step->target;
	}
	return at + 1;
}

void template_render(struct out *o, struct arena *a, const struct template *t, const struct tables *data,
	const struct catalogue *words)
{
	struct render r = { .out = o, .arena = a, .template = t, .words = words };

	take_seats(&r, data);
	for (size_t at = 0; at < t->count && !out_full(o);)
		at = take_step(&r, &t->steps[at], at);
}
