/* SPDX-License-Identifier: EUPL-1.2
 *
 * sign_in (/sign_in): name and passphrase, or a key: `ask_key` asks for a challenge (the door's `made`), which the key's
 * answer is posted with.  It posts `login`, `passphrase` and, hidden, `next` (where to go on to).
 *
 * When a session ended while somebody was writing, nothing typed is lost: the web door hands over the fields of
 * that form as typed values named "kept.<field>", with `next` its path; they stand hidden here under the same
 * names, and come back with the sign-in.  What was typed as passphrase is never shown again.  `fill` makes the
 * tables, since typed values are no business of SQL.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/refusals.h"
#include "view/catalogue.h"

static const struct column sign_in[] = {
	OPEN("login", COLUMN_TEXT), OPEN("next", COLUMN_TEXT), OPEN("has_kept", COLUMN_BOOL),
	OPEN("has_refusal", COLUMN_BOOL), INNER("challenge", COLUMN_TEXT),
};
static const struct column kept[] = {
	OPEN("name", COLUMN_TEXT), OPEN("value", COLUMN_TEXT),
};

static const struct query queries[] = {
	{ QUERY("sign_in", sign_in), .is_one = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
	{ QUERY("kept", kept) },
};

/* The old session's token is of no use, and a passphrase is never written into a page. */
static bool is_kept(const char *name)
{
	return !strncmp(name, "kept.", 5) && strcmp(name, "kept.csrf") != 0 && strcmp(name, "kept.passphrase") != 0;
}

static const char *label(void *self, const char *field)
{
	const struct fill *f = self;

	if (strcmp(field, "login") != 0)
		return NULL;
	return catalogue_word(catalogue_get(f->ask->language), f->arena, "sign_in", field);
}

static bool is_of_key(const char *rule)
{
	return !strncmp(rule, "passkey.", 8);
}

/* The door says what is wrong, not where: it is never told whether the name or the passphrase was. */
static void fill_errors(struct fill *f)
{
	struct refusals refusals = { .arena = f->arena };
	struct page_ask ask = *f->ask;
	struct fill own = *f;

	for (size_t i = 0; ask.refusals && i < ask.refusals->count; i++)
		refuse_arg(&refusals, ask.refusals->all[i].rule, is_of_key(ask.refusals->all[i].rule) ? NULL : "login", NULL,
			ask.refusals->all[i].arg);
	ask.refusals = &refusals;
	own.ask = &ask;
	refusals_fill(&own, label, &own);
}

static void fill(struct fill *f)
{
	struct table *t = fill_table(f, "sign_in", 1), *k;
	size_t count = 0;

	for (size_t i = 0; i < f->ask->typed_count; i++)
		count += is_kept(f->ask->typed[i].name);
	k = fill_table(f, "kept", count);
	fill_int(t, 0, "has_kept", count > 0);
	for (size_t i = f->ask->typed_count; i-- > 0;) {
		const struct page_input *in = &f->ask->typed[i];

		if (is_kept(in->name)) {
			fill_text(k, --count, "name", in->name);
			fill_text(k, count, "value", in->value);
		} else if (!strcmp(in->name, "login")) {
			fill_text(t, 0, "login", in->value);
		} else if (!strcmp(in->name, "next")) {
			fill_text(t, 0, "next", in->value);
		}
	}
	fill_errors(f);
	fill_int(t, 0, "has_refusal", f->ask->refusals && refused(f->ask->refusals) && !is_of_key(f->ask->refusals->all[0].rule));
	fill_text(t, 0, "challenge", js_get_text(f->ask->made, "challenge"));
}

const struct page page_sign_in = { .name = "sign_in", .path = "/sign_in", .readers = READERS_EVERYONE,
	.queries = queries, .query_count = COUNT_OF(queries), .is_form = true, .runs_key = true, .fill = fill };
