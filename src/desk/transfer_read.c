/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/transfer_problem.h"
#include "desk/transfer_reading.h"
#include "workbook/workbook.h"

enum { QUESTION_ROOM = 4096 };

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
	const struct transfer_headings *headings = r->table->chosen ? NULL : headings_read(r->sheet, r->arena);
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
		row_remark(r, sheet_column(r->sheet, "title"), "transfer.no_measure");
		return;
	}
	for (size_t i = 0; i < r->sheet->count; i++)
		if (r->out->columns[i])
			row_read_cell(r, i, r->csv.rows[row].cells[r->out->columns[i] - 1], &r->cells[i]);
	if (!strcmp(r->sheet->sort, "plan"))
		row_read_plan(r);
	else
		row_read_status(r);
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
		r->next_number = plan_free_number(r);
	for (size_t i = 0; i < r->csv.row_count; i++) {
		if (row_is_blank(&r->csv, i))
			continue;
		read_row(r, i);
		if (r->bytes > FRAME_MAX - QUESTION_ROOM || r->values > FRAME_VALUES_MAX - QUESTION_ROOM) {
			row_wrong(r, r->sheet->count, "transfer.large", arena_print(r->arena, "%zu", r->out->rows - 1));
			return;
		}
	}
	if (!r->out->rows)
		problem_at(r->arena, r->out, r->out->heading_line, r->sheet->count, "transfer.no_rows", NULL);
}

/* ------------------------------------------------------------------------------------------ help --- */

static void offer_made(struct table_reading *r, struct json *offers, const char *kind, const char *const *pairs)
{
	struct making m = making_begin(r, kind);

	for (; *pairs; pairs += 2)
		if (pairs[1] && *pairs[1])
			making_give(r, &m, pairs[0], pairs[1]);
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
