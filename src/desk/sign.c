/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/sign.h"

#include <string.h>

#include "auth/device.h"
#include "base/text.h"
#include "kinds/signing.h"

/* The algorithm of the key enrolled under that name.  Of one that is not, any will do: it is refused for that. */
static int64_t enrolled_alg(struct desk *d, struct arena *a, const char *k)
{
	const char *cose = store_text(d->store, a, "SELECT cose FROM credential WHERE k = ?", "t", k);
	unsigned char bytes[COSE_BYTES_MAX];
	struct cose_key key;
	size_t n;

	return cose && base64url_to(cose, bytes, sizeof(bytes), &n) && cose_read(bytes, n, &key) ? key.alg : ALG_ES256;
}

bool sign_given(struct desk *d, struct arena *a, const struct json *given, struct assertion *out)
{
	static const char *const names[] = { "ad", "cd", "sig" };
	const char *id = js_get_text(given, "id");
	unsigned char bytes[PASSKEY_ID_MAX];
	struct json *one = js_object(a);
	struct hash k;
	size_t n;

	if (!id || !base64url_to(id, bytes, sizeof(bytes), &n))
		return false;
	k = hash_of(d->hasher, bytes, n, NULL, 0, NULL, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!js_get_text(given, names[i]))
			return false;
		js_set_text(a, one, names[i], js_get_text(given, names[i]));
	}
	js_set_text(a, one, "k", base64url_from(a, k.bytes, HASH_BYTES));
	js_set_int(a, one, "alg", enrolled_alg(d, a, js_get_text(one, "k")));
	return assertion_read(a, one, out);
}

bool sign_is_copied(struct desk *d, struct arena *a, const struct assertion *signature)
{
	return d->office && assertion_is_copied(signature, device_counter(d->office, a, &signature->k));
}

/* In an example the program signs for those whose keys it keeps, unless they have one themselves. */
static const struct assertion *software(struct desk *d, struct arena *a, const char *person, int64_t now,
	const char *statement)
{
	struct assertion *own = ARENA_NEW(a, struct assertion);
	bool has_own = store_int(d->store, 0, "SELECT 1 FROM credential WHERE person = ? AND store <> 'software' AND from_t <= ?"
		" AND until_seq IS NULL", "ti", person, now);

	if (has_own || !d->is_example || !d->office)
		return NULL;
	return passkey_software_sign(d->office, a, d->hasher, person, statement, own) ? own : NULL;
}

const struct assertion *sign_asked(struct desk *d, struct arena *a, const struct act *act, bool is_dry,
	const struct offer *offer, const char *statement, struct answer *out)
{
	const struct assertion *signature = act->signature;
	struct hash challenge;
	struct entry e;
	const char *rule;

	if (!signature && !signing_concerns(offer->kind))
		return NULL;
	challenge = assertion_challenge(d->hasher, statement);
	out->must_sign = signing_must(d->store, offer->kind, offer->actor->person, offer->now);
	out->statement = statement;
	out->challenge = base64url_from(a, challenge.bytes, HASH_BYTES);
	if (!signature && out->must_sign)
		signature = software(d, a, offer->actor->person, offer->now, statement);
	if (entry_parse_statement(a, statement, &e)) /* the desk's own: it is one */
		return NULL;
	e.time = offer->now;
	e.signature = signature;
	rule = signing_entry_refusal(d->store, a, d->hasher, &e);
	if (!rule && act->signature && sign_is_copied(d, a, act->signature))
		rule = "passkey.copied";
	if (rule && !(is_dry && text_equal(rule, "passkey.sign")))
		refuse(&out->refusals, rule, NULL, NULL);
	return signature;
}
