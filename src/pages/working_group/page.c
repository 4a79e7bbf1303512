/* SPDX-License-Identifier: EUPL-1.2
 *
 * working_group: every measure in one table, to be projected at a meeting and written in by keyboard.  A sheet
 * (pages/rows.h): row N writes the status of measure N, row N + QUESTION_FROM asks its responsible a question.  Who answers
 * for a measure writes its status as their own; the coordinator writes what the reporter says at the meeting, on the
 * reporter's behalf, according to the meeting of the day that stands above the table.
 *
 * `fill` puts back what was typed, and says the meeting in words.
 */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "pages/columns.h"
#include "pages/readers.h"
#include "pages/refusals.h"
#include "pages/rows.h"
#include "view/format.h"

enum { QUESTION_FROM = 1000000 };

static const char *const only[] = { "changed", "silent", "asked", NULL };
static const char *const evidences[] = { "stated", "counted", "measured", "evaluated", NULL };
static const char *const yes[] = { "1", NULL };

static const struct input inputs[] = {
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
	{ .name = "only", .type = INPUT_WORD, .codes = only },
	{ .name = "responsible", .type = INPUT_OBJECT, .object = "organisation" },
	{ .name = "large", .type = INPUT_WORD, .codes = yes },
	{ .name = "meeting", .type = INPUT_WORD },
	{ .name = "basis", .type = INPUT_WORD, .codes = evidences },
};

static const struct column group[] = {
	OPEN("period", COLUMN_DATE), OPEN("period_state", COLUMN_CODE), OPEN("previous", COLUMN_DATE), OPEN("answer_by", COLUMN_DATE),
	OPEN("total", COLUMN_INT), OPEN("reported_count", COLUMN_INT), OPEN("silent_count", COLUMN_INT),
	INNER("is_large", COLUMN_BOOL), INNER("is_filtered", COLUMN_BOOL), INNER("chosen_code", COLUMN_ID),
	INNER("chosen_name", COLUMN_TEXT), INNER("basis", COLUMN_CODE), INNER("may_write", COLUMN_BOOL),
	INNER("is_coordinator", COLUMN_BOOL), INNER("only_changed", COLUMN_BOOL), INNER("only_silent", COLUMN_BOOL),
	INNER("only_asked", COLUMN_BOOL),
};
static const struct column meeting[] = { INNER("meeting", COLUMN_DATE), INNER("according_to", COLUMN_TEXT),
	INNER("told_at", COLUMN_TEXT) };
static const struct column measures[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT), OPEN("organisation", COLUMN_ID),
	OPEN("reporter", COLUMN_TEXT), OPEN("before_process", COLUMN_CODE), OPEN("process", COLUMN_CODE), OPEN("change", COLUMN_CODE),
	OPEN("who", COLUMN_TEXT), OPEN("reported", COLUMN_DAY), OPEN("evidence", COLUMN_CODE), OPEN("checked", COLUMN_CODE),
	OPEN("effect", COLUMN_CODE), OPEN("obstacle", COLUMN_CODE), OPEN("remover", COLUMN_TEXT), WORK("text"), WORK("next_step"),
	OPEN("entry", COLUMN_INT), OPEN("question_count", COLUMN_INT), OPEN("is_goal_lowered", COLUMN_BOOL),
	OPEN("closing_proposed", COLUMN_BOOL), OPEN("id", COLUMN_ID), OPEN("link", COLUMN_ID), INNER("is_unconfirmed", COLUMN_BOOL),
	INNER("is_changed", COLUMN_BOOL), INNER("behalf", COLUMN_ID), INNER("behalf_function", COLUMN_TEXT),
	INNER("may_report", COLUMN_BOOL), INNER("may_ask", COLUMN_BOOL), INNER("question_row", COLUMN_INT),
	INNER("is_open", COLUMN_BOOL), INNER("row_error", COLUMN_TEXT), INNER("typed_process", COLUMN_CODE),
	INNER("is_green", COLUMN_BOOL), INNER("is_yellow", COLUMN_BOOL), INNER("typed_obstacle", COLUMN_CODE),
	INNER("typed_text", COLUMN_TEXT), INNER("typed_next_step", COLUMN_TEXT), INNER("typed_remover", COLUMN_CODE),
	INNER("typed_question", COLUMN_TEXT), INNER("process_error", COLUMN_BOOL), INNER("obstacle_error", COLUMN_BOOL),
	INNER("text_error", COLUMN_BOOL), INNER("next_step_error", COLUMN_BOOL), INNER("question_error", COLUMN_BOOL),
	INNER("is_here", COLUMN_BOOL),
};
static const struct column organisations[] = {
	INNER("code", COLUMN_ID), INNER("name", COLUMN_TEXT), INNER("measure_count", COLUMN_INT), INNER("is_chosen", COLUMN_BOOL),
};
static const struct column obstacles[] = { INNER("code", COLUMN_CODE) };
static const struct column bases[] = { INNER("code", COLUMN_CODE), INNER("is_chosen", COLUMN_BOOL) };

static const struct query queries[] = {
	{ QUERY("group", group), .is_one = true },
	{ QUERY("meeting", meeting), .is_one = true },
	{ .name = "sheet", .columns = sheet_columns, .column_count = SHEET_COLUMN_COUNT, .is_one = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
	{ QUERY("measures", measures), .is_whole = true },
	{ QUERY("organisations", organisations) },
	{ QUERY("obstacles", obstacles) },
	{ QUERY("bases", bases) },
};

static const char *const sheet[] = { "status_reported", "question_asked", NULL };

/* What row N holds, where it stands, and the mark of its fault. */
static const struct {
	const char *field, *typed, *error;
} controls[] = {
	{ "process", "typed_process", "process_error" }, { "obstacle", "typed_obstacle", "obstacle_error" },
	{ "text", "typed_text", "text_error" }, { "next_step", "typed_next_step", "next_step_error" },
	{ "remover", "typed_remover", NULL },
};
/* Faults of a row that no control of it can be blamed for. */
static const char *const others[] = { "row", "measure", "period", "evidence", "provision", "effect", "goals", "on_behalf_of",
	"according_to", "according_date", "suggests_closing", "nothing_new" };

static const char *joined(struct arena *a, const char *all, const char *one)
{
	return !one ? all : all ? arena_print(a, "%s %s", all, one) : one;
}

static void fill_controls(struct fill *f, struct table *t, size_t row)
{
	int64_t number = table_int(t, row, "number");
	const char *all = NULL;
	bool is_open = false;

	for (size_t i = 0; i < COUNT_OF(controls); i++) {
		const char *typed = rows_typed(f->ask, f->arena, controls[i].field, number, 0);
		const char *error = rows_error(f, controls[i].field, number);

		fill_text(t, row, controls[i].typed, text_is_blank(typed) ? NULL : typed);
		if (controls[i].error)
			fill_int(t, row, controls[i].error, error != NULL);
		is_open |= error || (i > 0 && !text_is_blank(typed));
		all = joined(f->arena, all, error);
		if (!i) {
			fill_int(t, row, "is_green", text_equal(typed, "green"));
			fill_int(t, row, "is_yellow", text_equal(typed, "yellow"));
		}
	}
	for (size_t i = 0; i < COUNT_OF(others); i++)
		all = joined(f->arena, all, rows_error(f, others[i], number));
	fill_int(t, row, "is_open", is_open);
	fill_text(t, row, "row_error", all);
}

static void fill_question(struct fill *f, struct table *t, size_t row)
{
	int64_t number = table_int(t, row, "number"), question = number + QUESTION_FROM;
	const char *typed = rows_typed(f->ask, f->arena, "text", question, 0), *error = rows_error(f, "text", question);

	fill_int(t, row, "question_row", question);
	fill_text(t, row, "typed_question", text_is_blank(typed) ? NULL : typed);
	fill_int(t, row, "question_error", error != NULL);
	if (!text_is_blank(typed) || error)
		fill_int(t, row, "is_open", 1);
	error = joined(f->arena, error, rows_error(f, "row", question));
	if (error)
		fill_text(t, row, "row_error", joined(f->arena, table_text(t, row, "row_error"), error));
}

/* The measure whose row was written alone while others wait, filled in: the page comes back there. */
static int64_t row_written(const struct page_ask *ask)
{
	int64_t row = 0;

	for (size_t i = 0; i < ask->typed_count && !(ask->refusals && refused(ask->refusals)); i++)
		if (!strcmp(ask->typed[i].name, "row"))
			(void)text_to_int(ask->typed[i].value, 1, SHEET_NUMBER_MAX, &row);
	return row % QUESTION_FROM;
}

/* "12. Title" of the measure that a row is about. */
static const char *name_of(void *self, int64_t row)
{
	struct fill *f = self;
	const struct table *t = fill_found(f, "measures");

	for (size_t i = 0; i < t->row_count; i++)
		if (table_int(t, i, "number") == row % QUESTION_FROM)
			return rows_measure(f, t, i);
	return NULL;
}

static bool shows(void *self, const char *field, int64_t row)
{
	(void)self;
	for (size_t i = 0; row < QUESTION_FROM && i < COUNT_OF(controls); i++)
		if (!strcmp(controls[i].field, field))
			return true;
	return row > QUESTION_FROM && !strcmp(field, "text");
}

/* The day of the meeting: the one in the address, else today. */
static void fill_meeting(struct fill *f)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const char *given = ask_input(f->ask, "meeting"), *date = given ? date_from_typed(f->arena, given) : NULL, *value;
	struct table *t = fill_table(f, "meeting", 1);

	if (!date || strlen(date) != strlen("2026-05-17"))
		date = day_text(f->arena, f->ask->today);
	value = format_date(f->arena, words, date);
	fill_text(t, 0, "meeting", date);
	fill_text(t, 0, "according_to", catalogue_fill(words, f->arena, "working_group.according_to", &value, 1));
	/* What is written has the day in a field of its own. */
	fill_text(t, 0, "told_at", catalogue_text(words, "working_group.told_at"));
}

static void fill(struct fill *f)
{
	struct rows_words words = { name_of, shows, f };
	struct table *t = fill_found(f, "measures");
	int64_t here = row_written(f->ask);

	fill_meeting(f);
	for (size_t row = 0; row < t->row_count; row++) {
		fill_int(t, row, "is_here", table_int(t, row, "number") == here);
		fill_controls(f, t, row);
		fill_question(f, t, row);
	}
	rows_fill_sheet(f);
	rows_fill_errors(f, &words);
}

const struct page page_working_group = { .name = "working_group", .path = "/working_group", .readers = READERS_SIGNED_IN,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "measures", .menu = 4, .sheet = sheet, .fill = fill };
