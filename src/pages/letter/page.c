/* SPDX-License-Identifier: EUPL-1.2
 *
 * letter (/letter?token=...): where the link in a letter leads.  Opening it uses nothing up, since mail programs open links
 * to look at them; the button does, by POST.  A link that is not known, is used or has expired gives one and the same page,
 * which says what to do and never which it was.
 */
#include "auth/office.h"
#include "base/text.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = { { .name = "token", .type = INPUT_WORD } };

static const struct column functions[] = { INNER("person", COLUMN_ID), INNER("function", COLUMN_TEXT) };
static const struct column letter[] = {
	INNER("token", COLUMN_TEXT), INNER("is_good", COLUMN_BOOL), INNER("for_function", COLUMN_TEXT),
	INNER("wait_seconds", COLUMN_INT),
};

static const struct query queries[] = {
	{ QUERY("functions", functions), .is_whole = true },
	{ QUERY("letter", letter), .is_one = true },
};

static void fill(struct fill *f)
{
	const char *token = ask_input(f->ask, "token");
	const struct table *who = fill_found(f, "functions");
	struct table *t = fill_table(f, "letter", 1);
	char *person = NULL;
	int64_t wait = 0;
	bool is_good = office_letter_person(f->office, f->arena, token, f->ask->now, &person);

	for (size_t i = 0; is_good && i < who->row_count; i++)
		if (text_equal(table_cell(who, i, 0)->text, person))
			t->cells[table_column(t, "for_function")] = *table_cell(who, i, 1);
	for (size_t i = 0; f->ask->refusals && i < f->ask->refusals->count; i++)
		(void)text_to_int(f->ask->refusals->all[i].arg ? f->ask->refusals->all[i].arg : "", 1, INT32_MAX, &wait);
	fill_text(t, 0, "token", token);
	fill_int(t, 0, "is_good", is_good);
	fill_int(t, 0, "wait_seconds", wait);
}

const struct page page_letter = { .name = "letter", .path = "/letter", .readers = READERS_EVERYONE, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .is_form = true, .fill = fill,
	.reads_office = true };
