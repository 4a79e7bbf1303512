/* SPDX-License-Identifier: EUPL-1.2
 *
 * keys (/keys): one's own keys, whether they count and since when, and who vouched for them; keys that were made here and wait
 * to be proposed; and those on their way in, for everybody to protest against in time.  It posts `ask` (a challenge to make
 * a key for), and then what the device answered: `challenge`, `attestation`, `cd`.  A made key is proposed by the
 * ordinary act.  `fill` is needed for what the office holds, and for the short codes people compare.
 */
#include <string.h>

#include "auth/device.h"
#include "auth/office.h"
#include "base/date.h"
#include "base/text.h"
#include "kinds/roles.h"
#include "kinds/signing.h"
#include "pages/columns.h"
#include "pages/keys_coming.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/refusals.h"
#include "pages/rows.h"
#include "view/catalogue.h"

static const struct column about[] = {
	INNER("challenge", COLUMN_TEXT), INNER("user", COLUMN_TEXT), INNER("own_keys", COLUMN_TEXT),
	INNER("is_letter_session", COLUMN_BOOL), INNER("may_propose", COLUMN_BOOL), INNER("refusal", COLUMN_TEXT),
	INNER("may_demand", COLUMN_BOOL),
};
static const struct column keys[] = {
	OPEN("credential", COLUMN_ID), OPEN("key_code", COLUMN_TEXT), OPEN("key_state", COLUMN_CODE), OPEN("store", COLUMN_CODE),
	OPEN("rp", COLUMN_TEXT), OPEN("enrolled", COLUMN_TIME), OPEN("made", COLUMN_TIME), OPEN("proposer", COLUMN_TEXT),
	OPEN("seconder", COLUMN_TEXT), OPEN("counts_from", COLUMN_TIME), OPEN("until", COLUMN_TIME), INNER("from_t", COLUMN_INT),
};
static const struct column made_keys[] = {
	OPEN("credential", COLUMN_ID), OPEN("key_code", COLUMN_TEXT), OPEN("store", COLUMN_CODE), OPEN("rp", COLUMN_TEXT),
	OPEN("made", COLUMN_TIME), OPEN("function", COLUMN_TEXT), INNER("person", COLUMN_ID), INNER("cose", COLUMN_TEXT),
};
/* Roles whose keys no other device may have a copy of. */
static const struct column policies[] = {
	OPEN("role", COLUMN_CODE), OPEN("since", COLUMN_TIME), OPEN("entry", COLUMN_INT), OPEN("is_mine", COLUMN_BOOL),
};
static const struct column known[] = { INNER("credential", COLUMN_ID) };
static const struct column functions[] = { INNER("person", COLUMN_ID), INNER("function", COLUMN_TEXT) };

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true },
	{ QUERY("keys", keys), .is_whole = true },
	{ QUERY("made_keys", made_keys), .is_whole = true },
	{ KEYS_COMING_QUERY },
	{ QUERY("policies", policies), .is_whole = true },
	{ QUERY("known", known), .is_whole = true },
	{ QUERY("functions", functions), .is_whole = true },
	{ .name = "sheet", .columns = sheet_columns, .column_count = SHEET_COLUMN_COUNT, .is_one = true },
};

static void fill_own(struct fill *f)
{
	struct table *t = fill_found(f, "keys");

	for (size_t i = 0; i < t->row_count; i++) {
		const char *state = "counts";

		if (table_int(t, i, "from_t") > f->ask->now)
			state = "waits";
		if (table_text(t, i, "until"))
			state = "revoked";
		fill_text(t, i, "key_code", page_key_code(f->arena, table_text(t, i, "credential")));
		fill_text(t, i, "key_state", state);
	}
}

static bool is_known(const struct table *t, const char *k)
{
	for (size_t i = 0; i < t->row_count; i++)
		if (text_equal(table_text(t, i, "credential"), k))
			return true;
	return false;
}

static const char *function_of(const struct table *t, const char *person)
{
	for (size_t i = 0; i < t->row_count; i++)
		if (text_equal(table_text(t, i, "person"), person))
			return table_text(t, i, "function");
	return NULL;
}

static void fill_made_key(struct fill *f, struct table *t, const struct device_key *key)
{
	size_t row = t->row_count++;

	fill_text(t, row, "credential", key->k);
	fill_text(t, row, "key_code", page_key_code(f->arena, key->k));
	fill_text(t, row, "store", key->store);
	fill_text(t, row, "rp", key->rp);
	fill_text(t, row, "made", instant_text(f->arena, key->made_t));
	fill_text(t, row, "person", key->person);
	fill_text(t, row, "function", function_of(fill_found(f, "functions"), key->person));
	fill_text(t, row, "cose", key->cose);
}

/* One's own, then those of others for whom one may propose them; not those that are proposed or enrolled already. */
static void fill_made(struct fill *f)
{
	const char *actor = f->ask->actor->person;
	bool may_others = (f->ask->actor->roles & ROLES_KEYS) != 0;
	struct device_key *all = NULL;
	size_t count = actor ? device_keys(f->office, f->arena, may_others ? NULL : actor, &all) : 0;
	struct table *t = fill_table(f, "made_keys", count);

	t->row_count = 0;
	for (int is_own = 1; is_own >= 0; is_own--)
		for (size_t i = 0; i < count; i++)
			if (text_equal(all[i].person, actor) == (is_own == 1) && !is_known(fill_found(f, "known"), all[i].k))
				fill_made_key(f, t, &all[i]);
}

/* Who must sign and has no key that counts cannot propose one: somebody who has does. */
static bool may_propose(const struct fill *f)
{
	const char *actor = f->ask->actor->person;

	return (f->ask->actor->roles & kind_find("passkey_proposed")->writers)
		&& (!signing_must(f->store, kind_find("passkey_proposed"), actor, f->ask->now)
			|| store_int(f->store, 0, "SELECT 1 FROM credential WHERE person = ? AND until_seq IS NULL AND from_t <= ?", "ti",
				actor, f->ask->now));
}

static void fill(struct fill *f)
{
	struct table *t = fill_found(f, "about");
	const struct refusals *r = f->ask->refusals;
	const struct json *names = js_get(f->ask->made, "keys");
	const char *all = "";

	for (size_t i = 0; names && i < names->count; i++)
		all = arena_print(f->arena, "%s %s", all, names->items[i]->text);
	fill_text(t, 0, "challenge", js_get_text(f->ask->made, "challenge"));
	fill_text(t, 0, "own_keys", all);
	fill_int(t, 0, "is_letter_session", office_session_letter(f->office, f->arena, f->ask->session) != NULL);
	fill_int(t, 0, "may_propose", f->ask->actor->person && may_propose(f));
	fill_text(t, 0, "refusal", r && r->count ? refusal_sentence(f->arena, catalogue_get(f->ask->language), &r->all[0]) : NULL);
	fill_int(t, 0, "may_demand", (f->ask->actor->roles & kind_find("key_policy_proposed")->writers) != 0);
	fill_own(f);
	fill_made(f);
	keys_coming_fill(f);
	rows_fill_sheet(f);
}

const struct page page_keys = { .name = "keys", .path = "/keys", .readers = READERS_SIGNED_IN, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "keys", .fill = fill, .reads_office = true, .runs_key = true };
