/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/csv.h"

#include <string.h>

#include "base/text.h"

struct reader {
	struct arena *arena;
	char *at;                        /* the next byte; the text is ended by NUL */
	const char *line_start;          /* of the line being read */
	size_t line;
	char separator;
	const char *cells[CSV_COLUMNS_MAX];
	size_t count;                    /* cells of the record being read */
	struct csv_problem problem;
};

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The whole table as UTF-8 without byte order mark. */
static char *decoded(struct arena *a, const char *bytes, size_t n)
{
	if (n >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) {
		bytes += 3;
		n -= 3;
	}
	return text_is_utf8(bytes, n) ? arena_copy(a, bytes, n) : text_from_latin1(a, bytes, n);
}

/* The separator the header line holds most of.  Of equals semicolon wins, then tab: Swedish spreadsheets write
 * semicolons, and commas are what stands inside Swedish headings. */
static char sniffed(const char *s)
{
	size_t semicolons = 0, tabs = 0, commas = 0;
	bool quoted = false;

	while (is_line_end(*s))
		s++;
	for (; *s && (quoted || !is_line_end(*s)); s++) {
		quoted ^= *s == '"';
		semicolons += !quoted && *s == ';';
		tabs += !quoted && *s == '\t';
		commas += !quoted && *s == ',';
	}
	if (semicolons && semicolons >= tabs && semicolons >= commas)
		return ';';
	return tabs && tabs >= commas ? '\t' : ',';
}

/* Always false, so that the caller can return it.  `where` lies on the line being read. */
static bool failed(struct reader *r, enum csv_sort sort, const char *where)
{
	r->problem.sort = sort;
	r->problem.line = r->line;
	r->problem.column = 1;
	for (const char *s = r->line_start; s < where; s++)
		r->problem.column += (*s & 0xC0) != 0x80;
	return false;
}

/* Moves over one line end, CRLF being one. */
static void over_line_end(struct reader *r)
{
	r->at += r->at[0] == '\r' && r->at[1] == '\n' ? 2 : 1;
	r->line++;
	r->line_start = r->at;
}

/* A quoted cell, its quotes undone in place: the text only shrinks.  Its line ends stay as written.  *out_end is
 * where its NUL goes, once the byte after the cell has been seen. */
static bool read_quoted(struct reader *r, char **out_end)
{
	const char *line_start = r->line_start;
	size_t line = r->line;
	char *opening = r->at, *to = r->at++;

	while (*r->at && (*r->at != '"' || r->at[1] == '"')) {
		if (is_line_end(*r->at)) {
			const char *from = r->at;

			over_line_end(r);
			while (from < r->at)
				*to++ = *from++;
			continue;
		}
		r->at += *r->at == '"';
		*to++ = *r->at++;
	}
	if (!*r->at) {
		r->line = line;
		r->line_start = line_start;
		return failed(r, CSV_UNCLOSED_QUOTE, opening);
	}
	r->at++;
	if (*r->at && *r->at != r->separator && !is_line_end(*r->at))
		return failed(r, CSV_AFTER_QUOTE, r->at);
	*out_end = to;
	return true;
}

/* One cell and what ends it; *out_more says whether another follows on the same record. */
static bool read_cell(struct reader *r, bool *out_more)
{
	char *start = r->at, *end = start;
	char stop;

	if (r->count == CSV_COLUMNS_MAX)
		return failed(r, CSV_TOO_MANY_COLUMNS, r->at);
	if (*r->at == '"') {
		if (!read_quoted(r, &end))
			return false;
	} else {
		while (*r->at && *r->at != r->separator && !is_line_end(*r->at))
			r->at++;
		end = r->at;
	}
	stop = *r->at;
	if (stop == r->separator)
		r->at++;
	else if (stop)
		over_line_end(r);
	*end = '\0';
	r->cells[r->count++] = start;
	*out_more = stop == r->separator;
	return true;
}

static bool read_record(struct reader *r)
{
	bool more = true;

	r->count = 0;
	while (more)
		if (!read_cell(r, &more))
			return false;
	return true;
}

static const char **kept(const struct reader *r)
{
	const char **cells = ARENA_MANY(r->arena, r->count, const char *);

	memcpy(cells, r->cells, r->count * sizeof(*cells));
	return cells;
}

/* Moves to the next record, over lines with nothing on them; false at the end. */
static bool has_record(struct reader *r)
{
	while (is_line_end(*r->at))
		over_line_end(r);
	return *r->at != '\0';
}

static bool read_rows(struct reader *r, struct csv *csv)
{
	size_t room = 0;

	while (has_record(r)) {
		size_t line = r->line;

		r->problem.row = csv->row_count + 1;
		if (csv->row_count == CSV_ROWS_MAX)
			return failed(r, CSV_TOO_MANY_ROWS, r->at);
		if (!read_record(r))
			return false;
		if (r->count != csv->columns) {
			r->problem = (struct csv_problem){ CSV_RAGGED, line, 1, csv->row_count + 1, csv->columns, r->count };
			return false;
		}
		if (csv->row_count == room) {
			struct csv_row *rows;

			room = room ? room * 2 : 64;
			rows = ARENA_MANY(r->arena, room, struct csv_row);
			if (csv->row_count)
				memcpy(rows, csv->rows, csv->row_count * sizeof(*rows));
			csv->rows = rows;
		}
		csv->rows[csv->row_count++] = (struct csv_row){ line, kept(r) };
	}
	return true;
}

static bool read_table(struct reader *r, struct csv *csv)
{
	if (!has_record(r))
		return failed(r, CSV_EMPTY, r->at);
	if (!read_record(r))
		return false;
	csv->columns = r->count;
	csv->header = kept(r);
	csv->separator = r->separator;
	return read_rows(r, csv);
}

bool csv_read(struct arena *a, const char *bytes, size_t n, struct csv *out_csv, struct csv_problem *out_problem)
{
	struct reader r = { .arena = a, .line = 1 };
	struct csv csv = { .columns = 0 };

	if (n && memchr(bytes, 0, n)) {
		*out_problem = (struct csv_problem){ .sort = CSV_NOT_TEXT, .line = 1, .column = 1 };
		return false;
	}
	r.at = decoded(a, bytes, n);
	r.line_start = r.at;
	r.separator = sniffed(r.at);
	if (!read_table(&r, &csv)) {
		*out_problem = r.problem;
		return false;
	}
	*out_csv = csv;
	return true;
}

void csv_cell(struct out *o, const char *text, bool is_first, char separator)
{
	size_t n = strlen(text);
	bool quoted = strpbrk(text, ",;\t\"\r\n") || (n ? text[0] == ' ' || text[n - 1] == ' ' : is_first);

	if (!is_first)
		out_char(o, separator);
	if (!quoted) {
		out_bytes(o, text, n);
		return;
	}
	out_char(o, '"');
	for (; *text; text++) {
		if (*text == '"')
			out_char(o, '"');
		out_char(o, *text);
	}
	out_char(o, '"');
}

bool csv_is_formula(const char *text)
{
	return *text && strchr("=+-@\t\r", *text);
}

const char *csv_guarded(struct arena *a, const char *text)
{
	if (!text)
		return "";
	return *text == '\'' || csv_is_formula(text) ? arena_print(a, "'%s", text) : text;
}
