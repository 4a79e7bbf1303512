/* SPDX-License-Identifier: EUPL-1.2
 *
 * Log keys: their list as text, and which checkpoints of which sizes they make the log's.
 */
#include "ledger/log_keys.h"

#include <string.h>

#include "base/text.h"
#include "signed.h"
#include "tap.h"

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
	struct skey keys[3]; /* of one log */
	const char *vkeys[3];
};

static struct skey key_of(struct world *w, const char *name, enum key_type type, unsigned char word)
{
	unsigned char seed[SEED_BYTES] = { word };
	struct skey key;

	skey_of(w->h, name, type, seed, &key);
	return key;
}

/* K0, K1 ... in a text stand for the vkeys. */
static const char *spelt(struct world *w, const char *text)
{
	const char *out = "";

	for (; *text; text++) {
		if (*text == 'K')
			out = arena_print(w->a, "%s%s", out, w->vkeys[*++text - '0']);
		else
			out = arena_print(w->a, "%s%c", out, *text);
	}
	return out;
}

static void test_add(struct world *w)
{
	struct skey witness = key_of(w, "log.example", KEY_COSIGNER, 1), other = key_of(w, "other.example", KEY_LOG, 1);
	struct log_keys keys = { .count = 0 };

	OK(&w->tap, !log_keys_add(w->a, w->h, &keys, "log.example", 0) && !keys.count, "no key");
	OK(&w->tap, !log_keys_add(w->a, w->h, &keys, vkey_text(w->a, &witness.public), 0), "a witness's");
	OK(&w->tap, log_keys_add(w->a, w->h, &keys, w->vkeys[0], 0), "a log's");
	OK(&w->tap, !log_keys_add(w->a, w->h, &keys, w->vkeys[0], 5), "the same again");
	OK(&w->tap, !log_keys_add(w->a, w->h, &keys, vkey_text(w->a, &other.public), 5), "another log's");
	OK(&w->tap, log_keys_add(w->a, w->h, &keys, w->vkeys[1], 5) && keys.count == 2, "the next of the same log");
	OK(&w->tap, log_keys_find(&keys, w->vkeys[1]) == 1 && log_keys_find(&keys, w->vkeys[2]) == -1, "each has its place");
	for (unsigned char i = 2; i < LOG_KEYS_MAX; i++) {
		struct skey more = key_of(w, "log.example", KEY_LOG, (unsigned char)(i + 40));

		OK(&w->tap, log_keys_add(w->a, w->h, &keys, vkey_text(w->a, &more.public), i), "one more");
	}
	OK(&w->tap, !log_keys_add(w->a, w->h, &keys, w->vkeys[2], 99) && keys.count == LOG_KEYS_MAX, "one too many");
}

static void test_text(struct world *w)
{
	static const char *const whole[] = { "K0\n", "K0\nK1 5\n", "K0 0 9\nK1 5\n", "K0 0 9\nK1 5 12\nK2 11\n" };
	static const char *const wrong[] = { "", "\n", "K0", "K0\nK1", "K0\n\n", "K0 x\n", "K0 0 x\n", "K0 00\n", "K0 -1\n",
		"K0 0 01\n", "K0 0\n", "K0  0\n", "K0 0 9 \n", "K0 0 9 9\n", "K0\nK0 5\n", "key\n", "K0 9223372036854775808\n" };
	struct log_keys keys;

	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		OK(&w->tap, log_keys_from(w->a, w->h, spelt(w, whole[i]), &keys)
			&& !strcmp(log_keys_text(w->a, &keys), spelt(w, whole[i])), "a list of keys, and the same again");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		OK(&w->tap, !log_keys_from(w->a, w->h, spelt(w, wrong[i]), &keys), "no keys");
}

static void test_retire(struct world *w)
{
	struct log_keys keys;

	OK(&w->tap, log_keys_from(w->a, w->h, spelt(w, "K0 0 4\nK1 2\nK2 11\n"), &keys), "three keys");
	log_keys_retire(&keys, 20);
	SAME(&w->tap, log_keys_text(w->a, &keys), spelt(w, "K0 0 4\nK1 2 20\nK2 11\n"), "those before the newest end, once");
	log_keys_as_of(&keys, 21);
	OK(&w->tap, keys.count == 3 && keys.all[1].until == 20, "after all of that nothing is taken back");
	log_keys_as_of(&keys, 20);
	SAME(&w->tap, log_keys_text(w->a, &keys), spelt(w, "K0 0 4\nK1 2\nK2 11\n"), "before the end it is not known");
	log_keys_as_of(&keys, 10);
	SAME(&w->tap, log_keys_text(w->a, &keys), spelt(w, "K0 0 4\nK1 2\n"), "nor a key before it came");
	keys.all[0].from = 7;
	log_keys_as_of(&keys, 1);
	OK(&w->tap, !keys.count, "and with none of its entries there is none");
}

/* A checkpoint of that size with a line of each of the keys whose places stand in `who`. */
static const char *note_by(struct world *w, const char *origin, uint64_t size, const char *who)
{
	struct checkpoint c = { .origin = origin, .size = size };
	const char *text = checkpoint_text(w->a, &c), *note = arena_print(w->a, "%s\n", text);

	for (; *who; who++)
		note = arena_print(w->a, "%s%s", note, note_sign_line(w->a, &w->keys[*who - '0'], text, 0));
	return note;
}

static bool holds(struct world *w, const struct log_keys *keys, const char *note, size_t others)
{
	struct checkpoint c = { .size = 77 };
	size_t found = 99;
	bool ok = !log_keys_verify(w->a, keys, note, strlen(note), &c, NULL, &found);

	return ok ? found == others && c.size != 77 : false;
}

static void test_verify(struct world *w)
{
	static const char origin[] = "log.example";
	bool has_signed[2] = { false, true };
	struct checkpoint c = { .size = 77 };
	struct log_keys keys;
	const char *note;

	OK(&w->tap, log_keys_from(w->a, w->h, spelt(w, "K0 0 9\nK1 5\n"), &keys), "an old key and a new one");
	OK(&w->tap, holds(w, &keys, note_by(w, origin, 4, "0"), 0), "the old one before");
	OK(&w->tap, !holds(w, &keys, note_by(w, origin, 4, "1"), 0), "the new one before it counts");
	OK(&w->tap, holds(w, &keys, note_by(w, origin, 4, "01"), 1), "both then: one line is not the log's");
	OK(&w->tap, holds(w, &keys, note_by(w, origin, 5, "0"), 0) && holds(w, &keys, note_by(w, origin, 5, "1"), 0)
		&& holds(w, &keys, note_by(w, origin, 5, "01"), 0), "each, and both, from the first size of the new one");
	OK(&w->tap, holds(w, &keys, note_by(w, origin, 9, "0"), 0), "the old one up to its last");
	OK(&w->tap, !holds(w, &keys, note_by(w, origin, 10, "0"), 0), "and no further");
	OK(&w->tap, holds(w, &keys, note_by(w, origin, 10, "1"), 0) && holds(w, &keys, note_by(w, origin, 10, "01"), 1),
		"then the new one alone");
	OK(&w->tap, holds(w, &keys, note_by(w, origin, 7, "012"), 1), "a line of a stranger is one too many");
	OK(&w->tap, holds(w, &keys, note_by(w, origin, 7, "00"), 1), "and so is a line said twice");
	OK(&w->tap, !holds(w, &keys, note_by(w, origin, 7, "2"), 0), "alone it is none");
	OK(&w->tap, !holds(w, &keys, note_by(w, "other.example", 7, "0"), 0), "the key under another log's name");
	OK(&w->tap, !holds(w, &keys, "no note", 0), "no note");
	note = note_sign(w->a, &w->keys[0], "two\nlines\n", 0);
	OK(&w->tap, !holds(w, &keys, note, 0), "no checkpoint");
	note = note_by(w, origin, 7, "0");
	OK(&w->tap, !log_keys_verify(w->a, &keys, note, strlen(note), &c, has_signed, NULL) && has_signed[0] && !has_signed[1]
		&& c.size == 7, "who signed is told");
}

int main(void)
{
	struct world w = { .a = arena_new((size_t)256 << 20), .h = hasher_new() };

	for (unsigned char i = 0; i < 3; i++) {
		w.keys[i] = key_of(&w, "log.example", KEY_LOG, (unsigned char)(i + 1));
		w.vkeys[i] = vkey_text(w.a, &w.keys[i].public);
	}
	test_add(&w);
	test_text(&w);
	test_retire(&w);
	test_verify(&w);
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
