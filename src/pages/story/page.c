/* SPDX-License-Identifier: EUPL-1.2
 *
 * story (/story/N): a measure's whole story, oldest first, for whoever asks why: how it came into the plan and changed, its
 * goals and how they were moved, each period's light and what was said, questions and answers, money, and how it ended.
 * Each sentence leads to its entry.  A long story is cut in HTML: the newest of it first, then what came before.  Made to
 * be read from top to bottom, on paper too.
 *
 * `fill` is needed for what only the kinds know: the label of each typed text.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "measure", .type = INPUT_OBJECT, .object = "measure", .is_must = true },
	{ .name = "before", .type = INPUT_INT }, /* an entry */
};

static const struct column measure[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT), OPEN("state", COLUMN_CODE),
	OPEN("event_count", COLUMN_INT), INNER("earlier", COLUMN_INT), INNER("is_part", COLUMN_BOOL),
	INNER("is_older", COLUMN_BOOL), OPEN("last_entry", COLUMN_INT), OPEN("as_of", COLUMN_DAY),
};
static const struct column years[] = { OPEN("year", COLUMN_DATE) };
static const struct column events[] = {
	INNER("year", COLUMN_DATE), OPEN("entry", COLUMN_INT), OPEN("written", COLUMN_TIME), OPEN("story", COLUMN_CODE),
	OPEN("function", COLUMN_TEXT), OPEN("of_period", COLUMN_DATE), OPEN("process", COLUMN_CODE),
	OPEN("evidence", COLUMN_CODE), OPEN("effect", COLUMN_CODE), OPEN("obstacle", COLUMN_CODE), OPEN("remover", COLUMN_TEXT),
	OPEN("responsible", COLUMN_TEXT), OPEN("sort", COLUMN_CODE), OPEN("amount", COLUMN_MONEY), OPEN("indicator", COLUMN_TEXT),
	OPEN("before_target", COLUMN_DECIMAL), OPEN("target", COLUMN_DECIMAL), OPEN("due", COLUMN_DATE), OPEN("value", COLUMN_DECIMAL),
	OPEN("date", COLUMN_DATE), OPEN("starts", COLUMN_DATE), OPEN("ends", COLUMN_DATE), OPEN("resumes", COLUMN_DATE),
	OPEN("decide_by", COLUMN_DATE), OPEN("outcome", COLUMN_CODE), OPEN("cause", COLUMN_CODE), OPEN("ground", COLUMN_CODE),
	OPEN("corrected_by", COLUMN_INT), INNER("has_facts", COLUMN_BOOL),
};
static const struct column texts[] = {
	OPEN("entry", COLUMN_INT), OPEN("field", COLUMN_CODE), { .name = "value", .type = COLUMN_TEXT },
	OPEN("label", COLUMN_CODE), INNER("kind", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("measure", measure), .is_one = true },
	{ QUERY("years", years), .is_whole = true },
	{ QUERY("events", events), .is_whole = true, .parent = "years", .key = "year" },
	{ QUERY("texts", texts), .is_whole = true, .parent = "events", .key = "entry", .label_column = "label",
		.label_of = "value", .part_column = "is_part" },
};

static void fill(struct fill *f)
{
	struct table *t = fill_found(f, "texts");

	for (size_t row = 0; row < t->row_count; row++)
		fill_text(t, row, "label", label_names[kind_label(table_text(t, row, "kind"), table_text(t, row, "field"))]);
}

const struct page page_story = { .name = "story", .path = "/story/:measure", .readers = READERS_SIGNED_IN, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "events", .fill = fill,
	.has_paper = true };
