/* SPDX-License-Identifier: EUPL-1.2
 *
 * follow_up: how the own measures go, one at a time by keyboard, or all on one page.  A sheet (pages/rows.h): each measure
 * has a row with the fields of status_reported, made as the form makes them, and where the last status was green a row that
 * says "nothing new".  `fill` makes what SQL cannot know: the fields, and what was typed.
 */
#include <string.h>

#include "base/text.h"
#include "kinds/roles.h"
#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/refusals.h"
#include "pages/rows.h"

enum { NOTHING_FROM = 500000000, GIVEN_MAX = 3 };

static const char *const yes[] = { "1", NULL };
static const struct input inputs[] = {
	{ .name = "measure", .type = INPUT_OBJECT, .object = "measure" },
	{ .name = "after", .type = INPUT_INT },
	{ .name = "all", .type = INPUT_WORD, .codes = yes },
	{ .name = "copy", .type = INPUT_WORD, .codes = yes },
};

static const struct column queue[] = {
	OPEN("period", COLUMN_DATE), OPEN("answer_by", COLUMN_DATE), OPEN("organisation", COLUMN_TEXT),
	OPEN("total", COLUMN_INT), OPEN("unanswered", COLUMN_INT), OPEN("place", COLUMN_INT), OPEN("current", COLUMN_INT),
	OPEN("heading", COLUMN_TEXT), INNER("left_count", COLUMN_INT), INNER("is_all", COLUMN_BOOL), INNER("is_copy", COLUMN_BOOL),
};
static const struct column measures[] = {
	OPEN("id", COLUMN_ID), INNER("row", COLUMN_INT), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT),
	OPEN("process", COLUMN_CODE), OPEN("before_period", COLUMN_DATE), OPEN("evidence", COLUMN_CODE),
	OPEN("who", COLUMN_TEXT), WORK("text"), WORK("next_step"), OPEN("obstacle", COLUMN_CODE),
	OPEN("before_entry", COLUMN_INT), OPEN("now_process", COLUMN_CODE), OPEN("now_evidence", COLUMN_CODE),
	OPEN("now_day", COLUMN_DAY), OPEN("now_who", COLUMN_TEXT), OPEN("now_entry", COLUMN_INT), WORK("now_text"),
	INNER("last_evidence", COLUMN_CODE), INNER("nothing_row", COLUMN_INT), INNER("is_nothing", COLUMN_BOOL),
	INNER("row_error", COLUMN_TEXT), INNER("is_conflict", COLUMN_BOOL),
};
static const struct column open_goals[] = {
	OPEN("number", COLUMN_INT), WORK("goal_text"), OPEN("indicator", COLUMN_TEXT), OPEN("unit", COLUMN_TEXT),
	OPEN("last_value", COLUMN_DECIMAL), OPEN("last_date", COLUMN_DATE), OPEN("target", COLUMN_DECIMAL),
	OPEN("due", COLUMN_DATE),
};
static const struct column questions[] = {
	OPEN("number", COLUMN_INT), OPEN("entry", COLUMN_INT), WORK("text"), OPEN("asked", COLUMN_DAY), OPEN("who", COLUMN_TEXT),
};

static const struct query queries[] = {
	{ QUERY("queue", queue), .is_one = true },
	{ .name = "sheet", .columns = sheet_columns, .column_count = SHEET_COLUMN_COUNT, .is_one = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
	{ QUERY("measures", measures), .is_whole = true },
	{ QUERY("open_goals", open_goals), .is_whole = true, .parent = "measures", .key = "number" },
	{ QUERY("questions", questions), .is_whole = true, .parent = "measures", .key = "number" },
	{ .name = "fields", .columns = form_field_columns, .column_count = FIELD_COLUMNS, .parent = "measures", .key = "row" },
	{ .name = "options", .columns = form_option_columns, .column_count = OPTION_COLUMNS, .parent = "fields",
		.key = "field" },
	{ .name = "goals", .columns = form_goal_columns, .column_count = GOAL_COLUMNS, .parent = "fields", .key = "field" },
};

static const char *const sheet[] = { "status_reported", NULL };

/* The texts of the status before, when they are asked for: they are written anew and read before they are sent. */
static size_t copy_before(const struct fill *f, const struct table *t, size_t row, struct page_input *out)
{
	static const char *const columns[] = { "text", "next_step" };
	size_t count = 0;

	for (size_t i = 0; ask_input(f->ask, "copy") && i < COUNT_OF(columns); i++)
		if (table_text(t, row, columns[i]))
			out[count++] = (struct page_input){ columns[i], table_text(t, row, columns[i]) };
	return count;
}

static struct form form_of_row(struct fill *f, const struct table *t, size_t row)
{
	struct page_input *given = ARENA_MANY(f->arena, GIVEN_MAX, struct page_input);
	struct form form = { .fill = f, .arena = f->arena, .store = f->store, .ask = f->ask,
		.kind = kind_find("status_reported"), .words = catalogue_get(f->ask->language), .given = given, .given_count = 1,
		.row = table_int(t, row, "row"), .has_focus = !row && !f->ask->refusals && !ask_input(f->ask, "all") };

	given[0] = (struct page_input){ "measure", table_text(t, row, "id") };
	form.given_count += copy_before(f, t, row, given + 1);
	form_look(&form);
	return form;
}

/* "12. Title" of the measure of a row. */
static const char *name_of(void *self, int64_t row)
{
	struct fill *f = self;
	const struct table *t = fill_found(f, "measures");

	for (size_t i = 0; i < t->row_count; i++)
		if (table_int(t, i, "row") == row % NOTHING_FROM)
			return rows_measure(f, t, i);
	return NULL;
}

static bool shows(void *self, const char *field, int64_t row)
{
	struct fill *f = self;
	const struct table *t = fill_found(f, "fields");
	const char *place = arena_print(f->arena, "%s-%lld", strcmp(field, "values") ? field : "goals", (long long)row);

	for (size_t i = 0; i < t->row_count; i++)
		if (text_equal(table_text(t, i, "field"), place))
			return true;
	return false;
}

static const char *error_of_row(struct fill *f, int64_t row)
{
	static const char *const fields[] = { "row", "measure", "period", "nothing_new", "on_behalf_of" };

	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		const char *error = rows_error(f, fields[i], row);

		if (error)
			return error;
	}
	return NULL;
}

static void fill_row(struct fill *f, struct table *t, size_t row)
{
	int64_t number = table_int(t, row, "row");
	const char *error = error_of_row(f, number);

	fill_text(t, row, "row_error", error ? error : error_of_row(f, number + NOTHING_FROM));
	fill_int(t, row, "is_nothing", rows_typed(f->ask, f->arena, "take", number + NOTHING_FROM, 0) != NULL);
	fill_int(t, row, "is_conflict", rows_is_conflict(f->ask, f->arena, number)
		|| rows_is_conflict(f->ask, f->arena, number + NOTHING_FROM));
}

static void fill(struct fill *f)
{
	struct rows_words words = { name_of, shows, f };
	struct table *t = fill_found(f, "measures");
	struct form *forms = ARENA_MANY(f->arena, t->row_count, struct form);

	for (size_t i = 0; i < t->row_count; i++) {
		forms[i] = form_of_row(f, t, i);
		fill_row(f, t, i);
	}
	form_fill_goals(forms, t->row_count);
	form_fill_fields(forms, t->row_count);
	rows_fill_sheet(f);
	rows_fill_errors(f, &words);
}

const struct page page_follow_up = { .name = "follow_up", .path = "/follow_up", .readers = ROLES_WORK, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "measures",
	.is_form = true, .sheet = sheet, .fill = fill };
