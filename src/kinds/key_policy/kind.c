/* SPDX-License-Identifier: EUPL-1.2
 *
 * key_policy: what keys the holders of a role sign with: only such as one device has and no other gets a copy of
 * (demand=device), or any (demand=any).  A key that is synced lies with a cloud account as well, and whoever takes that over
 * signs.  From the seconding on a signature by a synced key of somebody with that role counts no longer, and no such key is
 * enrolled for her; what was signed before stays signed.  Signing in is not asked.
 *
 * The demand is refused when fewer than two persons would be left with keys that count: nobody could enrol others then.
 * Source: our own rule (reliability T15); W3C Web Authentication level 3 §6.1.3 on the flags.
 */
#include <string.h>

#include "kinds/role.h"
#include "kinds/roles.h"
#include "kinds/two_person.h"

static const char *const demands[] = { "device", "any", NULL };

static const struct field key_policy_fields[] = {
	{ .name = "role", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = role_codes },
	{ .name = "demand", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = demands },
	{ .name = "second", .type = FIELD_REF, .object = "person" },
};

struct facts {
	bool is_demanded;
	int64_t have, left; /* persons with keys that count or will: now, and under the demand */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_demanded = store_int(s, 0, "SELECT 1 FROM key_policy WHERE role = ?", "t", offer_text(o, "role"));
	f->have = store_int(s, 0, "SELECT count(DISTINCT person) FROM credential WHERE until_seq IS NULL", "");
	f->left = store_int(s, 0, "SELECT count(DISTINCT person) FROM credential AS c WHERE until_seq IS NULL AND NOT"
		" (store = 'synced' AND EXISTS (SELECT 1 FROM role_held AS r WHERE r.person = c.person AND (r.role = ?"
		" OR r.role IN (SELECT role FROM key_policy))))", "t", offer_text(o, "role"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (offer_is(o, "demand", "device") == f->is_demanded)
		refuse(r, "key_policy.is_so", "demand", NULL);
	else if (!f->is_demanded && f->have >= 2 && f->left < 2)
		refuse(r, "key_policy.few", "role", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second)
{
	(void)a;
	store_run(s, "DELETE FROM key_policy WHERE role = ?", "t", entry_text(inner, "role"));
	if (!strcmp(entry_text(inner, "demand"), "device"))
		store_run(s, "INSERT INTO key_policy(role, seq) VALUES(?, ?)", "ti", entry_text(inner, "role"), second->seq);
}

extern const struct kind key_policy_proposed;
static const struct family key_policy_family = { .name = "key_policy", .proposed = &key_policy_proposed, .look = look,
	.check = check, .apply = apply, .is_enrolling = true };

const struct kind key_policy_proposed = { .name = "key_policy_proposed", .object = "key_policy", .id_prefix = "r",
	.writers = ROLES_KEYS, .fields = key_policy_fields, .field_count = FIELD_COUNT(key_policy_fields), .stage = STAGE_PROPOSED,
	.family = &key_policy_family, .look = two_person_look, .check = two_person_check, .apply = two_person_apply };
TWO_PERSON_LATER(key_policy, ROLES_KEYS, ROLES_KEYS, NULL);
