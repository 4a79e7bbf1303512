/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/transfer.h"

#include <string.h>

#include "base/text.h"
#include "desk/transfer_problem.h"
#include "desk/transfer_sheet.h"
#include "guard/identity.h"
#include "workbook/workbook.h"

enum { REPEATED_MAX_CHARS = 80 };

const char *problem_safe(struct arena *a, const char *text)
{
	char *clean = NULL;

	if (text_clean(a, text, strlen(text), REPEATED_MAX_CHARS, true, &clean) != TEXT_OK
		|| identity_find(clean, NULL) != IDENTITY_NONE)
		return NULL;
	return clean;
}

void problem_add(struct arena *a, struct transfer *t, struct transfer_problem p)
{
	if (!t->problems)
		t->problems = ARENA_MANY(a, TRANSFER_PROBLEMS_MAX, struct transfer_problem);
	if (t->problem_count == TRANSFER_PROBLEMS_MAX)
		t->problems[TRANSFER_PROBLEMS_MAX - 1] = (struct transfer_problem){ .line = p.line, .rule = "transfer.more" };
	else
		t->problems[t->problem_count++] = p;
}

void problem_at(struct arena *a, struct transfer *t, size_t line, size_t column, const char *rule, const char *arg)
{
	struct transfer_problem p = { .line = line, .rule = rule, .arg = arg ? problem_safe(a, arg) : NULL };

	if (arg && !p.arg)
		p.rule = arena_print(a, "%s_unsaid", rule);
	if (column < t->sheet->count) {
		p.column = t->columns[column];
		p.letters = t->is_lettered && p.column ? workbook_letters(a, p.column - 1) : NULL;
		p.heading = t->headings[column];
		p.field = t->sheet->columns[column].field;
	}
	if (column < t->sheet->count && !p.heading)
		p.missing = sheet_key(t->sheet, a, column);
	problem_add(a, t, p);
}

void problem_csv(struct arena *a, struct transfer *t, const struct csv_problem *p)
{
	static const char *const rules[] = { [CSV_OK] = "transfer.not_text", [CSV_NOT_TEXT] = "transfer.not_text",
		[CSV_EMPTY] = "transfer.no_heading", [CSV_UNCLOSED_QUOTE] = "transfer.unclosed_quote",
		[CSV_AFTER_QUOTE] = "transfer.after_quote", [CSV_RAGGED] = "transfer.ragged",
		[CSV_TOO_MANY_ROWS] = "transfer.too_many_rows", [CSV_TOO_MANY_COLUMNS] = "transfer.too_many_columns" };
	struct transfer_problem made = { .line = p->line, .rule = rules[p->sort] };

	if (p->sort == CSV_UNCLOSED_QUOTE || p->sort == CSV_AFTER_QUOTE)
		made.arg = arena_print(a, "%zu", p->column);
	else if (p->sort == CSV_RAGGED)
		made.arg = arena_print(a, "%zu/%zu", p->got, p->expected);
	else if (p->sort == CSV_TOO_MANY_ROWS)
		made.arg = arena_print(a, "%d", CSV_ROWS_MAX);
	else if (p->sort == CSV_TOO_MANY_COLUMNS)
		made.arg = arena_print(a, "%d", CSV_COLUMNS_MAX);
	problem_add(a, t, made);
}

bool transfer_has_fault(const struct transfer *t)
{
	for (size_t i = 0; i < t->problem_count; i++)
		if (!t->problems[i].is_note)
			return true;
	return false;
}

/* ---------------------------------------------------------------------------------- what was refused --- */

/* The column at fault; the sheet's count when it is the whole row. */
static size_t column_of(const struct transfer *t, enum transfer_to to, const char *field)
{
	size_t none = t->sheet->count, column, common;

	if (!field)
		return none;
	if (text_equal(field, "measure") || text_equal(field, "number"))
		return sheet_column(t->sheet, "number");
	if (text_equal(field, "goals") || text_equal(field, "values"))
		return sheet_column(t->sheet, "readings");
	if (text_equal(field, "goal"))
		field = "text";
	column = sheet_field(t->sheet, to, field);
	common = sheet_field(t->sheet, TO_GOAL, field);
	if ((to == TO_PROCESS || to == TO_EFFECT) && column < none && !t->columns[column] && common < none && t->columns[common])
		return common;
	return column;
}

static void tell(struct arena *a, struct transfer *t, size_t offer, const struct json *refusal)
{
	const struct json *note = js_get(refusal, "note");
	const char *rule = js_get_text(refusal, "rule"), *field = js_get_text(refusal, "field");
	size_t count = t->problem_count;

	problem_at(a, t, t->lines[offer], column_of(t, (enum transfer_to)t->about[offer], field), rule ? rule : "transfer.refused",
		NULL);
	if (t->problem_count == count)
		return;
	t->problems[count].field = field;
	t->problems[count].arg = js_get_text(refusal, "arg");
	t->problems[count].is_note = note != NULL;
}

/* The goals of a measure that was refused find no measure, and rows nothing that was refused before them: that is no fault of
 * theirs. */
static bool is_consequence(const struct transfer *t, size_t offer, size_t refused_line, bool is_made_refused,
	const struct json *refusal)
{
	if (is_made_refused && t->about[offer] != TO_NOTHING && text_equal(js_get_text(refusal, "rule"), "offer.no_such_object"))
		return true;
	return t->lines[offer] == refused_line && text_equal(js_get_text(refusal, "rule"), "offer.no_such_object")
		&& text_equal(js_get_text(refusal, "field"), "measure");
}

void transfer_refused(struct arena *a, struct transfer *t, const struct json *answer)
{
	const struct json *answers = js_get(answer, "answers");
	size_t refused_line = 0;
	bool is_made_refused = false;

	for (size_t i = 0; answers && answers->type == JS_ARRAY && i < answers->count && i < t->offers->count; i++) {
		const struct json *refusals = js_get(answers->items[i], "refusals");
		bool is_refused = false;

		for (size_t j = 0; refusals && refusals->type == JS_ARRAY && j < refusals->count; j++) {
			is_refused |= !js_get(refusals->items[j], "note");
			if (!is_consequence(t, i, refused_line, is_made_refused, refusals->items[j]))
				tell(a, t, i, refusals->items[j]);
		}
		if (is_refused)
			refused_line = t->lines[i];
		is_made_refused = is_made_refused || (is_refused && t->about[i] == TO_NOTHING);
	}
}

/* -------------------------------------------------------------------------------------- in words --- */

static const char *what(struct arena *a, const struct catalogue *words, const struct transfer_problem *p)
{
	bool is_ours = !strncmp(p->rule, "transfer.", 9);
	const char *key = is_ours ? p->rule : arena_print(a, "refusal.%s", p->rule);
	const char *arg = p->arg ? p->arg : "";

	if (p->field && !strcmp(p->rule, "transfer.code"))
		arg = transfer_words(a, words, p->field);
	return catalogue_fill(words, a, key, &arg, 1);
}

const char *transfer_problem_text(struct arena *a, const struct catalogue *words, const struct transfer_problem *p)
{
	const char *line = arena_print(a, "%zu", p->line), *column = arena_print(a, "%zu", p->column), *sentence = what(a, words, p);
	const char *cell[] = { line, p->letters ? p->letters : column, p->heading, sentence }, *row[] = { line, sentence };
	const char *missing[] = { line, p->missing ? transfer_spelt(a, words, p->missing) : "", sentence };

	if (p->column)
		return catalogue_fill(words, a, "transfer.at_cell", cell, 4);
	if (p->missing)
		return catalogue_fill(words, a, "transfer.at_column", missing, 3);
	return catalogue_fill(words, a, "transfer.at_row", row, 2);
}
