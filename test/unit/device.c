/* SPDX-License-Identifier: EUPL-1.2
 *
 * device: challenges, each good once, in time and for who asked; keys that were made here, whose they are and how far they count.
 */
#include "auth/device.h"

#include "auth/office.h"
#include "auth/token.h"
#include "base/embed.h"
#include "base/env.h"
#include "tap.h"

#define NOW INT64_C(1790000000)

struct stage {
	struct tap *t;
	struct arena *a;
	struct store *office;
	const char *session, *other; /* tokens */
};

static int64_t count(struct stage *s, const char *table)
{
	return store_int(s->office, -1, arena_print(s->a, "SELECT count(*) FROM %s", table), "");
}

static char *asked(struct stage *s, const char *session)
{
	return device_challenge_new(s->office, s->a, &env_system, session, NOW);
}

static bool taken(struct stage *s, const char *challenge, const char *session, int64_t now)
{
	struct hash hash = { { 7 } }, same = hash;
	bool ok = device_challenge_take(s->office, challenge, session, now, &hash);

	return OK(s->t, ok != hash_equal(&hash, &same), "the hash is set when it is good, and only then") && ok;
}

static void test_challenges(struct stage *s)
{
	char *one = asked(s, s->session), *two = asked(s, NULL), *three;

	OK(s->t, strcmp(one, two) != 0 && strlen(one) == 43, "two are not the same, and are 32 bytes");
	OK(s->t, !store_int(s->office, 0, "SELECT count(*) FROM challenge WHERE hash = CAST(? AS BLOB)", "t", one),
		"the office keeps its hash alone");
	OK(s->t, taken(s, one, s->session, NOW), "one is taken in its session");
	OK(s->t, !taken(s, one, s->session, NOW), "once");
	OK(s->t, !taken(s, two, s->session, NOW), "one to sign in with is not a session's");
	OK(s->t, !taken(s, two, NULL, NOW), "and was used up by that");
	one = asked(s, s->session);
	OK(s->t, !taken(s, one, s->other, NOW), "one of a session is not another's");
	one = asked(s, s->session);
	OK(s->t, !taken(s, one, NULL, NOW), "nor to sign in with");
	one = asked(s, NULL);
	two = asked(s, NULL);
	three = asked(s, NULL);
	OK(s->t, taken(s, one, NULL, NOW + DEVICE_CHALLENGE_SECONDS - 1), "to its last second");
	OK(s->t, !taken(s, two, NULL, NOW + DEVICE_CHALLENGE_SECONDS), "and no longer");
	OK(s->t, !taken(s, three, NULL, NOW - OFFICE_CLOCK_SLACK_SECONDS - 1), "nor when the clock was set back far");
	three = asked(s, NULL);
	OK(s->t, taken(s, three, NULL, NOW - OFFICE_CLOCK_SLACK_SECONDS), "a little is forgiven");
	OK(s->t, !taken(s, NULL, NULL, NOW) && !taken(s, "", NULL, NOW) && !taken(s, "=", NULL, NOW)
		&& !taken(s, token_new(s->a, &env_system, &(struct token_hash){ { 0 } }), NULL, NOW), "what nobody asked for is none");
	OK(s->t, count(s, "challenge") == 0, "none is left");
}

static void test_many(struct stage *s)
{
	char *first = asked(s, NULL), *last = NULL;

	for (int i = 0; i < DEVICE_CHALLENGES_MAX; i++)
		store_run(s->office, "INSERT INTO challenge(hash, until_t) VALUES(randomblob(32), ?)", "i", NOW + 1000 + i);
	last = asked(s, NULL);
	OK(s->t, count(s, "challenge") == DEVICE_CHALLENGES_MAX, "there are no more than so many");
	OK(s->t, taken(s, last, NULL, NOW), "the newest stays, though others end later");
	OK(s->t, !taken(s, first, NULL, NOW), "the one that ends first went");
	device_sweep(s->office, NOW + 1000 + DEVICE_CHALLENGES_MAX);
	OK(s->t, count(s, "challenge") == 0, "what has expired is swept away");
}

static struct passkey key_of(const char *id, bool is_synced, uint32_t counter)
{
	struct passkey key = { .id = (const unsigned char *)id, .id_n = strlen(id), .cose = (const unsigned char *)"cose", .cose_n = 4,
		.is_synced = is_synced, .counter = counter };

	memset(key.k.bytes, id[0], HASH_BYTES);
	return key;
}

static void test_keys(struct stage *s)
{
	struct passkey a = key_of("a", false, 5), b = key_of("b", true, 0);
	struct device_key *keys;

	device_key_keep(s->office, s->a, "p-1", &a, "fyrby.example", NOW);
	device_key_keep(s->office, s->a, "p-1", &b, "fyrby.example", NOW + 1);
	OK(s->t, device_keys(s->office, s->a, "p-1", &keys) == 2, "both are kept");
	SAME(s->t, keys[0].store, "device", "the older first, which no other device has");
	SAME(s->t, keys[1].store, "synced", "then the one that may be copied");
	SAME(s->t, keys[0].id, "YQ", "by the name its device calls it");
	OK(s->t, keys[0].made_t == NOW && device_counter(s->office, s->a, &a.k) == 5, "with when it was made, and how far counted");
	device_counted(s->office, s->a, &a.k, 9);
	OK(s->t, device_counter(s->office, s->a, &a.k) == 9 && device_counter(s->office, s->a, &b.k) == 0, "it counts on, alone");
	a.counter = 1;
	device_key_keep(s->office, s->a, "p-2", &a, "evil.example", NOW + 2);
	OK(s->t, device_keys(s->office, s->a, "p-2", &keys) == 0 && device_counter(s->office, s->a, &a.k) == 9,
		"nobody takes another's key over");
	device_key_keep(s->office, s->a, "p-1", &a, "other.example", NOW + 3);
	OK(s->t, device_keys(s->office, s->a, "p-1", &keys) == 2 && device_counter(s->office, s->a, &a.k) == 1,
		"its owner makes it anew");
	OK(s->t, device_keys(s->office, s->a, NULL, &keys) == 2 && device_keys(s->office, s->a, "p-3", &keys) == 0,
		"everybody's, or nobody's");
	OK(s->t, device_keys(NULL, s->a, "p-1", &keys) == 0, "without an office there is none");
	for (int i = 0; i < DEVICE_KEYS_MAX; i++) {
		struct passkey more = key_of((char[]){ (char)('A' + i), 0 }, false, 0);

		device_key_keep(s->office, s->a, "p-1", &more, "fyrby.example", NOW + 10 + i);
	}
	OK(s->t, device_keys(s->office, s->a, "p-1", &keys) == DEVICE_KEYS_MAX && keys[0].made_t == NOW + 10,
		"of one person the oldest go first");
	device_key_keep(s->office, s->a, "p-2", &b, "fyrby.example", NOW - 5);
	device_person_drop(s->office, "p-1");
	OK(s->t, device_keys(s->office, s->a, NULL, &keys) == 1, "of who left nothing stays");
	SAME(s->t, keys[0].person, "p-2", "others' do");
	OK(s->t, device_counter(s->office, s->a, &a.k) == 0, "a key that is not there has not counted");
}

int main(void)
{
	struct tap t = { 0 };
	struct token_hash hash;
	struct stage s = { .t = &t, .a = arena_new((size_t)64 << 20) };

	if (!OK(&t, !store_open(s.a, &env_system, "", STORE_MEMORY, &s.office), "an office"))
		return tap_done(&t);
	store_script(s.office, embed_find("auth/device.sql")->bytes);
	store_begin(s.office);
	s.session = token_new(s.a, &env_system, &hash);
	s.other = token_new(s.a, &env_system, &hash);
	test_challenges(&s);
	test_many(&s);
	test_keys(&s);
	OK(&t, !store_fault(s.office), "the office took it all");
	store_close(s.office);
	arena_free(s.a);
	return tap_done(&t);
}
