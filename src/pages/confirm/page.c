/* SPDX-License-Identifier: EUPL-1.2
 *
 * confirm: every unconfirmed status that waits for the one who asks, with all that was said, confirmed or returned in one
 * sheet (pages/rows.h).  `fill` puts back what was typed, which SQL cannot know.
 */
#include <string.h>

#include "kinds/roles.h"
#include "pages/columns.h"
#include "pages/refusals.h"
#include "pages/rows.h"

enum { RETURN_FROM = 500000000 };

static const struct column reports[] = {
	OPEN("entry", COLUMN_INT), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("period", COLUMN_DATE),
	OPEN("process", COLUMN_CODE), OPEN("evidence", COLUMN_CODE), OPEN("effect", COLUMN_CODE),
	OPEN("effect_evidence", COLUMN_CODE), WORK("text"), OPEN("obstacle", COLUMN_CODE), WORK("next_step"),
	OPEN("remover", COLUMN_TEXT), WORK("provision"), OPEN("suggests_closing", COLUMN_BOOL),
	OPEN("nothing_new", COLUMN_BOOL), OPEN("who", COLUMN_TEXT), OPEN("reported", COLUMN_DAY), WORK("according_to"),
	OPEN("according_date", COLUMN_DATE), OPEN("before_process", COLUMN_CODE), INNER("is_replaced", COLUMN_BOOL),
	INNER("return_row", COLUMN_INT), INNER("is_taken", COLUMN_BOOL), INNER("reason", COLUMN_TEXT),
	INNER("reason_error", COLUMN_TEXT), INNER("row_error", COLUMN_TEXT),
};
static const struct column readings[] = {
	OPEN("entry", COLUMN_INT), OPEN("indicator", COLUMN_TEXT), OPEN("value", COLUMN_DECIMAL), OPEN("unit", COLUMN_TEXT),
};
static const struct column totals[] = { INNER("count", COLUMN_INT), INNER("is_several", COLUMN_BOOL) };

static const struct query queries[] = {
	{ QUERY("totals", totals), .is_one = true },
	{ .name = "sheet", .columns = sheet_columns, .column_count = SHEET_COLUMN_COUNT, .is_one = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
	{ QUERY("reports", reports), .is_whole = true },
	{ QUERY("readings", readings), .is_whole = true, .parent = "reports", .key = "entry" },
};

static const char *const sheet[] = { "status_confirmed", "status_returned", NULL };

/* Replaced ones go, but those a form that comes back is about. */
static void drop_replaced(const struct fill *f, struct table *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->row_count; i++) {
		if (table_int(t, i, "is_replaced") && !rows_typed(f->ask, f->arena, "kind", table_int(t, i, "entry"), 0))
			continue;
		memmove(&t->cells[kept++ * t->column_count], &t->cells[i * t->column_count],
			t->column_count * sizeof(*t->cells));
	}
	t->row_count = kept;
}

/* "12. Title" of the report that a row confirms or returns. */
static const char *name_of(void *self, int64_t row)
{
	struct fill *f = self;
	const struct table *t = fill_found(f, "reports");

	for (size_t i = 0; i < t->row_count; i++)
		if (table_int(t, i, "entry") == row % RETURN_FROM)
			return rows_measure(f, t, i);
	return NULL;
}

static bool shows(void *self, const char *field, int64_t row)
{
	(void)self;
	return row > RETURN_FROM && !strcmp(field, "reason");
}

static void fill(struct fill *f)
{
	struct rows_words words = { name_of, shows, f };
	struct table *t = fill_found(f, "reports"), *sums = fill_table(f, "totals", 1);

	drop_replaced(f, t);
	for (size_t i = 0; i < t->row_count; i++) {
		int64_t entry = table_int(t, i, "entry");
		const char *error = rows_error(f, "row", entry), *more = rows_error(f, "statuses", entry);

		fill_int(t, i, "is_taken", rows_typed(f->ask, f->arena, "take", entry, 0) != NULL);
		fill_text(t, i, "reason", rows_typed(f->ask, f->arena, "reason", entry + RETURN_FROM, 0));
		fill_text(t, i, "reason_error", rows_error(f, "reason", entry + RETURN_FROM));
		if (!error)
			error = rows_error(f, "row", entry + RETURN_FROM);
		if (!more)
			more = rows_error(f, "status", entry + RETURN_FROM);
		fill_text(t, i, "row_error", error ? error : more);
	}
	fill_int(sums, 0, "count", (int64_t)t->row_count);
	fill_int(sums, 0, "is_several", t->row_count > 1);
	rows_fill_sheet(f);
	rows_fill_errors(f, &words);
}

const struct page page_confirm = { .name = "confirm", .path = "/confirm", .readers = ROLES_WORK, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "reports", .sheet = sheet, .fill = fill };
