/* SPDX-License-Identifier: EUPL-1.2
 *
 * The cells of each sheet, gathered row by row, and written as our table when all are read.
 */
#include <string.h>

#include "base/text.h"
#include "workbook/parts.h"

enum { ROW_NUMBER_MAX = 1048576, COLUMN_MAX = 16384, MERGES_MAX = 5000, NOTES_MAX_BYTES = 400 };

struct kept_row {
	const char *sheet;
	size_t number;
	const char **cells; /* `count` of them, NULL: empty */
	size_t count;
	const char *notes;  /* "" or words with a space between */
};

struct reading {
	struct parts *parts;
	struct arena *arena;
	const char *sheet;
	size_t first;                     /* of this sheet's rows */
	struct kept_row *rows;
	size_t row_count, merges, width;  /* width: of the widest row */
	/* The row and the cell at hand. */
	size_t row, column;
	const char *cells[WORKBOOK_COLUMNS_MAX];
	size_t used;
	const char *notes;
	const char *type;                 /* static text */
	enum value_form form;
	bool has_formula, is_in_value;
	struct gathering gathering;
};

static const char *where(const struct reading *r)
{
	return arena_print(r->arena, "%s%zu", workbook_letters(r->arena, r->column), r->row);
}

static void note(const struct reading *r, const char **notes, const char *word, const char *place)
{
	if (strlen(*notes) < NOTES_MAX_BYTES)
		*notes = arena_print(r->arena, "%s%s%s:%s", *notes, **notes ? " " : "", word, place);
}

/* ---------------------------------------------------------------------------------------- places --- */

/* "BC12": the column from 0, the row from 1; false when it is no such place. */
static bool read_place(const char *s, size_t *out_column, size_t *out_row)
{
	size_t letters = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), column = 0, row;

	if (!letters || letters > 3)
		return false;
	for (size_t i = 0; i < letters; i++)
		column = column * 26 + (size_t)(s[i] - 'A') + 1;
	row = part_number(s + letters, ROW_NUMBER_MAX, 0);
	if (!row || column > COLUMN_MAX)
		return false;
	*out_column = column - 1;
	*out_row = row;
	return true;
}

static void malformed(struct reading *r)
{
	package_fail(r->parts->package, "workbook.malformed", NULL);
}

/* ---------------------------------------------------------------------------------------- rows --- */

static void start_row(struct reading *r, const char **attributes)
{
	const char *number = part_attribute(attributes, "r");
	size_t row = number ? part_number(number, ROW_NUMBER_MAX, 0) : r->row + 1;

	if (row <= r->row || row > ROW_NUMBER_MAX) {
		malformed(r);
		return;
	}
	memset(r->cells, 0, sizeof(r->cells));
	r->row = row;
	r->column = 0;
	r->used = 0;
	r->notes = "";
}

static void end_row(struct reading *r)
{
	struct kept_row *kept = &r->rows[r->row_count];

	if (!r->used)
		return;
	if (r->row_count == WORKBOOK_ROWS_MAX) {
		package_fail(r->parts->package, "workbook.too_many_rows", arena_print(r->arena, "%d", WORKBOOK_ROWS_MAX));
		return;
	}
	r->row_count++;
	*kept = (struct kept_row){ r->sheet, r->row, ARENA_MANY(r->arena, r->used, const char *), r->used, r->notes };
	memcpy(kept->cells, r->cells, r->used * sizeof(*kept->cells));
	if (r->used > r->width)
		r->width = r->used;
}

/* ---------------------------------------------------------------------------------------- cells --- */

/* The type as one of our static texts; NULL: a number. */
static const char *cell_type(const char *type)
{
	static const char *const types[] = { "s", "str", "inlineStr", "b", "e", "d" };

	for (size_t i = 0; type && i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i], type))
			return types[i];
	return NULL;
}

static void start_cell(struct reading *r, const char **attributes)
{
	const char *place = part_attribute(attributes, "r"), *type = part_attribute(attributes, "t");
	size_t row = r->row, style = part_number(part_attribute(attributes, "s"), FORMS_MAX, FORMS_MAX);

	if (!r->row || (place && (!read_place(place, &r->column, &row) || row != r->row))) {
		malformed(r);
		return;
	}
	r->type = cell_type(type);
	r->form = style < r->parts->form_count ? r->parts->forms[style] : FORM_PLAIN;
	r->has_formula = false;
	r->gathering.text.length = 0;
}

static const char *shared(struct reading *r, const char *index)
{
	size_t at = part_number(index, STRINGS_MAX, STRINGS_MAX);

	if (at < r->parts->string_count)
		return r->parts->strings[at];
	package_fail(r->parts->package, "workbook.no_such_string", where(r));
	return NULL;
}

static bool is_type(const struct reading *r, const char *type)
{
	return text_equal(r->type, type);
}

/* What the cell at hand says; NULL for nothing. */
static const char *cell_text(struct reading *r)
{
	const char *raw = gathered(&r->gathering, r->arena);

	if (text_is_blank(raw))
		return NULL;
	if (is_type(r, "s"))
		return shared(r, raw);
	if (is_type(r, "b"))
		return !strcmp(raw, "1") || !strcmp(raw, "true") ? "yes" : "no";
	if (is_type(r, "e")) {
		note(r, &r->notes, "fault", workbook_letters(r->arena, r->column));
		return NULL;
	}
	if (is_type(r, "d")) /* "2026-05-17T00:00:00" */
		return arena_copy(r->arena, raw, strcspn(raw, "T"));
	return r->type ? raw : value_text(r->arena, raw, r->form, r->parts->is_1904);
}

static void end_cell(struct reading *r)
{
	size_t mark = arena_mark(r->arena);
	const char *text = cell_text(r);

	if (text_is_blank(text)) {
		/* Unless it was said of the cell what is wrong: that stands behind the mark. */
		if (!is_type(r, "e") && !r->parts->package->problem.rule)
			arena_rewind(r->arena, mark);
	} else if (r->column >= WORKBOOK_COLUMNS_MAX) {
		package_fail(r->parts->package, "workbook.too_many_columns", arena_print(r->arena, "%d", WORKBOOK_COLUMNS_MAX));
	} else {
		r->cells[r->column] = text;
		if (r->column >= r->used)
			r->used = r->column + 1;
		if (r->has_formula)
			note(r, &r->notes, "formula", workbook_letters(r->arena, r->column));
	}
	r->column++;
}

/* The columns and rows of the merged cells; its value is in the first of them. */
static void merged(struct reading *r, const char *range)
{
	char *from = range ? arena_text(r->arena, range) : NULL, *colon = from ? strchr(from, ':') : NULL;
	size_t column, row;

	if (++r->merges > MERGES_MAX || !colon)
		return;
	*colon = '\0';
	if (!read_place(from, &column, &row))
		return;
	*colon = '-';
	for (size_t i = r->first; i < r->row_count; i++)
		if (r->rows[i].number == row)
			note(r, &r->rows[i].notes, "merged", from);
}

static void cells_start(void *self, const char *name, const char **attributes)
{
	struct reading *r = self;

	if (!strcmp(name, "row"))
		start_row(r, attributes);
	else if (!strcmp(name, "c"))
		start_cell(r, attributes);
	else if (!strcmp(name, "f"))
		r->has_formula = true;
	else if (!strcmp(name, "mergeCell"))
		merged(r, part_attribute(attributes, "ref"));
	r->is_in_value = !strcmp(name, "v");
	if (is_type(r, "inlineStr"))
		gather_start(&r->gathering, name);
}

static void cells_end(void *self, const char *name)
{
	struct reading *r = self;

	r->is_in_value = false;
	gather_end(&r->gathering, name);
	if (out_full(&r->gathering.text))
		package_fail(r->parts->package, "workbook.cell_too_long", where(r));
	else if (!strcmp(name, "c"))
		end_cell(r);
	else if (!strcmp(name, "row"))
		end_row(r);
}

static void cells_text(void *self, const char *bytes, size_t n)
{
	struct reading *r = self;

	if (is_type(r, "inlineStr"))
		gather_text(&r->gathering, bytes, n);
	else if (r->is_in_value)
		out_bytes(&r->gathering.text, bytes, n);
}

static void read_sheets(struct reading *r)
{
	const struct part_reader reader = { r, cells_start, cells_end, cells_text };
	struct parts *p = r->parts;

	for (size_t i = 0; i < p->sheet_count && !p->package->problem.rule; i++) {
		if (!p->sheets[i].part)
			continue;
		r->sheet = p->sheets[i].name;
		r->first = r->row_count;
		r->row = 0;
		if (package_has(p->package, p->sheets[i].part))
			(void)package_read(p->package, p->sheets[i].part, &reader);
		else
			package_fail(p->package, "workbook.damaged", NULL);
	}
	if (!p->package->problem.rule && !r->row_count)
		package_fail(p->package, "workbook.empty", NULL);
}

/* ---------------------------------------------------------------------------------------- the table --- */

static void write_table(const struct reading *r, struct out *table)
{
	static const char *const before[WORKBOOK_BEFORE] = { "sheet", "row", "notes" };

	for (size_t i = 0; i < WORKBOOK_BEFORE; i++)
		csv_cell(table, before[i], i == 0, ';');
	for (size_t i = 0; i < r->width; i++)
		csv_cell(table, workbook_letters(r->arena, i), false, ';');
	out_text(table, "\n");
	for (size_t row = 0; row < r->row_count; row++) {
		const struct kept_row *k = &r->rows[row];

		csv_cell(table, k->sheet, true, ';');
		csv_cell(table, arena_print(r->arena, "%zu", k->number), false, ';');
		csv_cell(table, k->notes, false, ';');
		for (size_t i = 0; i < r->width; i++)
			csv_cell(table, i < k->count && k->cells[i] ? k->cells[i] : "", false, ';');
		out_text(table, "\n");
	}
	if (out_full(table))
		package_fail(r->parts->package, "workbook.too_large", NULL);
}

bool workbook_convert(struct arena *a, const char *bytes, size_t n, struct out *table, struct workbook_problem *out)
{
	struct package package = { .arena = a };
	struct parts *parts = ARENA_NEW(a, struct parts);
	struct reading *r = ARENA_NEW(a, struct reading);

	if (workbook_sniff(bytes, n, &package.problem) == WORKBOOK_TEXT)
		package_fail(&package, "workbook.not_xlsx", NULL);
	parts->package = &package;
	*r = (struct reading){ .parts = parts, .arena = a, .rows = ARENA_MANY(a, WORKBOOK_ROWS_MAX + 1, struct kept_row) };
	out_init(&r->gathering.text, a, CELL_BYTES_MAX);
	if (!package.problem.rule && package_open(&package, bytes, n) && parts_read(parts))
		read_sheets(r);
	if (!package.problem.rule)
		write_table(r, table);
	package_close(&package);
	*out = package.problem;
	return !package.problem.rule;
}
