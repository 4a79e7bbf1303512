/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/rows.h"

#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "ledger/merkle.h"
#include "pages/columns.h"
#include "pages/refusals.h"

const struct column sheet_columns[SHEET_COLUMN_COUNT] = { INNER("n", COLUMN_TEXT), INNER("base", COLUMN_TEXT) };

static const char *typed_named(const struct page_ask *ask, const char *name, size_t i)
{
	for (size_t k = 0; k < ask->typed_count; k++)
		if (!strcmp(ask->typed[k].name, name) && !i--)
			return ask->typed[k].value;
	return NULL;
}

const char *rows_typed(const struct page_ask *ask, struct arena *a, const char *field, int64_t row, size_t i)
{
	return ask->typed_count ? typed_named(ask, arena_print(a, "%s.%lld", field, (long long)row), i) : NULL;
}

const char *rows_error(struct fill *f, const char *field, int64_t row)
{
	return refusals_about(f, arena_print(f->arena, "%s.%lld", field, (long long)row));
}

bool rows_place(struct arena *a, const char *place, const char **out_field, int64_t *out_row)
{
	const char *dot = place ? strrchr(place, '.') : NULL;

	if (!dot || dot[1] == '0' || !text_to_int(dot + 1, 1, SHEET_NUMBER_MAX, out_row))
		return false;
	*out_field = arena_copy(a, place, (size_t)(dot - place));
	return true;
}

bool rows_is_conflict(const struct page_ask *ask, struct arena *a, int64_t row)
{
	const char *place = arena_print(a, "row.%lld", (long long)row);

	for (size_t i = 0; ask->refusals && i < ask->refusals->count; i++)
		if (text_equal(ask->refusals->all[i].field, place) && (!strcmp(ask->refusals->all[i].rule, "offer.conflict")
			|| !strcmp(ask->refusals->all[i].rule, "notes.conflict")))
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------- the act --- */

const char *rows_head(struct store *s, struct arena *a)
{
	struct rows r = store_ask(s, "SELECT frontier FROM tree", "");
	struct merkle_frontier frontier = { 0 };
	const char *head = NULL;
	size_t length = 0;

	if (rows_next(&r)) {
		const void *bytes = rows_blob(&r, a, 0, &length);

		if (merkle_frontier_load(bytes, length, &frontier)) {
			struct hasher *h = hasher_new();
			struct hash root = merkle_root(h, &frontier);

			hasher_free(h);
			head = arena_print(a, "%llu:%s", (unsigned long long)frontier.size, merkle_hash_text(a, &root));
		}
	}
	rows_end(&r);
	return head;
}

/* Letters alone: digits might look like an identity number. */
const char *rows_nonce(struct store *s, struct arena *a)
{
	char *n = store_text(s, a, "SELECT lower(hex(randomblob(16)))", "");

	for (char *c = n; c && *c; c++)
		if (*c >= '0' && *c <= '9')
			*c = (char)('g' + *c - '0');
	return n;
}

void rows_fill_sheet(struct fill *f)
{
	const struct refusals *r = f->ask->refusals;
	const char *n = ask_typed(f->ask, "n"), *base = ask_typed(f->ask, "base");
	struct table *t = fill_table(f, "sheet", 1);

	for (size_t i = 0; r && i < r->count; i++) {
		if (!strcmp(r->all[i].rule, "offer.conflict") || !strcmp(r->all[i].rule, "offer.base"))
			base = NULL;
		if (!strcmp(r->all[i].rule, "offer.nonce"))
			n = NULL;
	}
	fill_text(t, 0, "n", text_is_blank(n) ? rows_nonce(f->store, f->arena) : n);
	fill_text(t, 0, "base", text_is_blank(base) ? rows_head(f->store, f->arena) : base);
}

/* ------------------------------------------------------------------------------------------- what was wrong --- */

static void fill_error(struct fill *f, struct table *t, size_t at, const struct refusal *r, const struct rows_words *words)
{
	const struct catalogue *catalogue = catalogue_get(f->ask->language);
	const char *field, *name = NULL;
	int64_t row;

	fill_text(t, at, "text", refusal_sentence(f->arena, catalogue, r));
	if (rows_place(f->arena, r->field, &field, &row))
		name = words->name(words->self, row);
	if (!name)
		return;
	if (!words->shows(words->self, field, row))
		field = "row";
	fill_text(t, at, "field", arena_print(f->arena, "%s-%lld", field, (long long)row));
	fill_text(t, at, "label", !strcmp(field, "row") ? name
		: arena_print(f->arena, "%s, %s", name, catalogue_word(catalogue, f->arena, "field", field)));
}

const char *rows_measure(const struct fill *f, const struct table *t, size_t row)
{
	const char *title = table_text(t, row, "title");

	if (!title) /* erased since: the number still leads to it */
		title = catalogue_text(catalogue_get(f->ask->language), "erased.text");
	return arena_print(f->arena, "%lld. %s", (long long)table_int(t, row, "number"), title);
}

void rows_fill_errors(struct fill *f, const struct rows_words *words)
{
	const struct refusals *r = f->ask->refusals;
	size_t count = 0, at = 0;
	struct table *t;

	for (size_t i = 0; r && i < r->count; i++)
		count += !r->all[i].is_note;
	t = fill_table(f, "errors", count);
	for (size_t i = 0; at < count; i++)
		if (!r->all[i].is_note)
			fill_error(f, t, at++, &r->all[i], words);
}
