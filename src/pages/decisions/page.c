/* SPDX-License-Identifier: EUPL-1.2
 *
 * decisions (/decisions): what two persons decide, the newest first.  What waits, for the reader first, with the exact text for
 * those who may read it; what has been decided; what was stopped, withdrawn or ran out; dissent and declared
 * bias.  Persons stand by their function.  `fill` adds what the kinds alone know: how far each typed text is
 * spread and whose role may second; the short codes of what was signed; and which witnesses have seen the book with a
 * decision in it.
 */
#include "kinds/two_person.h"
#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/signature.h"

/* A case elsewhere is named to the few who handle it. */
#define CASE(column_name, column_type) { .name = (column_name), .type = (column_type), .label = LABEL_DECISION }

static const struct column waiting[] = {
	OPEN("proposal", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("measure", COLUMN_INT),
	OPEN("title", COLUMN_TEXT), OPEN("decision", COLUMN_INT), OPEN("entry", COLUMN_INT), OPEN("cause", COLUMN_CODE),
	OPEN("proposed", COLUMN_TIME), OPEN("proposer", COLUMN_TEXT), OPEN("asked", COLUMN_TEXT),
	OPEN("last_day", COLUMN_DAY), OPEN("is_mine", COLUMN_BOOL), OPEN("may_second", COLUMN_BOOL),
	INNER("is_part", COLUMN_BOOL), OPEN("holder", COLUMN_TEXT), OPEN("key_code", COLUMN_TEXT), OPEN("rp", COLUMN_TEXT),
	OPEN("store", COLUMN_CODE), OPEN("log_vkey", COLUMN_TEXT), OPEN("role", COLUMN_CODE), OPEN("demand", COLUMN_CODE),
};

static const struct column texts[] = {
	OPEN("proposal", COLUMN_INT), INNER("kind", COLUMN_CODE), OPEN("field", COLUMN_CODE),
	{ .name = "value", .type = COLUMN_TEXT, .label = LABEL_SECRET }, /* by the column label */
	INNER("label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};

static const struct column made[] = {
	OPEN("proposal", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("measure", COLUMN_INT),
	OPEN("title", COLUMN_TEXT), OPEN("decision", COLUMN_INT), OPEN("entry", COLUMN_INT), OPEN("cause", COLUMN_CODE),
	CASE("case_system", COLUMN_TEXT), CASE("case_no", COLUMN_TEXT), CASE("organisation", COLUMN_TEXT),
	OPEN("proposed", COLUMN_TIME), OPEN("proposer", COLUMN_TEXT), OPEN("seconded", COLUMN_TIME),
	OPEN("seconder", COLUMN_TEXT), OPEN("seconding", COLUMN_INT), OPEN("hash", COLUMN_ID),
	INNER("is_part", COLUMN_BOOL), OPEN("holder", COLUMN_TEXT), OPEN("key_code", COLUMN_TEXT), OPEN("role", COLUMN_CODE),
	OPEN("demand", COLUMN_CODE),
};

/* Who proposed, and who ended it: signed with an own key, or not. */
static const struct column signatures[] = {
	OPEN("proposal", COLUMN_INT), OPEN("entry", COLUMN_INT), OPEN("kind", COLUMN_CODE), OPEN("function", COLUMN_TEXT),
	OPEN("signed_with", COLUMN_CODE), OPEN("sign_code", COLUMN_TEXT), INNER("statement", COLUMN_TEXT),
};

/* Who saw the book with the decision in it, when the quorum is in. */
static const struct column stamps[] = {
	OPEN("proposal", COLUMN_INT), OPEN("stamped_by", COLUMN_TEXT), OPEN("stamped", COLUMN_TIME),
};

static const struct column ended[] = {
	OPEN("proposal", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("proposal_state", COLUMN_CODE),
	OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("decision", COLUMN_INT),
	OPEN("entry", COLUMN_INT), OPEN("proposed", COLUMN_TIME), OPEN("proposer", COLUMN_TEXT),
	OPEN("ended", COLUMN_TIME), OPEN("ender", COLUMN_TEXT), OPEN("ending", COLUMN_INT),
	{ .name = "reason", .type = COLUMN_TEXT, .label = LABEL_SECRET }, /* by the column label */
	INNER("kind", COLUMN_CODE), INNER("field", COLUMN_CODE), INNER("label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};

static const struct column dissents[] = {
	OPEN("entry", COLUMN_INT), OPEN("proposal", COLUMN_INT), OPEN("family", COLUMN_CODE),
	OPEN("noted", COLUMN_TIME), OPEN("function", COLUMN_TEXT), CASE("dissent", COLUMN_TEXT),
	INNER("is_part", COLUMN_BOOL),
};

static const struct column biases[] = {
	OPEN("entry", COLUMN_INT), OPEN("declared", COLUMN_TIME), OPEN("function", COLUMN_TEXT),
	OPEN("ground", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT),
	OPEN("decision", COLUMN_INT),
};

static const struct column paging[] = { INNER("older_made", COLUMN_INT), INNER("older_ended", COLUMN_INT),
	INNER("made_before", COLUMN_INT), INNER("ended_before", COLUMN_INT) };

static const struct input inputs[] = {
	{ .name = "made_before", .type = INPUT_INT }, /* entries */
	{ .name = "ended_before", .type = INPUT_INT },
};

#define TEXTS .key = "proposal", .label_column = "label", .label_of = "value", .part_column = "is_part"

static const struct query queries[] = {
	{ QUERY("waiting", waiting), .part_column = "is_part" },
	{ QUERY("waiting_texts", texts), .parent = "waiting", TEXTS },
	{ QUERY("waiting_signatures", signatures), .parent = "waiting", .key = "proposal" },
	{ QUERY("made", made), .is_whole = true, .part_column = "is_part" },
	{ QUERY("made_texts", texts), .is_whole = true, .parent = "made", TEXTS },
	{ QUERY("made_signatures", signatures), .is_whole = true, .parent = "made", .key = "proposal" },
	{ QUERY("made_stamps", stamps), .parent = "made", .key = "proposal" },
	{ QUERY("ended", ended), .is_whole = true, .label_column = "label", .label_of = "reason", .part_column = "is_part" },
	{ QUERY("ended_signatures", signatures), .is_whole = true, .parent = "ended", .key = "proposal" },
	{ QUERY("dissents", dissents), .is_whole = true, .part_column = "is_part" },
	{ QUERY("biases", biases), .is_whole = true },
	{ QUERY("paging", paging), .is_one = true },
};

static void fill_codes(struct fill *f, const char *name)
{
	struct table *t = fill_found(f, name);

	for (size_t row = 0; row < t->row_count; row++)
		fill_text(t, row, "key_code", page_key_code(f->arena, table_text(t, row, "key_code")));
}

static void fill(struct fill *f)
{
	struct table *t = fill_found(f, "waiting");

	fill_codes(f, "waiting");
	fill_codes(f, "made");
	form_fill_labels(f, "waiting_texts");
	form_fill_labels(f, "made_texts");
	form_fill_labels(f, "ended");
	signature_fill_codes(f, "waiting_signatures");
	signature_fill_codes(f, "made_signatures");
	signature_fill_codes(f, "ended_signatures");
	signature_fill_stamps(f);
	for (size_t row = 0; row < t->row_count; row++) {
		const struct kind *second = kind_find(arena_print(f->arena, "%s_seconded", table_text(t, row, "family")));

		if (!second || !(second->writers & f->ask->actor->roles))
			fill_int(t, row, "may_second", 0);
	}
}

const struct page page_decisions = { .name = "decisions", .path = "/decisions", .readers = READERS_SIGNED_IN,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "made", .menu = 5, .fill = fill, .has_paper = true };
