/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signing: the rule of personal signatures fact by fact, asked of entries that somebody else's file may hold, and the road
 * from a form over the signed statement into the book.
 * usage: test-signing GIVEN_DIR
 */
#include <sodium.h>

#include "auth/passkey.h"
#include "base/text.h"
#include "desk/seed.h"
#include "desk/sign.h"
#include "given.h"
#include "kinds/signing.h"
#include "tap.h"

#define LINE "{\"any\":\"line\"}\n"

struct council {
	struct tap *tap;
	struct arena *arena;
	struct env_fixed clock;
	struct env env;
	struct player player;
	struct store *store;
	struct hasher *hasher;
};

static void test_rule(struct council *c)
{
	enum { FACTS = 6 };
	static const char *const rules[FACTS] = { "passkey.unknown", "passkey.waits", "passkey.revoked",
		"passkey.synced", "passkey.copied", "passkey.signature" };
	unsigned unlike = 0;

	for (unsigned against = 0; against < 1u << FACTS; against++) {
		struct signing_facts f = { .has_signature = true, .must_sign = against % 2,
			.owner = against & 1 ? against & 2 ? "p-1" : NULL : "p-2", .is_waiting = against & 2, .is_revoked = against & 4,
			.is_synced = against & 8, .is_counter_back = against & 16, .fault = against & 32 ? "passkey.signature" : NULL };
		const char *first = NULL;

		for (unsigned i = FACTS; i-- > 0;)
			if (against & 1u << i)
				first = rules[i];
		unlike += !text_equal(signing_refusal(&f, "p-2"), first);
	}
	OK(c->tap, unlike == 0, "of all that speaks against a signature the first is told, and nothing else");
	SAME(c->tap, signing_refusal(&(struct signing_facts){ .must_sign = true }, "p-2"), "passkey.sign", "one is missing");
	SAME(c->tap, signing_refusal(&(struct signing_facts){ .must_sign = false }, "p-2"), NULL, "and need not be there");
}

/* Which entries are followed by who does not replay. */
static void test_rests_on(struct council *c)
{
	static const char *const followed[] = { "council_opened", "person_set", "person_closed", "role_given", "role_withdrawn",
		"passkey_proposed", "passkey_seconded", "passkey_revoked", "key_policy_seconded", "enrolment_seconded" };
	static const char *const passed[] = { "status_reported", "closing_proposed", "decision_seconded", "measure_added" };
	size_t right = 0;

	for (size_t i = 0; i < sizeof(followed) / sizeof(followed[0]); i++)
		right += signing_rests_on(kind_find(followed[i]));
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		right += !signing_rests_on(kind_find(passed[i]));
	OK(c->tap, right == 14, "persons, roles and keys are followed, and nothing else");
}

static const char *told(struct council *c, struct entry *e, const struct assertion *signature, const char *kind, int64_t time)
{
	e->signature = signature;
	e->kind = kind;
	e->time = time;
	return signing_entry_refusal(c->store, c->arena, c->hasher, e);
}

static void enrol(struct council *c, const char *k, const char *person, const char *cose, int64_t from)
{
	store_run(c->store, "INSERT INTO credential(k, person, cose, rp, store, seq, from_t, counter)"
		" VALUES(?, ?, ?, 'localhost', 'software', 1, ?, 0)", "ttti", k, person, cose, from);
}

/* What verify asks of each entry of a book before it is applied. */
static void test_entries(struct council *c)
{
	struct store *office = c->player.desk->office;
	struct entry e = { .by = "p-1", .obj = "m-1", .line = LINE };
	struct assertion s = { .alg = 0 }, other;
	const unsigned char *cose;
	const char *k;
	struct hash hash;

	passkey_software_make(office, c->arena, c->hasher, &c->env, "p-1", &hash, &cose);
	OK(c->tap, passkey_software_sign(office, c->arena, c->hasher, "p-1", LINE, &s), "a signature");
	k = base64url_from(c->arena, hash.bytes, HASH_BYTES);
	SAME(c->tap, told(c, &e, NULL, "closing_seconded", 100), NULL, "who has no key needs none");
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 100), "passkey.unknown", "a key that nobody enrolled");
	SAME(c->tap, told(c, &e, &s, "nonsense", 100), NULL, "of a kind that is unknown");
	enrol(c, k, "p-1", base64url_from(c->arena, cose, COSE_EDDSA_BYTES), 100);
	SAME(c->tap, told(c, &e, NULL, "closing_seconded", 99), NULL, "a key that waits asks for nothing");
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 99), "passkey.waits", "nor does it count");
	SAME(c->tap, told(c, &e, NULL, "closing_seconded", 100), "passkey.sign", "then it must be used");
	SAME(c->tap, told(c, &e, NULL, "closing_proposed", 100), "passkey.sign", "by who proposes");
	SAME(c->tap, told(c, &e, NULL, "passkey_revoked", 100), "passkey.sign", "and who revokes a key");
	SAME(c->tap, told(c, &e, NULL, "closing_expired", 100), NULL, "not when the time runs out");
	SAME(c->tap, told(c, &e, NULL, "status_reported", 100), NULL, "nor for what one person may do");
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 100), NULL, "it counts");
	SAME(c->tap, told(c, &e, &s, "status_reported", 100), NULL, "where it need not be, too");
	e.by = "p-2";
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 100), "passkey.unknown", "another person's");
	SAME(c->tap, told(c, &e, NULL, "passkey_proposed", 100), NULL, "while one person has a key, others enrol unsigned");
	enrol(c, "other", "p-3", "AAAA", 100);
	SAME(c->tap, told(c, &e, NULL, "passkey_proposed", 100), "passkey.sign", "when two have, no longer");
	e.by = "p-1";
	e.line = "{}\n";
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 100), "passkey.other_statement", "another statement");
	e.line = LINE;
	e.obj = "p-1";
	SAME(c->tap, told(c, &e, &s, "passkey_proposed", 100), NULL, "for herself too");
	other = s;
	other.ad[36] = 5;
	e.signature = &other;
	signing_apply(c->store, c->arena, &e);
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 100), "passkey.copied", "a key that counted further before");
	other.ad[36] = 6;
	SAME(c->tap, told(c, &e, &other, "closing_seconded", 100), "passkey.signature", "the counter is signed too");
	store_run(c->store, "UPDATE credential SET counter = 0, until_seq = 7, until_t = 200 WHERE person = 'p-1'", "");
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 300), "passkey.revoked", "a key that was revoked");
	SAME(c->tap, told(c, &e, NULL, "closing_seconded", 300), "passkey.sign", "who has had one signs for ever");
	store_run(c->store, "UPDATE credential SET until_t = 50 WHERE person = 'p-1'", "");
	SAME(c->tap, told(c, &e, NULL, "closing_seconded", 300), NULL, "one revoked while it waited was never one");
	store_run(c->store, "UPDATE credential SET until_seq = NULL, cose = 'x!' WHERE person = 'p-1'", "");
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 300), "passkey.data", "a key of no alphabet");
	store_run(c->store, "UPDATE credential SET cose = 'AAAA' WHERE person = 'p-1'", "");
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 300), "passkey.data", "and of no shape");
	store_run(c->store, "DELETE FROM credential", "");
	OK(c->tap, !store_fault(c->store), "all of it was asked");
}

/* A key that other devices may have, of somebody with a role whose keys no other may have. */
static void test_synced(struct council *c)
{
	struct entry e = { .by = "p-1", .obj = "m-1", .line = LINE };
	struct assertion s = { .alg = 0 }, synced;
	const unsigned char *cose;
	struct hash hash;

	passkey_software_make(c->player.desk->office, c->arena, c->hasher, &c->env, "p-1", &hash, &cose);
	OK(c->tap, passkey_software_sign(c->player.desk->office, c->arena, c->hasher, "p-1", LINE, &s), "a signature");
	enrol(c, base64url_from(c->arena, hash.bytes, HASH_BYTES), "p-1", base64url_from(c->arena, cose, COSE_EDDSA_BYTES), 100);
	store_run(c->store, "INSERT INTO role_held(person, role, seq) VALUES('p-1', 'police', 1), ('p-1', 'member', 1)", "");
	synced = s;
	synced.ad[HASH_BYTES] |= FLAG_SYNCED; /* which its signature does not know: told after the rest */
	SAME(c->tap, told(c, &e, &synced, "closing_seconded", 100), "passkey.signature", "no role demands anything");
	store_run(c->store, "INSERT INTO key_policy(role, seq) VALUES('security', 1)", "");
	SAME(c->tap, told(c, &e, &synced, "closing_seconded", 100), "passkey.signature", "another role does");
	store_run(c->store, "INSERT INTO key_policy(role, seq) VALUES('member', 1)", "");
	SAME(c->tap, told(c, &e, &synced, "closing_seconded", 100), "passkey.synced", "one of hers does");
	SAME(c->tap, told(c, &e, &synced, "status_reported", 100), "passkey.synced", "whatever she signs");
	SAME(c->tap, told(c, &e, &s, "closing_seconded", 100), NULL, "a key that no other device has is taken");
	SAME(c->tap, told(c, &e, NULL, "closing_seconded", 100), "passkey.sign", "and needed, as before");
	e.by = "p-2";
	SAME(c->tap, told(c, &e, &synced, "closing_seconded", 100), "passkey.unknown", "that it is another's goes before");
	store_run(c->store, "DELETE FROM key_policy", "");
	store_run(c->store, "DELETE FROM role_held WHERE person = 'p-1'", "");
	store_run(c->store, "DELETE FROM credential", "");
	OK(c->tap, !store_fault(c->store), "all of it was asked");
}

/* Who signs in is asked the same, of a challenge that is no statement's. */
static void test_sign_in(struct council *c)
{
	struct assertion s = { .alg = 0 };
	struct hash hash, challenge = assertion_challenge(c->hasher, LINE), other = assertion_challenge(c->hasher, "{}\n");
	const unsigned char *cose;
	const char *owner = NULL;

	passkey_software_make(c->player.desk->office, c->arena, c->hasher, &c->env, "p-1", &hash, &cose);
	OK(c->tap, passkey_software_sign(c->player.desk->office, c->arena, c->hasher, "p-1", LINE, &s), "a signature");
	SAME(c->tap, signing_in_refusal(c->store, c->arena, c->hasher, &s, &challenge, 100, &owner), "passkey.unknown",
		"nobody signs in with a key that nobody enrolled");
	enrol(c, base64url_from(c->arena, hash.bytes, HASH_BYTES), "p-1", base64url_from(c->arena, cose, COSE_EDDSA_BYTES), 100);
	SAME(c->tap, signing_in_refusal(c->store, c->arena, c->hasher, &s, &challenge, 99, &owner), "passkey.waits",
		"nor with one that waits");
	SAME(c->tap, signing_in_refusal(c->store, c->arena, c->hasher, &s, &other, 100, &owner), "passkey.other_statement",
		"nor for another challenge");
	SAME(c->tap, owner, NULL, "and nobody is named");
	SAME(c->tap, signing_in_refusal(c->store, c->arena, c->hasher, &s, &challenge, 100, &owner), NULL, "a good one");
	SAME(c->tap, owner, "p-1", "names its owner");
	store_run(c->store, "DELETE FROM credential", "");
}

/* ------------------------------------------------------------------------------------------- the desk --- */

struct person {
	struct actor actor;
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
	const char *id; /* of the credential, base64url */
};

static bool enrolled(struct council *c, const char *login, struct person *out)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], cose[COSE_EDDSA_BYTES];
	struct hash k;

	(void)crypto_sign_keypair(public, out->secret);
	k = hash_of(c->hasher, login, strlen(login), NULL, 0, NULL, 0);
	out->id = base64url_from(c->arena, login, strlen(login));
	cose_eddsa(public, cose);
	if (!desk_actor_named(c->store, c->arena, "login", login, &out->actor))
		return false;
	enrol(c, base64url_from(c->arena, k.bytes, HASH_BYTES), out->actor.person, base64url_from(c->arena, cose, sizeof(cose)), 0);
	return true;
}

/* What the browser gives back for a challenge. */
static struct json *signed_by(struct council *c, const struct person *p, const char *challenge)
{
	struct assertion s = { .alg = ALG_EDDSA };
	unsigned char bytes[ASSERTION_SIGNED_BYTES], sig[crypto_sign_BYTES];
	struct hash rp = hash_of(c->hasher, "localhost", 9, NULL, 0, NULL, 0);
	struct json *j = js_object(c->arena);

	s.cd = arena_print(c->arena, "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"http://localhost:8080\"}",
		challenge);
	s.cd_n = strlen(s.cd);
	memcpy(s.ad, rp.bytes, HASH_BYTES);
	s.ad[HASH_BYTES] = FLAG_PRESENT | FLAG_VERIFIED;
	assertion_signed(c->hasher, &s, bytes);
	(void)crypto_sign_detached(sig, NULL, bytes, sizeof(bytes), p->secret);
	js_set_text(c->arena, j, "id", p->id);
	js_set_text(c->arena, j, "ad", base64url_from(c->arena, s.ad, sizeof(s.ad)));
	js_set_text(c->arena, j, "cd", base64url_from(c->arena, s.cd, s.cd_n));
	js_set_text(c->arena, j, "sig", base64url_from(c->arena, sig, sizeof(sig)));
	return j;
}

static const char *rule_of(const struct answer *answer)
{
	for (size_t i = 0; i < answer->refusals.count; i++)
		if (!answer->refusals.all[i].is_note)
			return answer->refusals.all[i].rule;
	return NULL;
}

static const char *offered(struct council *c, const struct person *p, const struct act *act, bool is_dry, struct answer *out)
{
	const struct fault *f;

	if (is_dry) {
		store_begin(c->store);
		f = desk_write(c->player.desk, c->arena, &p->actor, act, true, out);
		store_rollback(c->store);
	} else {
		f = desk_write_alone(c->player.desk, c->arena, &p->actor, act, out);
	}
	return f ? f->what : rule_of(out);
}

static void test_desk(struct council *c)
{
	struct given given[] = { { "measure", "1" }, { "cause", "money" }, { "reason", "Pengarna är slut." }, { "decider", "Rådet" },
		{ "mandate", "§ 4" } };
	struct act act = { .kind = "closing_proposed", .given = given, .given_count = 5, .n = "abcdefghijk",
		.seed = seed_new(c->arena, &env_system) };
	struct person contact, member;
	struct answer dry, again, wrote;
	struct assertion signature;
	struct json *odd;

	OK(c->tap, enrolled(c, "contact", &contact) && enrolled(c, "member", &member), "two persons with keys");
	act.base = book_head(&c->player.desk->book, c->arena);
	SAME(c->tap, offered(c, &contact, &act, true, &dry), NULL, "an act is judged without a signature");
	OK(c->tap, dry.must_sign && dry.statement && dry.challenge, "and tells what is to be signed");
	SAME(c->tap, offered(c, &contact, &act, true, &again), NULL, "once more");
	SAME(c->tap, again.statement, dry.statement, "the same statement comes out");
	SAME(c->tap, offered(c, &contact, &act, false, &wrote), "passkey.sign", "unsigned it is not written");
	act.signature = &signature;
	OK(c->tap, sign_given(c->player.desk, c->arena, signed_by(c, &member, dry.challenge), &signature), "another's signature");
	SAME(c->tap, offered(c, &contact, &act, false, &wrote), "passkey.unknown", "is none");
	OK(c->tap, sign_given(c->player.desk, c->arena, signed_by(c, &contact, dry.challenge), &signature), "her own");
	act.seed = seed_new(c->arena, &env_system);
	SAME(c->tap, offered(c, &contact, &act, false, &wrote), "passkey.other_statement", "with another seed it is another statement");
	SAME(c->tap, offered(c, &contact, &act, true, &again), "passkey.other_statement", "when judged too");
	act.seed = NULL;
	SAME(c->tap, offered(c, &contact, &act, false, &wrote), "passkey.other_statement", "without one as well");
	act.seed = seed_new(c->arena, &env_system);
	act.signature = NULL;
	(void)offered(c, &contact, &act, true, &dry);
	act.signature = &signature;
	OK(c->tap, sign_given(c->player.desk, c->arena, signed_by(c, &contact, dry.challenge), &signature), "signed");
	given[2].value = "Något annat.";
	SAME(c->tap, offered(c, &contact, &act, false, &wrote), "passkey.other_statement", "nor is another text what was signed");
	given[2].value = "Pengarna är slut.";
	SAME(c->tap, offered(c, &contact, &act, false, &wrote), NULL, "what was signed is written");
	SAME(c->tap, store_text(c->store, c->arena, "SELECT line FROM proposal WHERE seq = ?", "i", wrote.seq), dry.statement,
		"as it was");
	SAME(c->tap, offered(c, &contact, &act, false, &again), NULL, "sent again");
	OK(c->tap, again.is_repeat && again.seq == wrote.seq, "it is the same act");
	odd = signed_by(c, &contact, dry.challenge);
	js_set_text(c->arena, odd, "id", "=");
	OK(c->tap, !sign_given(c->player.desk, c->arena, odd, &signature), "an id of no alphabet");
	odd = signed_by(c, &contact, dry.challenge);
	js_set_int(c->arena, odd, "cd", 1);
	OK(c->tap, !sign_given(c->player.desk, c->arena, odd, &signature), "client data that is a number");
	OK(c->tap, !sign_given(c->player.desk, c->arena, js_array(c->arena), &signature), "a list");
	OK(c->tap, seed_is_valid(act.seed) && !seed_is_valid("abc") && !seed_is_valid("=") , "seeds have one form");
}

/* Elsewhere than in an example keys wait for three days, and the program has none. */
static void test_real(struct council *c)
{
	struct desk_start start = { .name = "Fyrby brottsförebyggande råd", .origin = "fyrby-00000000",
		.vkey = "fyrby-00000000+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
	struct given given[] = { { "person", "coordinator" }, { "credential", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
		{ "key", "pAEBAycgBiFYIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }, { "rp", "localhost" }, { "store", "software" } };
	const struct given key[] = { { "key", "fyrby-00000000+83ceaa18+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" },
		{ "overlap_days", "0" } };
	struct act act = { .kind = "passkey_proposed", .given = given, .given_count = 5 };
	struct person administrator = { .id = "" };
	struct answer answer;
	struct desk *d;

	OK(c->tap, !desk_create_memory(c->arena, &c->env, &start, &d), "a council that is no example");
	OK(c->tap, store_int(d->store, 0, "SELECT key_wait_hours FROM council", "") == 72, "its keys wait for three days");
	OK(c->tap, desk_actor_named(d->store, c->arena, "login", "administrator", &administrator.actor), "its administrator");
	OK(c->tap, !desk_write_alone(d, c->arena, &administrator.actor, &act, &answer), "is heard");
	SAME(c->tap, rule_of(&answer), "passkey.software", "and told that no program signs there");
	act = (struct act){ .kind = "log_key_proposed", .given = key, .given_count = 2 };
	OK(c->tap, !desk_write_alone(d, c->arena, &administrator.actor, &act, &answer), "of the log's key as well");
	SAME(c->tap, rule_of(&answer), "log_key.overlap_days", "and that the old one goes on for a day at least");
	desk_close(d);
}

int main(int argc, char **argv)
{
	struct tap t = { 0 };
	struct council c = { .tap = &t, .arena = arena_new((size_t)256 << 20), .hasher = hasher_new() };

	if (sodium_init() < 0 || !OK(&t, argc == 2 && !given_open(&c.player, c.arena, &c.clock, &c.env, argv[1])
		&& !given_office(c.arena, &c.env, c.player.desk), "a council"))
		return tap_done(&t);
	c.store = c.player.desk->store;
	test_rule(&c);
	test_entries(&c);
	test_rests_on(&c);
	test_synced(&c);
	test_sign_in(&c);
	test_desk(&c);
	test_real(&c);
	desk_close(c.player.desk);
	hasher_free(c.hasher);
	arena_free(c.arena);
	return tap_done(&t);
}
