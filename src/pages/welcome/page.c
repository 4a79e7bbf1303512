/* SPDX-License-Identifier: EUPL-1.2
 *
 * welcome (/welcome?token=...): whoever got a one-time link chooses a passphrase.  Only here does a token stand
 * in an address; it is used up by the choice, and the page links to nothing outside.  It posts `token`,
 * `passphrase` and `again`.  Whether the token is good is the writer's to say when it is sent: `fill` only hands
 * it on.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/refusals.h"
#include "view/catalogue.h"

static const struct input inputs[] = {
	{ .name = "token", .type = INPUT_WORD },
};

static const struct column welcome[] = {
	OPEN("token", COLUMN_TEXT), OPEN("passphrase_error", COLUMN_TEXT), OPEN("again_error", COLUMN_TEXT),
};

static const struct query queries[] = {
	{ QUERY("welcome", welcome), .is_one = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
};

static const char *label(void *self, const char *field)
{
	const struct fill *f = self;

	if (strcmp(field, "passphrase") != 0 && strcmp(field, "again") != 0)
		return NULL;
	return catalogue_word(catalogue_get(f->ask->language), f->arena, "welcome", field);
}

/* The door says what is wrong; here it gets its place in the form.  A link that is no longer good has none. */
static const char *place_of(const char *rule)
{
	if (!strcmp(rule, "welcome.not_same"))
		return "again";
	return !strcmp(rule, "welcome.weak") ? "passphrase" : NULL;
}

static void fill_errors(struct fill *f, struct table *t)
{
	struct refusals refusals = { .arena = f->arena };
	struct page_ask ask = *f->ask;
	struct fill own = *f;

	for (size_t i = 0; ask.refusals && i < ask.refusals->count; i++)
		refuse_arg(&refusals, ask.refusals->all[i].rule, place_of(ask.refusals->all[i].rule), NULL,
			ask.refusals->all[i].arg);
	ask.refusals = &refusals;
	own.ask = &ask;
	fill_text(t, 0, "passphrase_error", refusals_about(&own, "passphrase"));
	fill_text(t, 0, "again_error", refusals_about(&own, "again"));
	refusals_fill(&own, label, &own);
}

static void fill(struct fill *f)
{
	const char *token = ask_typed(f->ask, "token");
	struct table *t = fill_table(f, "welcome", 1);

	fill_text(t, 0, "token", token ? token : ask_input(f->ask, "token"));
	fill_errors(f, t);
}

const struct page page_welcome = { .name = "welcome", .path = "/welcome", .readers = READERS_EVERYONE,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.is_form = true,
	.fill = fill };
