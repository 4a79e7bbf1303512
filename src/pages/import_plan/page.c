/* SPDX-License-Identifier: EUPL-1.2
 *
 * import_plan (/import): somebody's own spreadsheet becomes the plan, or the statuses of a period.  First a file is chosen;
 * then its columns are matched with ours, what would be written is shown (a dry run, judged by the same rules), and one
 * button writes all of it or nothing.  Last stands what the plan's measures lack.
 * What the file holds is known to the door alone, which reads it (doors/web_import.c): it hands the tables over as
 * page_ask.made, one array of objects for each table here but `missing`.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "upload", .type = INPUT_INT },
};

static const struct column import[] = {
	OPEN("upload", COLUMN_INT), OPEN("sort", COLUMN_CODE), OPEN("sheet", COLUMN_TEXT), OPEN("head", COLUMN_INT),
	OPEN("rows", COLUMN_INT), OPEN("added", COLUMN_INT), OPEN("changed", COLUMN_INT), OPEN("same", COLUMN_INT),
	OPEN("kept_goals", COLUMN_INT), OPEN("faults", COLUMN_INT), OPEN("offers", COLUMN_INT), OPEN("is_plan", COLUMN_BOOL),
	OPEN("lacks_plan", COLUMN_BOOL), OPEN("needs_plan", COLUMN_BOOL), OPEN("needs_decision", COLUMN_BOOL),
	OPEN("is_late", COLUMN_BOOL), OPEN("leaves_faults", COLUMN_BOOL),
	OPEN("can_write", COLUMN_BOOL), OPEN("is_all_same", COLUMN_BOOL), OPEN("is_file_refused", COLUMN_BOOL),
	OPEN("plan_name", COLUMN_TEXT), OPEN("plan_body", COLUMN_TEXT), OPEN("plan_adopted", COLUMN_TEXT),
	OPEN("plan_diary_no", COLUMN_TEXT), OPEN("decision", COLUMN_TEXT), OPEN("made", COLUMN_INT),
};
static const struct column uploads[] = { OPEN("upload", COLUMN_INT), OPEN("sort", COLUMN_CODE), OPEN("kept", COLUMN_TIME) };
static const struct column choice_columns[] = { OPEN("value", COLUMN_TEXT), WORK("label"), OPEN("is_chosen", COLUMN_BOOL) };
static const struct column columns[] = {
	OPEN("letters", COLUMN_TEXT), WORK("heading"), WORK("samples"), OPEN("is_left_out", COLUMN_BOOL),
};
static const struct column targets[] = {
	INNER("letters", COLUMN_TEXT), OPEN("value", COLUMN_TEXT), OPEN("label", COLUMN_TEXT), OPEN("is_chosen", COLUMN_BOOL),
};
static const struct column things[] = {
	OPEN("number", COLUMN_INT), OPEN("type", COLUMN_CODE), WORK("called"), OPEN("uses", COLUMN_INT), OPEN("line", COLUMN_INT),
	OPEN("key", COLUMN_TEXT), OPEN("better", COLUMN_CODE), OPEN("is_organisation", COLUMN_BOOL),
	OPEN("is_person", COLUMN_BOOL), OPEN("is_indicator", COLUMN_BOOL), OPEN("is_up", COLUMN_BOOL),
};
static const struct column nested_choices[] = {
	INNER("number", COLUMN_INT), OPEN("value", COLUMN_TEXT), WORK("label"), OPEN("is_chosen", COLUMN_BOOL),
};
static const struct column sorts[] = {
	INNER("number", COLUMN_INT), OPEN("sort", COLUMN_CODE), OPEN("is_chosen", COLUMN_BOOL),
};
static const struct column problems[] = { WORK("text"), OPEN("is_note", COLUMN_BOOL) };
static const struct column blanks[] = { OPEN("label", COLUMN_TEXT), OPEN("count", COLUMN_INT) };
static const struct column errors[] = { OPEN("text", COLUMN_TEXT), OPEN("field", COLUMN_TEXT), OPEN("label", COLUMN_TEXT) };
static const struct column missing[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("lacks_responsible", COLUMN_BOOL),
	OPEN("lacks_horizon", COLUMN_BOOL), OPEN("lacks_reporter", COLUMN_BOOL), OPEN("lacks_confirmer", COLUMN_BOOL),
	OPEN("lacks_process_goal", COLUMN_BOOL), OPEN("lacks_effect_goal", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("import", import), .is_one = true },
	{ QUERY("uploads", uploads) },
	{ QUERY("sheets", choice_columns) },
	{ QUERY("heads", choice_columns) },
	{ QUERY("columns", columns) },
	{ QUERY("targets", targets), .parent = "columns", .key = "letters" },
	{ QUERY("things", things) },
	{ QUERY("sames", nested_choices), .parent = "things", .key = "number" },
	{ QUERY("sorts", sorts), .parent = "things", .key = "number" },
	{ QUERY("problems", problems) },
	{ QUERY("blanks", blanks) },
	{ QUERY("errors", errors) },
	{ QUERY("missing", missing) },
};

/* A table as the door made it; one it does not have is empty, but for the one row the page needs. */
static void fill_made(struct fill *f, const struct query *q)
{
	const struct json *list = js_get(f->ask->made, q->name);
	size_t count = list && list->type == JS_ARRAY ? list->count : 0;
	struct table *t = fill_table(f, q->name, q->is_one && !count ? 1 : count);

	for (size_t row = 0; row < count; row++)
		for (size_t i = 0; i < q->column_count; i++) {
			const char *name = q->columns[i].name;
			const struct json *cell = js_get(list->items[row], name);

			if (cell && cell->type == JS_TEXT)
				fill_text(t, row, name, cell->text);
			else if (cell && (cell->type == JS_INT || cell->type == JS_BOOL))
				fill_int(t, row, name, cell->number);
		}
}

static void fill(struct fill *f)
{
	for (size_t i = 0; i < COUNT_OF(queries); i++)
		if (strcmp(queries[i].name, "missing") != 0)
			fill_made(f, &queries[i]);
}

const struct page page_import_plan = { .name = "import_plan", .path = "/import", .readers = ROLE_COORDINATOR, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "missing", .is_form = true,
	.fill = fill,
	.reads_office = true };
