/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/transfer_sheet.h"

const char *const goal_fields[GOAL_FIELDS] = { "text", "indicator", "baseline", "baseline_date", "target", "due", "every_months" };

void cell_set(struct arena *a, struct transfer_cell *c, const char *text)
{
	*c = (struct transfer_cell){ .texts = ARENA_MANY(a, 1, const char *), .count = text != NULL };
	c->texts[0] = text;
}

void cell_order(struct transfer_cell *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->count; i++) {
		const char *text = c->texts[i];
		size_t at = kept;

		while (at > 0 && strcmp(c->texts[at - 1], text) > 0)
			at--;
		if (at > 0 && !strcmp(c->texts[at - 1], text))
			continue;
		memmove(&c->texts[at + 1], &c->texts[at], (kept - at) * sizeof(*c->texts));
		c->texts[at] = text;
		kept++;
	}
	c->count = kept;
}

bool cell_equal(const struct transfer_cell *a, const struct transfer_cell *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->texts[i], b->texts[i]))
			return false;
	return true;
}

static void read_cell(const struct rows *r, struct arena *a, int column, struct transfer_cell *out)
{
	if (rows_type(r, column) == STORE_BLOB) /* text()'s mark */
		*out = (struct transfer_cell){ .is_erased = true };
	else
		cell_set(a, out, rows_text(r, a, column));
}

/* The ids of a query about one measure. */
static void read_list(struct store *s, struct arena *a, const char *sql, const char *measure, struct transfer_cell *out)
{
	struct rows r = store_ask(s, sql, "t", measure);

	*out = (struct transfer_cell){ .texts = ARENA_MANY(a, VALUES_MAX, const char *) };
	while (out->count < VALUES_MAX && rows_next(&r))
		out->texts[out->count++] = rows_text(&r, a, 0);
	rows_end(&r);
	cell_order(out);
}

struct transfer_cell *standing_measure(struct store *s, struct arena *a, const struct transfer_sheet *sheet, const char *id)
{
	struct transfer_cell *cells = ARENA_MANY(a, sheet->count, struct transfer_cell);
	struct rows r = store_ask(s, "SELECT number, text(title_text, 'title') AS title, responsible, horizon, focus_area, sort,"
		" level, state, starts, ends, text(description_text, 'description') AS description,"
		" text(target_group_text, 'target_group') AS target_group, text(follow_up_text, 'follow_up') AS follow_up,"
		" reporter, confirmer, text(decision_text, 'decision') AS decision, diary_no FROM measure WHERE id = ?", "t", id);

	if (rows_next(&r))
		for (int i = 0; i < rows_columns(&r); i++)
			read_cell(&r, a, i, &cells[sheet_column(sheet, rows_name(&r, i))]);
	rows_end(&r);
	read_list(s, a, "SELECT organisation FROM measure_partner WHERE measure = ?", id, &cells[sheet_column(sheet, "partners")]);
	read_list(s, a, "SELECT factor FROM measure_factor WHERE measure = ?", id, &cells[sheet_column(sheet, "factors")]);
	return cells;
}

size_t standing_goals(struct store *s, struct arena *a, const char *measure, struct transfer_goal *out)
{
	struct rows r = store_ask(s, "SELECT text(goal_text, 'text'), indicator, baseline, baseline_date, target, due,"
		" every_months, id, sort FROM goal WHERE measure = ? AND NOT is_closed ORDER BY number", "t", measure);
	size_t count = 0;

	while (count < GOALS_MAX && rows_next(&r)) {
		struct transfer_goal *g = &out[count++];

		for (int i = 0; i < GOAL_FIELDS; i++)
			read_cell(&r, a, i, &g->cells[i]);
		g->id = rows_text(&r, a, GOAL_FIELDS);
		g->to = text_equal(rows_text(&r, a, GOAL_FIELDS + 1), "effect") ? TO_EFFECT : TO_PROCESS;
	}
	rows_end(&r);
	return count;
}

int64_t standing_status_seq(struct store *s, const char *measure, const char *period)
{
	return store_int(s, -1, "SELECT max(seq) FROM status WHERE measure = ? AND period = ?"
		" AND checked NOT IN ('returned', 'corrected')", "tt", measure, period);
}

/* The readings of a statement, each "goal=value". */
static void read_readings(struct arena *a, const struct json *d, struct transfer_cell *out)
{
	const struct json *goals = js_get(d, "goals"), *values = js_get(d, "values");
	size_t count = goals && values && goals->type == JS_ARRAY && values->type == JS_ARRAY ? goals->count : 0;

	*out = (struct transfer_cell){ .texts = ARENA_MANY(a, count + 1, const char *) };
	for (size_t i = 0; i < count && i < values->count; i++)
		out->texts[out->count++] = arena_print(a, "%s=%s", goals->items[i]->text, values->items[i]->text);
	cell_order(out);
}

static void read_typed(struct store *s, struct arena *a, int64_t seq, const char *field, struct transfer_cell *out)
{
	struct rows r = store_ask(s, "SELECT text(?1, ?2)", "it", seq, field);

	if (rows_next(&r))
		read_cell(&r, a, 0, out);
	rows_end(&r);
}

struct transfer_cell *standing_status(struct store *s, struct arena *a, const struct transfer_sheet *sheet, int64_t seq)
{
	struct transfer_cell *cells = ARENA_MANY(a, sheet->count, struct transfer_cell);
	const char *line = store_text(s, a, "SELECT substr(leaf, 1, instr(leaf, char(10)) - 1) FROM entry WHERE seq = ?", "i", seq);
	const struct json *d = line ? js_get(js_read(a, line, strlen(line)), "d") : NULL;

	for (size_t i = 0; i < sheet->count; i++) {
		const struct field *f = sheet_kind_field(sheet, &sheet->columns[i]);
		const struct json *j = f ? js_get(d, f->name) : NULL;

		if (f && field_is_typed(f))
			read_typed(s, a, seq, f->name, &cells[i]);
		else if (f && f->flags & FIELD_MANY)
			read_readings(a, d, &cells[i]);
		else if (j)
			cell_set(a, &cells[i], j->type == JS_BOOL ? "yes" : j->text);
	}
	/* Left unsaid, the responsible organisation is meant; the state has it either way. */
	cell_set(a, &cells[sheet_column(sheet, "remover")], store_text(s, a, "SELECT remover FROM status WHERE seq = ?", "i", seq));
	return cells;
}
