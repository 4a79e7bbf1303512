/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/text.h"
#include "workbook/workbook.h"

const char *workbook_letters(struct arena *a, size_t column)
{
	char letters[8], *at = letters + sizeof(letters) - 1;

	*at = '\0';
	for (column++; column > 0 && at > letters; column = (column - 1) / 26)
		*--at = (char)('A' + (column - 1) % 26);
	return arena_text(a, at);
}

static bool starts(const char *bytes, size_t n, const char *with, size_t length)
{
	return n >= length && !memcmp(bytes, with, length);
}

/* UTF-16, as names stand in the old container. */
static bool holds_wide(const char *bytes, size_t n, const char *word)
{
	char wide[64];
	size_t length = strlen(word);

	for (size_t i = 0; i < length; i++) {
		wide[2 * i] = word[i];
		wide[2 * i + 1] = '\0';
	}
	return memmem(bytes, n, wide, 2 * length) != NULL;
}

enum workbook_sort workbook_sniff(const char *bytes, size_t n, struct workbook_problem *out)
{
	const char *rule = NULL;

	if (starts(bytes, n, "PK\3\4", 4))
		return WORKBOOK_XLSX;
	if (starts(bytes, n, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))
		rule = holds_wide(bytes, n, "EncryptedPackage") ? "workbook.encrypted" : "workbook.xls";
	else if (starts(bytes, n, "PK", 2))
		rule = "workbook.damaged";
	else if (starts(bytes, n, "%PDF-", 5))
		rule = "workbook.pdf";
	else if (starts(bytes, n, "\xFF\xFE", 2) || starts(bytes, n, "\xFE\xFF", 2))
		rule = "workbook.utf16";
	else if (starts(bytes, n, "<?xml", 5) || starts(bytes, n, "<html", 5) || starts(bytes, n, "<!DOCTYPE", 9))
		rule = "workbook.web_page";
	else if (!n)
		rule = "workbook.empty";
	if (!rule)
		return WORKBOOK_TEXT;
	*out = (struct workbook_problem){ rule, NULL };
	return WORKBOOK_OTHER;
}

bool workbook_table(struct arena *a, const char *bytes, size_t n, struct workbook_table *out)
{
	struct csv_problem problem;
	struct csv csv;
	struct workbook_table table;

	if (!text_is_utf8(bytes, n) || !csv_read(a, bytes, n, &csv, &problem) || csv.separator != ';'
		|| csv.columns <= WORKBOOK_BEFORE || strcmp(csv.header[0], "sheet") || strcmp(csv.header[1], "row")
		|| strcmp(csv.header[2], "notes"))
		return false;
	table = (struct workbook_table){ .columns = csv.columns - WORKBOOK_BEFORE, .count = csv.row_count,
		.rows = ARENA_MANY(a, csv.row_count, struct workbook_row) };
	for (size_t i = 0; i < csv.row_count; i++) {
		const char **cells = csv.rows[i].cells;
		int64_t number;

		if (!text_to_int(cells[1], 1, INT32_MAX, &number))
			return false;
		table.rows[i] = (struct workbook_row){ cells[0], cells[2], (size_t)number, cells + WORKBOOK_BEFORE };
	}
	*out = table;
	return true;
}

static void write_row(struct out *table, size_t line, const char **cells, size_t columns)
{
	csv_cell(table, "", true, ';');
	csv_cell(table, arena_print(table->arena, "%zu", line), false, ';');
	csv_cell(table, "", false, ';');
	for (size_t i = 0; i < columns; i++)
		csv_cell(table, cells[i], false, ';');
	out_text(table, "\n");
}

void workbook_table_from_csv(const struct csv *csv, struct out *table)
{
	out_text(table, "sheet;row;notes");
	for (size_t i = 0; i < csv->columns; i++)
		csv_cell(table, workbook_letters(table->arena, i), false, ';');
	out_text(table, "\n");
	write_row(table, 1, csv->header, csv->columns);
	for (size_t i = 0; i < csv->row_count; i++)
		write_row(table, csv->rows[i].line, csv->rows[i].cells, csv->columns);
}
