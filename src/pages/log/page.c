/* SPDX-License-Identifier: EUPL-1.2
 *
 * log: the entries of the book as people read them, newest first: a sentence, who and when, every value in words and
 * the texts the reader may see.  One entry alone (?entry=N) also shows its leaf byte for byte and where it stands in the
 * tree.  Pages go by entry number, so that a kept address shows the same entries later.
 *
 * `fill` is needed for what only the kinds know: the names and labels of fields, and how an act is said.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/signature.h"

static const char *const group_codes[] = { "follow_up", "questions", "plan", "values", "two_persons", "erasures", "corrections",
	"people", "meetings", "requests", NULL };

static const struct input inputs[] = {
	{ .name = "kind", .type = INPUT_WORD },
	{ .name = "group", .type = INPUT_WORD, .codes = group_codes },
	{ .name = "role", .type = INPUT_WORD },
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
	{ .name = "date_from", .type = INPUT_SINCE },
	{ .name = "date_to", .type = INPUT_UNTIL },
	{ .name = "by", .type = INPUT_OBJECT, .object = "person" },
	{ .name = "obj", .type = INPUT_WORD },
	{ .name = "measure", .type = INPUT_OBJECT, .object = "measure" },
	{ .name = "entry", .type = INPUT_INT },
	{ .name = "from", .type = INPUT_INT },
	{ .name = "before", .type = INPUT_INT },
};

/* What an entry says in clear is open, but for a two-person decision: its case number is for those who handle it. */
static const struct column entries[] = {
	OPEN("seq", COLUMN_INT), OPEN("t", COLUMN_TIME), OPEN("kind", COLUMN_CODE), OPEN("by", COLUMN_ID),
	OPEN("function", COLUMN_TEXT), OPEN("role", COLUMN_CODE), OPEN("obj", COLUMN_ID), OPEN("object_type", COLUMN_CODE),
	OPEN("object_number", COLUMN_INT), OPEN("d", COLUMN_JSON), OPEN("hash", COLUMN_ID), OPEN("ref", COLUMN_ID),
	OPEN("corrected_by", COLUMN_INT), INNER("written", COLUMN_TIME), INNER("is_measure", COLUMN_BOOL),
	INNER("is_organisation", COLUMN_BOOL), INNER("is_sheet", COLUMN_BOOL), INNER("object_code", COLUMN_ID),
	OPEN("object_name", COLUMN_TEXT), INNER("object_period", COLUMN_DATE), INNER("said", COLUMN_TEXT),
	INNER("d_label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};
static const struct column texts[] = {
	INNER("seq", COLUMN_INT), OPEN("field", COLUMN_CODE), { .name = "value", .type = COLUMN_TEXT },
	OPEN("label", COLUMN_CODE), INNER("kind", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};
static const struct column leaf[] = {
	OPEN("seq", COLUMN_INT), OPEN("hash", COLUMN_ID), { .name = "statement", .type = COLUMN_TEXT }, /* by the column label */
	OPEN("envelope", COLUMN_TEXT), OPEN("size", COLUMN_INT), OPEN("checkpoint", COLUMN_INT), INNER("label", COLUMN_CODE),
	INNER("is_part", COLUMN_BOOL), OPEN("signed_with", COLUMN_CODE), OPEN("sign_code", COLUMN_TEXT),
};
static const struct column filter[] = {
	INNER("kind_chosen", COLUMN_CODE), INNER("group_chosen", COLUMN_CODE), INNER("role_chosen", COLUMN_CODE),
	INNER("by_chosen", COLUMN_ID), INNER("obj_chosen", COLUMN_ID), INNER("entry_chosen", COLUMN_INT),
	INNER("date_from", COLUMN_TEXT), INNER("date_to", COLUMN_TEXT), INNER("period_chosen", COLUMN_ID),
	INNER("is_filtered", COLUMN_BOOL), INNER("measure_number", COLUMN_INT), INNER("by_function", COLUMN_TEXT),
	INNER("before_chosen", COLUMN_INT),
};
static const struct column choices[] = { INNER("code", COLUMN_CODE), INNER("is_chosen", COLUMN_BOOL) };
static const struct column persons[] = {
	INNER("number", COLUMN_INT), INNER("function", COLUMN_TEXT), INNER("is_chosen", COLUMN_BOOL),
};
static const struct column periods[] = { INNER("code", COLUMN_DATE), INNER("is_chosen", COLUMN_BOOL) };
static const struct column older[] = { INNER("next", COLUMN_INT) };

static const struct query queries[] = {
	{ QUERY("entries", entries), .is_whole = true, .label_column = "d_label", .label_of = "d", .part_column = "is_part" },
	{ QUERY("texts", texts), .is_whole = true, .parent = "entries", .key = "seq", .label_column = "label",
		.label_of = "value", .part_column = "is_part" },
	{ WRITTEN_QUERY("entries") },
	{ QUERY("leaf", leaf), .is_one = true, .label_column = "label", .label_of = "statement", .part_column = "is_part" },
	{ QUERY("filter", filter), .is_one = true },
	{ QUERY("kinds", choices) },
	{ QUERY("groups", choices) },
	{ QUERY("roles_there", choices) },
	{ QUERY("persons", persons) },
	{ QUERY("periods", periods) },
	{ QUERY("older", older), .is_one = true },
};

/* "reported a status for": a kind without such words has its name. */
static const char *said(const struct form *form, const char *kind)
{
	const char *key = arena_print(form->arena, "said.%s", kind);

	return catalogue_has(form->words, key) ? catalogue_text(form->words, key)
		: arena_print(form->arena, "– %s:", catalogue_word(form->words, form->arena, "kind", kind));
}

static void fill(struct fill *f)
{
	const struct form form = { .fill = f, .arena = f->arena, .store = f->store, .ask = f->ask, .entry = -1,
		.words = catalogue_get(f->ask->language) };
	struct table *entries_table = fill_found(f, "entries"), *filter_table = fill_found(f, "filter");

	form_fill_labels(f, "texts");
	fill_text(filter_table, 0, "date_from", ask_input(f->ask, "date_from"));
	fill_text(filter_table, 0, "date_to", ask_input(f->ask, "date_to"));
	for (size_t row = 0; !f->is_data && row < entries_table->row_count; row++)
		fill_text(entries_table, row, "said", said(&form, table_text(entries_table, row, "kind")));
	form_fill_written(&form, "entries");
	signature_fill_codes(f, "leaf");
}

const struct page page_log = { .name = "log", .path = "/log", .readers = READERS_SIGNED_IN, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "entries", .menu = 7,
	.fill = fill };
