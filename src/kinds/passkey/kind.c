/* SPDX-License-Identifier: EUPL-1.2
 *
 * passkey: a key is enrolled for a person, by two persons, who see in person whose it is.
 *
 * Whoever has a key signs with it what two persons decide (kinds/signing.h).  The key itself lies in a device; here stand
 * its public half, the hash of the name that the device calls it by, and whether it may be copied.  Seconded, it counts
 * when the council's waiting time is over, so that those whom it would speak for have time to protest.  Nobody seconds
 * a key for herself.  A software key is one that the program keeps: it proves nothing, and only an example has any.
 * Source: W3C Web Authentication level 2; our own rule on two persons and waiting time (reliability T2).
 */
#include <string.h>

#include "base/text.h"
#include "kinds/object.h"
#include "kinds/roles.h"
#include "kinds/signing.h"
#include "kinds/two_person.h"
#include "ledger/assertion.h"

static const char *const stores[] = { "device", "synced", "software", NULL };

static const struct field passkey_fields[] = {
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
	{ .name = "credential", .type = FIELD_WORD, .flags = FIELD_MUST }, /* SHA-256 of its id, base64url */
	{ .name = "key", .type = FIELD_WORD, .flags = FIELD_MUST },        /* COSE, base64url */
	{ .name = "rp", .type = FIELD_WORD, .flags = FIELD_MUST },         /* the host it was made for */
	{ .name = "store", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = stores },
	{ .name = "second", .type = FIELD_REF, .object = "person" },
};

struct facts {
	bool is_closed, is_known, is_example, needs_device;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_person_closed(s, o->obj);
	f->is_known = store_int(s, 0, "SELECT 1 FROM credential WHERE k = ?", "t", offer_text(o, "credential"));
	f->is_example = store_int(s, 0, "SELECT is_example FROM council", "");
	f->needs_device = signing_needs_device(s, o->obj);
	return f;
}

static bool is_key(const char *text)
{
	unsigned char bytes[COSE_BYTES_MAX];
	struct cose_key key;
	size_t n;

	return base64url_to(text, bytes, sizeof(bytes), &n) && cose_read(bytes, n, &key) && cose_is_valid(&key);
}

static bool is_hash(const char *text)
{
	unsigned char bytes[HASH_BYTES];
	size_t n;

	return base64url_to(text, bytes, sizeof(bytes), &n) && n == sizeof(bytes);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const char *rp = offer_text(o, "rp");

	if (f->is_closed)
		refuse(r, "person.closed", "person", NULL);
	if (!text_equal(o->obj, o->actor->person) && !(o->actor->roles & ROLES_KEYS))
		refuse(r, "passkey.not_own", "person", NULL);
	if (!is_hash(offer_text(o, "credential")))
		refuse(r, "passkey.data", "credential", NULL);
	if (f->is_known)
		refuse(r, "passkey.is_known", "credential", NULL);
	if (!is_key(offer_text(o, "key")))
		refuse(r, "passkey.data", "key", NULL);
	if (strspn(rp, "abcdefghijklmnopqrstuvwxyz0123456789-.") != strlen(rp))
		refuse(r, "passkey.rp", "rp", NULL);
	if (offer_is(o, "store", "software") && !f->is_example)
		refuse(r, "passkey.software", "store", NULL);
	if (offer_is(o, "store", "synced") && f->needs_device)
		refuse(r, "passkey.synced", "store", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second)
{
	(void)a;
	store_run(s, "INSERT INTO credential(k, person, cose, rp, store, seq, from_t, counter)"
		" SELECT ?, ?, ?, ?, ?, ?, ? + key_wait_hours * 3600, 0 FROM council", "tttttii", entry_text(inner, "credential"),
		inner->obj, entry_text(inner, "key"), entry_text(inner, "rp"), entry_text(inner, "store"), second->seq, second->time);
}

extern const struct kind passkey_proposed;
static const struct family passkey_family = { .name = "passkey", .proposed = &passkey_proposed, .look = look,
	.check = check, .apply = apply, .is_enrolling = true };

TWO_PERSON_STAGE(passkey, proposed, STAGE_PROPOSED, "person", "person", ROLES_PEOPLE, passkey_fields, NULL);
TWO_PERSON_LATER(passkey, ROLES_KEYS, ROLES_PEOPLE, NULL);
