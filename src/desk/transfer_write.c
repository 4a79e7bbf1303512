/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "desk/transfer.h"
#include "desk/transfer_sheet.h"
#include "pages/readers.h"

/* One table being written. */
struct table_writing {
	struct store *store;
	struct arena *arena;
	struct arena *scratch; /* emptied after each row */
	const struct transfer_sheet *sheet;
	const struct transfer_names *names;
	const struct actor *actor;
	const struct catalogue *words;
	bool is_sv, is_safe;
	struct out *out;
};

static char separator(const struct table_writing *w)
{
	return w->is_sv ? ';' : ',';
}

/* Every column but those that an import alone understands. */
static bool goes_out(const struct transfer_column *c)
{
	return c->to != TO_GOAL;
}

static const char *heading(struct table_writing *w, size_t column)
{
	return transfer_spelt(w->scratch, w->words, sheet_key(w->sheet, w->scratch, column));
}

static const char *decimal(struct table_writing *w, const char *text)
{
	char *local = arena_text(w->scratch, text), *point = strchr(local, '.');

	if (w->is_sv && point)
		*point = ',';
	return local;
}

/* An import takes one apostrophe away before these; a text that begins so gets one to lose, and with is_safe every text that a
 * spreadsheet would run. */
static const char *guarded(struct table_writing *w, const char *text)
{
	bool loses = text[0] == '\'' && text[1] && strchr("=+-@\t\r'", text[1]);

	loses = loses || (w->is_safe && csv_is_formula(text));
	return loses ? arena_print(w->scratch, "'%s", text) : text;
}

static const char *value_text(struct table_writing *w, const struct field *f, const char *value)
{
	const char *sign = f->flags & FIELD_PAIRED ? strchr(value, '=') : NULL;

	if (sign)
		return arena_print(w->scratch, "%s=%s", names_word(w->names, w->scratch, "goal",
			arena_copy(w->scratch, value, (size_t)(sign - value)), true), decimal(w, sign + 1));
	if (f->type == FIELD_REF)
		return names_word(w->names, w->scratch, f->object, value, f->flags & FIELD_MANY);
	if (f->type == FIELD_CODE)
		return transfer_word(w->scratch, w->words, f->name, value);
	if (f->type == FIELD_BOOL)
		return transfer_word(w->scratch, w->words, "bool", value);
	if (f->type == FIELD_DECIMAL)
		return decimal(w, value);
	return value;
}

/* The things of a list in the order of their numbers, which is the one people know. */
static void order_list(struct table_writing *w, const struct field *f, const struct transfer_cell *c)
{
	for (size_t i = 1; i < c->count; i++) {
		const char *id = c->texts[i];
		size_t at = i;

		for (; at > 0 && names_number(w->names, f->object, c->texts[at - 1]) > names_number(w->names, f->object, id); at--)
			c->texts[at] = c->texts[at - 1];
		c->texts[at] = id;
	}
}

static const char *cell_text(struct table_writing *w, const struct field *f, const struct transfer_cell *c)
{
	const char *between = f && f->flags & FIELD_PAIRED ? "; " : ", ", *text = "";

	if (f && f->type == FIELD_REF && !(f->flags & FIELD_PAIRED))
		order_list(w, f, c);
	for (size_t i = 0; i < c->count; i++)
		text = arena_print(w->scratch, "%s%s%s", text, i ? between : "", f ? value_text(w, f, c->texts[i]) : c->texts[i]);
	return f && (f->type == FIELD_DECIMAL || f->flags & FIELD_PAIRED) ? text : guarded(w, text);
}

static bool may_read(const struct table_writing *w, const struct field *f)
{
	return !f || !field_is_typed(f) || label_may_read(f->label, w->actor, false);
}

static void write_row(struct table_writing *w, const struct transfer_cell *cells)
{
	size_t last = sheet_column(w->sheet, "left_out");
	const char *left_out = "";

	for (size_t i = 0; i < last; i++) {
		const struct field *f = sheet_kind_field(w->sheet, &w->sheet->columns[i]);
		bool hides = cells[i].is_erased || (cells[i].count && !may_read(w, f));

		if (!goes_out(&w->sheet->columns[i]))
			continue;
		if (hides)
			left_out = arena_print(w->scratch, "%s%s%s", left_out, *left_out ? ", " : "", heading(w, i));
		csv_cell(w->out, hides ? "" : cell_text(w, f, &cells[i]), i == 0, separator(w));
	}
	csv_cell(w->out, left_out, false, separator(w));
	out_text(w->out, "\r\n");
	arena_reset(w->scratch);
}

static void write_headings(struct table_writing *w)
{
	out_text(w->out, w->is_sv ? "\xEF\xBB\xBF" : "");
	for (size_t i = 0; i < w->sheet->count; i++)
		if (goes_out(&w->sheet->columns[i]))
			csv_cell(w->out, heading(w, i), i == 0, separator(w));
	out_text(w->out, "\r\n");
}

/* The first goal of each sort has columns; the others are counted. */
static void put_goals(struct table_writing *w, const char *measure, struct transfer_cell *cells)
{
	struct transfer_goal *goals = ARENA_MANY(w->scratch, GOALS_MAX, struct transfer_goal);
	size_t count = standing_goals(w->store, w->scratch, measure, goals), more = 0;
	bool has[2] = { false, false };

	for (size_t i = 0; i < count; i++) {
		bool *had = &has[goals[i].to == TO_EFFECT];

		more += *had;
		for (size_t at = 0; !*had && at < GOAL_FIELDS; at++)
			cells[sheet_field(w->sheet, goals[i].to, goal_fields[at])] = goals[i].cells[at];
		*had = true;
	}
	if (more)
		cell_set(w->scratch, &cells[sheet_column(w->sheet, "more_goals")], arena_print(w->scratch, "%zu", more));
}

static const struct fault *write_plan(struct table_writing *w)
{
	char *plan = store_text(w->store, w->arena, "SELECT id FROM plan ORDER BY number DESC LIMIT 1", "");
	struct rows r;

	if (!plan)
		return fault_new(w->arena, FAULT_NOTHING, __func__, "there is no plan");
	write_headings(w);
	r = store_ask(w->store, "SELECT id FROM measure WHERE plan = ? ORDER BY number", "t", plan);
	while (rows_next(&r)) {
		const char *id = rows_text(&r, w->scratch, 0);
		struct transfer_cell *cells = standing_measure(w->store, w->scratch, w->sheet, id);

		put_goals(w, id, cells);
		write_row(w, cells);
	}
	return NULL;
}

static const struct fault *write_statuses(struct table_writing *w, const char *period)
{
	bool many;
	const char *id = period ? names_find(w->names, w->arena, "period", period, &many)
		: store_text(w->store, w->arena, "SELECT id FROM period ORDER BY number DESC LIMIT 1", "");
	struct rows r;

	if (!id)
		return fault_new(w->arena, FAULT_NOTHING, __func__, "there is no such period");
	write_headings(w);
	r = store_ask(w->store, "SELECT m.number, max(s.seq), text(m.title_text, 'title') FROM status AS s"
		" JOIN measure AS m ON m.id = s.measure WHERE s.period = ? AND s.checked NOT IN ('returned', 'corrected')"
		" GROUP BY m.id ORDER BY m.number", "t", id);
	while (rows_next(&r)) {
		struct transfer_cell *cells = standing_status(w->store, w->scratch, w->sheet, rows_int(&r, 1));
		struct transfer_cell *title = &cells[sheet_column(w->sheet, "title")];

		if (rows_type(&r, 2) == STORE_BLOB) /* text()'s mark */
			title->is_erased = true;
		else
			cell_set(w->scratch, title, rows_text(&r, w->scratch, 2));
		write_row(w, cells);
	}
	return NULL;
}

static const struct fault *write_table(struct table_writing *w, const char *period)
{
	const struct fault *f;

	w->names = names_read(w->store, w->arena);
	f = !strcmp(w->sheet->sort, "plan") ? write_plan(w) : write_statuses(w, period);
	if (!f && store_fault(w->store))
		f = store_fault(w->store);
	if (!f && out_full(w->out))
		f = fault_new(w->arena, FAULT_SYSTEM, __func__, "the table is larger than %zu bytes", w->out->max);
	return f;
}

const struct fault *transfer_write(struct desk *d, struct arena *a, const char *sort, const struct actor *actor,
	const char *language, const char *period, bool is_safe, struct out *o)
{
	struct table_writing w = { .store = d->store, .arena = a, .sheet = sheet_find(sort), .actor = actor,
		.words = catalogue_get(language), .is_sv = !text_equal(language, "en"), .is_safe = is_safe, .out = o };
	const struct fault *f;

	if (!w.sheet)
		return fault_new(a, FAULT_USAGE, __func__, "%s cannot be exported; plan and statuses can", sort);
	if (!(actor->roles & READERS_SIGNED_IN))
		return fault_new(a, FAULT_REFUSED, __func__, "%s is exported by those who are signed in", sort);
	w.scratch = arena_new(ARENA_REQUEST_MAX);
	store_begin(d->store);
	f = write_table(&w, period);
	store_rollback(d->store);
	arena_free(w.scratch);
	return f;
}
