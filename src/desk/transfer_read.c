/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/transfer.h"
#include "desk/transfer_problem.h"
#include "desk/transfer_sheet.h"
#include "desk/transfer_want.h"
#include "workbook/workbook.h"

enum { LIST_PARTS_MAX = VALUES_MAX, NAME_PARTS_MAX = 4, READ_WORD_MAX_CHARS = 120, QUESTION_ROOM = 4096 };

/* What a row is about, so that the same thing twice is seen. */
struct seen {
	const char *key;
	size_t line;
};

/* One table being read. */
struct table_reading {
	struct store *store;
	struct arena *arena;   /* for what goes out */
	struct arena *scratch; /* emptied after each row */
	const struct transfer_sheet *sheet;
	const struct transfer_names *names;
	const struct transfer_table *table;
	const struct transfer_help *help; /* or NULL */
	struct csv csv;
	struct transfer_wants wants;
	struct transfer *out;
	struct seen *seen;
	size_t *lines;
	unsigned char *about;
	int64_t next_number;   /* for measures without one */
	const char *today;
	size_t bytes, values;  /* of the batch so far, rounded up */
	/* The row at hand. */
	size_t line;
	struct transfer_cell *cells; /* one for each column of the sheet */
	bool is_faulty;
};

static const struct transfer_cell *cell_of(const struct table_reading *r, const char *column)
{
	return &r->cells[sheet_column(r->sheet, column)];
}

static const char *first_of(const struct transfer_cell *c)
{
	return c->count ? c->texts[0] : NULL;
}

static void wrong(struct table_reading *r, size_t column, const char *rule, const char *arg)
{
	problem_at(r->arena, r->out, r->line, column, rule, arg);
	r->is_faulty = true;
}

static void remark(struct table_reading *r, size_t column, const char *rule)
{
	size_t count = r->out->problem_count;

	problem_at(r->arena, r->out, r->line, column, rule, NULL);
	if (r->out->problem_count > count)
		r->out->problems[count].is_note = true;
}

/* A cell that cannot be read: with help it may be left blank instead of stopping the row. */
static void unreadable(struct table_reading *r, size_t column, const char *rule, const char *arg)
{
	size_t count = r->out->problem_count;

	problem_at(r->arena, r->out, r->line, column, rule, arg);
	if (!r->help || !r->help->leaves_faults)
		r->is_faulty = true;
	else if (r->out->problem_count > count)
		r->out->problems[count].is_note = true;
}

/* ------------------------------------------------------------------------------------------ cells --- */

/* People break lines in narrow cells. */
static const char *on_one_line(struct arena *a, const char *cell)
{
	char *line = arena_text(a, cell);

	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	return line;
}

/* Foreign text made ours; NULL when it cannot be, which is told. */
static char *cleaned(struct table_reading *r, size_t column, const char *cell, size_t max_chars, bool one_line)
{
	char *text = NULL;

	if (one_line && r->help)
		cell = on_one_line(r->scratch, cell);
	switch (text_clean(r->scratch, cell, strlen(cell), max_chars, one_line, &text)) {
	case TEXT_OK:
		return text;
	case TEXT_TOO_LONG:
		unreadable(r, column, "offer.too_long", arena_print(r->arena, "%zu", max_chars));
		return NULL;
	case TEXT_LINE_BREAK:
		unreadable(r, column, "offer.line_break", NULL);
		return NULL;
	case TEXT_NOT_UTF8:
	case TEXT_CONTROL:
		break;
	}
	unreadable(r, column, "offer.control", NULL);
	return NULL;
}

/* Without the apostrophe that keeps a spreadsheet from running the text. */
static const char *unguarded(const char *cell)
{
	return cell[0] == '\'' && cell[1] && strchr("=+-@\t\r'", cell[1]) ? cell + 1 : cell;
}

/* Whoever reports a measure belongs to the organisation that answers for it. */
static const char *responsible(const struct table_reading *r)
{
	return strcmp(r->sheet->sort, "plan") != 0 ? NULL : first_of(cell_of(r, "responsible"));
}

static const char *id_of(struct table_reading *r, size_t column, const char *type, const char *called)
{
	bool many;
	const char *id = names_find(r->names, r->scratch, type, called, &many);

	if (!id && !many && r->help)
		id = want_named(&r->wants, type, called, responsible(r), r->line);
	if (!id)
		unreadable(r, column, many ? "transfer.many" : "transfer.unknown", called);
	return id;
}

/* Names may hold the commas that part them, so the longest run of parts that is a name counts. */
static void read_names(struct table_reading *r, size_t column, const char *type, char *text, struct transfer_cell *out)
{
	char *starts[LIST_PARTS_MAX], *ends[LIST_PARTS_MAX], *at = text;
	size_t parts = 0, taken;
	bool many;

	while (parts < LIST_PARTS_MAX && *at) {
		starts[parts] = at + strspn(at, " ,;\n\t");
		ends[parts] = starts[parts] + strcspn(starts[parts], ",;\n");
		at = ends[parts];
		parts += starts[parts] != ends[parts];
	}
	if (*at)
		wrong(r, column, "offer.too_many", NULL);
	out->texts = ARENA_MANY(r->scratch, LIST_PARTS_MAX, const char *);
	for (size_t i = 0; i < parts; i += taken) {
		const char *id = NULL;

		for (taken = parts - i < NAME_PARTS_MAX ? parts - i : NAME_PARTS_MAX; taken > 0; taken--) {
			const char *called = arena_copy(r->scratch, starts[i], (size_t)(ends[i + taken - 1] - starts[i]));

			id = names_find(r->names, r->scratch, type, called, &many);
			if (id)
				break;
		}
		if (!id) {
			taken = 1;
			id = id_of(r, column, type, arena_copy(r->scratch, starts[i], (size_t)(ends[i] - starts[i])));
		}
		if (id)
			out->texts[out->count++] = id;
	}
	cell_order(out);
}

/* Codes are also parted by spaces alone, "F2 F3 F8". */
static void read_list(struct table_reading *r, size_t column, const char *type, char *text, struct transfer_cell *out)
{
	bool is_codes = !strpbrk(text, ",;\n") && strchr(text, ' '), many;
	size_t length;

	for (const char *at = text; is_codes && *at; at += length + strspn(at + length, " ")) {
		length = strcspn(at, " ");
		is_codes = names_find(r->names, r->scratch, type, arena_copy(r->scratch, at, length), &many) != NULL;
	}
	for (char *at = text; is_codes && *at; at++)
		if (*at == ' ')
			*at = ',';
	read_names(r, column, type, text, out);
}

/* "12=88,6; 13=4": a goal's number and its value. */
static void read_readings(struct table_reading *r, size_t column, const char *text, struct transfer_cell *out)
{
	size_t length;

	out->texts = ARENA_MANY(r->scratch, VALUES_MAX, const char *);
	for (; *text; text += length + strspn(text + length, "; \n")) {
		const char *one, *sign, *goal, *value;

		length = strcspn(text, ";\n");
		one = arena_copy(r->scratch, text, length);
		sign = strchr(one, '=');
		value = sign ? text_to_decimal(r->scratch, sign + 1 + strspn(sign + 1, " ")) : NULL;
		if (!value || out->count == VALUES_MAX) {
			unreadable(r, column, "transfer.reading", NULL);
			return;
		}
		goal = transfer_folded(r->scratch, arena_copy(r->scratch, one, (size_t)(sign - one)));
		goal = id_of(r, column, "goal", goal);
		if (goal)
			out->texts[out->count++] = arena_print(r->scratch, "%s=%s", goal, value);
	}
	cell_order(out);
}

static const char *read_word(struct table_reading *r, size_t column, const struct field *f, const char *text)
{
	const char *value = NULL, *rule = NULL;
	int64_t n;

	if (f->type == FIELD_CODE) {
		value = transfer_code(r->scratch, f->name, text);
		rule = "transfer.code";
		if (text_equal(f->name, "process") && text_equal(value, "red")) {
			value = NULL;
			rule = "transfer.red";
		}
	} else if (f->type == FIELD_DATE) {
		value = r->help ? transfer_date(r->scratch, text) : date_from_typed(r->scratch, text);
		rule = "offer.date";
	} else if (f->type == FIELD_DECIMAL) {
		value = text_to_decimal(r->scratch, text);
		rule = "offer.decimal";
	} else if (f->type == FIELD_INT) {
		value = text_to_int(text, 0, 1000000, &n) ? arena_print(r->scratch, "%lld", (long long)n) : NULL;
		rule = "offer.number";
	} else if (f->type == FIELD_BOOL) {
		value = transfer_code(r->scratch, "bool", text);
		rule = "offer.bool";
	} else {
		return text;
	}
	if (!value && r->help && text_equal(f->name, "number"))
		remark(r, column, "transfer.number_new"); /* "3.1", "A4": theirs, not ours */
	else if (!value)
		unreadable(r, column, rule, NULL);
	return text_equal(value, "no") && f->type == FIELD_BOOL ? NULL : value;
}

/* One cell in canonical form.  What only the rules can say (roles, what must be there) is left to the writer. */
static void read_cell(struct table_reading *r, size_t column, const char *cell, struct transfer_cell *out)
{
	const struct field *f = sheet_kind_field(r->sheet, &r->sheet->columns[column]);
	bool is_typed = f && (f->type == FIELD_LINE || f->type == FIELD_TEXT);
	bool is_list = f && f->flags & FIELD_MANY;
	size_t max = is_list || (f && f->type == FIELD_TEXT) ? TEXT_MAX_CHARS : is_typed || !f ? LINE_MAX_CHARS : READ_WORD_MAX_CHARS;
	char *text;

	if (f && f->type == FIELD_REF)
		max = is_list ? TEXT_MAX_CHARS : LINE_MAX_CHARS;
	if (text_is_blank(cell))
		return;
	if (!f) { /* told, never read: only whether it says something */
		cell_set(r->scratch, out, "");
		return;
	}
	text = cleaned(r, column, unguarded(cell), max, !is_list && f->type != FIELD_TEXT);
	if (!text || !*text)
		return;
	if (is_list && f->flags & FIELD_PAIRED)
		read_readings(r, column, text, out);
	else if (is_list)
		read_list(r, column, f->object, text, out);
	else
		cell_set(r->scratch, out, f->type == FIELD_REF ? id_of(r, column, f->object, text) : read_word(r, column, f, text));
}

/* ----------------------------------------------------------------------------------------- offers --- */

struct making {
	struct json *offer, *fields;
};

static struct making begin(struct table_reading *r, const char *kind)
{
	struct making m = { js_object(r->arena), js_array(r->arena) };

	js_set_text(r->arena, m.offer, "kind", kind);
	r->values += 4;
	r->bytes += strlen(kind) + 40;
	return m;
}

static void give(struct table_reading *r, struct making *m, const char *field, const char *value)
{
	struct json *pair = js_array(r->arena);

	js_add(r->arena, pair, js_text(r->arena, field));
	js_add(r->arena, pair, js_text(r->arena, arena_text(r->arena, value)));
	js_add(r->arena, m->fields, pair);
	r->values += 3;
	r->bytes += strlen(field) + strlen(value) + 8;
	for (const char *c = value; *c; c++) /* what JSON escapes with one byte more */
		r->bytes += strchr("\"\\\n\t", *c) != NULL;
}

static void give_cell(struct table_reading *r, struct making *m, const char *field, const struct transfer_cell *c)
{
	for (size_t i = 0; i < c->count; i++)
		give(r, m, field, c->texts[i]);
}

static void end(struct table_reading *r, const struct making *m, enum transfer_to about)
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
			wrong(r, column, "transfer.twice", arena_print(r->arena, "%zu", r->seen[i].line));
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

	return id ? id : id_of(r, sheet_column(r->sheet, "responsible"), "organisation", r->help->organisation_missing);
}

/* What a new measure lacks. */
static void count_blanks(struct table_reading *r)
{
	for (size_t i = 0; i < r->sheet->count; i++)
		r->out->blanks[i] += !r->cells[i].count;
	if (r->help && !cell_of(r, "responsible")->count)
		cell_set(r->scratch, &r->cells[sheet_column(r->sheet, "responsible")], nobody(r));
	if (r->help && r->help->decision && !cell_of(r, "decision")->count)
		cell_set(r->scratch, &r->cells[sheet_column(r->sheet, "decision")], r->help->decision);
}

static void add_measure(struct table_reading *r, const char *number)
{
	struct making m = begin(r, "measure_added");
	const struct transfer_cell *state = cell_of(r, "state");

	r->out->added++;
	count_blanks(r);
	give(r, &m, "number", number);
	give_cell(r, &m, "state", state);
	for (size_t i = 0; i < r->sheet->count; i++)
		if (is_record(r, i))
			give_cell(r, &m, r->sheet->columns[i].field, &r->cells[i]);
	end(r, &m, TO_MEASURE);
}

/* Only what differs goes in. */
static void change_measure(struct table_reading *r, const char *id, const char *number)
{
	const struct transfer_cell *stands = standing_measure(r->store, r->scratch, r->sheet, id);
	size_t state = sheet_column(r->sheet, "state");
	struct making m = begin(r, "measure_changed");

	if (r->cells[state].count && !cell_equal(&r->cells[state], &stands[state]))
		wrong(r, state, "transfer.state", NULL);
	give(r, &m, "measure", number);
	for (size_t i = 0; i < r->sheet->count; i++)
		if (is_record(r, i) && r->cells[i].count && !cell_equal(&r->cells[i], &stands[i]))
			give_cell(r, &m, r->sheet->columns[i].field, &r->cells[i]);
	if (m.fields->count > 1)
		end(r, &m, TO_MEASURE);
}

/* Whose are the values that do not say which goal they belong to? */
static enum transfer_to owner(const struct table_reading *r, const struct transfer_goal *stand, size_t count)
{
	if (cell_of(r, "effect_goal")->count || cell_of(r, "process_goal")->count)
		return cell_of(r, "effect_goal")->count ? TO_EFFECT : TO_PROCESS;
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
			remark(r, text_column, "transfer.goal_text_help");
		else
			wrong(r, text_column, "transfer.goal_text", NULL);
		return;
	}
	want_way(&r->wants, first_of(&want[1]), first_of(&want[2]), first_of(&want[4]));
	m = begin(r, "goal_set");
	give(r, &m, goal ? "goal" : "measure", goal ? goal->id : number);
	if (!goal)
		give(r, &m, "sort", to == TO_EFFECT ? "effect" : "process");
	for (size_t i = 0; i < GOAL_FIELDS; i++)
		if (want[i].count && !(goal && cell_equal(&want[i], &goal->cells[i])))
			give_cell(r, &m, goal_fields[i], &want[i]);
	if (m.fields->count > 1)
		end(r, &m, to);
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
	const char *text = first_of(&r->cells[goal]), *kept = first_of(&r->cells[follow_up]);
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
		append(r, &kept, "", first_of(&r->cells[sheet_field(r->sheet, TO_EFFECT, parts[i])]));
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
	const char *says = first_of(&r->cells[state]), *responsible_is = responsible(r);
	size_t kept = 0;

	for (size_t i = 0; i < partners->count; i++)
		if (!text_equal(partners->texts[i], responsible_is))
			partners->texts[kept++] = partners->texts[i];
	partners->count = kept;
	if (says && !id && strcmp(says, "ongoing") && strcmp(says, "not_started")) {
		remark(r, state, "transfer.state_new");
		r->cells[state].count = 0;
	}
	keep_effect_goal(r, id);
}

static void read_plan_row(struct table_reading *r)
{
	size_t number_column = sheet_column(r->sheet, "number");
	const char *number = first_of(&r->cells[number_column]), *title = first_of(cell_of(r, "title")), *id = NULL;
	bool many = false;

	if (!number && title && names_find(r->names, r->scratch, "measure", title, &many)) {
		if (!r->help) {
			wrong(r, number_column, "transfer.number_blank", NULL);
			return;
		}
		number = names_word(r->names, r->scratch, "measure", names_find(r->names, r->scratch, "measure", title, &many), false);
	}
	if (!number)
		number = arena_print(r->scratch, "%lld", (long long)r->next_number++);
	else if (!is_first(r, number_column, number))
		return;
	if (r->help && !title) {
		wrong(r, sheet_column(r->sheet, "title"), "offer.missing", NULL);
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
static int64_t free_number(struct table_reading *r)
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
	bool is_partial = cell_of(r, "left_out")->count;
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
		give(r, m, "goals", arena_copy(r->scratch, c->texts[i], strcspn(c->texts[i], "=")));
	for (size_t i = 0; i < c->count; i++)
		give(r, m, "values", strchr(c->texts[i], '=') + 1);
}

static void set_default(struct table_reading *r, const char *column, const char *value)
{
	if (value && !cell_of(r, column)->count)
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
	if (cell_of(r, "according_to")->count)
		set_default(r, "according_date", r->today);
}

static void read_status_row(struct table_reading *r)
{
	size_t measure_column = sheet_field(r->sheet, TO_STATUS, "measure");
	const char *measure = first_of(&r->cells[measure_column]), *period = first_of(cell_of(r, "period"));
	struct making m;

	if (!period)
		period = store_text(r->store, r->scratch, "SELECT id FROM period WHERE state = 'open'", "");
	if (!measure && !r->is_faulty)
		wrong(r, measure_column, "offer.missing", NULL);
	if (!measure || !is_first(r, measure_column, arena_print(r->scratch, "%s %s", period ? period : "", measure)))
		return;
	if (period && is_said(r, measure, period))
		return;
	if (r->help)
		default_status(r, measure);
	m = begin(r, "status_reported");
	for (size_t i = 0; i < r->sheet->count; i++) {
		const struct field *f = sheet_kind_field(r->sheet, &r->sheet->columns[i]);

		if (f && f->flags & FIELD_PAIRED)
			give_readings(r, &m, &r->cells[i]);
		else if (f)
			give_cell(r, &m, f->name, &r->cells[i]);
	}
	end(r, &m, TO_STATUS);
}

/* ------------------------------------------------------------------------------------------ table --- */

static bool row_is_blank(const struct csv *csv, size_t row)
{
	for (size_t i = 0; i < csv->columns; i++)
		if (!text_is_blank(csv->rows[row].cells[i]))
			return false;
	return true;
}

/* Spreadsheets leave columns behind that have no heading and nothing in them. */
static bool column_is_blank(const struct csv *csv, size_t column)
{
	for (size_t i = 0; i < csv->row_count; i++)
		if (!text_is_blank(csv->rows[i].cells[column]))
			return false;
	return text_is_blank(csv->header[column]);
}

static bool is_left_out(const struct table_reading *r, size_t column)
{
	return r->table->chosen && !*r->table->chosen[column];
}

/* The sheet's column for one of the table's: the one chosen, else by its heading; the sheet's count for none. */
static size_t column_meant(struct table_reading *r, const struct transfer_headings *headings, size_t column,
	const char *heading)
{
	size_t i = 0;

	if (!r->table->chosen)
		return heading ? headings_find(headings, r->scratch, heading) : r->sheet->count;
	while (i < r->sheet->count && strcmp(r->sheet->columns[i].name, r->table->chosen[column]) != 0)
		i++;
	return i;
}

/* With help a measure needs no more than a title, and a status that does not say what it stands on is what was stated. */
static bool must_stand(const struct table_reading *r, size_t column)
{
	const struct transfer_column *c = &r->sheet->columns[column];

	if (r->help && !strcmp(c->name, "evidence"))
		return false;
	return c->is_must && !(r->help && c->to == TO_MEASURE && strcmp(c->name, "title") != 0);
}

static void read_headings(struct table_reading *r)
{
	const struct transfer_headings *headings = headings_read(r->sheet, r->arena);
	size_t *columns = ARENA_MANY(r->arena, r->sheet->count, size_t);
	struct transfer *out = r->out;

	out->headings = ARENA_MANY(r->arena, r->sheet->count, const char *);
	out->columns = columns;
	for (size_t i = 0; i < r->csv.columns; i++) {
		const char *heading = problem_safe(r->arena, r->csv.header[i]);
		size_t column;

		if (column_is_blank(&r->csv, i) || is_left_out(r, i))
			continue;
		column = column_meant(r, headings, i, heading);
		if (column == r->sheet->count || columns[column]) {
			problem_add(r->arena, out, (struct transfer_problem){ .line = out->heading_line, .column = i + 1,
				.heading = heading ? heading : "?", .letters = out->is_lettered ? workbook_letters(r->arena, i) : NULL,
				.rule = column == r->sheet->count ? "transfer.column" : "transfer.column_twice" });
			continue;
		}
		columns[column] = i + 1;
		out->headings[column] = heading ? heading : "?";
	}
	for (size_t i = 0; i < r->sheet->count; i++)
		if (must_stand(r, i) && !columns[i])
			problem_at(r->arena, out, out->heading_line, i, "transfer.no_column", NULL);
}

/* Plans of one's own have lines between the measures, a heading or a sum: a title is missing, and there is hardly anything
 * else.  They are passed over, and told. */
static bool is_no_measure(const struct table_reading *r, size_t row)
{
	size_t filled = 0, title = sheet_column(r->sheet, "title");

	if (!r->help || strcmp(r->sheet->sort, "plan") != 0)
		return false;
	for (size_t i = 0; i < r->sheet->count; i++) {
		bool is_blank = !r->out->columns[i] || text_is_blank(r->csv.rows[row].cells[r->out->columns[i] - 1]);

		if (i == title && !is_blank)
			return false;
		filled += !is_blank;
	}
	return filled <= 1;
}

static void read_row(struct table_reading *r, size_t row)
{
	size_t offers = r->out->offers->count, added = r->out->added;

	arena_reset(r->scratch);
	r->line = r->csv.rows[row].line;
	r->is_faulty = false;
	r->cells = ARENA_MANY(r->scratch, r->sheet->count, struct transfer_cell);
	if (is_no_measure(r, row)) {
		remark(r, sheet_column(r->sheet, "title"), "transfer.no_measure");
		return;
	}
	for (size_t i = 0; i < r->sheet->count; i++)
		if (r->out->columns[i])
			read_cell(r, i, r->csv.rows[row].cells[r->out->columns[i] - 1], &r->cells[i]);
	if (!strcmp(r->sheet->sort, "plan"))
		read_plan_row(r);
	else
		read_status_row(r);
	r->out->rows++;
	r->out->same += r->out->offers->count == offers && !r->is_faulty;
	r->out->changed += r->out->offers->count > offers && r->out->added == added;
}

static void read_rows(struct table_reading *r)
{
	r->seen = ARENA_MANY(r->arena, r->csv.row_count, struct seen);
	r->lines = ARENA_MANY(r->arena, r->csv.row_count * 3, size_t); /* a measure and two goals */
	r->about = ARENA_MANY(r->arena, r->csv.row_count * 3, unsigned char);
	r->out->lines = r->lines;
	r->out->about = r->about;
	if (!strcmp(r->sheet->sort, "plan"))
		r->next_number = free_number(r);
	for (size_t i = 0; i < r->csv.row_count; i++) {
		if (row_is_blank(&r->csv, i))
			continue;
		read_row(r, i);
		if (r->bytes > FRAME_MAX - QUESTION_ROOM || r->values > FRAME_VALUES_MAX - QUESTION_ROOM) {
			wrong(r, r->sheet->count, "transfer.large", arena_print(r->arena, "%zu", r->out->rows - 1));
			return;
		}
	}
	if (!r->out->rows)
		problem_at(r->arena, r->out, r->out->heading_line, r->sheet->count, "transfer.no_rows", NULL);
}

/* ------------------------------------------------------------------------------------------ help --- */

static void offer_made(struct table_reading *r, struct json *offers, const char *kind, const char *const *pairs)
{
	struct making m = begin(r, kind);

	for (; *pairs; pairs += 2)
		if (pairs[1] && *pairs[1])
			give(r, &m, pairs[0], pairs[1]);
	js_set(r->arena, m.offer, "fields", m.fields);
	js_add(r->arena, offers, m.offer);
}

/* A council without a plan gets one with its measures: who adopted it, when. */
static void offer_plan(struct table_reading *r, struct json *offers)
{
	const struct transfer_help *h = r->help;
	const char *body, *code, *adopted;

	if (!r->out->lacks_plan || text_is_blank(h->plan_name) || text_is_blank(h->plan_body) || text_is_blank(h->plan_adopted))
		return;
	adopted = transfer_date(r->arena, h->plan_adopted);
	if (!adopted)
		return;
	body = store_text(r->store, r->arena, "SELECT code FROM body WHERE text(name_text, 'name') = ? AND NOT is_closed", "t",
		h->plan_body);
	code = body ? body : want_code(&r->wants, "body", h->plan_body);
	if (!body) {
		const char *const pairs[] = { "code", code, "sort", "board", "name", h->plan_body, NULL };

		offer_made(r, offers, "body_set", pairs);
	}
	{
		const char *const pairs[] = { "name", h->plan_name, "body", code, "adopted", adopted, "diary_no", h->plan_diary_no,
			NULL };

		offer_made(r, offers, "plan_adopted", pairs);
	}
}

/* What the rows need comes before them in the batch. */
static void put_first(struct table_reading *r)
{
	size_t rows = r->out->offers->count, count, *lines = ARENA_MANY(r->arena, rows + WANTS_MAX + 2, size_t);
	unsigned char *about = ARENA_MANY(r->arena, rows + WANTS_MAX + 2, unsigned char);
	struct json *all = js_array(r->arena), *wanted;

	offer_plan(r, all);
	count = all->count;
	wanted = wants_offers(&r->wants, lines + count);
	for (size_t i = 0; i < wanted->count; i++)
		js_add(r->arena, all, wanted->items[i]);
	count = all->count;
	for (size_t i = 0; i < rows; i++) {
		js_add(r->arena, all, r->out->offers->items[i]);
		lines[count + i] = r->lines[i];
		about[count + i] = r->about[i];
	}
	for (size_t i = 0; i < count; i++)
		lines[i] = lines[i] ? lines[i] : r->out->heading_line;
	r->out->offers = all;
	r->out->lines = lines;
	r->out->about = about;
	r->out->wants = r->wants.all;
	r->out->want_count = r->wants.count;
}

static void read_table(struct table_reading *r)
{
	r->csv = r->table->csv;
	r->help = r->table->help;
	r->out->is_lettered = r->table->is_lettered;
	r->out->heading_line = r->table->heading_line;
	r->out->blanks = ARENA_MANY(r->arena, r->sheet->count, size_t);
	r->out->head = store_int(r->store, -1, "SELECT max(seq) FROM log", "") + 1;
	r->out->lacks_plan = !store_int(r->store, 0, "SELECT 1 FROM plan LIMIT 1", "");
	r->out->is_late = store_int(r->store, 0,
		"SELECT 1 FROM period WHERE opened_seq > (SELECT max(o.seq) FROM plan JOIN object AS o USING(id)) LIMIT 1", "");
	read_headings(r);
	if (transfer_has_fault(r->out))
		return;
	r->names = names_read(r->store, r->arena);
	wants_begin(&r->wants, r->arena, r->names, r->help);
	read_rows(r);
	if (r->help)
		put_first(r);
	if (transfer_has_fault(r->out))
		r->out->offers = js_array(r->arena);
}

static const struct fault *unknown_sort(struct arena *a, const char *sort)
{
	return fault_new(a, FAULT_USAGE, __func__, "%s cannot be imported; plan and statuses can", sort);
}

const struct fault *transfer_read_table(struct desk *d, struct arena *a, const char *sort, const struct transfer_table *table,
	struct transfer *out)
{
	const struct transfer_sheet *sheet = sheet_find(sort);
	struct transfer made = { .sort = sheet ? sheet->sort : NULL, .offers = js_array(a), .sheet = sheet };
	struct table_reading r = { .store = d->store, .arena = a, .sheet = sheet, .table = table, .out = &made };
	const struct fault *f;

	if (!sheet)
		return unknown_sort(a, sort);
	r.today = day_text(a, instant_day(env_now(d->env)));
	r.scratch = arena_new(ARENA_REQUEST_MAX);
	store_begin(d->store);
	read_table(&r);
	f = store_fault(d->store);
	store_rollback(d->store);
	arena_free(r.scratch);
	if (!f)
		*out = made;
	return f;
}

const struct fault *transfer_read(struct desk *d, struct arena *a, const char *sort, const char *bytes, size_t n,
	struct transfer *out)
{
	const struct transfer_sheet *sheet = sheet_find(sort);
	struct transfer_table table = { .heading_line = 1 };
	struct csv_problem problem;

	if (!sheet)
		return unknown_sort(a, sort);
	if (csv_read(a, bytes, n, &table.csv, &problem))
		return transfer_read_table(d, a, sort, &table, out);
	*out = (struct transfer){ .sort = sheet->sort, .offers = js_array(a), .sheet = sheet };
	problem_csv(a, out, &problem);
	return NULL;
}
