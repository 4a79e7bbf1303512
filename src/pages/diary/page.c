/* SPDX-License-Identifier: EUPL-1.2
 *
 * diary (/diary): the council's documents, the newest first, as what the municipality's diary needs of each (OSL 5 kap. 2 §): date,
 * who drew it up, a title, the provision that what is secret in it stands on, and its number in the diary once it has one.
 * `since` is the first entry, `before` the one after the last, `registered` whether it has a number.
 *
 * The public title is put together of codes and dates alone, so that a diary which shows it shows no secret; the title says also
 * what is typed, as far as whoever reads may know.  `path` is the page that is the document, `copy_path` that of the copy which
 * goes with an answer; without `path` it is no more to be had as it was.  `left_out` is how many passages that page does not show.
 * A file that was added to a meeting is a document by itself, and read as a passage is: `has_file` is whether whoever reads gets
 * it, and for all other documents nothing.  `direction` is empty where nobody has said whether it came from elsewhere.
 * `fill` makes the titles, and asks the guard about each secret passage and each file.
 */
#include <string.h>

#include "base/date.h"
#include "guard/passage.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/spread.h"
#include "view/format.h"

enum { SHOWN_MAX = 200 }; /* page.sql asks for one more */

static const char *const yes_no[] = { "yes", "no", NULL };

static const struct input inputs[] = {
	{ .name = "since", .type = INPUT_INT },
	{ .name = "before", .type = INPUT_INT },
	{ .name = "registered", .type = INPUT_WORD, .codes = yes_no },
};

static const struct column documents[] = {
	OPEN("entry", COLUMN_INT), OPEN("document_sort", COLUMN_CODE), OPEN("day", COLUMN_DAY), OPEN("public_title", COLUMN_TEXT),
	{ .name = "title", .type = COLUMN_TEXT, .label = LABEL_SECRET }, /* by label and is_spread */
	OPEN("sender", COLUMN_TEXT), OPEN("direction", COLUMN_CODE), OPEN("secrecy", COLUMN_TEXT), OPEN("left_out", COLUMN_INT),
	OPEN("case_no", COLUMN_TEXT), OPEN("diary_no", COLUMN_TEXT), OPEN("path", COLUMN_ID), OPEN("copy_path", COLUMN_ID),
	OPEN("has_file", COLUMN_BOOL), INNER("t", COLUMN_TIME), INNER("meeting_of", COLUMN_CODE), INNER("meeting_day", COLUMN_DATE),
	INNER("number", COLUMN_INT), INNER("period", COLUMN_DATE), INNER("label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
	INNER("has_more", COLUMN_BOOL), INNER("may_register", COLUMN_BOOL), INNER("is_erased", COLUMN_BOOL),
	INNER("audience", COLUMN_CODE), SPREAD_COLUMNS,
};
static const struct column secrets[] = {
	INNER("entry", COLUMN_INT), INNER("audience", COLUMN_CODE), INNER("organisations", COLUMN_TEXT),
};
static const struct column older[] = { INNER("before", COLUMN_INT), INNER("registered", COLUMN_CODE) };

static const struct query queries[] = {
	{ QUERY("diary_documents", documents), .is_whole = true, .label_column = "label", .label_of = "title",
		.part_column = "is_part", .spread_column = "is_spread" },
	{ QUERY("secrets", secrets), .is_whole = true },
	{ QUERY("older", older), .is_one = true },
};

/* Other systems keep these titles, and are searched with common blanks; on a page a date stays on one line. */
static const char *date_of(struct fill *f, const struct catalogue *words, const char *date)
{
	static const char fixed[] = "\xC2\xA0";
	char *text = arena_text(f->arena, date ? format_date(f->arena, words, date) : ""), *to = text;

	if (!f->is_data)
		return text;
	for (const char *from = text; *from; from++) {
		bool is_fixed = !strncmp(from, fixed, sizeof(fixed) - 1);

		*to++ = is_fixed ? ' ' : *from;
		from += is_fixed;
	}
	*to = '\0';
	return text;
}

static const char *public_title(struct fill *f, const struct catalogue *words, const struct table *t, size_t row)
{
	const char *meeting = table_text(t, row, "meeting_of"), *day = table_text(t, row, "meeting_day");
	const char *period = table_text(t, row, "period");
	const char *values[] = { meeting ? catalogue_word(words, f->arena, "meeting_of", meeting) : "",
		date_of(f, words, day), arena_print(f->arena, "%d", (int)table_int(t, row, "number")),
		date_of(f, words, period) };
	const char *key = arena_print(f->arena, "public_title.%s%s", table_text(t, row, "document_sort"),
		table_int(t, row, "is_erased") ? "_erased" : "");

	return catalogue_fill(words, f->arena, key, values, COUNT_OF(values));
}

static void fill_row(struct fill *f, const struct catalogue *words, struct table *t, size_t row)
{
	const char *title = public_title(f, words, t, row), *typed;
	int64_t drawn_up;

	fill_text(t, row, "public_title", title);
	if (instant_from(table_text(t, row, "t"), &drawn_up))
		fill_int(t, row, "day", instant_day(drawn_up));
	typed = format_cell(f->arena, words, table_named(t, row, "title"), FORMAT_RAW, NULL);
	fill_int(t, row, "has_more", *typed != '\0');
	fill_text(t, row, "title", *typed ? arena_print(f->arena, "%s. %s", title, typed) : title);
	if (!*typed)
		fill_text(t, row, "label", label_names[LABEL_OPEN]);
}

/* Both tables have the newest first, and each document's secrets stand together. */
static void fill_left_out(struct fill *f, struct table *t)
{
	const struct table *s = fill_found(f, "secrets");
	size_t row = 0;

	for (size_t i = 0; i < s->row_count; i++) {
		const struct passage_spread spread = { .audience = table_text(s, i, "audience"),
			.organisations = table_text(s, i, "organisations") };
		int64_t entry = table_int(s, i, "entry");

		while (row < t->row_count && table_int(t, row, "entry") > entry)
			row++;
		if (row < t->row_count && table_int(t, row, "entry") == entry && !passage_may_read(&spread, f->ask->actor))
			fill_int(t, row, "left_out", table_int(t, row, "left_out") + 1);
	}
}

/* Who reads a file stands in its own row, as of a passage. */
static void fill_files(struct fill *f, struct table *t)
{
	(void)spread_fill(f, "diary_documents", false);
	for (size_t row = 0; row < t->row_count; row++) {
		bool may = table_int(t, row, "is_spread") != 0;

		if (!table_text(t, row, "audience"))
			continue;
		fill_int(t, row, "left_out", !may);
		fill_int(t, row, "has_file", may && !table_int(t, row, "is_erased"));
	}
}

/* One page of them, and where the next begins. */
static void cut(struct fill *f, struct table *t)
{
	bool is_cut = !f->is_data && t->row_count > SHOWN_MAX;
	struct table *o = fill_table(f, "older", is_cut);

	if (!is_cut)
		return;
	t->row_count = SHOWN_MAX;
	fill_int(o, 0, "before", table_int(t, SHOWN_MAX - 1, "entry"));
	fill_text(o, 0, "registered", ask_input(f->ask, "registered"));
}

static void fill(struct fill *f)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	struct table *t = fill_found(f, "diary_documents");

	cut(f, t);
	for (size_t row = 0; row < t->row_count; row++)
		fill_row(f, words, t, row);
	fill_left_out(f, t);
	fill_files(f, t);
}

const struct page page_diary = { .name = "diary", .path = "/diary", .readers = READERS_WORK, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "diary_documents",
	.fill = fill };
