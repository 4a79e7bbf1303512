/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/transfer_reading.h"

#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/transfer_problem.h"

enum { LIST_PARTS_MAX = VALUES_MAX, NAME_PARTS_MAX = 4, READ_WORD_MAX_CHARS = 120 };

const struct transfer_cell *row_cell(const struct table_reading *r, const char *column)
{
	return &r->cells[sheet_column(r->sheet, column)];
}

const char *cell_first(const struct transfer_cell *c)
{
	return c->count ? c->texts[0] : NULL;
}

void row_wrong(struct table_reading *r, size_t column, const char *rule, const char *arg)
{
	problem_at(r->arena, r->out, r->line, column, rule, arg);
	r->is_faulty = true;
}

void row_remark(struct table_reading *r, size_t column, const char *rule)
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

const char *row_responsible(const struct table_reading *r)
{
	return strcmp(r->sheet->sort, "plan") != 0 ? NULL : cell_first(row_cell(r, "responsible"));
}

const char *row_named(struct table_reading *r, size_t column, const char *type, const char *called)
{
	bool many;
	const char *id = names_find(r->names, r->scratch, type, called, &many);

	if (!id && !many && r->help)
		id = want_named(&r->wants, type, called, r->line);
	if (!id && !many && r->help && !strcmp(type, "person"))
		row_remark(r, column, "transfer.person_unknown");
	else if (!id)
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
		row_wrong(r, column, "offer.too_many", NULL);
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
			id = row_named(r, column, type, arena_copy(r->scratch, starts[i], (size_t)(ends[i] - starts[i])));
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
		goal = row_named(r, column, "goal", goal);
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
		row_remark(r, column, "transfer.number_new"); /* "3.1", "A4": theirs, not ours */
	else if (!value)
		unreadable(r, column, rule, NULL);
	return text_equal(value, "no") && f->type == FIELD_BOOL ? NULL : value;
}

/* One cell in canonical form.  What only the rules can say (roles, what must be there) is left to the writer. */
void row_read_cell(struct table_reading *r, size_t column, const char *cell, struct transfer_cell *out)
{
	const struct field *f = sheet_kind_field(r->sheet, &r->sheet->columns[column]);
	bool is_typed = f && field_is_typed(f);
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
		cell_set(r->scratch, out, f->type == FIELD_REF ? row_named(r, column, f->object, text) : read_word(r, column, f, text));
}
