/* SPDX-License-Identifier: EUPL-1.2
 *
 * decision (/decision/:proposal): one thing that two persons decide, by the number of the entry that proposed it, as a paper
 * of its own: what it is about and closes, word for word with its ground, both makers with the state of their
 * signatures, how it ended, dissent, and which witnesses have seen the book with it.
 */
#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/receipt_code.h"
#include "pages/signature.h"

#define CASE(column_name) { .name = (column_name), .type = COLUMN_TEXT, .label = LABEL_DECISION }

static const struct column proposal[] = {
	OPEN("proposal", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("proposal_state", COLUMN_CODE),
	OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("decision", COLUMN_INT), OPEN("entry", COLUMN_INT),
	OPEN("cause", COLUMN_CODE), CASE("case_system"), CASE("case_no"), CASE("organisation"), OPEN("proposed", COLUMN_TIME),
	OPEN("proposer", COLUMN_TEXT), OPEN("asked", COLUMN_TEXT), OPEN("last_day", COLUMN_DAY), OPEN("ended", COLUMN_TIME),
	OPEN("ender", COLUMN_TEXT), OPEN("ending", COLUMN_INT), OPEN("hash", COLUMN_ID), OPEN("holder", COLUMN_TEXT),
	OPEN("key_code", COLUMN_TEXT), OPEN("rp", COLUMN_TEXT), OPEN("store", COLUMN_CODE), OPEN("log_vkey", COLUMN_TEXT),
	OPEN("role", COLUMN_CODE), OPEN("demand", COLUMN_CODE), INNER("is_part", COLUMN_BOOL), INNER("is_open", COLUMN_BOOL),
	INNER("is_made", COLUMN_BOOL), INNER("is_closing", COLUMN_BOOL), DIARY_COLUMNS,
};
static const struct column texts[] = {
	OPEN("proposal", COLUMN_INT), INNER("kind", COLUMN_CODE), OPEN("field", COLUMN_CODE),
	{ .name = "value", .type = COLUMN_TEXT, .label = LABEL_SECRET }, /* by the column label */
	INNER("label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};
static const struct column signatures[] = {
	OPEN("proposal", COLUMN_INT), OPEN("entry", COLUMN_INT), OPEN("kind", COLUMN_CODE), OPEN("function", COLUMN_TEXT),
	OPEN("signed_with", COLUMN_CODE), OPEN("sign_code", COLUMN_TEXT), INNER("statement", COLUMN_TEXT),
};
static const struct column made[] = { INNER("proposal", COLUMN_INT), INNER("seconding", COLUMN_INT) };
static const struct column stamps[] = {
	OPEN("proposal", COLUMN_INT), OPEN("stamped_by", COLUMN_TEXT), OPEN("stamped", COLUMN_TIME),
};
static const struct column dissents[] = {
	OPEN("entry", COLUMN_INT), OPEN("noted", COLUMN_TIME), OPEN("function", COLUMN_TEXT), CASE("dissent"),
	INNER("is_part", COLUMN_BOOL),
};

static const struct input inputs[] = { { .name = "proposal", .type = INPUT_INT, .is_must = true } };

static const struct query queries[] = {
	{ QUERY("proposal", proposal), .is_one = true, .part_column = "is_part" },
	{ QUERY("texts", texts), .key = "proposal", .parent = "proposal", .label_column = "label", .label_of = "value",
		.part_column = "is_part" },
	{ QUERY("signatures", signatures), .key = "proposal", .parent = "proposal" },
	{ QUERY("made", made), .is_one = true },
	{ QUERY("made_stamps", stamps), .key = "proposal", .parent = "proposal" },
	{ QUERY("dissents", dissents), .is_whole = true, .part_column = "is_part" },
	RECEIPT_CODE_QUERY,
};

static void fill(struct fill *f)
{
	struct table *t = fill_found(f, "proposal");

	if (t->row_count) {
		fill_text(t, 0, "key_code", page_key_code(f->arena, table_text(t, 0, "key_code")));
		receipt_code_fill(f, table_int(t, 0, "ending"));
	}
	form_fill_labels(f, "texts");
	signature_fill_codes(f, "signatures");
	signature_fill_stamps(f);
}

const struct page page_decision = { .name = "decision", .path = "/decision/:proposal", .readers = READERS_SIGNED_IN,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .fill = fill,
	.has_paper = true };
