/* SPDX-License-Identifier: EUPL-1.2
 *
 * log_key: the log gets a new key to sign its checkpoints with, by two persons.
 *
 * `fyr log-key` makes the key beside the one in use and prints its vkey, which is proposed here.  The log's name, its
 * origin, never changes, so the key bears it.  Seconded, the new key counts for every checkpoint that covers that entry, and
 * the old one goes on beside it until the overlap is over and the program has written log_key_retired: so that those who
 * know only the old key see it vouch for the new one, and witnesses have time to learn it.  One change at a time; only a key
 * that has not signed when its overlap is over, so that the old one was never retired, may be followed by another.
 * Source: our own rule; C2SP signed-note and tlog-checkpoint (several lines of one name).
 */
#include "base/text.h"
#include "kinds/kind.h"
#include "kinds/roles.h"
#include "kinds/two_person.h"
#include "ledger/note.h"

enum { OVERLAP_DAYS = 30, OVERLAP_DAYS_MAX = 365, DAY_SECONDS = 86400 };

static const struct field log_key_fields[] = {
	{ .name = "key", .type = FIELD_WORD, .flags = FIELD_MUST }, /* a vkey (ledger/note.h) */
	{ .name = "overlap_days", .type = FIELD_INT },
	{ .name = "second", .type = FIELD_REF, .object = "person" },
};

struct facts {
	const char *name; /* the key's; NULL: it is no log's key */
	const char *origin;
	bool is_known, is_waiting, is_overlapping, is_example;
};

static const char *name_of_key(struct arena *a, const char *text)
{
	struct hasher *h = hasher_new();
	struct vkey key;
	bool is_key = vkey_from(a, h, text, &key) && key.type == KEY_LOG;

	hasher_free(h);
	return is_key ? key.name : NULL;
}

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->name = name_of_key(a, offer_text(o, "key"));
	f->origin = store_text(s, a, "SELECT origin FROM council", "");
	f->is_example = store_int(s, 0, "SELECT is_example FROM council", "");
	f->is_known = store_int(s, 0, "SELECT 1 FROM log_key WHERE vkey = ?", "t", offer_text(o, "key"));
	f->is_waiting = store_int(s, 0, "SELECT 1 FROM proposal WHERE family = 'log_key' AND state = 'open' AND obj <> ?", "t",
		o->obj);
	f->is_overlapping = store_int(s, 0, "SELECT 1 FROM log_key WHERE overlap_t > ?"
		" AND (SELECT count(*) FROM log_key WHERE until_size IS NULL) > 1", "i", o->now);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	int64_t days = offer_int(o, "overlap_days", OVERLAP_DAYS);

	if (!f->name)
		refuse(r, "log_key.data", "key", NULL);
	else if (!text_equal(f->name, f->origin))
		refuse_arg(r, "log_key.other_name", "key", NULL, f->origin);
	if (f->is_known)
		refuse(r, "log_key.is_known", "key", NULL);
	if (f->is_waiting)
		refuse(r, "log_key.is_waiting", NULL, NULL);
	if (f->is_overlapping)
		refuse(r, "log_key.is_overlapping", NULL, NULL);
	if (days > OVERLAP_DAYS_MAX || (!days && !f->is_example))
		refuse(r, "log_key.overlap_days", "overlap_days", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second)
{
	int64_t days = entry_int(inner, "overlap_days", OVERLAP_DAYS);

	(void)a;
	store_run(s, "INSERT INTO log_key(id, vkey, from_size, overlap_t) VALUES(?, ?, ?, ?)", "ttii", inner->obj,
		entry_text(inner, "key"), second->seq + 1, second->time + days * DAY_SECONDS);
}

extern const struct kind log_key_proposed;
static const struct family log_key_family = { .name = "log_key", .proposed = &log_key_proposed, .look = look,
	.check = check, .apply = apply };

const struct kind log_key_proposed = { .name = "log_key_proposed", .object = "log_key", .id_prefix = "k",
	.writers = ROLES_KEYS, .fields = log_key_fields, .field_count = FIELD_COUNT(log_key_fields), .stage = STAGE_PROPOSED,
	.family = &log_key_family, .look = two_person_look, .check = two_person_check, .apply = two_person_apply };
TWO_PERSON_LATER(log_key, ROLES_KEYS, ROLES_KEYS, NULL);
