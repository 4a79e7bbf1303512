/* SPDX-License-Identifier: EUPL-1.2
 *
 * passkey_revoked: a key counts no longer, from this entry on; what it signed before stays signed.  By its owner, or by
 * those who keep people and keys.  One person is enough, since a lost key must not wait; but who has had a key signs for
 * ever after with one that counts (kinds/signing.h), so that revoking opens no way around.  When fewer than two persons
 * are left with keys no new one can be enrolled, which is told before.
 */
#include "base/text.h"
#include "kinds/kind.h"
#include "kinds/roles.h"

static const char *const causes[] = { "lost", "stolen", "replaced", "left", NULL };

static const struct field fields[] = {
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
	{ .name = "credential", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "cause", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = causes },
};

struct facts {
	bool is_there;
	int64_t others_left; /* persons with a key that counts or will, when this one is gone */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_there = store_int(s, 0, "SELECT 1 FROM credential WHERE k = ? AND person = ? AND until_seq IS NULL", "tt",
		offer_text(o, "credential"), o->obj);
	f->others_left = store_int(s, 0, "SELECT count(DISTINCT person) FROM credential WHERE until_seq IS NULL AND k <> ?", "t",
		offer_text(o, "credential"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (!f->is_there)
		refuse(r, "passkey.unknown", "credential", NULL);
	if (!text_equal(o->obj, o->actor->person) && !(o->actor->roles & ROLES_KEYS))
		refuse(r, "passkey.not_own", "person", NULL);
	if (f->others_left < 2)
		refusal_note(r, "passkey.few", NULL, NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE credential SET until_seq = ?, until_t = ? WHERE k = ? AND person = ?", "iitt", e->seq, e->time,
		entry_text(e, "credential"), e->obj);
}

const struct kind passkey_revoked = { .name = "passkey_revoked", .object = "person", .object_field = "person",
	.writers = ROLES_PEOPLE, .fields = fields, .field_count = FIELD_COUNT(fields), .is_signed = true, .look = look,
	.check = check, .apply = apply };
