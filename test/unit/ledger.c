/* SPDX-License-Identifier: EUPL-1.2
 *
 * Ledger: the tree, notes, disclosures and the signer against published vectors and on purpose broken input.
 * The first argument is the folder of the vectors (test/vectors/README.md).
 */
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/env.h"
#include "base/frame.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "ledger/disclosure.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/signer.h"
#include "signed.h"
#include "tap.h"

enum { SMALL = 70 };

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
	const char *vectors;
};

static const struct json *read_vectors(struct world *w, const char *name)
{
	char *bytes, *big;
	const struct fault *f;
	struct json *json;
	size_t n;

	f = env_file_read(w->a, &env_system, arena_print(w->a, "%s/%s", w->vectors, name), FRAME_MAX, &bytes, &n);
	if (f) {
		printf("Bail out! %s\n", f->what);
		exit(1);
	}
	/* 2^64-1 is outside our subset of JSON: the two vectors that have it get -1, which number() undoes. */
	while ((big = strstr(bytes, "18446744073709551615")))
		memcpy(big, "                  -1", 20);
	json = js_read(w->a, bytes, n);
	OK(&w->tap, json != NULL, name);
	return json;
}

static uint64_t number(const struct json *j, const char *key)
{
	return (uint64_t)js_get_int(j, key, 0);
}

/* The tree. */

static bool proof_from(const struct json *j, struct hash proof[MERKLE_PROOF_MAX], size_t *out_n)
{
	if (j->count > MERKLE_PROOF_MAX)
		return false;
	for (size_t i = 0; i < j->count; i++)
		if (!merkle_hash_from(j->items[i]->text, &proof[i]))
			return false;
	*out_n = j->count;
	return true;
}

static bool vector_holds(struct world *w, const struct json *v)
{
	bool is_inclusion = !strcmp(js_get_text(v, "kind"), "inclusion");
	struct hash proof[MERKLE_PROOF_MAX], one, root;
	size_t n;

	if (!proof_from(js_get(v, "proof"), proof, &n) ||
		!merkle_hash_from(js_get_text(v, is_inclusion ? "leaf_hash" : "root1"), &one) ||
		!merkle_hash_from(js_get_text(v, is_inclusion ? "root" : "root2"), &root))
		return false;
	if (is_inclusion)
		return merkle_inclusion_holds(w->h, number(v, "index"), number(v, "size"), &one, proof, n, &root);
	return merkle_consistency_holds(w->h, number(v, "from"), number(v, "to"), proof, n, &one, &root);
}

static void test_vectors(struct world *w, const char *file, size_t expected)
{
	const struct json *all = js_get(read_vectors(w, file), "vectors");

	OK(&w->tap, all && all->count == expected, "as many vectors as published");
	for (size_t i = 0; all && i < all->count; i++) {
		const struct json *v = all->items[i];
		bool valid = js_get(v, "valid")->number;

		OK(&w->tap, vector_holds(w, v) == valid, js_get_text(v, "name"));
	}
}

/* The definition itself, as RFC 6962 §2.1 writes it; at most 7 deep here. */
static struct hash defined(struct world *w, const struct hash *leaves, size_t n)
{
	struct hash left, right;
	size_t k = 1;

	if (n == 0)
		return hash_of(w->h, NULL, 0, NULL, 0, NULL, 0);
	if (n == 1)
		return leaves[0];
	while (k * 2 < n)
		k *= 2;
	left = defined(w, leaves, k);
	right = defined(w, leaves + k, n - k);
	return merkle_node(w->h, &left, &right);
}

/* A book that stores its leaves only and counts what it is asked. */
struct leaves {
	struct world *w;
	const struct hash *at;
	uint64_t size;
	unsigned asked;
	bool outside;
};

static const struct fault *leaf_node_at(void *self, unsigned level, uint64_t index, struct hash *out)
{
	struct leaves *l = self;

	l->asked++;
	l->outside |= (index + 1) << level > l->size;
	if (l->outside)
		return fault_new(l->w->a, FAULT_DAMAGED, __func__, "a subtree outside the tree");
	*out = defined(l->w, l->at + (index << level), (size_t)1 << level);
	return NULL;
}

static void test_roots(struct world *w, const struct hash *leaves)
{
	unsigned char bytes[MERKLE_FRONTIER_BYTES];
	struct merkle_frontier f = { 0 }, again;
	bool same = true, stored = true, made_right = true;

	for (size_t n = 0; n <= SMALL; n++) {
		struct hash root = merkle_root(w->h, &f), expected = defined(w, leaves, n), made[MERKLE_LEVELS];
		size_t used = merkle_frontier_store(&f, bytes);
		unsigned count;

		same &= hash_equal(&root, &expected);
		stored &= merkle_frontier_load(bytes, used, &again) && again.size == n &&
			!memcmp(again.hashes, f.hashes, used - 8);
		stored &= !merkle_frontier_load(bytes, used - 1, &again);
		if (n == SMALL)
			break;
		count = merkle_append(w->h, &f, &leaves[n], made);
		for (unsigned i = 0; i < count; i++) {
			size_t width = (size_t)2 << i;

			expected = defined(w, leaves + (n >> (i + 1)) * width, width);
			made_right &= hash_equal(&made[i], &expected);
		}
	}
	OK(&w->tap, same, "the frontier's root is the defined one for 0 to 70 leaves");
	OK(&w->tap, stored, "a frontier comes back from its bytes, and not from fewer");
	OK(&w->tap, made_right, "append tells the subtrees it completed");
	OK(&w->tap, !merkle_frontier_load(bytes, 7, &again), "a frontier without its size is refused");
	memset(bytes, 0xFF, 8);
	OK(&w->tap, !merkle_frontier_load(bytes, 8, &again), "a frontier that lacks its hashes is refused");
}

/* Every bit of every hash flipped, the proof cut, lengthened, and read for other places: all must fail. */
static unsigned inclusion_accepted_wrongly(struct world *w, uint64_t i, uint64_t n, const struct hash *leaf,
	struct hash *proof, size_t count, const struct hash *root)
{
	unsigned wrong = 0;

	for (size_t bit = 0; bit < count * HASH_BYTES * 8; bit++) {
		unsigned char *byte = &proof[bit / 256].bytes[bit % 256 / 8];

		*byte = (unsigned char)(*byte ^ 1u << bit % 8);
		wrong += merkle_inclusion_holds(w->h, i, n, leaf, proof, count, root);
		*byte = (unsigned char)(*byte ^ 1u << bit % 8);
	}
	proof[count] = *root;
	wrong += merkle_inclusion_holds(w->h, i, n, leaf, proof, count + 1, root);
	wrong += count && merkle_inclusion_holds(w->h, i, n, leaf, proof, count - 1, root);
	for (uint64_t other = 0; other < n; other++)
		wrong += other != i && merkle_inclusion_holds(w->h, other, n, leaf, proof, count, root);
	wrong += merkle_inclusion_holds(w->h, i + n, n, leaf, proof, count, root);
	return wrong;
}

static unsigned consistency_accepted_wrongly(struct world *w, uint64_t m, uint64_t n, struct hash *proof,
	size_t count, const struct hash *old, const struct hash *new)
{
	struct hash none = { { 0 } };
	unsigned wrong = 0;

	for (size_t bit = 0; bit < count * HASH_BYTES * 8; bit++) {
		unsigned char *byte = &proof[bit / 256].bytes[bit % 256 / 8];

		*byte = (unsigned char)(*byte ^ 1u << bit % 8);
		wrong += merkle_consistency_holds(w->h, m, n, proof, count, old, new);
		*byte = (unsigned char)(*byte ^ 1u << bit % 8);
	}
	proof[count] = *new;
	wrong += merkle_consistency_holds(w->h, m, n, proof, count + 1, old, new);
	wrong += count && merkle_consistency_holds(w->h, m, n, proof, count - 1, old, new);
	wrong += m != n && merkle_consistency_holds(w->h, n, m, proof, count, old, new);
	wrong += m != n && merkle_consistency_holds(w->h, m, n, proof, count, new, old);
	wrong += m == n && merkle_consistency_holds(w->h, m, n, proof, count, &none, new);
	wrong += merkle_consistency_holds(w->h, 0, n, proof, count, old, new);
	return wrong;
}

static void test_proofs(struct world *w, const struct hash *leaves)
{
	struct leaves book = { w, leaves, 0, 0, false };
	struct merkle_nodes nodes = { &book, leaf_node_at };
	struct hash proof[MERKLE_PROOF_MAX], old, new;
	unsigned refused = 0, wrong = 0, most = 0;
	size_t count;

	for (uint64_t n = 1; n <= SMALL; n++) {
		bool is_tampered = n == 1 || n == 7 || n == 8 || n == 13 || n == SMALL;

		book.size = n;
		new = defined(w, leaves, n);
		for (uint64_t i = 0; i < n; i++) {
			book.asked = 0;
			refused += merkle_inclusion(w->a, w->h, &nodes, i, n, proof, &count) != NULL;
			refused += !merkle_inclusion_holds(w->h, i, n, &leaves[i], proof, count, &new);
			if (is_tampered)
				wrong += inclusion_accepted_wrongly(w, i, n, &leaves[i], proof, count, &new);
			refused += merkle_consistency(w->a, w->h, &nodes, i + 1, n, proof, &count) != NULL;
			old = defined(w, leaves, i + 1);
			refused += !merkle_consistency_holds(w->h, i + 1, n, proof, count, &old, &new);
			if (is_tampered)
				wrong += consistency_accepted_wrongly(w, i + 1, n, proof, count, &old, &new);
			most = book.asked > most ? book.asked : most;
		}
		refused += merkle_root_at(w->h, &nodes, n, &old) != NULL || !hash_equal(&old, &new);
	}
	OK(&w->tap, refused == 0, "every proof made for up to 70 leaves holds");
	OK(&w->tap, wrong == 0, "no proof holds with a bit flipped, cut, lengthened or for another place");
	OK(&w->tap, !book.outside && most <= 24, "two proofs ask for few subtrees, all inside the tree");
	OK(&w->tap, merkle_inclusion(w->a, w->h, &nodes, 7, 7, proof, &count) != NULL, "no inclusion past the end");
	OK(&w->tap, merkle_inclusion(w->a, w->h, &nodes, UINT64_MAX, 7, proof, &count) != NULL, "nor at 2^64-1");
	OK(&w->tap, merkle_consistency(w->a, w->h, &nodes, 0, 7, proof, &count) != NULL, "no consistency from nothing");
	OK(&w->tap, merkle_consistency(w->a, w->h, &nodes, 8, 7, proof, &count) != NULL, "nor backwards");
	book.size = 3;
	OK(&w->tap, merkle_inclusion(w->a, w->h, &nodes, 0, 70, proof, &count) != NULL,
		"a fault of the book comes through");
}

/* RFC 6962 sizes need not be small: sizes near 2^63 and 2^64 with a made-up book, whose nodes only have to be
 * told apart.  Its root is what the proof says it is, so only the shape is tested. */
static const struct fault *made_up_node_at(void *self, unsigned level, uint64_t index, struct hash *out)
{
	struct world *w = self;

	*out = hash_of(w->h, &level, sizeof(level), &index, sizeof(index), NULL, 0);
	return NULL;
}

static void test_large(struct world *w)
{
	static const uint64_t sizes[] = { UINT64_C(1) << 62, INT64_MAX, (UINT64_C(1) << 63) + 1, UINT64_MAX };
	struct merkle_nodes nodes = { w, made_up_node_at };
	struct hash proof[MERKLE_PROOF_MAX], root, leaf;
	bool shape = true;
	size_t count;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		const struct fault *f = merkle_inclusion(w->a, w->h, &nodes, sizes[i] - 1, sizes[i], proof, &count);

		/* The last leaf's siblings are complete subtrees, one for each other bit; or all levels of a full tree. */
		shape &= !f && count == (i == 0 ? 62 : (size_t)__builtin_popcountll(sizes[i] - 1));
		f = merkle_consistency(w->a, w->h, &nodes, sizes[i] - 1, sizes[i], proof, &count);
		shape &= !f && count <= MERKLE_PROOF_MAX && !merkle_root_at(w->h, &nodes, sizes[i], &root);
		leaf = root;
		shape &= !merkle_inclusion_holds(w->h, sizes[i] - 1, sizes[i], &leaf, proof, count, &root);
	}
	OK(&w->tap, shape, "proofs of trees up to 2^64-1 leaves have the right shape and no overflow");
}

static void test_classic(struct world *w)
{
	static const unsigned char data[] = "\x00\x10\x20\x21\x30\x31\x40\x41\x42\x43\x50\x51\x52\x53\x54\x55\x56\x57"
										"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f";
	static const struct {
		size_t at, n;
		const char *leaf, *root;
	} rows[] = {
		{ 0, 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
			"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
		{ 0, 1, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
			"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
		{ 1, 1, "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
			"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
		{ 2, 2, "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
		{ 4, 2, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
			"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
		{ 6, 4, "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
			"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
		{ 10, 8, "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
			"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
		{ 18, 16, "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
			"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
	};
	struct merkle_frontier f = { 0 };
	struct hash hash = merkle_root(w->h, &f);

	SAME(&w->tap, hex_from(w->a, hash.bytes, HASH_BYTES),
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "the empty tree");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		hash = merkle_leaf(w->h, data + rows[i].at, rows[i].n);
		SAME(&w->tap, hex_from(w->a, hash.bytes, HASH_BYTES), rows[i].leaf, "a classic leaf");
		(void)merkle_append(w->h, &f, &hash, NULL);
		hash = merkle_root(w->h, &f);
		SAME(&w->tap, hex_from(w->a, hash.bytes, HASH_BYTES), rows[i].root, "the root of the leaves so far");
	}
	hash = hash_of(w->h, "\1", 1, "N123", 4, "N456", 4);
	SAME(&w->tap, hex_from(w->a, hash.bytes, HASH_BYTES),
		"aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb", "a node of odd length");
}

static void test_tiles(struct world *w)
{
	const struct json *trees = js_get(read_vectors(w, "tiles.json"), "trees");
	struct merkle_frontier f = { 0 };
	size_t checked = 0;

	for (uint64_t n = 0; n <= 70000; n++) {
		size_t mark = arena_mark(w->a);
		const char *text = arena_print(w->a, "leaf %u", (unsigned)n);
		struct hash leaf = merkle_leaf(w->h, text, strlen(text));

		for (size_t i = 0; i < trees->count; i++)
			if (number(trees->items[i], "size") == n) {
				struct hash root = merkle_root(w->h, &f);

				SAME(&w->tap, merkle_hash_text(w->a, &root), js_get_text(trees->items[i], "root"),
					"the root of a larger tree");
				checked++;
			}
		(void)merkle_append(w->h, &f, &leaf, NULL);
		arena_rewind(w->a, mark);
	}
	OK(&w->tap, checked == trees->count, "every size of the vectors was met");
}

/* Keys, notes, checkpoints. */

static void seed_from(const char *hex, unsigned char seed[SEED_BYTES])
{
	for (size_t i = 0; i < SEED_BYTES; i++) {
		const char pair[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		seed[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
}

static const struct fault *verified(struct world *w, const char *bytes, size_t n, const struct vkey *keys,
	size_t count, bool *good)
{
	struct note note;
	const struct fault *f = note_parse(w->a, bytes, n, &note);

	return f ? f : note_verify(w->a, &note, keys, count, good);
}

/* No byte of a note can be changed: the note is refused, or the line changed is no longer by a known key. */
static bool is_tamperproof(struct world *w, const char *note, const struct vkey *key)
{
	size_t n = strlen(note);
	bool refused = true;

	for (size_t i = 0; i < n * 8; i++) {
		size_t mark = arena_mark(w->a);
		char *copy = arena_text(w->a, note);

		copy[i / 8] = (char)((unsigned char)copy[i / 8] ^ 1u << i % 8);
		refused &= verified(w, copy, n, key, 1, NULL) != NULL;
		arena_rewind(w->a, mark);
	}
	for (size_t i = 0; i < n; i++)
		refused &= verified(w, note, i, key, 1, NULL) != NULL;
	return refused;
}

static void test_note(struct world *w, const struct json *v)
{
	const char *note = js_get_text(v, "note"), *seed_hex = js_get_text(v, "seed");
	const char *origin = js_get_text(v, "origin");
	const char *vkey = js_get_text(js_get(v, "key"), "vkey");
	unsigned char seed[SEED_BYTES];
	struct checkpoint c;
	struct vkey key;
	struct skey skey;
	bool good = false;

	OK(&w->tap, vkey_from(w->a, w->h, vkey, &key), js_get_text(v, "source"));
	SAME(&w->tap, vkey_text(w->a, &key), vkey, "the vkey's text");
	SAME(&w->tap, hex_from(w->a, key.key, KEY_BYTES), js_get_text(js_get(v, "key"), "public_key"),
		"the public key");
	OK(&w->tap, !verified(w, note, strlen(note), &key, 1, &good) && good, "the note verifies");
	OK(&w->tap, is_tamperproof(w, note, &key), "no bit flipped, no end cut");
	if (origin) {
		OK(&w->tap, !checkpoint_verify(w->a, note, strlen(note), &key, false, &c), "it is a checkpoint");
		SAME(&w->tap, c.origin, origin, "of the log named");
		OK(&w->tap, !strncmp(checkpoint_text(w->a, &c), note, strlen(checkpoint_text(w->a, &c))),
			"in its one spelling");
		OK(&w->tap, checkpoint_verify(w->a, note, strlen(note), &key, true, &c) || !strcmp(origin, key.name),
			"whose origin may differ from the key's name, but not in our logs");
	}
	if (seed_hex) {
		seed_from(seed_hex, seed);
		skey_of(w->h, key.name, key.type, seed, &skey);
		OK(&w->tap, !memcmp(&skey.public.key, key.key, KEY_BYTES) && !memcmp(skey.public.id, key.id, 4),
			"the seed's key");
		SAME(&w->tap, note_sign(w->a, &skey, js_get_text(v, "text"), 0), note, "signing gives the same note");
		skey_wipe(&skey);
	}
}

static void test_cosignature(struct world *w, const struct json *v)
{
	const char *body = js_get_text(v, "checkpoint_body"), *line = js_get_text(v, "line"), *text;
	unsigned char seed[SEED_BYTES];
	struct skey skey;
	struct vkey key;
	struct note note;
	bool good = false;

	OK(&w->tap, vkey_from(w->a, w->h, js_get_text(js_get(v, "key"), "vkey"), &key), "a cosigner's vkey");
	seed_from(js_get_text(v, "seed"), seed);
	skey_of(w->h, key.name, key.type, seed, &skey);
	SAME(&w->tap, note_sign_line(w->a, &skey, body, 1234), line, "its signature line");
	text = arena_print(w->a, "%s\n%s", body, line);
	OK(&w->tap, !verified(w, text, strlen(text), &key, 1, &good) && good, "which verifies");
	OK(&w->tap, is_tamperproof(w, text, &key), "no bit flipped, no end cut, the time included");
	OK(&w->tap, !note_parse(w->a, text, strlen(text), &note) && note_cosigned_at(&note.signatures[0]) == 1234,
		"the time");
	note.signatures[0].n--;
	OK(&w->tap, note_cosigned_at(&note.signatures[0]) == -1, "no time in a signature that is too short");
	OK(&w->tap, note_verify(w->a, &note, &key, 1, &good) != NULL, "which does not verify");
	skey_wipe(&skey);
}

static void test_notes(struct world *w)
{
	const struct json *json = read_vectors(w, "notes.json");
	const struct json *notes = js_get(json, "notes"), *bad = js_get(json, "bad_vkeys");
	const struct json *cosigned = js_get(json, "cosignatures");
	struct vkey key;

	for (size_t i = 0; i < notes->count; i++)
		test_note(w, notes->items[i]);
	for (size_t i = 0; i < cosigned->count; i++)
		test_cosignature(w, cosigned->items[i]);
	for (size_t i = 0; i < bad->count; i++)
		OK(&w->tap, !vkey_from(w->a, w->h, js_get_text(bad->items[i], "vkey"), &key), 
			js_get_text(bad->items[i], "why"));
}

static void test_vkeys_refused(struct world *w)
{
	static const char *const refused[] = {
		"", "+", "++", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a3+",
		"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
		"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"peterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	};
	static const uint32_t spaces[] = { 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2007, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
		0x3000 };
	static const uint32_t letters[] = { 0x21, 0x86, 0xA1, 0x167F, 0x1FFF, 0x200B, 0x202A, 0x2030, 0x2060, 0x3001 };
	struct vkey key;
	struct skey skey;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		OK(&w->tap, !vkey_from(w->a, w->h, refused[i], &key), "not a vkey");
	for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++) {
		char name[8] = "a";

		name[1 + text_put(spaces[i], name + 1)] = 'b';
		OK(&w->tap, !key_name_is_valid(name), "no Unicode space in a name");
	}
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		char name[8] = "a";

		name[1 + text_put(letters[i], name + 1)] = 'b';
		OK(&w->tap, key_name_is_valid(name), "what stands beside a space is none");
	}
	OK(&w->tap, !key_name_is_valid("\xFF") && !key_name_is_valid("a\tb") && !key_name_is_valid(""), "no bad names");
	OK(&w->tap, key_name_is_valid("fyrby-1a2b3c4d") && key_name_is_valid("brå.example/ö"), "plain names are good");
	OK(&w->tap, !skey_from(w->a, w->h, "PRIVATE+KEY+a+00000000+AA==", &skey), "not an skey");
}

static void test_skey(struct world *w)
{
	unsigned char seed[SEED_BYTES] = { 7 };
	struct skey key, again;
	char *text, *wrong;

	skey_of(w->h, "fyrby-1a2b3c4d", KEY_LOG, seed, &key);
	text = skey_text(w->a, &key);
	OK(&w->tap, skey_from(w->a, w->h, text, &again) && !memcmp(again.seed, seed, SEED_BYTES), "an skey comes back");
	wrong = arena_text(w->a, text);
	wrong[strlen("PRIVATE+KEY+")] = 'g';
	OK(&w->tap, !skey_from(w->a, w->h, wrong, &again), "not under another name");
	OK(&w->tap, !skey_from(w->a, w->h, text + 1, &again), "not without its mark");
	OK(&w->tap, !skey_from(w->a, w->h, vkey_text(w->a, &key.public), &again), "a vkey is no skey");
	skey_of(w->h, "fyrby-1a2b3c4d", KEY_COSIGNER, seed, &key);
	text = arena_print(w->a, "PRIVATE+KEY+%s", vkey_text(w->a, &key.public));
	OK(&w->tap, !skey_from(w->a, w->h, text, &again), "a witness's key is no log's");
}

static void test_note_shape(struct world *w)
{
	static const struct {
		const char *why, *note;
	} refused[] = {
		{ "empty", "" },
		{ "no newline at the end", "a\n\n\xE2\x80\x94 n AAAAAAA=" },
		{ "no empty line", "a\n\xE2\x80\x94 n AAAAAAA=\n" },
		{ "no signature", "a\n\n" },
		{ "a text instead of a signature", "a\n\nb\n" },
		{ "a hyphen for the dash", "a\n\n- n AAAAAAA=\n" },
		{ "two spaces", "a\n\n\xE2\x80\x94  n AAAAAAA=\n" },
		{ "no name", "a\n\n\xE2\x80\x94 AAAAAAA=\n" },
		{ "plus sign in the name", "a\n\n\xE2\x80\x94 n+m AAAAAAA=\n" },
		{ "key ID only", "a\n\n\xE2\x80\x94 n AAAAAA==\n" },
		{ "spare bits in base64", "a\n\n\xE2\x80\x94 n AAAAAAB=\n" },
		{ "a letter outside ASCII in base64", "a\n\n\xE2\x80\x94 n AAAA\xC3\xA5" "A=\n" },
		{ "padding left out", "a\n\n\xE2\x80\x94 n AAAAAAA\n" },
		{ "something after the signature", "a\n\n\xE2\x80\x94 n AAAAAAA= \n" },
		{ "carriage return", "a\r\n\n\xE2\x80\x94 n AAAAAAA=\n" },
		{ "tab", "a\tb\n\n\xE2\x80\x94 n AAAAAAA=\n" },
		{ "not UTF-8", "a\xFF\n\n\xE2\x80\x94 n AAAAAAA=\n" },
		{ "signatures followed by text", "a\n\n\xE2\x80\x94 n AAAAAAA=\nb\n" },
	};
	const char *good = "a\n\nb\n\n\xE2\x80\x94 n AAAAAAA=\n";
	struct note note;
	struct out many, large;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		OK(&w->tap, note_parse(w->a, refused[i].note, strlen(refused[i].note), &note) != NULL, refused[i].why);
	OK(&w->tap, note_parse(w->a, "a\0\n\n\xE2\x80\x94 n AAAAAAA=\n", 19, &note) != NULL, "a NUL");
	OK(&w->tap, !note_parse(w->a, good, strlen(good), &note) && !strcmp(note.text, "a\n\nb\n"),
		"split at the last empty line");
	out_init(&many, w->a, NOTE_MAX);
	out_text(&many, "a\n\n");
	for (int i = 0; i < NOTE_SIGNATURES_MAX; i++)
		out_text(&many, "\xE2\x80\x94 n AAAAAAA=\n");
	OK(&w->tap, !note_parse(w->a, many.bytes, many.length, &note) && note.count == NOTE_SIGNATURES_MAX,
		"100 signatures");
	out_text(&many, "\xE2\x80\x94 n AAAAAAA=\n");
	OK(&w->tap, note_parse(w->a, many.bytes, many.length, &note) != NULL, "not 101");
	many.length = 0;
	while (many.length < NOTE_MAX - 30)
		out_text(&many, "a line of twenty\n");
	out_text(&many, "\n\xE2\x80\x94 n AAAAAAA=\n");
	out_init(&large, w->a, 2 * NOTE_MAX);
	out_text(&large, out_cstr(&many));
	OK(&w->tap, !note_parse(w->a, large.bytes, large.length, &note), "a note of nearly the most bytes");
	large.length = 0;
	for (int i = 0; i < 8; i++)
		out_text(&large, "a line more\n");
	out_text(&large, out_cstr(&many));
	OK(&w->tap, large.length > NOTE_MAX && note_parse(w->a, large.bytes, large.length, &note) != NULL, "not of more");
}

/* Unknown keys are ignored, a known bad signature rejects the note whatever else stands there. */
static void test_note_rules(struct world *w)
{
	unsigned char one[SEED_BYTES] = { 1 }, two[SEED_BYTES] = { 2 };
	const char *text = "Fyrby\n", *line_a, *line_b, *bad_b, *note;
	struct skey a, b;
	struct vkey keys[2];
	bool good[2] = { false, false };

	skey_of(w->h, "a", KEY_LOG, one, &a);
	skey_of(w->h, "b", KEY_LOG, two, &b);
	keys[0] = a.public;
	keys[1] = b.public;
	line_a = note_sign_line(w->a, &a, text, 0);
	line_b = note_sign_line(w->a, &b, text, 0);
	bad_b = note_sign_line(w->a, &b, "other\n", 0);
	note = arena_print(w->a, "%s\n%s%s", text, line_a, line_b);
	OK(&w->tap, !verified(w, note, strlen(note), keys, 2, good) && good[0] && good[1], "both keys signed");
	OK(&w->tap, !verified(w, note, strlen(note), keys, 1, good), "the other key may be unknown");
	OK(&w->tap, verified(w, note, strlen(note), keys, 0, good) != NULL, "but not all of them");
	note = arena_print(w->a, "%s\n%s%s", text, line_a, bad_b);
	OK(&w->tap, !verified(w, note, strlen(note), keys, 1, good), "a bad one by an unknown key is ignored");
	OK(&w->tap, verified(w, note, strlen(note), keys, 2, good) != NULL,
		"a bad one by a known key rejects the note");
	note = arena_print(w->a, "%s\n%s", text, bad_b);
	OK(&w->tap, verified(w, note, strlen(note), keys, 2, good) != NULL, "also alone");
	note = arena_print(w->a, "%s\n%s%s", text, line_b, bad_b);
	OK(&w->tap, verified(w, note, strlen(note), keys + 1, 1, good) != NULL,
		"also behind a good one by the same key");
}

static void test_checkpoint_shape(struct world *w)
{
#define ROOT "WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg="
	static const struct {
		const char *why, *text;
	} refused[] = {
		{ "empty", "" },
		{ "two lines", "o\n7\n" },
		{ "no last newline", "o\n7\n" ROOT },
		{ "an extension line", "o\n7\n" ROOT "\nmore\n" },
		{ "an empty line after", "o\n7\n" ROOT "\n\n" },
		{ "no origin", "\n7\n" ROOT "\n" },
		{ "a tab in the origin", "o\tp\n7\n" ROOT "\n" },
		{ "no size", "o\n\n" ROOT "\n" },
		{ "leading zero", "o\n07\n" ROOT "\n" },
		{ "two zeros", "o\n00\n" ROOT "\n" },
		{ "minus zero", "o\n-0\n" ROOT "\n" },
		{ "negative", "o\n-7\n" ROOT "\n" },
		{ "plus", "o\n+7\n" ROOT "\n" },
		{ "hex", "o\n0x7\n" ROOT "\n" },
		{ "space", "o\n7 \n" ROOT "\n" },
		{ "2^63", "o\n9223372036854775808\n" ROOT "\n" },
		{ "a short root", "o\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZR\n" },
		{ "a long root", "o\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcgA\n" },
		{ "spare bits in the root", "o\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmch=\n" },
		{ "a letter outside ASCII in the root", "o\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZR\xC3\xA5g=\n" },
		{ "base64url", "o\n7\n_mH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\n" },
	};
	const char *good = "go.sum database tree\n9223372036854775807\n" ROOT "\n";
	struct checkpoint c;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		OK(&w->tap, checkpoint_from(w->a, refused[i].text, &c) != NULL, refused[i].why);
	OK(&w->tap, !checkpoint_from(w->a, good, &c), "a good checkpoint");
	SAME(&w->tap, checkpoint_text(w->a, &c), good, "and back");
	OK(&w->tap, !checkpoint_from(w->a, "o\n0\n" ROOT "\n", &c) && c.size == 0, "nought is a size");
}

/* Its proofs, as published and as we make them. */
static void test_example_proofs(struct world *w, const struct json *json, const struct hash *leaves, uint64_t all)
{
	struct leaves book = { w, leaves, all, 0, false };
	struct merkle_nodes nodes = { &book, leaf_node_at };
	struct hash proof[MERKLE_PROOF_MAX], made[MERKLE_PROOF_MAX], root, old;
	const struct json *list;
	size_t n = 0, count = 0;

	list = js_get(json, "inclusion");
	for (size_t i = 0; i < list->count; i++) {
		uint64_t index = number(list->items[i], "index"), size = all;

		if (js_get(list->items[i], "size"))
			size = number(list->items[i], "size");
		root = defined(w, leaves, size);
		OK(&w->tap, proof_from(js_get(list->items[i], "proof"), proof, &n) &&
			merkle_inclusion_holds(w->h, index, size, &leaves[index], proof, n, &root), "an inclusion proof");
		OK(&w->tap, !merkle_inclusion(w->a, w->h, &nodes, index, size, made, &count) && count == n &&
			!memcmp(made, proof, n * sizeof(*made)), "which we make alike");
	}
	list = js_get(json, "consistency");
	for (size_t i = 0; i < list->count; i++) {
		uint64_t from = number(list->items[i], "from"), to = number(list->items[i], "to");

		if (from == 0)
			continue;
		old = defined(w, leaves, from);
		root = defined(w, leaves, to);
		OK(&w->tap, proof_from(js_get(list->items[i], "proof"), proof, &n) &&
			merkle_consistency_holds(w->h, from, to, proof, n, &old, &root), "a consistency proof");
		OK(&w->tap, !merkle_consistency(w->a, w->h, &nodes, from, to, made, &count) && count == n &&
			!memcmp(made, proof, n * sizeof(*made)), "which we make alike");
	}
}

/* The example log of seven leaves: tree, proofs, checkpoints, witnesses. */
static void test_example(struct world *w)
{
	const struct json *json = read_vectors(w, "tlogcheck-example.json"), *list;
	const char *text = js_get_text(json, "checkpoint");
	struct hash leaves[16], root;
	uint64_t size = 0;
	struct checkpoint c;
	struct vkey keys[3];
	bool good[3] = { false, false, false };
	unsigned char bytes[256];
	size_t n;

	list = js_get(json, "leaves");
	for (; size < list->count && size < 16; size++) {
		OK(&w->tap, base64_to(list->items[size]->text, bytes, sizeof(bytes), &n), "a leaf");
		leaves[size] = merkle_leaf(w->h, bytes, n);
	}
	OK(&w->tap, vkey_from(w->a, w->h, js_get_text(json, "vkey"), &keys[0]), "the log's key");
	OK(&w->tap, !checkpoint_verify(w->a, text, strlen(text), &keys[0], true, &c) && c.size == size,
		"its checkpoint");
	list = js_get(json, "witness_vkeys");
	for (size_t i = 0; i < 2; i++)
		OK(&w->tap, vkey_from(w->a, w->h, list->items[i]->text, &keys[1 + i]), "a witness's key");
	OK(&w->tap, !verified(w, text, strlen(text), keys, 3, good) && good[0] && good[1] && good[2],
		"all three signed");
	root = defined(w, leaves, size);
	OK(&w->tap, hash_equal(&root, &c.root), "the root signed is the leaves' root");
	test_example_proofs(w, json, leaves, size);
	list = js_get(json, "older_checkpoints");
	for (size_t i = 0; i < list->count; i++) {
		text = list->items[i]->text;
		OK(&w->tap, !checkpoint_verify(w->a, text, strlen(text), &keys[0], true, &c), "an older checkpoint");
		root = defined(w, leaves, c.size);
		OK(&w->tap, hash_equal(&root, &c.root), "of a tree the log began with");
		OK(&w->tap, checkpoint_verify(w->a, text, strlen(text), &keys[1], false, &c) != NULL,
			"not signed by a witness");
	}
}

/* Disclosures. */

static void test_disclosure_read(struct world *w)
{
	static const struct {
		const char *why, *json;
	} refused[] = {
		{ "empty", "" },
		{ "an object", "{\"a\":1}" },
		{ "one element", "[\"s\"]" },
		{ "four elements", "[\"s\",\"n\",\"v\",\"w\"]" },
		{ "salt not a text", "[1,\"n\",\"v\"]" },
		{ "name not a text", "[\"s\",1,\"v\"]" },
		{ "name null", "[\"s\",null,\"v\"]" },
		{ "name _sd", "[\"s\",\"_sd\",\"v\"]" },
		{ "name ...", "[\"s\",\"...\",\"v\"]" },
		{ "more after it", "[\"s\",\"n\",\"v\"]x" },
	};
	/* RFC 9901 §4.2.1 and §4.2.3. */
	const char *rfc = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
	struct disclosure d;

	SAME(&w->tap, disclosure_digest_of(w->a, w->h, rfc), "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0", "RFC 9901");
	OK(&w->tap, disclosure_read(w->a, rfc, &d), "its disclosure is read");
	SAME(&w->tap, d.salt, "_26bc4LT-ac6q2KI6cBW5es", "its salt");
	SAME(&w->tap, d.name, "family_name", "its name");
	SAME(&w->tap, d.value->text, "Möbius", "its value");
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		OK(&w->tap, !disclosure_read(w->a, base64url_from(w->a, refused[i].json, strlen(refused[i].json)), &d),
			refused[i].why);
	OK(&w->tap, !disclosure_read(w->a, "WyJzIiwibiIsInYiXQ==", &d), "padding");
	OK(&w->tap, !disclosure_read(w->a, "WyJzIiwibiIsInYiX!", &d), "not base64url");
	OK(&w->tap, !disclosure_read(w->a, "WyJzIiwibiIsIn\xC3\xA5XQ", &d), "a letter outside ASCII");
}

static void test_disclosure_one(struct world *w)
{
	unsigned char salt[3 * SALT_BYTES] = { 1, 2, 3 };
	const char *const *list = NULL;
	const char *value = "Vi väntar på \"beslut\".\nTredje kvartalet.", *text = NULL, *digest;
	struct disclosure d;

	OK(&w->tap, disclosure_paragraphs(value) == 1 && disclosure_salt_bytes(value) == SALT_BYTES, "one paragraph");
	OK(&w->tap, disclosure_list(w->a, w->h, salt, SALT_BYTES, "text", value, &list) == 1, "one disclosure");
	OK(&w->tap, disclosure_read(w->a, list[0], &d), "which is read");
	SAME(&w->tap, d.salt, "AQIDAAAAAAAAAAAAAAAAAA", "its salt");
	SAME(&w->tap, d.value->text, value, "its value");
	digest = disclosure_digest(w->a, w->h, salt, SALT_BYTES, "text", value);
	SAME(&w->tap, digest, disclosure_digest_of(w->a, w->h, list[0]), "its digest");
	OK(&w->tap, !disclosure_verify(w->a, w->h, list, 1, "text", digest, "-", &text), "it verifies");
	SAME(&w->tap, text, value, "with the text");
	OK(&w->tap, disclosure_verify(w->a, w->h, list, 1, "next_step", digest, "-", &text) != NULL,
		"not for another field");
	OK(&w->tap, disclosure_verify(w->a, w->h, list, 1, "text", "x", "-", &text) != NULL, "not for another digest");
	OK(&w->tap, disclosure_verify(w->a, w->h, list, 0, "text", digest, "-", &text) != NULL, "not from nothing");
	OK(&w->tap, !disclosure_digest(w->a, w->h, salt, SALT_BYTES - 1, "text", value), "salt too short");
	OK(&w->tap, !disclosure_digest(w->a, w->h, salt, 2 * SALT_BYTES, "text", value), "salt too long");
	OK(&w->tap, !disclosure_digest(w->a, w->h, salt, SALT_BYTES, "text", "a\n\nb"), "salt for fewer paragraphs");
	OK(&w->tap, !disclosure_digest(w->a, w->h, salt, 0, "text", ""), "no salt");
	OK(&w->tap, disclosure_digest(w->a, w->h, salt, SALT_BYTES, "text", "") != NULL, "an empty text has a digest");
}

static void test_disclosure_many(struct world *w)
{
	static const struct {
		const char *text;
		size_t paragraphs;
	} cases[] = { { "a\n\nb", 2 }, { "a\n\n\nb", 2 }, { "a\n\n\n\nb", 3 }, { "\n\n", 2 }, { "a\n\n", 2 },
		{ "\n\n\n", 2 },
		{ "a\nb\n\nc\n\nd", 3 } };
	unsigned char salt[4 * SALT_BYTES];
	const char *const *list = NULL;
	const char *some[5], *text = NULL, *digest, *name = "text";
	size_t n;

	for (size_t i = 0; i < sizeof(salt); i++)
		salt[i] = (unsigned char)(i * 37);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t bytes = SALT_BYTES * (1 + cases[i].paragraphs);

		OK(&w->tap, disclosure_paragraphs(cases[i].text) == cases[i].paragraphs, "paragraphs counted");
		n = disclosure_list(w->a, w->h, salt, bytes, name, cases[i].text, &list);
		OK(&w->tap, n == 1 + cases[i].paragraphs, "a disclosure each and one around");
		digest = disclosure_digest(w->a, w->h, salt, bytes, name, cases[i].text);
		OK(&w->tap, !disclosure_verify(w->a, w->h, list, n, name, digest, "-", &text), "they verify");
		SAME(&w->tap, text, cases[i].text, "with exactly the text");
	}
	digest = disclosure_digest_of(w->a, w->h, list[0]);
	some[0] = list[0], some[1] = list[3], some[2] = list[1];
	OK(&w->tap, !disclosure_verify(w->a, w->h, some, 3, name, digest, "[x]", &text),
		"one paragraph withheld, any order");
	SAME(&w->tap, text, "a\nb\n\n[x]\n\nd", "and shown as such");
	some[3] = list[1];
	OK(&w->tap, disclosure_verify(w->a, w->h, some, 4, name, digest, "-", &text) != NULL, "no paragraph twice");
	some[1] = base64url_from(w->a, "[\"s\",\"c\"]", 9);
	OK(&w->tap, disclosure_verify(w->a, w->h, some, 2, name, digest, "-", &text) != NULL,
		"no paragraph of our own");
	OK(&w->tap, disclosure_verify(w->a, w->h, list + 1, n - 1, name, digest, "-", &text) != NULL,
		"not without the outer");
	salt[SALT_BYTES * 2] ^= 1;
	OK(&w->tap, strcmp(disclosure_digest(w->a, w->h, salt, sizeof(salt), name, cases[6].text), digest) != 0,
		"each paragraph's salt counts");
}

/* The digest of a disclosure made by hand from JSON, and the disclosure. */
static const char *handmade(struct world *w, const char *json, const char **out_digest)
{
	const char *made = base64url_from(w->a, json, strlen(json));

	*out_digest = disclosure_digest_of(w->a, w->h, made);
	return made;
}

/* What no text of ours is disclosed as, with digests that fit. */
static void test_disclosure_forged(struct world *w)
{
	static const struct {
		const char *why, *outer, *part; /* %s is the digest of `part` */
	} refused[] = {
		{ "not JSON", "nonsense", NULL },
		{ "no name", "[\"s\",\"v\"]", NULL },
		{ "a number", "[\"s\",\"text\",1]", NULL },
		{ "a text with a paragraph", "[\"s\",\"text\",\"%s\"]", "[\"s\",\"a\"]" },
		{ "a text for a digest", "[\"s\",\"text\",[\"%s\"]]", "[\"s\",\"a\"]" },
		{ "two members beside each other", "[\"s\",\"text\",[{\"...\":\"%s\",\"a\":1}]]", "[\"s\",\"a\"]" },
		{ "a paragraph with a name", "[\"s\",\"text\",[{\"...\":\"%s\"}]]", "[\"s\",\"text\",\"a\"]" },
		{ "a paragraph that is none", "[\"s\",\"text\",[{\"...\":\"%s\"}]]", "nonsense" },
		{ "a paragraph that is a number", "[\"s\",\"text\",[{\"...\":\"%s\"}]]", "[\"s\",1]" },
	};
	const char *list[2], *digest, *inner = "", *text = NULL;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct out outer;

		list[1] = refused[i].part ? handmade(w, refused[i].part, &inner) : NULL;
		out_init(&outer, w->a, 1000);
		for (const char *p = refused[i].outer; *p; p++)
			if (*p == '%')
				out_text(&outer, (p++, inner));
			else
				out_bytes(&outer, p, 1);
		list[0] = handmade(w, out_cstr(&outer), &digest);
		OK(&w->tap, disclosure_verify(w->a, w->h, list, refused[i].part ? 2 : 1, "text", digest, "-", &text) != NULL,
			refused[i].why);
	}
	OK(&w->tap, !text, "nothing is told of them");
}

/* Paragraphs that each may be read, and together are more than a frame holds. */
static void test_disclosure_long(struct world *w)
{
	const char *digests[2], *list[3], *digest, *text = NULL;
	char *letters = arena_get(w->a, FRAME_MAX);

	memset(letters, 'a', FRAME_MAX);
	for (int i = 0; i < 2; i++)
		list[1 + i] = handmade(w, arena_print(w->a, "[\"%d\",\"%.*s\"]", i, FRAME_MAX / 2, letters), &digests[i]);
	list[0] = handmade(w, arena_print(w->a, "[\"s\",\"text\",[{\"...\":\"%s\"},{\"...\":\"%s\"}]]", digests[0], digests[1]),
		&digest);
	OK(&w->tap, disclosure_verify(w->a, w->h, list, 3, "text", digest, "-", &text) != NULL && !text,
		"a text longer than a frame is not told");
	OK(&w->tap, !disclosure_verify(w->a, w->h, list, 2, "text", digest, "-", &text) && strlen(text) == FRAME_MAX / 2 + 3,
		"one half of it is");
}

/* The signer. */

struct running {
	pid_t pid;
	int fd;
};

static int broken_disk(void *self, enum env_call call)
{
	(void)self;
	return call == ENV_SYNC ? 5 : 0;
}

/* What a coverage build counted in a child, which leaves without a word: gcc's way and clang's; there in no other build. */
extern void __gcov_dump(void) __attribute__((weak));
extern int __llvm_profile_write_file(void) __attribute__((weak));

static struct running started_with(const struct env *env, const char *key_path, const char *head_path, const char *high_water_path)
{
	struct running r = { -1, -1 };
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return r;
	(void)fflush(stdout);
	r.pid = fork();
	if (r.pid == 0) {
		(void)close(pair[0]);
		signer_serve(env, key_path, head_path, high_water_path, pair[1], -1);
		if (__gcov_dump)
			__gcov_dump();
		if (__llvm_profile_write_file)
			(void)__llvm_profile_write_file();
		_exit(0);
	}
	(void)close(pair[1]);
	r.fd = pair[0];
	return r;
}

static struct running started(const struct env *env, const char *key_path, const char *head_path)
{
	return started_with(env, key_path, head_path, NULL);
}

static bool stopped(struct running r)
{
	int status = -1;

	(void)close(r.fd);
	return waitpid(r.pid, &status, 0) == r.pid && status == 0;
}

static const struct json *asked(struct world *w, struct running r, const char *request)
{
	struct frame frame = { 0 };
	const struct fault *f = frame_send(w->a, r.fd, request, strlen(request), 5000);

	if (!f)
		f = frame_receive(w->a, r.fd, FRAME_MAX, 5000, &frame);
	if (f)
		printf("# %s\n", f->what);
	return frame.json;
}

/* A request to sign the tree of the first `to` leaves, with the proof from `from` (0: none), and with `keys` (NULL: none). */
static const struct json *sign_with(struct world *w, struct running r, const struct hash *leaves, uint64_t old,
	uint64_t from, uint64_t to, struct json *keys)
{
	struct leaves book = { w, leaves, to, 0, false };
	struct merkle_nodes nodes = { &book, leaf_node_at };
	struct json *request = js_object(w->a), *list = js_array(w->a);
	struct hash proof[MERKLE_PROOF_MAX], root = defined(w, leaves, to);
	size_t count = 0;

	if (from && from < to && merkle_consistency(w->a, w->h, &nodes, from, to, proof, &count))
		return NULL;
	for (size_t i = 0; i < count; i++)
		js_add(w->a, list, js_text(w->a, merkle_hash_text(w->a, &proof[i])));
	js_set_text(w->a, request, "op", "sign");
	js_set_int(w->a, request, "old", (int64_t)old);
	js_set_int(w->a, request, "size", (int64_t)to);
	js_set_text(w->a, request, "root", merkle_hash_text(w->a, &root));
	js_set(w->a, request, "proof", list);
	if (keys)
		js_set(w->a, request, "keys", keys);
	return asked(w, r, js_line(w->a, request));
}

static const struct json *sign_asked(struct world *w, struct running r, const struct hash *leaves, uint64_t old,
	uint64_t from, uint64_t to)
{
	return sign_with(w, r, leaves, old, from, to, NULL);
}

/* A request to sign five leaves again, with `count` hashes as a proof that they are five. */
static const struct json *sign_padded(struct world *w, struct running r, size_t count)
{
	const char *root = "WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=";
	struct json *request = js_object(w->a), *list = js_array(w->a);

	for (size_t i = 0; i < count; i++)
		js_add(w->a, list, js_text(w->a, root));
	js_set_text(w->a, request, "op", "sign");
	js_set_int(w->a, request, "old", 5);
	js_set_int(w->a, request, "size", 5);
	js_set_text(w->a, request, "root", root);
	js_set(w->a, request, "proof", list);
	return asked(w, r, js_line(w->a, request));
}

static bool is_signed(struct world *w, const struct json *answer, const struct vkey *key, uint64_t size)
{
	const char *note = js_get_text(answer, "note");
	struct checkpoint c;

	return note && !checkpoint_verify(w->a, note, strlen(note), key, true, &c) && c.size == size;
}

static bool is_refused(const struct json *answer, int64_t size)
{
	return js_get_text(answer, "error") && !js_get(answer, "note") && js_get_int(answer, "size", -1) == size;
}

static void test_signer_rule(struct world *w, struct running r, const struct vkey *key, const struct hash *leaves,
	const struct hash *fork)
{
	static const char *const malformed[] = { "{}", "[]", "{\"op\":\"unknown\"}", "{\"op\":1}", "{\"op\":\"sign\"}",
		"{\"old\":5,\"op\":\"sign\",\"proof\":[],\"root\":\"AA==\",\"size\":5}",
		"{\"old\":-1,\"op\":\"sign\",\"proof\":[],\"root\":\"WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\",\"size\":5}",
		"{\"old\":5,\"op\":\"sign\",\"proof\":[],\"root\":\"WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\",\"size\":-1}",
		"{\"old\":5,\"op\":\"sign\",\"root\":\"WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\",\"size\":6}",
		"{\"old\":5,\"op\":\"sign\",\"proof\":[\"\"],\"root\":\"WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\",\"size\":6}",
		"{\"old\":5,\"op\":\"sign\",\"proof\":[1],\"root\":\"WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\",\"size\":6}",
		("{\"keys\":[1],\"old\":5,\"op\":\"sign\",\"proof\":[],"
		"\"root\":\"WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\",\"size\":5}"),
		"{\"old\":5,\"op\":\"sign\",\"proof\":\"\",\"root\":\"WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\",\"size\":6}" };

	OK(&w->tap, is_refused(sign_asked(w, r, fork, 0, 0, 0), 0) == false, "the empty tree may be signed");
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 0, 2, 5), 0), "a proof from the empty tree is refused");
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 1, 0, 5), 0), "a wrong size to start from is refused");
	OK(&w->tap, is_signed(w, sign_asked(w, r, leaves, 0, 0, 5), key, 5), "from nothing any tree is signed");
	OK(&w->tap, is_signed(w, sign_asked(w, r, leaves, 5, 5, 5), key, 5), "the same tree is signed again");
	OK(&w->tap, is_refused(sign_asked(w, r, fork, 5, 5, 5), 5), "another tree of the same size is refused");
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 0, 0, 7), 5), "starting over is refused");
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 5, 0, 7), 5), "no proof is refused");
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 5, 4, 7), 5), "the proof from another size is refused");
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 4, 4, 7), 5), "a good proof from another size is refused");
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 5, 0, 4), 5), "a smaller tree is refused");
	OK(&w->tap, is_refused(sign_asked(w, r, fork, 5, 5, 7), 5), "a fork with its own proof is refused");
	for (size_t i = 0; i < sizeof(malformed) / sizeof(*malformed); i++)
		OK(&w->tap, is_refused(asked(w, r, malformed[i]), 5), "a malformed request is refused");
	OK(&w->tap, is_refused(sign_padded(w, r, MERKLE_PROOF_MAX + 1), 5), "a proof longer than any is refused");
	OK(&w->tap, is_refused(sign_padded(w, r, 1), 5), "and a proof to the same tree");
	OK(&w->tap, is_signed(w, sign_asked(w, r, leaves, 5, 5, 12), key, 12),
		"a tree that extends the head is signed");
}

static void test_signer(struct world *w, const char *folder)
{
	const char *key_path = arena_print(w->a, "%s/key", folder), *head_path = arena_print(w->a, "%s/head", folder);
	struct env failing = env_system;
	struct hash leaves[16], fork[16];
	struct running r;
	struct vkey key;
	struct stat st;

	failing.file_fault = broken_disk;
	for (unsigned i = 0; i < 16; i++) {
		leaves[i] = merkle_leaf(w->h, &i, sizeof(i));
		fork[i] = i == 3 ? merkle_leaf(w->h, "forged", 6) : leaves[i];
	}
	OK(&w->tap, signer_make_key(w->a, &env_system, key_path, "fyr by", NULL, &key) != NULL,
		"no space in an origin");
	OK(&w->tap, stat(key_path, &st) != 0, "and no key was written");
	OK(&w->tap, !signer_make_key(w->a, &env_system, key_path, "fyrby", NULL, &key), "a key is made");
	SAME(&w->tap, key.name, ledger_origin(w->a, w->h, "fyrby", key.key), "its name is the default origin");
	OK(&w->tap, !stat(key_path, &st) && (st.st_mode & 0777) == 0600, "its file is the owner's alone");
	OK(&w->tap, signer_make_key(w->a, &env_system, key_path, "fyrby", NULL, &key) != NULL, "it is not replaced");
	r = started(&env_system, key_path, head_path);
	SAME(&w->tap, js_get_text(asked(w, r, "{\"op\":\"key\"}"), "vkey"), vkey_text(w->a, &key),
		"the signer tells its key");
	test_signer_rule(w, r, &key, leaves, fork);
	OK(&w->tap, stopped(r), "at end of file it ends");
	OK(&w->tap, !stat(head_path, &st) && (st.st_mode & 0777) == 0600, "the head is a file");
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 0, 0, 5), 12), "a new signer remembers the head");
	OK(&w->tap, is_refused(sign_asked(w, r, fork, 12, 12, 14), 12), "and refuses the fork");
	OK(&w->tap, is_signed(w, sign_asked(w, r, leaves, 12, 12, 13), &key, 13), "and goes on");
	OK(&w->tap, stopped(r), "end");
	r = started(&failing, key_path, head_path);
	OK(&w->tap, is_refused(sign_asked(w, r, leaves, 13, 13, 14), 13) == false, "what is not on the disk");
	OK(&w->tap, !js_get(sign_asked(w, r, leaves, 13, 13, 14), "note"), "is not signed");
	OK(&w->tap, stopped(r), "end");
	(void)chmod(key_path, 0640);
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 13, 13, 14), "error") != NULL,
		"a key others may read is not used");
	(void)chmod(key_path, 0600);
	OK(&w->tap, is_signed(w, sign_asked(w, r, leaves, 13, 13, 14), &key, 14), "until that is mended");
	OK(&w->tap, stopped(r), "end");
}

/* The head file changed behind the signer's back: no signature, whatever it says. */
static void test_signer_head(struct world *w, const char *folder)
{
	const char *key_path = arena_print(w->a, "%s/key2", folder), *head_path = arena_print(w->a, "%s/head2", folder);
	unsigned char seed[SEED_BYTES] = { 9 };
	struct checkpoint c = { .origin = "fyrby", .size = 3 };
	struct hash leaves[4] = { 0 };
	struct running r;
	struct vkey key;
	struct skey other;
	const char *note;

	OK(&w->tap, !signer_make_key(w->a, &env_system, key_path, "x", "fyrby", &key), "a key with an origin chosen");
	SAME(&w->tap, key.name, "fyrby", "has it as name");
	skey_of(w->h, "fyrby", KEY_LOG, seed, &other);
	note = checkpoint_sign(w->a, &other, &c);
	OK(&w->tap, !env_file_replace(w->a, &env_system, head_path, note, strlen(note), 0600), "a foreign head");
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 0, 0, 4), "error") != NULL,
		"no signature over a foreign head");
	OK(&w->tap, !env_file_replace(w->a, &env_system, head_path, "", 0, 0600), "an empty head");
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 0, 0, 4), "error") != NULL, "no signature over an empty head");
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 3, 3, 4), "error") != NULL, "nor over its size");
	OK(&w->tap, stopped(r), "end");
	r = started(&env_system, head_path, head_path);
	OK(&w->tap, js_get_text(asked(w, r, "{\"op\":\"key\"}"), "error") != NULL, "no key in the file");
	OK(&w->tap, send(r.fd, "\0\0\0\0", 4, MSG_NOSIGNAL) == 4, "an empty frame");
	OK(&w->tap, stopped(r), "broken framing ends it");
	r = started(&env_system, arena_print(w->a, "%s/nowhere", folder), head_path);
	OK(&w->tap, js_get_text(asked(w, r, "{\"op\":\"key\"}"), "error") != NULL, "no file for the key");
	OK(&w->tap, shutdown(r.fd, SHUT_RD) == 0, "who asks does not listen");
	OK(&w->tap, !frame_send(w->a, r.fd, "{\"op\":\"key\"}", 12, 5000) && stopped(r), "an answer that cannot be sent ends it");
	r = started(&env_system, key_path, folder);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 0, 0, 4), "error") != NULL, "no signature over a head that cannot be read");
	OK(&w->tap, stopped(r), "end");
	(void)unlink(key_path);
	OK(&w->tap, !env_file_replace(w->a, &env_system, key_path, "PRIVATE", 7, 0600), "half a key, with no end of line");
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, js_get_text(asked(w, r, "{\"op\":\"key\"}"), "error") != NULL, "is none");
	OK(&w->tap, stopped(r), "end");
	OK(&w->tap, unlink(key_path) == 0 && unlink(head_path) == 0, "cleaned up");
}

/* The signer's second memory: the larger of the two holds. */
static void test_signer_high_water(struct world *w, const char *folder, const struct hash *leaves)
{
	const char *key_path = arena_print(w->a, "%s/key3", folder), *head_path = arena_print(w->a, "%s/head3", folder);
	const char *mark = arena_print(w->a, "%s/mark", folder), *first, *newest;
	struct running r;
	struct vkey key;
	struct skey own;
	char *bytes;
	size_t n;

	OK(&w->tap, !signer_make_key(w->a, &env_system, key_path, "x", "fyrby", &key), "a key");
	r = started_with(&env_system, key_path, head_path, mark);
	first = js_get_text(sign_asked(w, r, leaves, 0, 0, 5), "note");
	newest = js_get_text(sign_asked(w, r, leaves, 5, 5, 9), "note");
	OK(&w->tap, first && newest && stopped(r), "two trees are signed");
	OK(&w->tap, !env_file_read(w->a, &env_system, mark, 1 << 10, &bytes, &n) && !strcmp(bytes, newest),
		"the memory elsewhere has the newest");
	OK(&w->tap, !env_file_replace(w->a, &env_system, head_path, first, strlen(first), 0600),
		"the head is put back to the older one");
	r = started_with(&env_system, key_path, head_path, mark);
	OK(&w->tap, js_get_int(sign_asked(w, r, leaves, 5, 5, 7), "size", 0) == 9, "and what was signed is not forgotten");
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 9, 9, 12), "note") != NULL, "what extends that is signed");
	OK(&w->tap, stopped(r), "end");
	r = started_with(&env_system, key_path, head_path, mark);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 12, 12, 12), "note") != NULL && stopped(r), "and both remember the same");
	OK(&w->tap, !signer_read_key(w->a, &env_system, w->h, key_path, &own), "the key is read");
	first = checkpoint_sign(w->a, &own, &(struct checkpoint){ .origin = "fyrby", .size = 12, .root = leaves[0] });
	OK(&w->tap, !env_file_replace(w->a, &env_system, mark, first, strlen(first), 0600), "a memory of another tree of that size");
	r = started_with(&env_system, key_path, head_path, mark);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 12, 12, 13), "error") != NULL && stopped(r), "nothing is signed");
	r = started_with(&env_system, key_path, head_path, folder);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 12, 12, 13), "error") != NULL && stopped(r), "nor when it cannot be read");
	r = started_with(&env_system, key_path, head_path, arena_print(w->a, "%s/nowhere/mark", folder));
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 12, 12, 13), "error") != NULL && stopped(r), "nor when it cannot be written");
	skey_wipe(&own);
	OK(&w->tap, unlink(key_path) == 0 && unlink(head_path) == 0 && unlink(mark) == 0, "cleaned up");
}

static struct json *list_of(struct world *w, const char *first, const char *second)
{
	struct json *list = js_array(w->a);

	js_add(w->a, list, js_text(w->a, first));
	if (second)
		js_add(w->a, list, js_text(w->a, second));
	return list;
}

/* Are there just so many lines, and is one of them by each of these keys? */
static bool is_signed_by(struct world *w, const struct json *answer, size_t lines, const struct vkey *first,
	const struct vkey *second)
{
	const char *text = js_get_text(answer, "note");
	const struct vkey keys[] = { *first, *second };
	bool good[2];
	struct note note;

	return text && !note_parse(w->a, text, strlen(text), &note) && note.count == lines
		&& !note_verify(w->a, &note, keys, 2, good) && good[0] && good[1];
}

/* The next key beside the one in use: which of them sign is asked for. */
static void test_signer_next(struct world *w, const char *folder, const struct hash *leaves)
{
	const char *key_path = arena_print(w->a, "%s/key4", folder), *head_path = arena_print(w->a, "%s/head4", folder);
	const char *next_path = arena_print(w->a, "%s" SIGNER_NEXT, key_path), *first, *second;
	struct vkey key, next, other;
	struct running r;

	OK(&w->tap, !signer_make_key(w->a, &env_system, key_path, "x", "fyrby", &key), "a key");
	OK(&w->tap, !signer_make_key(w->a, &env_system, next_path, "x", "fyrby", &next), "and the one that follows it");
	first = vkey_text(w->a, &key);
	second = vkey_text(w->a, &next);
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, is_signed_by(w, sign_asked(w, r, leaves, 0, 0, 3), 1, &key, &key), "not asked for, the next one does not sign");
	OK(&w->tap, is_signed_by(w, sign_with(w, r, leaves, 3, 3, 4, list_of(w, first, second)), 2, &key, &next),
		"both, when both are");
	OK(&w->tap, is_signed_by(w, sign_with(w, r, leaves, 4, 4, 5, list_of(w, first, "other")), 1, &key, &key), "one that is here");
	OK(&w->tap, is_signed_by(w, sign_with(w, r, leaves, 5, 5, 6, list_of(w, second, NULL)), 1, &next, &next), "the next one alone");
	OK(&w->tap, is_refused(sign_with(w, r, leaves, 6, 6, 7, list_of(w, "other", NULL)), 6), "none that is not here");
	OK(&w->tap, is_refused(sign_with(w, r, leaves, 6, 6, 7, js_array(w->a)), 6), "nor none");
	OK(&w->tap, is_refused(sign_with(w, r, leaves, 6, 6, 7, js_text(w->a, first)), 6), "no list");
	OK(&w->tap, is_refused(sign_with(w, r, leaves, 6, 6, 7, js_object(w->a)), 6), "nor an object");
	OK(&w->tap, stopped(r), "end");
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, js_get_int(sign_asked(w, r, leaves, 0, 0, 3), "size", 0) == 6, "what the next one signed is not forgotten");
	OK(&w->tap, stopped(r), "end");
	(void)chmod(next_path, 0640);
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 6, 6, 7), "error") != NULL, "a next key that others may read stops both");
	OK(&w->tap, unlink(next_path) == 0 && !signer_make_key(w->a, &env_system, next_path, "x", "other", &other),
		"another log's");
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 6, 6, 7), "error") != NULL && stopped(r), "as well");
	OK(&w->tap, unlink(next_path) == 0, "without the next key");
	r = started(&env_system, key_path, head_path);
	OK(&w->tap, js_get_text(sign_asked(w, r, leaves, 6, 6, 7), "error") != NULL && stopped(r), "its head is a foreign one");
	OK(&w->tap, unlink(key_path) == 0 && unlink(head_path) == 0, "cleaned up");
}

int main(int argc, char **argv)
{
	char folder[] = "fyr-ledger-XXXXXX"; /* in the build folder, where meson runs its tests */
	struct world w = { .a = arena_new((size_t)256 << 20), .h = hasher_new(),
		.vectors = argc > 1 ? argv[1] : "test/vectors" };
	struct hash leaves[SMALL];

	for (unsigned i = 0; i < SMALL; i++)
		leaves[i] = merkle_leaf(w.h, &i, sizeof(i));
	test_classic(&w);
	test_roots(&w, leaves);
	test_proofs(&w, leaves);
	test_large(&w);
	test_vectors(&w, "merkle-proofs.json", 193);
	test_vectors(&w, "merkle-proofs-over-int63.json", 2);
	test_tiles(&w);
	test_example(&w);
	test_notes(&w);
	test_vkeys_refused(&w);
	test_skey(&w);
	test_note_shape(&w);
	test_note_rules(&w);
	test_checkpoint_shape(&w);
	test_disclosure_read(&w);
	test_disclosure_one(&w);
	test_disclosure_many(&w);
	test_disclosure_forged(&w);
	test_disclosure_long(&w);
	if (OK(&w.tap, mkdtemp(folder) != NULL, "a folder for the signer's files")) {
		test_signer(&w, folder);
		test_signer_head(&w, folder);
		test_signer_high_water(&w, folder, leaves);
		test_signer_next(&w, folder, leaves);
		(void)unlink(arena_print(w.a, "%s/key", folder));
		(void)unlink(arena_print(w.a, "%s/head", folder));
		(void)unlink(arena_print(w.a, "%s/head.new", folder));
		OK(&w.tap, rmdir(folder) == 0, "nothing else was left there");
	}
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
