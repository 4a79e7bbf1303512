/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/todo.h"

#include <string.h>

#include "base/text.h"
#include "pages/columns.h"
#include "view/format.h"

const struct column todo_columns[TODO_COLUMN_COUNT] = {
	OPEN("task", COLUMN_CODE), OPEN("count", COLUMN_INT), OPEN("path", COLUMN_ID),
};
const struct column todo_to_report[TO_REPORT_COLUMNS] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("answer_by", COLUMN_DATE),
};
const struct column todo_to_confirm[TO_CONFIRM_COLUMNS] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("entry", COLUMN_INT), OPEN("process", COLUMN_CODE),
	OPEN("who", COLUMN_TEXT), OPEN("reported", COLUMN_DAY),
};
const struct column todo_to_second[TO_SECOND_COLUMNS] = {
	OPEN("entry", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("number", COLUMN_INT),
	OPEN("title", COLUMN_TEXT), OPEN("who", COLUMN_TEXT), OPEN("last_day", COLUMN_DAY),
};
const struct column todo_to_answer[TO_ANSWER_COLUMNS] = {
	OPEN("entry", COLUMN_INT), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), WORK("text"), OPEN("who", COLUMN_TEXT),
	OPEN("asked", COLUMN_DAY),
};
const struct column todo_to_teach[TO_TEACH_COLUMNS] = { OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT) };
const struct column todo_silent[SILENT_COLUMNS] = {
	OPEN("organisation", COLUMN_ID), OPEN("responsible", COLUMN_TEXT), OPEN("count", COLUMN_INT),
};

const struct column todo_to_ask[TO_ASK_COLUMNS] = {
	OPEN("rule", COLUMN_CODE), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT),
	OPEN("organisation", COLUMN_ID), OPEN("question", COLUMN_TEXT), INNER("a", COLUMN_TEXT), INNER("b", COLUMN_TEXT),
	INNER("c", COLUMN_TEXT),
};

/* Each list and where what stands in it is done. */
static const struct {
	const char *task, *path;
} tasks[] = {
	{ "to_report", "/follow_up" }, { "to_confirm", "/confirm" }, { "to_second", "/tasks#to_second" },
	{ "to_answer", "/tasks#to_answer" }, { "to_teach", "/tasks#to_teach" }, { "own_proposals", "/tasks#own_proposals" },
	{ "drafts", "/tasks#drafts" }, { "silent", "/letters" }, { "unconfirmed", "/tasks#unconfirmed" },
	{ "to_try", "/tasks#to_try" }, { "to_ask", "/tasks#to_ask" }, { "without_sign_in", "/people" },
};

/* How the values in a rule's sentence are written: d a date, v a decimal, t as it is. */
static const struct {
	const char *rule, *forms;
} rules[] = {
	{ "goal_lowered", "td" }, { "goal_overdue", "td" }, { "effect_worse", "tvv" }, { "same_text", "d" }, { "all_green", "t" },
};

static const char *const values_at[] = { "a", "b", "c" };

static const char *written(struct fill *f, const struct catalogue *words, char form, const char *value)
{
	if (!value)
		return "";
	return form == 'd' ? format_date(f->arena, words, value) : form == 'v' ? format_decimal(f->arena, words, value) : value;
}

static void fill_question(struct fill *f, struct table *t, size_t row)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const char *rule = table_text(t, row, "rule"), *forms = "", *values[COUNT_OF(values_at)];
	size_t count;

	for (size_t i = 0; i < COUNT_OF(rules); i++)
		if (text_equal(rules[i].rule, rule))
			forms = rules[i].forms;
	count = strlen(forms);
	for (size_t i = 0; i < count; i++)
		values[i] = written(f, words, forms[i], table_text(t, row, values_at[i]));
	fill_text(t, row, "question", catalogue_fill(words, f->arena, arena_print(f->arena, "ask.%s", rule), values, count));
}

/* The list of this name if the page has it: one of the page tasks, here or there. */
static const struct table *list_of(const struct fill *f, const char *name)
{
	const struct page *page = f->ask->page;

	for (size_t i = 0; i < page->query_count; i++)
		if (!strcmp(page->queries[i].name, name) && (page->queries[i].from || !strcmp(page->name, "tasks")))
			return tables_find(f->tables, name);
	return NULL;
}

void todo_fill(struct fill *f)
{
	size_t counts[COUNT_OF(tasks)], rows = 0;
	struct table *t = fill_found(f, "to_ask");

	for (size_t row = 0; row < t->row_count; row++)
		fill_question(f, t, row);
	for (size_t i = 0; i < COUNT_OF(tasks); i++) {
		const struct table *list = list_of(f, tasks[i].task);

		counts[i] = list ? list->row_count : 0;
		rows += counts[i] > 0;
	}
	t = fill_table(f, "todo", rows);
	rows = 0;
	for (size_t i = 0; i < COUNT_OF(tasks); i++) {
		if (!counts[i])
			continue;
		fill_text(t, rows, "task", tasks[i].task);
		fill_int(t, rows, "count", (int64_t)counts[i]);
		fill_text(t, rows++, "path", tasks[i].path);
	}
}
