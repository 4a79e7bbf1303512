/* SPDX-License-Identifier: EUPL-1.2
 *
 * call (/call/:meeting): the call to a meeting as a mail to send: subject and body, plain, and the meeting as a file for a
 * calendar (/call/N.ics, RFC 5546 PUBLISH: whoever gets it answers nobody, and it names nobody who was called).
 * Fyr sends no mail: who calls copies it.  `fill` puts the body together, line by line, of what the page asks for.
 */
#include "base/date.h"
#include "base/out.h"
#include "base/text.h"
#include "pages/attached.h"
#include "pages/columns.h"
#include "pages/readers.h"
#include "view/catalogue.h"
#include "view/format.h"

enum { BODY_BYTES_MAX = 1 << 20 };

static const struct input inputs[] = {
	{ .name = "meeting", .type = INPUT_OBJECT, .object = "meeting", .is_must = true },
};

static const struct column call[] = {
	WORK("subject"), WORK("body"), INNER("number", COLUMN_INT), INNER("meeting_of", COLUMN_CODE), INNER("day", COLUMN_DATE),
	INNER("begins", COLUMN_CLOCK), INNER("ends", COLUMN_CLOCK),
	{ .name = "venue", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	{ .name = "theme", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	{ .name = "called_by", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	INNER("is_cancelled", COLUMN_BOOL),
};
static const struct column agenda[] = {
	OPEN("place", COLUMN_INT), OPEN("clock", COLUMN_CLOCK), WORK("title"), WORK("presenter"),
	OPEN("minutes", COLUMN_INT), INNER("sort", COLUMN_CODE), INNER("agenda_item", COLUMN_INT),
};
static const struct column attachments[] = { ATTACHED_LIST_COLUMNS };
static const struct column events[] = {
	OPEN("uid", COLUMN_ID), OPEN("day", COLUMN_DAY), OPEN("begins", COLUMN_CLOCK), OPEN("ends", COLUMN_CLOCK), WORK("venue"),
	OPEN("event", COLUMN_CODE), OPEN("path", COLUMN_ID), OPEN("is_cancelled", COLUMN_BOOL), OPEN("changed", COLUMN_TIME),
	OPEN("sequence", COLUMN_INT),
};

static const struct query queries[] = {
	{ QUERY("call", call), .is_one = true },
	{ QUERY("agenda", agenda), .from = "meeting" },
	{ QUERY("events", events) },
	{ QUERY("attachments", attachments), .from = "meeting", .is_whole = true, .spread_column = "is_spread" },
};

/* A text that was erased says so, here as everywhere; "" when there is none. */
static const char *words_of(struct fill *f, const struct catalogue *words, const struct table *t, size_t row, const char *column)
{
	return format_cell(f->arena, words, table_named(t, row, column), FORMAT_RAW, NULL);
}

static void say(struct out *o, const struct catalogue *words, const char *key, const char *text)
{
	if (*text)
		out_print(o, "%s: %s\n", catalogue_text(words, key), text);
}

static void say_agenda(struct fill *f, struct out *o, const struct catalogue *words)
{
	const struct table *t = fill_found(f, "agenda");

	if (t->row_count)
		out_print(o, "\n%s\n", catalogue_text(words, "table.agenda"));
	for (size_t row = 0; row < t->row_count; row++) {
		const char *clock = table_text(t, row, "clock"), *presenter = words_of(f, words, t, row, "presenter");

		out_print(o, "%d. %s%s%s%s%s\n", (int)table_int(t, row, "place"),
			clock ? format_clock(f->arena, words, clock) : "", clock ? " " : "",
			words_of(f, words, t, row, "title"), *presenter ? ", " : "", presenter);
	}
}

/* The mail goes to all who are called: what not all of them may read is not in it, whoever writes it. */
static void say_attachments(struct fill *f, struct out *o, const struct catalogue *words)
{
	const struct table *t = fill_found(f, "attachments");
	bool is_first = true;

	for (size_t row = 0; row < t->row_count; row++) {
		const char *extent = table_text(t, row, "extent");

		if (!table_int(t, row, "is_spread") || text_equal(table_text(t, row, "audience"), "secret"))
			continue;
		if (is_first)
			out_print(o, "\n%s\n", catalogue_text(words, "table.attachments"));
		out_print(o, "- %s%s%s%s\n", words_of(f, words, t, row, "text"), extent ? " (" : "", extent ? extent : "",
			extent ? ")" : "");
		is_first = false;
	}
}

static void fill(struct fill *f)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	struct table *t = fill_found(f, "call");
	const char *what, *when, *documents, *hours[2];
	struct out o;

	if (!t->row_count)
		return;
	hours[0] = format_clock(f->arena, words, table_text(t, 0, "begins"));
	hours[1] = format_clock(f->arena, words, table_text(t, 0, "ends"));
	what = catalogue_word(words, f->arena, "meeting_of", table_text(t, 0, "meeting_of"));
	when = arena_print(f->arena, "%s %s", format_date(f->arena, words, table_text(t, 0, "day")),
		catalogue_fill(words, f->arena, "meeting.hours", hours, 2));
	fill_text(t, 0, "subject", arena_print(f->arena, "%s: %s %s", catalogue_text(words,
		table_int(t, 0, "is_cancelled") ? "call.cancelled" : "page.call"), what, when));
	documents = arena_print(f->arena, "%s/packet/%d", f->ask->site ? f->ask->site : "", (int)table_int(t, 0, "number"));
	(void)spread_fill(f, "attachments", false);
	attached_fill(f, "attachments");
	out_init(&o, f->arena, BODY_BYTES_MAX);
	out_print(&o, "%s\n\n", table_text(t, 0, "subject"));
	say(&o, words, "meeting.when", when);
	say(&o, words, "call.where", words_of(f, words, t, 0, "venue"));
	say(&o, words, "call.theme", words_of(f, words, t, 0, "theme"));
	say(&o, words, "call.by", words_of(f, words, t, 0, "called_by"));
	say_agenda(f, &o, words);
	say_attachments(f, &o, words);
	out_print(&o, "\n%s\n", catalogue_fill(words, f->arena, "call.documents", &documents, 1));
	fill_text(t, 0, "body", out_cstr(&o));
}

const struct page page_call = { .name = "call", .path = "/call/:meeting", .readers = READERS_WORK,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "events", .fill = fill, .is_calendar = true, .has_paper = true };
