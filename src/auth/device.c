/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/device.h"

#include "auth/office.h"
#include "auth/token.h"

char *device_challenge_new(struct store *office, struct arena *a, const struct env *env, const char *session, int64_t now)
{
	struct token_hash hash, of;
	char *challenge = token_new(a, env, &hash);
	bool has_session = token_hash(session, &of);

	store_run(office, "INSERT INTO challenge(hash, session, until_t) VALUES(?, ?, ?)", "bbi", hash.bytes, sizeof(hash.bytes),
		has_session ? of.bytes : NULL, has_session ? sizeof(of.bytes) : 0, now + DEVICE_CHALLENGE_SECONDS);
	if (store_int(office, 0, "SELECT count(*) FROM challenge", "") > DEVICE_CHALLENGES_MAX)
		store_run(office, "DELETE FROM challenge WHERE hash IN (SELECT hash FROM challenge ORDER BY hash = ? DESC, until_t DESC"
			" LIMIT -1 OFFSET ?)", "bi", hash.bytes, sizeof(hash.bytes), (int64_t)DEVICE_CHALLENGES_MAX);
	return challenge;
}

bool device_challenge_take(struct store *office, const char *challenge, const char *session, int64_t now, struct hash *out)
{
	struct token_hash hash, of;
	struct hash bytes;
	bool has_session = token_hash(session, &of), is_good;
	size_t n;

	if (!token_hash(challenge, &hash) || !base64url_to(challenge, bytes.bytes, HASH_BYTES, &n) || n != HASH_BYTES)
		return false;
	is_good = store_int(office, 0, "SELECT 1 FROM challenge WHERE hash = ? AND session IS ? AND until_t > ? AND until_t <= ?",
		"bbii", hash.bytes, sizeof(hash.bytes), has_session ? of.bytes : NULL, has_session ? sizeof(of.bytes) : 0, now,
		now + DEVICE_CHALLENGE_SECONDS + OFFICE_CLOCK_SLACK_SECONDS) == 1;
	store_run(office, "DELETE FROM challenge WHERE hash = ?", "b", hash.bytes, sizeof(hash.bytes));
	if (!is_good || store_fault(office))
		return false;
	*out = bytes;
	return true;
}

void device_key_keep(struct store *office, struct arena *a, const char *person, const struct passkey *key, const char *rp,
	int64_t now)
{
	const char *k = base64url_from(a, key->k.bytes, HASH_BYTES);

	store_run(office, "DELETE FROM device_key WHERE k = ? AND person = ?", "tt", k, person);
	store_run(office, "INSERT OR IGNORE INTO device_key(k, id, person, cose, rp, store, made_t, counter)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?)", "ttttt" "tii", k, base64url_from(a, key->id, key->id_n), person,
		base64url_from(a, key->cose, key->cose_n), rp, key->is_synced ? "synced" : "device", now, (int64_t)key->counter);
	store_run(office, "DELETE FROM device_key WHERE person = ?1 AND k IN (SELECT k FROM device_key WHERE person = ?1"
		" ORDER BY k = ?2 DESC, made_t DESC LIMIT -1 OFFSET ?3)", "tti", person, k, (int64_t)DEVICE_KEYS_MAX);
}

size_t device_keys(struct store *office, struct arena *a, const char *person, struct device_key **out)
{
	size_t room = office ? (size_t)store_int(office, 0, "SELECT count(*) FROM device_key WHERE ?1 IS NULL OR person = ?1", "t",
		person) : 0, count = 0;
	struct device_key *keys = ARENA_MANY(a, room, struct device_key);
	struct rows r;

	*out = keys;
	if (!room)
		return 0;
	r = store_ask(office, "SELECT k, id, person, cose, rp, store, made_t FROM device_key WHERE ?1 IS NULL OR person = ?1"
		" ORDER BY made_t, k", "t", person);
	while (count < room && rows_next(&r))
		keys[count++] = (struct device_key){ rows_text(&r, a, 0), rows_text(&r, a, 1), rows_text(&r, a, 2),
			rows_text(&r, a, 3), rows_text(&r, a, 4), rows_text(&r, a, 5), rows_int(&r, 6) };
	rows_end(&r);
	return count;
}

int64_t device_counter(struct store *office, struct arena *a, const struct hash *k)
{
	return store_int(office, 0, "SELECT counter FROM device_key WHERE k = ?", "t", base64url_from(a, k->bytes, HASH_BYTES));
}

void device_counted(struct store *office, struct arena *a, const struct hash *k, int64_t counter)
{
	store_run(office, "UPDATE device_key SET counter = ? WHERE k = ?", "it", counter, base64url_from(a, k->bytes, HASH_BYTES));
}

void device_person_drop(struct store *office, const char *person)
{
	store_run(office, "DELETE FROM device_key WHERE person = ?", "t", person);
}

void device_sweep(struct store *office, int64_t now)
{
	store_run(office, "DELETE FROM challenge WHERE until_t <= ?", "i", now);
}
