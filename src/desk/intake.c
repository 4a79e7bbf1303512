/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/intake.h"

#include <string.h>

#include "base/text.h"
#include "desk/transfer_problem.h"
#include "desk/transfer_sheet.h"

enum { SAMPLE_CHARS = 60, HEADING_CHARS = 200, HEADING_WORDS = 8 }; /* no heading of ours has more words */

/* A table being made out. */
struct making_out {
	struct arena *arena;
	const struct catalogue *words;
	const struct given *choices;
	size_t choice_count;
	struct intake *out;
	const struct transfer_sheet *sheet;
	const struct transfer_headings *headings;
	size_t head_at;      /* index in the table of the row of headings */
};

const char *intake_choice(const struct given *choices, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(choices[i].name, name))
			return choices[i].value;
	return NULL;
}

static const char *chosen(const struct making_out *m, const char *name)
{
	return intake_choice(m->choices, m->choice_count, name);
}

/* ------------------------------------------------------------------------------------------- files --- */

static const struct fault *file_of_text(struct arena *a, const char *bytes, size_t n, const char **out_table, size_t *out_n,
	struct intake_refusal *out)
{
	struct transfer t = { .sheet = sheet_find("plan") };
	struct csv_problem problem;
	struct csv csv;
	struct out table;

	if (!csv_read(a, bytes, n, &csv, &problem)) {
		problem_csv(a, &t, &problem);
		*out = (struct intake_refusal){ t.problems[0].rule, t.problems[0].arg, t.problems[0].line };
		return NULL;
	}
	if (csv.columns > WORKBOOK_COLUMNS_MAX || csv.row_count >= WORKBOOK_ROWS_MAX) {
		bool is_wide = csv.columns > WORKBOOK_COLUMNS_MAX;

		*out = (struct intake_refusal){ is_wide ? "workbook.too_many_columns" : "workbook.too_many_rows",
			arena_print(a, "%d", is_wide ? WORKBOOK_COLUMNS_MAX : WORKBOOK_ROWS_MAX), 0 };
		return NULL;
	}
	out_init(&table, a, WORKBOOK_TABLE_MAX);
	workbook_table_from_csv(&csv, &table);
	*out = (struct intake_refusal){ out_full(&table) ? "workbook.too_large" : NULL, NULL, 0 };
	*out_table = out_full(&table) ? NULL : out_cstr(&table);
	*out_n = table.length;
	return NULL;
}

const struct fault *intake_file(struct arena *a, const char *program, const char *bytes, size_t n, const char **out_table,
	size_t *out_n, struct intake_refusal *out)
{
	struct workbook_problem problem = { NULL, NULL };
	const struct fault *f = NULL;

	*out_table = NULL;
	switch (workbook_sniff(bytes, n, &problem)) {
	case WORKBOOK_TEXT:
		return file_of_text(a, bytes, n, out_table, out_n, out);
	case WORKBOOK_XLSX:
		f = workbook_ask(a, program, bytes, n, out_table, out_n, &problem);
		break;
	case WORKBOOK_OTHER:
		break;
	}
	*out = (struct intake_refusal){ problem.rule, problem.arg, 0 };
	return f;
}

/* ------------------------------------------------------------------------------------------- headings --- */

const char *intake_shown(struct arena *a, const char *cell, size_t max)
{
	char *text = NULL, *line = arena_text(a, cell);
	const char *end;
	size_t n = 0;

	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	(void)text_clean(a, line, strlen(line), TEXT_MAX_CHARS, true, &text);
	if (!text)
		return "";
	for (end = text; *end && n < max; n++)
		(void)text_next(&end);
	return *end ? arena_print(a, "%.*s...", (int)(end - text), text) : text;
}

/* The column of ours a heading means: as it stands, without what follows a bracket, colon or stroke, and with ever fewer of
 * its last words; the sheet's count for none. */
static size_t meant(const struct making_out *m, const char *heading)
{
	char *text = arena_text(m->arena, heading), *after = text;
	size_t words = 0, column = headings_find(m->headings, m->arena, text);

	text[strcspn(text, "(:/*")] = '\0';
	while ((after = strchr(after, ' ')) && ++words <= HEADING_WORDS)
		after++;
	if (after)
		*after = '\0';
	while (column == m->sheet->count && *text) {
		char *space = strrchr(text, ' ');

		column = headings_find(m->headings, m->arena, text);
		if (!space)
			break;
		*space = '\0';
	}
	return column;
}

/* The heading above, which may span several columns: the nearest one to the left. */
static const char *above(const struct making_out *m, size_t row, size_t column)
{
	const struct workbook_row *rows = m->out->table.rows;

	if (!row || strcmp(rows[row - 1].sheet, rows[row].sheet) != 0 || rows[row - 1].number + 1 != rows[row].number)
		return NULL;
	for (size_t i = column + 1; i > 0; i--)
		if (!text_is_blank(rows[row - 1].cells[i - 1]))
			return intake_shown(m->arena, rows[row - 1].cells[i - 1], HEADING_CHARS);
	return NULL;
}

static const char *guessed(const struct making_out *m, size_t row, size_t column)
{
	const struct transfer_sheet *sheet = m->sheet;
	const char *heading = intake_shown(m->arena, m->out->table.rows[row].cells[column], HEADING_CHARS), *over;
	size_t found;

	over = above(m, row, column);
	found = over ? headings_find(m->headings, m->arena, arena_print(m->arena, "%s %s", over, heading)) : sheet->count;
	if (found == sheet->count && *heading)
		found = meant(m, heading);
	return found < sheet->count && sheet->columns[found].to != TO_NOTHING ? sheet->columns[found].name : "";
}

/* How many of our columns the row would name. */
static size_t score(const struct making_out *m, size_t row)
{
	bool *named = ARENA_MANY(m->arena, m->sheet->count, bool);
	size_t count = 0;

	for (size_t i = 0; i < m->out->table.columns; i++) {
		const char *name = text_is_blank(m->out->table.rows[row].cells[i]) ? "" : guessed(m, row, i);

		if (*name && !named[sheet_column(m->sheet, name)]) {
			named[sheet_column(m->sheet, name)] = true;
			count++;
		}
	}
	return count;
}

/* ------------------------------------------------------------------------------------------- which table --- */

static bool is_sheet(const struct intake *i, size_t row, const char *sheet)
{
	return !strcmp(i->table.rows[row].sheet, sheet);
}

static void list_sheets(struct intake *out)
{
	for (size_t row = 0; row < out->table.count; row++) {
		bool is_new = !row || !is_sheet(out, row, out->table.rows[row - 1].sheet);

		if (is_new && out->sheet_count < INTAKE_SHEETS_MAX)
			out->sheets[out->sheet_count++] = out->table.rows[row].sheet;
	}
}

/* The row of a sheet that maps best, the first of equals. */
static size_t best_row(const struct making_out *m, const char *name, size_t *out_score)
{
	size_t best = m->out->table.count, best_score = 0, seen = 0;

	for (size_t row = 0; row < m->out->table.count && seen < INTAKE_HEADS_MAX; row++) {
		size_t s;

		if (!is_sheet(m->out, row, name))
			continue;
		seen++;
		s = score(m, row);
		if (best == m->out->table.count || s > best_score) {
			best = row;
			best_score = s;
		}
	}
	*out_score = best_score;
	return best;
}

static void choose_sort(struct making_out *m)
{
	const char *sort = chosen(m, "sort");

	m->sheet = sort ? sheet_find(sort) : NULL;
	if (!m->sheet)
		m->sheet = sheet_find("plan");
	m->headings = headings_read(m->sheet, m->arena);
	m->out->sort = m->sheet->sort;
}

/* The chosen sheet, else the one whose best row maps best. */
static void choose_sheet(struct making_out *m)
{
	const char *name = chosen(m, "sheet");
	size_t best_score = 0, s;

	m->out->sheet = m->out->sheets[0];
	for (size_t i = 0; i < m->out->sheet_count; i++) {
		if (name && !strcmp(name, m->out->sheets[i])) {
			m->out->sheet = m->out->sheets[i];
			return;
		}
		(void)best_row(m, m->out->sheets[i], &s);
		if (s > best_score) {
			best_score = s;
			m->out->sheet = m->out->sheets[i];
		}
	}
}

static void choose_head(struct making_out *m)
{
	const char *head = chosen(m, "head");
	int64_t number;
	size_t s;

	m->head_at = best_row(m, m->out->sheet, &s);
	for (size_t row = 0; row < m->out->table.count; row++) {
		if (!is_sheet(m->out, row, m->out->sheet))
			continue;
		if (m->out->head_count < INTAKE_HEADS_MAX)
			m->out->heads[m->out->head_count++] = row;
		if (head && text_to_int(head, 1, INT32_MAX, &number) && m->out->table.rows[row].number == (size_t)number)
			m->head_at = row;
	}
	m->out->head = m->out->table.rows[m->head_at].number;
}

/* ------------------------------------------------------------------------------------------- columns --- */

static bool is_ours(const struct transfer_sheet *sheet, const char *name)
{
	for (size_t i = 0; i < sheet->count; i++)
		if (!strcmp(sheet->columns[i].name, name))
			return sheet->columns[i].to != TO_NOTHING;
	return !*name;
}

static void take_samples(const struct making_out *m, size_t column, struct intake_column *c)
{
	size_t count = 0;

	for (size_t row = m->head_at + 1; row < m->out->table.count && count < INTAKE_SAMPLES; row++)
		if (is_sheet(m->out, row, m->out->sheet) && !text_is_blank(m->out->table.rows[row].cells[column]))
			c->samples[count++] = intake_shown(m->arena, m->out->table.rows[row].cells[column], SAMPLE_CHARS);
}

/* A column of values whose first one is none was meant otherwise. */
static bool is_no_number(const struct making_out *m, const char *name, const char *sample)
{
	const struct field *f = sheet_kind_field(m->sheet, &m->sheet->columns[sheet_column(m->sheet, name)]);

	return sample && f->type == FIELD_DECIMAL && !text_to_decimal(m->arena, sample);
}

/* Chosen columns stand; a guess counts when nobody else has taken it. */
static void choose_columns(struct making_out *m)
{
	bool *taken = ARENA_MANY(m->arena, m->sheet->count, bool);
	struct intake *out = m->out;

	out->columns = ARENA_MANY(m->arena, out->table.columns, struct intake_column);
	for (size_t i = 0; i < out->table.columns; i++) {
		struct intake_column *c = &out->columns[i];

		take_samples(m, i, c);
		c->heading = intake_shown(m->arena, out->table.rows[m->head_at].cells[i], HEADING_CHARS);
		c->letters = *c->heading || c->samples[0] ? workbook_letters(m->arena, i) : NULL;
		c->chosen = chosen(m, arena_print(m->arena, "column.%s", workbook_letters(m->arena, i)));
		if (c->chosen && !is_ours(m->sheet, c->chosen))
			c->chosen = NULL;
		if (c->chosen && *c->chosen)
			taken[sheet_column(m->sheet, c->chosen)] = true;
	}
	for (size_t i = 0; i < out->table.columns; i++) {
		struct intake_column *c = &out->columns[i];
		const char *guess = c->chosen || !c->letters ? "" : guessed(m, m->head_at, i);

		if (*guess && is_no_number(m, guess, c->samples[0]))
			guess = "";
		if (!c->chosen)
			c->chosen = *guess && !taken[sheet_column(m->sheet, guess)] ? guess : "";
		if (*c->chosen)
			taken[sheet_column(m->sheet, c->chosen)] = true;
	}
}

/* ------------------------------------------------------------------------------------------- reading --- */

/* What was said of a thing: "thing.N" holds its type and name, "thing.N.as" and the others what was said. */
static const char *answer(const void *self, const char *type, const char *called, const char *what)
{
	const struct making_out *m = self;
	const char *key = arena_print(m->arena, "%s:%s", type, called);

	for (size_t i = 0; i < m->choice_count; i++)
		if (!strncmp(m->choices[i].name, "thing.", 6) && !strcmp(m->choices[i].value, key)
			&& strspn(m->choices[i].name + 6, "0123456789") == strlen(m->choices[i].name + 6))
			return chosen(m, arena_print(m->arena, "%s.%s", m->choices[i].name, what));
	return NULL;
}

static const char *given_text(const struct making_out *m, const char *name)
{
	const char *text = chosen(m, name);

	return text_is_blank(text) ? NULL : text;
}

static void give_help(const struct making_out *m, struct transfer_help *h)
{
	*h = (struct transfer_help){ .leaves_faults = given_text(m, "leave_faults") != NULL,
		.organisation_missing = catalogue_text(m->words, "import.organisation_missing"),
		.according = catalogue_text(m->words, "import.according"),
		.effect_missing = catalogue_text(m->words, "import.effect_missing"),
		.decision = given_text(m, "decision"), .plan_name = given_text(m, "plan_name"), .plan_body = given_text(m, "plan_body"),
		.plan_adopted = given_text(m, "plan_adopted"), .plan_diary_no = given_text(m, "plan_diary_no"), .answer = answer,
		.self = m };
}

static void cut_out(const struct making_out *m, struct transfer_table *t, const char **names)
{
	const struct intake *in = m->out;

	t->csv = (struct csv){ .columns = in->table.columns, .header = in->table.rows[m->head_at].cells,
		.rows = ARENA_MANY(m->arena, in->table.count, struct csv_row) };
	for (size_t row = m->head_at + 1; row < in->table.count; row++)
		if (is_sheet(in, row, in->sheet))
			t->csv.rows[t->csv.row_count++] = (struct csv_row){ in->table.rows[row].number, in->table.rows[row].cells };
	for (size_t i = 0; i < in->table.columns; i++)
		names[i] = in->columns[i].chosen;
	t->chosen = names;
	t->heading_line = in->head;
	t->is_lettered = true;
}

const struct fault *intake_read(struct desk *d, struct arena *a, const char *language, const char *table, size_t n,
	const struct given *choices, size_t count, bool *out_is_table, struct intake *out)
{
	struct making_out m = { .arena = a, .words = catalogue_get(language), .choices = choices, .choice_count = count, .out = out };
	struct transfer_table t = { .heading_line = 0 };
	struct transfer_help *help = ARENA_NEW(a, struct transfer_help);

	*out = (struct intake){ .sort = NULL };
	*out_is_table = workbook_table(a, table, n, &out->table) && out->table.count > 0;
	if (!*out_is_table)
		return NULL;
	list_sheets(out);
	choose_sort(&m);
	choose_sheet(&m);
	choose_head(&m);
	choose_columns(&m);
	give_help(&m, help);
	cut_out(&m, &t, ARENA_MANY(a, out->table.columns, const char *));
	t.help = help;
	return transfer_read_table(d, a, out->sort, &t, &out->transfer);
}
