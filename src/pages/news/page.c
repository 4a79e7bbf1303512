/* SPDX-License-Identifier: EUPL-1.2
 *
 * news (/news): what an act has made public, newest first, and the same as Atom (/atom.xml, view/feed.h).  It says nothing
 * that the page public does not: each piece is a row of the table published, with the words of then, or tells that a
 * meeting's notes are published, with the meeting's sort and day.
 *
 * `fill` makes the sentences, of our words and those figures.
 */
#include "base/text.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "view/format.h"

static const struct column news[] = {
	OPEN("id", COLUMN_ID), OPEN("published", COLUMN_TIME), OPEN("news", COLUMN_CODE), OPEN("title", COLUMN_TEXT),
	OPEN("text", COLUMN_TEXT), OPEN("path", COLUMN_ID), OPEN("entry", COLUMN_INT), OPEN("period", COLUMN_DATE),
	OPEN("number", COLUMN_INT), OPEN("measure", COLUMN_TEXT), INNER("measure_count", COLUMN_INT), INNER("green", COLUMN_INT),
	INNER("yellow", COLUMN_INT), INNER("red", COLUMN_INT), OPEN("meeting_of", COLUMN_CODE), OPEN("day", COLUMN_DATE),
};

static const struct query queries[] = { { QUERY("news", news) } };

static void fill_words(struct fill *f, struct table *t, size_t row)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const char *sort = table_text(t, row, "news");
	bool is_notes = text_equal(sort, "notes_published");
	const char *date = format_date(f->arena, words, table_text(t, row, is_notes ? "day" : "period"));
	const struct cell *measure = table_named(t, row, "measure");
	const char *number = arena_print(f->arena, "%lld", (long long)table_int(t, row, "number"));
	const char *whole[] = { arena_print(f->arena, "%lld", (long long)table_int(t, row, "measure_count")), date,
		arena_print(f->arena, "%lld", (long long)table_int(t, row, "green")),
		arena_print(f->arena, "%lld", (long long)table_int(t, row, "yellow")),
		arena_print(f->arena, "%lld", (long long)table_int(t, row, "red")) };
	const char *one[] = { number, format_cell(f->arena, words, measure, FORMAT_RAW, NULL), date };

	if (text_equal(sort, "period_published")) {
		fill_text(t, row, "title", catalogue_fill(words, f->arena, "news_text.period_published", &date, 1));
		fill_text(t, row, "text", catalogue_fill(words, f->arena, "public.sentence", whole, COUNT_OF(whole)));
	} else if (is_notes) {
		fill_text(t, row, "title", arena_print(f->arena, "%s %s", catalogue_word(words, f->arena, "meeting_of",
			table_text(t, row, "meeting_of")), date));
		fill_text(t, row, "text", catalogue_text(words, "news_text.notes_published"));
	} else {
		fill_text(t, row, "title", catalogue_fill(words, f->arena, "news_text.title", one, 2));
		fill_text(t, row, "text", catalogue_fill(words, f->arena, arena_print(f->arena, "news_text.%s", sort), &date, 1));
	}
}

static void fill(struct fill *f)
{
	struct table *t = fill_found(f, "news");

	for (size_t row = 0; row < t->row_count; row++)
		fill_words(f, t, row);
}

const struct page page_news = { .name = "news", .path = "/news", .readers = READERS_EVERYONE, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "news", .fill = fill, .is_news = true };
