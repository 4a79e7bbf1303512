/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/signature.h"

#include <string.h>

char *signature_code(struct arena *a, struct hasher *h, const char *statement)
{
	struct hash challenge = assertion_challenge(h, statement);

	return short_code(a, &challenge);
}

void signature_fill_codes(struct fill *f, const char *table)
{
	struct table *t = fill_found(f, table);
	struct hasher *h = hasher_new();

	for (size_t row = 0; row < t->row_count; row++)
		if (table_text(t, row, "signed_with"))
			fill_text(t, row, "sign_code", signature_code(f->arena, h, table_text(t, row, "statement")));
	hasher_free(h);
}

/* The rows of the first checkpoint past an entry under which the quorum stands; their number. */
static size_t stamps_of(struct fill *f, int64_t entry, const char **names, const char **times)
{
	const struct policy *p = f->policy;
	bool *has_signed = ARENA_MANY(f->arena, p->witness_count, bool);
	struct rows r = store_ask(f->store, "SELECT size, vkey, min(t) FROM cosignature WHERE size > ? GROUP BY size, vkey"
		" ORDER BY size, vkey LIMIT 1000", "i", entry);
	int64_t size = -1;
	size_t count = 0;

	while (!(count && policy_holds(f->arena, p, has_signed)) && rows_next(&r)) {
		const struct policy_party *witness = policy_witness(p, rows_text(&r, f->arena, 1));

		if (rows_int(&r, 0) != size) {
			memset(has_signed, 0, p->witness_count * sizeof(*has_signed));
			count = 0;
		}
		size = rows_int(&r, 0);
		if (!witness)
			continue;
		has_signed[witness - p->witnesses] = true;
		names[count] = witness->key.name;
		times[count++] = rows_text(&r, f->arena, 2);
	}
	rows_end(&r);
	return count && policy_holds(f->arena, p, has_signed) ? count : 0;
}

void signature_fill_stamps(struct fill *f)
{
	const struct table *made_table = fill_found(f, "made");
	size_t witnesses = f->policy ? f->policy->witness_count : 0;
	const char **names = ARENA_MANY(f->arena, witnesses, const char *), **times = ARENA_MANY(f->arena, witnesses, const char *);
	struct table *t = fill_table(f, "made_stamps", made_table->row_count * witnesses);
	size_t at = 0;

	for (size_t row = 0; witnesses && row < made_table->row_count; row++) {
		size_t count = stamps_of(f, table_int(made_table, row, "seconding"), names, times);

		for (size_t i = 0; i < count; i++) {
			fill_int(t, at, "proposal", table_int(made_table, row, "proposal"));
			fill_text(t, at, "stamped_by", names[i]);
			fill_text(t, at++, "stamped", times[i]);
		}
	}
	t->row_count = at;
}
