/* SPDX-License-Identifier: EUPL-1.2
 *
 * signatures (/signatures): everything that was signed with the reader's own keys, newest first: when, what, word for word,
 * and the short code.  Read on another device than the one that signs, it tells what a key was really made to sign: the
 * device itself shows no text (reliability T6).  One alone (?entry=N) is its receipt, to be printed: with what proves it.
 *
 * `fill` is needed for what only the kinds know, for the codes, and for the checkpoint with the witnesses' lines.
 */
#include "ledger/book.h"
#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/signature.h"

static const struct input inputs[] = { { .name = "entry", .type = INPUT_INT }, { .name = "before", .type = INPUT_INT } };

static const struct column about[] = { INNER("entry_chosen", COLUMN_INT), INNER("before_chosen", COLUMN_INT) };
static const struct column signatures[] = {
	OPEN("seq", COLUMN_INT), OPEN("t", COLUMN_TIME), OPEN("kind", COLUMN_CODE), OPEN("sign_code", COLUMN_TEXT),
	OPEN("signed_with", COLUMN_CODE), OPEN("key_code", COLUMN_TEXT), OPEN("checkpoint", COLUMN_INT),
	{ .name = "statement", .type = COLUMN_TEXT }, /* by the column label */
	INNER("d", COLUMN_JSON), INNER("written", COLUMN_TIME), INNER("label", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};
static const struct column texts[] = {
	INNER("seq", COLUMN_INT), OPEN("field", COLUMN_CODE), { .name = "value", .type = COLUMN_TEXT }, /* by the column label */
	INNER("label", COLUMN_CODE), INNER("kind", COLUMN_CODE), INNER("is_part", COLUMN_BOOL),
};
static const struct column receipt[] = {
	OPEN("hash", COLUMN_ID), OPEN("envelope", COLUMN_TEXT), OPEN("cose", COLUMN_ID), OPEN("rp", COLUMN_TEXT),
	OPEN("size", COLUMN_INT), OPEN("note", COLUMN_TEXT),
};
static const struct column older[] = { INNER("next", COLUMN_INT) };

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true },
	{ QUERY("signatures", signatures), .is_whole = true, .label_column = "label", .label_of = "statement",
		.part_column = "is_part" },
	{ QUERY("texts", texts), .is_whole = true, .parent = "signatures", .key = "seq", .label_column = "label",
		.label_of = "value", .part_column = "is_part" },
	{ WRITTEN_QUERY("signatures") },
	{ QUERY("receipt", receipt), .is_one = true },
	{ QUERY("older", older), .is_one = true },
};

static void fill(struct fill *f)
{
	const struct form form = { .fill = f, .arena = f->arena, .store = f->store, .ask = f->ask, .entry = -1,
		.words = catalogue_get(f->ask->language) };
	struct table *all = fill_found(f, "signatures"), *one = fill_found(f, "receipt");

	signature_fill_codes(f, "signatures");
	for (size_t row = 0; row < all->row_count; row++)
		fill_text(all, row, "key_code", page_key_code(f->arena, table_text(all, row, "key_code")));
	form_fill_labels(f, "texts");
	form_fill_written(&form, "signatures");
	if (one->row_count && table_int(one, 0, "size"))
		fill_text(one, 0, "note", book_checkpoint_note(f->store, f->arena, table_int(one, 0, "size")));
}

const struct page page_signatures = { .name = "signatures", .path = "/signatures", .readers = READERS_SIGNED_IN,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "signatures", .fill = fill };
