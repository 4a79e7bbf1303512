/* SPDX-License-Identifier: EUPL-1.2
 *
 * Goals: whose value a status is asked for, since a reading is due (kinds/reading.h); last value and target beside.
 */
#include <string.h>

#include "base/text.h"
#include "kinds/reading.h"
#include "pages/columns.h"
#include "pages/form/form.h"

const struct column form_goal_columns[GOAL_COLUMNS] = {
	OPEN("goal", COLUMN_ID), WORK("goal_text"), OPEN("indicator", COLUMN_TEXT), OPEN("unit", COLUMN_TEXT),
	OPEN("last_value", COLUMN_DECIMAL), OPEN("last_date", COLUMN_DATE), OPEN("target", COLUMN_DECIMAL),
	OPEN("number", COLUMN_INT), OPEN("typed", COLUMN_TEXT), INNER("field", COLUMN_CODE), INNER("goals_input", COLUMN_CODE),
	INNER("values_input", COLUMN_CODE), INNER("place", COLUMN_CODE),
};

static const char due_goals[] =
	"SELECT g.id, text(g.goal_text, 'text'), text(i.name_text, 'name'), text(i.unit_text, 'unit'),"
	" coalesce(v.value, g.baseline), CASE WHEN v.value IS NULL THEN g.baseline_date ELSE v.date END, g.target,"
	" g.number"
	" FROM goal AS g JOIN period AS p ON p.id = ?2 JOIN indicator AS i ON i.id = g.indicator"
	" LEFT JOIN indicator_value AS v ON (v.seq, v.item) = (SELECT n.seq, n.item FROM indicator_value AS n"
	" WHERE n.indicator = g.indicator ORDER BY n.date_day DESC, n.seq DESC LIMIT 1)"
	" WHERE g.measure = ?1 AND " READING_IS_DUE " ORDER BY g.number";

bool form_asks_goals(const struct form *form)
{
	struct rows r = store_ask(form->store, due_goals, "tt", form->measure, form->period);
	bool is_due = rows_next(&r);

	if (is_due)
		rows_end(&r);
	return is_due && !strcmp(form->kind->name, "status_reported");
}

/* The value typed beside this goal: two lists side by side. */
static const char *typed_value(const struct form *form, const char *goal)
{
	const char *typed;

	for (size_t i = 0; (typed = form_value(form, "goals", i)); i++)
		if (text_equal(form_object(form, "goal", typed), goal))
			return form_value(form, "values", i);
	return NULL;
}

/* The goals of one form, from row `at` of the table on; the number of the next free row. */
static size_t fill_goals(const struct form *form, struct table *t, size_t at)
{
	static const char *const columns[] = { "goal", "goal_text", "indicator", "unit", "last_value", "last_date",
		"target" };
	struct rows r = store_ask(form->store, due_goals, "tt", form->measure, form->period);

	while (at < t->row_count && rows_next(&r)) {
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			fill_text(t, at, columns[i], rows_type(&r, (int)i) == STORE_TEXT
				? rows_text(&r, form->arena, (int)i) : NULL);
		fill_int(t, at, "number", rows_int(&r, 7));
		fill_text(t, at, "typed", typed_value(form, t->cells[at * t->column_count].text));
		fill_text(t, at, "field", form_place(form, "goals"));
		fill_text(t, at, "goals_input", form_input(form, "goals"));
		fill_text(t, at, "values_input", form_input(form, "values"));
		fill_text(t, at, "place", form_place(form, arena_print(form->arena, "value-%lld", (long long)rows_int(&r, 7))));
		at++;
	}
	rows_end(&r);
	return at;
}

void form_fill_goals(const struct form *forms, size_t count)
{
	struct table *t;
	size_t room = 0, at = 0;

	for (size_t i = 0; i < count; i++)
		if (!strcmp(forms[i].kind->name, "status_reported"))
			room += (size_t)store_int(forms[i].store, 0, "SELECT count(*) FROM goal WHERE measure = ?", "t",
				forms[i].measure);
	if (!room)
		return;
	t = fill_table(forms[0].fill, "goals", room);
	for (size_t i = 0; i < count; i++)
		at = fill_goals(&forms[i], t, at);
	t->row_count = at;
}
