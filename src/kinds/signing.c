/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/signing.h"

#include <string.h>

#include "base/text.h"
#include "kinds/two_person.h"

const char *signing_refusal(const struct signing_facts *facts, const char *by)
{
	if (!facts->has_signature)
		return facts->must_sign ? "passkey.sign" : NULL;
	if (!text_equal(facts->owner, by))
		return "passkey.unknown";
	if (facts->is_waiting)
		return "passkey.waits";
	if (facts->is_revoked)
		return "passkey.revoked";
	if (facts->is_synced)
		return "passkey.synced";
	if (facts->is_counter_back)
		return "passkey.copied";
	return facts->fault;
}

bool signing_concerns(const struct kind *k)
{
	return k->is_signed || (k->stage != STAGE_NONE && k->stage != STAGE_EXPIRED);
}

bool signing_rests_on(const struct kind *k)
{
	return k->family ? k->family->is_enrolling : !strcmp(k->object, "person") || !strcmp(k->object, "council");
}

/* A key revoked while it waited was never one. */
#define HAS_HAD " from_t <= ? AND (until_t IS NULL OR until_t >= from_t)"

bool signing_must(struct store *s, const struct kind *k, const char *person, int64_t now)
{
	if (!signing_concerns(k))
		return false;
	if (store_int(s, 0, "SELECT count(*) FROM credential WHERE person = ? AND" HAS_HAD, "ti", person, now))
		return true;
	return k->family && k->family->is_enrolling
		&& store_int(s, 0, "SELECT count(DISTINCT person) FROM credential WHERE" HAS_HAD, "i", now) >= 2;
}

bool signing_needs_device(struct store *s, const char *person)
{
	return store_int(s, 0, "SELECT count(*) FROM role_held JOIN key_policy USING(role) WHERE person = ?", "t", person) > 0;
}

static char *key_name(struct arena *a, const struct assertion *signature)
{
	return base64url_from(a, signature->k.bytes, HASH_BYTES);
}

/* The key as it was enrolled, and whether it counts. */
static void look_at_key(struct store *s, struct arena *a, struct hasher *h, const struct assertion *signature,
	const struct hash *challenge, int64_t now, struct signing_facts *out)
{
	struct rows r = store_ask(s, "SELECT person, cose, rp, from_t, until_seq, counter FROM credential WHERE k = ?", "t",
		key_name(a, signature));
	unsigned char bytes[COSE_BYTES_MAX];
	struct cose_key key;
	size_t n;

	if (!rows_next(&r))
		return;
	out->owner = rows_text(&r, a, 0);
	out->is_waiting = now < rows_int(&r, 3);
	out->is_revoked = !rows_is_null(&r, 4);
	out->is_counter_back = assertion_is_copied(signature, rows_int(&r, 5));
	if (base64url_to(rows_text(&r, a, 1), bytes, sizeof(bytes), &n) && cose_read(bytes, n, &key))
		out->fault = assertion_refusal(a, h, signature, &key, rows_text(&r, a, 2), challenge);
	else
		out->fault = "passkey.data"; /* of a book that somebody else made */
	rows_end(&r);
}

const char *signing_entry_refusal(struct store *s, struct arena *a, struct hasher *h, const struct entry *e)
{
	const struct kind *k = kind_find(e->kind);
	struct signing_facts facts = { .has_signature = e->signature != NULL };

	if (!k)
		return NULL;
	facts.must_sign = signing_must(s, k, e->by, e->time);
	if (e->signature) {
		struct hash challenge = assertion_challenge(h, e->line);

		look_at_key(s, a, h, e->signature, &challenge, e->time, &facts);
		facts.is_synced = assertion_is_synced(e->signature) && signing_needs_device(s, e->by);
	}
	return signing_refusal(&facts, e->by);
}

const char *signing_in_refusal(struct store *s, struct arena *a, struct hasher *h, const struct assertion *signature,
	const struct hash *challenge, int64_t now, const char **out_owner)
{
	struct signing_facts facts = { .has_signature = true };
	const char *rule;

	look_at_key(s, a, h, signature, challenge, now, &facts);
	rule = facts.owner ? signing_refusal(&facts, facts.owner) : "passkey.unknown";
	if (!rule)
		*out_owner = facts.owner;
	return rule;
}

void signing_apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *k = e->signature ? key_name(a, e->signature) : NULL;

	if (!k)
		return;
	store_run(s, "UPDATE credential SET counter = ? WHERE k = ?", "it", (int64_t)assertion_counter(e->signature->ad), k);
	store_run(s, "INSERT INTO signed(by, seq, k) VALUES(?, ?, ?)", "tit", e->by, e->seq, k);
}
