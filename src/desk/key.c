/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/key.h"

#include <string.h>

#include "auth/device.h"
#include "base/text.h"
#include "desk/sign.h"
#include "kinds/signing.h"

static struct json *refused_by(struct arena *a, const char *rule)
{
	struct json *j = js_object(a);

	js_set_text(a, j, "refused", rule);
	return j;
}

/* The names by which the person's devices call their keys: those that count, or all that are not revoked. */
static struct json *names_of(struct desk *d, struct arena *a, const char *person, bool must_count)
{
	struct device_key *keys;
	size_t count = device_keys(d->office, a, person, &keys);
	struct json *list = js_array(a);
	int64_t now = env_now(d->env);

	for (size_t i = 0; i < count; i++)
		if (must_count ? store_int(d->store, 0, "SELECT 1 FROM credential WHERE k = ? AND person = ? AND until_seq IS NULL"
				" AND from_t <= ?", "tti", keys[i].k, person, now)
			: !store_int(d->store, 0, "SELECT 1 FROM credential WHERE k = ? AND until_seq IS NOT NULL", "t", keys[i].k))
			js_add(a, list, js_text(a, keys[i].id));
	return list;
}

struct json *key_challenge(struct desk *d, struct arena *a, const struct json *question, const char *by)
{
	const char *session = js_get_text(question, "session");
	struct json *j = js_object(a);

	if (session && !by)
		js_set(a, j, "no", js_bool(a, true));
	else
		js_set_text(a, j, "challenge", device_challenge_new(d->office, a, d->env, session, env_now(d->env)));
	if (session && by)
		js_set(a, j, "keys", names_of(d, a, by, false));
	return j;
}

/* Bytes that came as base64url; NULL when they did not, or are too many. */
static unsigned char *bytes_of(struct arena *a, const char *text, size_t max, size_t *out_n)
{
	unsigned char *bytes = arena_get(a, max + 1); /* read as text, they end */

	return text && base64url_to(text, bytes, max, out_n) ? bytes : NULL;
}

struct json *key_make(struct desk *d, struct arena *a, const struct json *question, const char *by)
{
	const char *rp = js_get_text(question, "rp"), *rule;
	size_t n, cd_n;
	unsigned char *attestation = bytes_of(a, js_get_text(question, "attestation"), PASSKEY_ATTESTATION_MAX, &n);
	unsigned char *cd = bytes_of(a, js_get_text(question, "cd"), ASSERTION_CD_MAX, &cd_n);
	struct hash challenge;
	struct passkey key;
	struct json *j = js_object(a);

	if (!by)
		return refused_by(a, "session.needs_passphrase");
	if (!device_challenge_take(d->office, js_get_text(question, "challenge"), js_get_text(question, "session"), env_now(d->env),
		&challenge))
		return refused_by(a, "passkey.late");
	if (!rp || !attestation || !cd)
		return refused_by(a, "passkey.data");
	rule = passkey_read(a, d->hasher, attestation, n, (const char *)cd, cd_n, rp, &challenge, &key);
	if (rule)
		return refused_by(a, rule);
	if (store_int(d->store, 0, "SELECT 1 FROM credential WHERE k = ?", "t", base64url_from(a, key.k.bytes, HASH_BYTES)))
		return refused_by(a, "passkey.is_known");
	if (key.is_synced && signing_needs_device(d->store, by))
		return refused_by(a, "passkey.synced");
	device_key_keep(d->office, a, by, &key, rp, env_now(d->env));
	js_set(a, j, "made", js_bool(a, true));
	return j;
}

const char *key_sign_in(struct desk *d, struct arena *a, const struct json *question, const char **out_person)
{
	const struct json *given = js_get(question, "assertion");
	struct assertion signature;
	struct hash challenge;
	struct actor actor;
	const char *rule, *owner;

	if (!device_challenge_take(d->office, js_get_text(question, "challenge"), NULL, env_now(d->env), &challenge))
		return "passkey.late";
	if (!given || !sign_given(d, a, given, &signature))
		return "passkey.no_answer";
	rule = signing_in_refusal(d->store, a, d->hasher, &signature, &challenge, env_now(d->env), &owner);
	if (!rule && sign_is_copied(d, a, &signature))
		rule = "passkey.copied";
	if (rule)
		return rule;
	if (!desk_actor(d->store, a, owner, &actor))
		return "passkey.unknown";
	device_counted(d->office, a, &signature.k, assertion_counter(signature.ad));
	*out_person = actor.person;
	return NULL;
}

struct json *key_names(struct desk *d, struct arena *a, const char *person)
{
	return names_of(d, a, person, true);
}
