/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/transfer_reading.h"

#include <string.h>

#include "base/text.h"

/* ----------------------------------------------------------------------------------------- offers --- */

struct making making_begin(struct table_reading *r, const char *kind)
{
	struct making m = { js_object(r->arena), js_array(r->arena) };

	js_set_text(r->arena, m.offer, "kind", kind);
	r->values += 4;
	r->bytes += strlen(kind) + 40;
	return m;
}

void making_give(struct table_reading *r, struct making *m, const char *field, const char *value)
{
	js_add_pair(r->arena, m->fields, field, arena_text(r->arena, value));
	r->values += 3;
	r->bytes += strlen(field) + strlen(value) + 8;
	for (const char *c = value; *c; c++) /* what JSON escapes with one byte more */
		r->bytes += strchr("\"\\\n\t", *c) != NULL;
}

static void making_give_cell(struct table_reading *r, struct making *m, const char *field, const struct transfer_cell *c)
{
	for (size_t i = 0; i < c->count; i++)
		making_give(r, m, field, c->texts[i]);
}

static void making_end(struct table_reading *r, const struct making *m, enum transfer_to about)
{
	r->about[r->out->offers->count] = (unsigned char)about;
	js_set(r->arena, m->offer, "fields", m->fields);
	r->lines[r->out->offers->count] = r->line;
	js_add(r->arena, r->out->offers, m->offer);
}

/* Says it when the row is about what an earlier one was about. */
static bool is_first(struct table_reading *r, size_t column, const char *key)
{
	for (size_t i = 0; i < r->out->rows; i++)
		if (text_equal(r->seen[i].key, key)) {
			row_wrong(r, column, "transfer.twice", arena_print(r->arena, "%zu", r->seen[i].line));
			return false;
		}
	r->seen[r->out->rows] = (struct seen){ arena_text(r->arena, key), r->line };
	return true;
}

/* ------------------------------------------------------------------------------------------- plan --- */

static bool is_record(const struct table_reading *r, size_t column)
{
	const char *field = r->sheet->columns[column].field;

	return r->sheet->columns[column].to == TO_MEASURE && strcmp(field, "number") && strcmp(field, "state");
}

/* The organisation that stands for one that is missing. */
static const char *nobody(struct table_reading *r)
{
	bool many;
	const char *id = names_find(r->names, r->scratch, "organisation", "missing", &many);

	return id ? id : row_named(r, sheet_column(r->sheet, "responsible"), "organisation", r->help->organisation_missing);
}

/* What a new measure lacks. */
static void count_blanks(struct table_reading *r)
{
	for (size_t i = 0; i < r->sheet->count; i++)
		r->out->blanks[i] += !r->cells[i].count;
	if (r->help && !row_cell(r, "responsible")->count)
		cell_set(r->scratch, &r->cells[sheet_column(r->sheet, "responsible")], nobody(r));
	if (r->help && r->help->decision && !row_cell(r, "decision")->count)
		cell_set(r->scratch, &r->cells[sheet_column(r->sheet, "decision")], r->help->decision);
}

static void add_measure(struct table_reading *r, const char *number)
{
	struct making m = making_begin(r, "measure_added");
	const struct transfer_cell *state = row_cell(r, "state");

	r->out->added++;
	count_blanks(r);
	making_give(r, &m, "number", number);
	making_give_cell(r, &m, "state", state);
	for (size_t i = 0; i < r->sheet->count; i++)
		if (is_record(r, i))
			making_give_cell(r, &m, r->sheet->columns[i].field, &r->cells[i]);
	making_end(r, &m, TO_MEASURE);
}

/* Only what differs goes in. */
static void change_measure(struct table_reading *r, const char *id, const char *number)
{
	const struct transfer_cell *stands = standing_measure(r->store, r->scratch, r->sheet, id);
	size_t state = sheet_column(r->sheet, "state");
	struct making m = making_begin(r, "measure_changed");

	if (r->cells[state].count && !cell_equal(&r->cells[state], &stands[state]))
		row_wrong(r, state, "transfer.state", NULL);
	making_give(r, &m, "measure", number);
	for (size_t i = 0; i < r->sheet->count; i++)
		if (is_record(r, i) && r->cells[i].count && !cell_equal(&r->cells[i], &stands[i]))
			making_give_cell(r, &m, r->sheet->columns[i].field, &r->cells[i]);
	if (m.fields->count > 1)
		making_end(r, &m, TO_MEASURE);
}

/* Whose are the values that do not say which goal they belong to? */
static enum transfer_to owner(const struct table_reading *r, const struct transfer_goal *stand, size_t count)
{
	if (row_cell(r, "effect_goal")->count || row_cell(r, "process_goal")->count)
		return row_cell(r, "effect_goal")->count ? TO_EFFECT : TO_PROCESS;
	for (size_t i = 0; i < count; i++)
		if (stand[i].to == TO_EFFECT)
			return TO_EFFECT;
	return TO_PROCESS;
}

/* The goal a row means: the one of its words, else the first of its sort. */
static const struct transfer_goal *meant(const struct transfer_goal *stand, size_t count, enum transfer_to to,
	const struct transfer_cell *text)
{
	const struct transfer_goal *first = NULL;

	for (size_t i = count; i > 0; i--) {
		if (stand[i - 1].to != to)
			continue;
		if (text->count && cell_equal(text, &stand[i - 1].cells[0]))
			return &stand[i - 1];
		first = &stand[i - 1];
	}
	return first;
}

static void read_goal(struct table_reading *r, const char *number, enum transfer_to to, const struct transfer_goal *stand,
	size_t count)
{
	struct transfer_cell want[GOAL_FIELDS];
	bool is_owner = owner(r, stand, count) == to, says = false;
	size_t text_column = sheet_field(r->sheet, to, "text");
	const struct transfer_goal *goal;
	struct making m;

	for (size_t i = 0; i < GOAL_FIELDS; i++) {
		size_t common = sheet_field(r->sheet, TO_GOAL, goal_fields[i]);

		want[i] = r->cells[sheet_field(r->sheet, to, goal_fields[i])];
		if (!want[i].count && is_owner && common < r->sheet->count)
			want[i] = r->cells[common];
		says = says || want[i].count;
	}
	if (!says)
		return;
	goal = meant(stand, count, to, &want[0]);
	if (!goal && !want[0].count) {
		if (r->help)
			row_remark(r, text_column, "transfer.goal_text_help");
		else
			row_wrong(r, text_column, "transfer.goal_text", NULL);
		return;
	}
	want_way(&r->wants, cell_first(&want[1]), cell_first(&want[2]), cell_first(&want[4]));
	m = making_begin(r, "goal_set");
	making_give(r, &m, goal ? "goal" : "measure", goal ? goal->id : number);
	if (!goal)
		making_give(r, &m, "sort", to == TO_EFFECT ? "effect" : "process");
	for (size_t i = 0; i < GOAL_FIELDS; i++)
		if (want[i].count && !(goal && cell_equal(&want[i], &goal->cells[i])))
			making_give_cell(r, &m, goal_fields[i], &want[i]);
	if (m.fields->count > 1)
		making_end(r, &m, to);
}

static void read_goals(struct table_reading *r, const char *id, const char *number)
{
	struct transfer_goal *stand = ARENA_MANY(r->scratch, GOALS_MAX, struct transfer_goal);
	size_t count = id ? standing_goals(r->store, r->scratch, id, stand) : 0;

	read_goal(r, number, TO_PROCESS, stand, count);
	read_goal(r, number, TO_EFFECT, stand, count);
}

static void append(struct table_reading *r, const char **text, const char *before, const char *what)
{
	if (what)
		*text = arena_print(r->scratch, "%s%s%s%s", *text, **text ? "\n" : "", before, what);
}

/* An effect goal cannot be set without an indicator and the value it started from.  Its words are not lost for that: they are
 * kept with how the measure is followed up, and the goal is missing. */
static void keep_effect_goal(struct table_reading *r, const char *id)
{
	static const char *const parts[] = { "indicator", "baseline", "baseline_date", "target", "due", "every_months" };
	size_t goal = sheet_column(r->sheet, "effect_goal"), follow_up = sheet_column(r->sheet, "follow_up");
	const char *text = cell_first(&r->cells[goal]), *kept = cell_first(&r->cells[follow_up]);
	struct transfer_goal *stand = ARENA_MANY(r->scratch, GOALS_MAX, struct transfer_goal);
	size_t count = id ? standing_goals(r->store, r->scratch, id, stand) : 0;
	bool has[2] = { false, false };

	for (size_t i = 0; i < 2; i++)
		has[i] = r->cells[sheet_field(r->sheet, TO_EFFECT, parts[i])].count
			|| r->cells[sheet_field(r->sheet, TO_GOAL, parts[i])].count;
	if (!text || (has[0] && has[1]) || meant(stand, count, TO_EFFECT, &r->cells[goal]))
		return;
	kept = kept ? kept : "";
	append(r, &kept, r->help->effect_missing, text);
	for (size_t i = 3; i < 5; i++)
		append(r, &kept, "", cell_first(&r->cells[sheet_field(r->sheet, TO_EFFECT, parts[i])]));
	r->cells[goal] = (struct transfer_cell){ .count = 0 };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		r->cells[sheet_field(r->sheet, TO_EFFECT, parts[i])] = (struct transfer_cell){ .count = 0 };
	cell_set(r->scratch, &r->cells[follow_up], kept);
	r->out->folded++;
}

/* What a plan of one's own says otherwise than our rules want it, without meaning anything by it. */
static void ease(struct table_reading *r, const char *id)
{
	size_t state = sheet_column(r->sheet, "state");
	struct transfer_cell *partners = &r->cells[sheet_column(r->sheet, "partners")];
	const char *says = cell_first(&r->cells[state]), *responsible_is = row_responsible(r);
	size_t kept = 0;

	for (size_t i = 0; i < partners->count; i++)
		if (!text_equal(partners->texts[i], responsible_is))
			partners->texts[kept++] = partners->texts[i];
	partners->count = kept;
	if (says && !id && strcmp(says, "ongoing") && strcmp(says, "not_started")) {
		row_remark(r, state, "transfer.state_new");
		r->cells[state].count = 0;
	}
	keep_effect_goal(r, id);
}

void row_read_plan(struct table_reading *r)
{
	size_t number_column = sheet_column(r->sheet, "number");
	const char *number = cell_first(&r->cells[number_column]), *title = cell_first(row_cell(r, "title")), *id = NULL;
	bool many = false;

	if (!number && title && names_find(r->names, r->scratch, "measure", title, &many)) {
		if (!r->help) {
			row_wrong(r, number_column, "transfer.number_blank", NULL);
			return;
		}
		number = names_word(r->names, r->scratch, "measure", names_find(r->names, r->scratch, "measure", title, &many), false);
	}
	if (!number)
		number = arena_print(r->scratch, "%lld", (long long)r->next_number++);
	else if (!is_first(r, number_column, number))
		return;
	if (r->help && !title) {
		row_wrong(r, sheet_column(r->sheet, "title"), "offer.missing", NULL);
		return;
	}
	id = names_find(r->names, r->scratch, "measure", number, &many);
	if (r->help)
		ease(r, id);
	if (id)
		change_measure(r, id, number);
	else
		add_measure(r, number);
	read_goals(r, id, number);
}

/* Rows without a number get those after the greatest one known or named. */
int64_t plan_free_number(struct table_reading *r)
{
	size_t place = r->out->columns[0];
	int64_t last = names_last(r->names, "measure"), n;

	for (size_t i = 0; place && i < r->csv.row_count; i++) {
		const char *cell = r->csv.rows[i].cells[place - 1];

		if (text_to_int(cell + strspn(cell, " "), 0, 1000000, &n) && n > last)
			last = n;
	}
	return last + 1;
}

/* --------------------------------------------------------------------------------------- statuses --- */

/* What a table of one's own need not say (default_status). */
static bool has_default(const char *field)
{
	static const char *const fields[] = { "evidence", "on_behalf_of", "according_to", "according_date" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (text_equal(field, fields[i]))
			return true;
	return false;
}

/* Does the row say what the newest status says?  A row told without some of its columns is compared by the others. */
static bool is_said(struct table_reading *r, const char *measure, const char *period)
{
	int64_t seq = standing_status_seq(r->store, measure, period);
	bool is_partial = row_cell(r, "left_out")->count;
	const struct transfer_cell *stands;

	if (seq < 0)
		return false;
	stands = standing_status(r->store, r->scratch, r->sheet, seq);
	for (size_t i = 0; i < r->sheet->count; i++) {
		const char *field = r->sheet->columns[i].field;
		/* A blank period is the open one, a blank remover the responsible organisation. */
		bool may_be_blank = is_partial || (r->help && has_default(field)) || !strcmp(field ? field : "", "period")
			|| !strcmp(field ? field : "", "remover");

		if (field && !(may_be_blank && !r->cells[i].count) && !cell_equal(&r->cells[i], &stands[i]))
			return false;
	}
	return true;
}

static void give_readings(struct table_reading *r, struct making *m, const struct transfer_cell *c)
{
	for (size_t i = 0; i < c->count; i++)
		making_give(r, m, "goals", arena_copy(r->scratch, c->texts[i], strcspn(c->texts[i], "=")));
	for (size_t i = 0; i < c->count; i++)
		making_give(r, m, "values", strchr(c->texts[i], '=') + 1);
}

static void set_default(struct table_reading *r, const char *column, const char *value)
{
	if (value && !row_cell(r, column)->count)
		cell_set(r->scratch, &r->cells[sheet_column(r->sheet, column)], value);
}

/* A table of one's own does not say what a status stands on, nor for whom it is written: it was stated, by whoever reports the
 * measure, and the table is where it was. */
static void default_status(struct table_reading *r, const char *measure)
{
	const char *reporter = store_text(r->store, r->scratch, "SELECT reporter FROM measure WHERE id = ?", "t", measure);

	set_default(r, "evidence", "stated");
	set_default(r, "on_behalf_of", reporter);
	if (reporter)
		set_default(r, "according_to", r->help->according);
	if (row_cell(r, "according_to")->count)
		set_default(r, "according_date", r->today);
}

void row_read_status(struct table_reading *r)
{
	size_t measure_column = sheet_field(r->sheet, TO_STATUS, "measure");
	const char *measure = cell_first(&r->cells[measure_column]), *period = cell_first(row_cell(r, "period"));
	struct making m;

	if (!period)
		period = store_text(r->store, r->scratch, "SELECT id FROM period WHERE state = 'open'", "");
	if (!measure && !r->is_faulty)
		row_wrong(r, measure_column, "offer.missing", NULL);
	if (!measure || !is_first(r, measure_column, arena_print(r->scratch, "%s %s", period ? period : "", measure)))
		return;
	if (period && is_said(r, measure, period))
		return;
	if (r->help)
		default_status(r, measure);
	m = making_begin(r, "status_reported");
	for (size_t i = 0; i < r->sheet->count; i++) {
		const struct field *f = sheet_kind_field(r->sheet, &r->sheet->columns[i]);

		if (f && f->flags & FIELD_PAIRED)
			give_readings(r, &m, &r->cells[i]);
		else if (f)
			making_give_cell(r, &m, f->name, &r->cells[i]);
	}
	making_end(r, &m, TO_STATUS);
}
