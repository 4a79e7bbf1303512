/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: tables from spreadsheets.  What is read holds what base/csv.h promises, and written again it reads the
 * same.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_row(struct out *o, const char **cells, size_t n, char separator)
{
	for (size_t i = 0; i < n; i++) {
		assert(text_is_utf8(cells[i], strlen(cells[i])));
		csv_cell(o, cells[i], i == 0, separator);
	}
	out_text(o, "\r\n");
}

static void same_row(const char **x, const char **y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert(!strcmp(x[i], y[i]));
}

/* The separator is sniffed anew: cells that hold one are quoted, so the same is found. */
static void round_trip(struct arena *a, const struct csv *csv)
{
	struct csv_problem problem;
	struct csv again;
	struct out o;

	out_init(&o, a, 8 << 20);
	write_row(&o, csv->header, csv->columns, csv->separator);
	for (size_t i = 0; i < csv->row_count; i++)
		write_row(&o, csv->rows[i].cells, csv->columns, csv->separator);
	/* A byte order mark in the first cell would be taken for the file's own. */
	if (!strncmp(csv->header[0], "\xEF\xBB\xBF", 3))
		return;
	assert(!out_full(&o));
	assert(csv_read(a, out_cstr(&o), o.length, &again, &problem));
	assert(again.columns == csv->columns && again.row_count == csv->row_count);
	same_row(again.header, csv->header, csv->columns);
	for (size_t i = 0; i < csv->row_count; i++)
		same_row(again.rows[i].cells, csv->rows[i].cells, csv->columns);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csv_problem problem = { .sort = CSV_OK };
	struct arena *a;
	struct csv csv;

	if (size > 1 << 16)
		return 0;
	a = arena_new(64 << 20);
	if (csv_read(a, (const char *)data, size, &csv, &problem))
		round_trip(a, &csv);
	else
		assert(problem.sort != CSV_OK && problem.line >= 1 && problem.column >= 1);
	arena_free(a);
	return 0;
}
