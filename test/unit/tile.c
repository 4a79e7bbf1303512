/* SPDX-License-Identifier: EUPL-1.2
 *
 * tile: paths in their one spelling, which tiles a tree has, and every resource of test/vectors/tiles.json byte for byte.
 *
 * usage: test-tile VECTORS
 */
#include <stdlib.h>

#include "base/env.h"
#include "base/json.h"
#include "base/limits.h"
#include "ledger/merkle.h"
#include "ledger/tile.h"
#include "tap.h"

enum { LEAVES = 70000 };

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
	const char *vectors;
	struct hash *nodes[3]; /* levels 0, 8 and 16 over LEAVES leaves */
};

static void test_paths(struct world *w)
{
	static const char *const good[] = { "tile/0/000", "tile/0/005.p/1", "tile/7/999.p/255", "tile/entries/000.p/88",
		"tile/0/x001/000", "tile/3/x001/x234/067", "tile/entries/x036/x028/x797/x018/x963/967" };
	static const char *const bad[] = { "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/00a", "tile/0/a00",
		"tile/0/0a0", "tile/8/000", "tile//000", "tile/00/000", "tile/-1/000", "tile/data/000", "tile/0/0000", "tile/0/000/",
		"tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/2560", "tile/0/000.p/01",
		"tile/0/000.p/1a", "tile/0/000.p/1/", "tile/0/000.p/-1", "tile/0/000.q/1", "tile/0/x000/001", "tile/0/x001",
		"tile/0/x001/", "tile/0/x001/x002", "tile/0/x01/001", "tile/0/x001x002/003", "tile/0/001/002", "/tile/0/000",
		"tile/0/x036/x028/x797/x018/x963/968", "tile/0/x036/x028/x797/x018/x964/000",
		"tile/0/x001/x000/x000/x000/x000/x000/000", "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
		"tile/0/x001/x000/x000/x000/x000/x000/x000/x000/000", "tile/entries", "tile/entries/", "tile/entries/0",
		"tile/0/../0/000" };
	struct tile t = { .width = 3 };

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		OK(&w->tap, tile_from_path(good[i], &t), "a tile's path");
		SAME(&w->tap, tile_path(w->a, &t), good[i], "and back");
	}
	OK(&w->tap, t.is_bundle && t.index == (UINT64_C(1) << 55) - 1, "the last bundle there can be");
	t.width = 3;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		OK(&w->tap, !tile_from_path(bad[i], &t) && t.width == 3, bad[i]);
}

/* Sizes are those in which just this tile is one of the tree's. */
static void test_sizes(struct world *w)
{
	static const uint64_t sizes[] = { 0, 1, 255, 256, 257, 511, 512, 65535, 65536, 65537, 70000, (UINT64_C(1) << 56) + 1,
		(UINT64_C(1) << 63) - 1 };
	struct tile t = { .level = 0, .index = (UINT64_C(1) << 55) - 1, .width = TILE_WIDTH };
	uint64_t from = 0, until = 0;
	bool all = true;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		for (unsigned level = 0; level < TILE_LEVELS; level++) {
			uint64_t count = tile_count(sizes[i], level);

			all &= (count == 0) == (sizes[i] >> (8 * level) == 0);
			if (!count)
				continue;
			t = tile_at(sizes[i], level, count - 1, false);
			all &= tile_is_of(&t, sizes[i]) && tile_sizes(&t, &from, &until) && from <= sizes[i] && sizes[i] < until;
			if (from > 0)
				all &= !tile_is_of(&t, from - 1);
			all &= tile_is_of(&t, from) && tile_is_of(&t, until - 1) && (until >> 63 || !tile_is_of(&t, until));
			t.index++;
			all &= !tile_is_of(&t, sizes[i]);
		}
	}
	OK(&w->tap, all, "each size has its tiles, and each tile its sizes");
	t = (struct tile){ .level = 0, .index = (UINT64_C(1) << 55) - 1, .width = TILE_WIDTH };
	OK(&w->tap, !tile_sizes(&t, &from, &until), "no tree has 2^63 entries");
	t.width = 255;
	OK(&w->tap, tile_sizes(&t, &from, &until) && until == UINT64_C(1) << 63, "but one less");
	t = (struct tile){ .level = 7, .index = 1, .width = 1 };
	OK(&w->tap, !tile_sizes(&t, &from, &until), "nor so many at the last level");
}

static void test_bundles(struct world *w)
{
	unsigned char *long_entry = arena_get(w->a, TILE_ENTRY_MAX);
	const unsigned char *at, *entry;
	size_t left, n = 0;
	struct out o;

	out_init(&o, w->a, TILE_BUNDLE_MAX);
	bundle_add(&o, "", 0);
	bundle_add(&o, long_entry, TILE_ENTRY_MAX);
	bundle_add(&o, "ab", 2);
	at = (const unsigned char *)o.bytes;
	left = o.length;
	OK(&w->tap, bundle_next(&at, &left, &entry, &n) && n == 0, "an empty entry");
	OK(&w->tap, bundle_next(&at, &left, &entry, &n) && n == TILE_ENTRY_MAX, "the longest");
	OK(&w->tap, bundle_next(&at, &left, &entry, &n) && n == 2 && !memcmp(entry, "ab", 2), "and a third");
	OK(&w->tap, !bundle_next(&at, &left, &entry, &n) && left == 0, "then the end");
	at = (const unsigned char *)"\0";
	left = 1;
	OK(&w->tap, !bundle_next(&at, &left, &entry, &n) && left == 1, "half a length");
	at = (const unsigned char *)"\0\3ab";
	left = 4;
	OK(&w->tap, !bundle_next(&at, &left, &entry, &n) && left == 4 && n == 2, "an entry cut short");
}

/* ------------------------------------------------------------------------------------------- vectors --- */

static const char *leaf_of(struct world *w, uint64_t i)
{
	return arena_print(w->a, "leaf %u", (unsigned)i);
}

static void grow_tree(struct world *w)
{
	struct merkle_frontier f = { 0 };

	for (int i = 0; i < 3; i++)
		w->nodes[i] = ARENA_MANY(w->a, LEAVES + 1, struct hash);
	for (uint64_t i = 0; i < LEAVES; i++) {
		struct hash made[MERKLE_LEVELS];
		size_t mark = arena_mark(w->a);
		const char *leaf = leaf_of(w, i);
		unsigned count;

		w->nodes[0][i] = merkle_leaf(w->h, leaf, strlen(leaf));
		arena_rewind(w->a, mark);
		count = merkle_append(w->h, &f, &w->nodes[0][i], made);
		for (unsigned level = 8; level <= count; level += 8)
			w->nodes[level / 8][i >> level] = made[level - 1];
	}
}

static const char *resource_sum(struct world *w, const struct tile *t)
{
	const struct hash *hashes = w->nodes[t->level] + t->index * TILE_WIDTH;
	struct hash sum;
	struct out o;

	out_init(&o, w->a, TILE_BUNDLE_MAX);
	for (uint64_t i = 0; i < t->width; i++) {
		const char *leaf = leaf_of(w, t->index * TILE_WIDTH + i);

		if (t->is_bundle)
			bundle_add(&o, leaf, strlen(leaf));
		else
			out_bytes(&o, hashes[i].bytes, HASH_BYTES);
	}
	sum = hash_of(w->h, o.bytes, o.length, NULL, 0, NULL, 0);
	return hex_from(w->a, sum.bytes, HASH_BYTES);
}

static void test_tree(struct world *w, const struct json *tree)
{
	uint64_t size = (uint64_t)js_get_int(tree, "size", 0), resources = tile_count(size, 0); /* bundles */
	const struct json *sums = js_get(tree, "sha256");
	struct tile t;

	for (unsigned level = 0; level < TILE_LEVELS; level++)
		resources += tile_count(size, level);
	OK(&w->tap, (int64_t)resources == js_get_int(tree, "resources", 0), "as many resources as published");
	for (size_t i = 0; i < sums->count; i++) {
		OK(&w->tap, tile_from_path(sums->keys[i], &t) && tile_is_of(&t, size), sums->keys[i]);
		SAME(&w->tap, resource_sum(w, &t), sums->items[i]->text, "its bytes");
	}
}

static void test_vectors(struct world *w)
{
	const struct json *trees;
	char *bytes;
	size_t n;

	if (env_file_read(w->a, &env_system, arena_print(w->a, "%s/tiles.json", w->vectors), FRAME_MAX, &bytes, &n)) {
		printf("Bail out! no vectors\n");
		exit(1);
	}
	trees = js_get(js_read(w->a, bytes, n), "trees");
	OK(&w->tap, trees && trees->count == 7, "as many trees as published");
	grow_tree(w);
	for (size_t i = 0; trees && i < trees->count; i++)
		test_tree(w, trees->items[i]);
}

int main(int argc, char **argv)
{
	struct world w = { .a = arena_new((size_t)256 << 20), .h = hasher_new(), .vectors = argc > 1 ? argv[1] : "test/vectors" };

	test_paths(&w);
	test_sizes(&w);
	test_bundles(&w);
	test_vectors(&w);
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
