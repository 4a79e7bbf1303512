/* SPDX-License-Identifier: EUPL-1.2
 *
 * Workbook: what numbers mean by the form they are shown in, what files are by their first bytes, and our table.  Whole files,
 * friendly and hostile, are test/sheet's.
 */
#include "workbook/value.h"

#include <string.h>

#include "tap.h"
#include "workbook/workbook.h"

static void check_value(struct tap *tap, struct arena *a, const char *raw, enum value_form form, bool is_1904, const char *want)
{
	SAME(tap, value_text(a, raw, form, is_1904), want, arena_print(a, "%s in form %d", raw, (int)form));
}

static void check_values(struct tap *tap, struct arena *a)
{
	static const struct {
		const char *raw;
		enum value_form form;
		bool is_1904;
		const char *want;
	} all[] = {
		{ "0", FORM_PLAIN, false, "0" }, { "-0", FORM_PLAIN, false, "0" }, { "12", FORM_PLAIN, false, "12" },
		{ "-3.50", FORM_PLAIN, false, "-3.5" }, { "1E3", FORM_PLAIN, false, "1000" },
		{ "1.5e-3", FORM_PLAIN, false, "0.0015" },
		{ "0.30000000000000004", FORM_PLAIN, false, "0.3" }, { "2.9999999999999996", FORM_PLAIN, false, "3" },
		{ "123456789012345678", FORM_PLAIN, false, "123456789012345678" },
		{ "999999999999999", FORM_PLAIN, false, "999999999999999" },
		{ "1e15", FORM_PLAIN, false, "1e15" }, { "1e-300", FORM_PLAIN, false, "0" },
		{ "1e999", FORM_PLAIN, false, "1e999" },
		{ "NaN", FORM_DATE, false, "NaN" }, { "INF", FORM_PLAIN, false, "INF" },
		{ "0x10", FORM_PLAIN, false, "0x10" },
		{ "1,5", FORM_PLAIN, false, "1,5" }, { "", FORM_PLAIN, false, "" }, { ".", FORM_PLAIN, false, "." },
		{ "1.2.3", FORM_PLAIN, false, "1.2.3" },
		{ "0.07", FORM_PER_CENT, false, "7" }, { "0.855", FORM_PER_CENT, false, "85.5" },
		{ "1", FORM_PER_CENT, false, "100" },
		{ "1", FORM_DATE, false, "1900-01-01" }, { "59", FORM_DATE, false, "1900-02-28" },
		{ "60", FORM_DATE, false, "60" },
		{ "61", FORM_DATE, false, "1900-03-01" }, { "46159", FORM_DATE, false, "2026-05-17" },
		{ "46159.999", FORM_DATE, false, "2026-05-17" },
		{ "44697", FORM_DATE, true, "2026-05-17" }, { "0", FORM_DATE, true, "1904-01-01" },
		{ "-1", FORM_DATE, false, "-1" },
		{ "2958465", FORM_DATE, false, "2958465" }, { "99999999", FORM_DATE, false, "99999999" },
		{ "0.5", FORM_DATE, false, "12:00" },
		{ "0.25", FORM_TIME, false, "06:00" }, { "0.604166666666667", FORM_TIME, false, "14:30" },
		{ "1.5", FORM_TIME, false, "1.5" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check_value(tap, a, all[i].raw, all[i].form, all[i].is_1904, all[i].want);
}

static void check_forms(struct tap *tap)
{
	static const struct {
		const char *code;
		enum value_form form;
	} all[] = {
		{ "General", FORM_PLAIN }, { "0.00", FORM_PLAIN }, { "#,##0", FORM_PLAIN }, { "0%", FORM_PER_CENT },
		{ "yyyy-mm-dd", FORM_DATE },
		{ "d\\ mmmm\\ yyyy;@", FORM_DATE }, { "mmm-yy", FORM_DATE }, { "hh:mm", FORM_TIME },
		{ "mm:ss", FORM_TIME }, { "[h]:mm", FORM_TIME },
		{ "[$-41D]d mmmm yyyy", FORM_DATE }, { "0.0\" dagar\"", FORM_PLAIN }, { "[Red]0", FORM_PLAIN },
		{ "0;\"yyyy\"", FORM_PLAIN },
		{ "\"", FORM_PLAIN }, { "[", FORM_PLAIN }, { "\\", FORM_PLAIN }, { "", FORM_PLAIN },
		{ "yyyy\\-mm\\-dd hh:mm", FORM_DATE },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		OK(tap, value_form_of_code(all[i].code) == all[i].form, all[i].code);
	OK(tap, value_form_of_id(14) == FORM_DATE && value_form_of_id(9) == FORM_PER_CENT && value_form_of_id(20) == FORM_TIME
		&& value_form_of_id(0) == FORM_PLAIN && value_form_of_id(100000) == FORM_PLAIN, "built-in forms");
}

static void check_table(struct tap *tap, struct arena *a)
{
	static const char text[] = "Nr;Titel\r\n\r\n1;\"två\nrader\"\r\n";
	static const char *const others[] = { "", "sheet;row\n", "sheet;row;notes\n", "sheet,row,notes,A\nx,1,,y\n",
		"sheet;row;notes;A\nx;0;;y\n",
		"sheet;row;notes;A\nx;ett;;y\n", "sheet;row;notes;A\nx;1;y\n", "sheet;row;notes;A\nx;1;;\xE5\n" };
	struct csv_problem problem;
	struct csv csv;
	struct workbook_table t = { 0 };
	struct out out;

	out_init(&out, a, 1 << 16);
	OK(tap, csv_read(a, text, sizeof(text) - 1, &csv, &problem), "a CSV");
	workbook_table_from_csv(&csv, &out);
	OK(tap, workbook_table(a, out_cstr(&out), out.length, &t), "becomes a table of ours");
	OK(tap, t.count == 2 && t.columns == 2 && t.rows[0].number == 1 && t.rows[1].number == 3, "with its lines");
	SAME(tap, t.rows[1].cells[1], "två\nrader", "and its cells");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		OK(tap, !workbook_table(a, others[i], strlen(others[i]), &t), "what is none is refused");
	SAME(tap, workbook_letters(a, 0), "A", "the first column");
	SAME(tap, workbook_letters(a, 25), "Z", "the 26th");
	SAME(tap, workbook_letters(a, 26), "AA", "the 27th");
	SAME(tap, workbook_letters(a, 16383), "XFD", "the last");
}

static void check_missing_program(struct tap *tap, struct arena *a)
{
	struct workbook_problem why = { NULL, NULL };
	const char *table = "";
	size_t n;
	const struct fault *f = workbook_ask(a, "/nowhere/fyr", "PK\3\4", 4, &table, &n, &why);

	OK(tap, f && f->sort == FAULT_SYSTEM, "a child that cannot be started is a fault");
	f = workbook_ask(a, "/bin/false", "PK\3\4", 4, &table, &n, &why);
	OK(tap, !f && !table && !strcmp(why.rule, "workbook.gave_up"), "one that says nothing has given up");
	f = workbook_ask(a, "/bin/echo", "PK\3\4", 4, &table, &n, &why);
	OK(tap, !f && table && !strcmp(table, "sheet\n"), "one that answers is taken at its word; the table is read as foreign text");
}

int main(void)
{
	struct tap tap = { 0 };
	struct arena *a = arena_new(64 << 20);

	check_values(&tap, a);
	check_forms(&tap);
	check_table(&tap, a);
	check_missing_program(&tap, a);
	arena_free(a);
	return tap_done(&tap);
}
