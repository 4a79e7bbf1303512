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

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
	const char *vectors;
};

static void test_paths(struct world *w)
{
	static const char *const good[] = { "tile/0/000", "tile/0/005.p/1", "tile/7/999.p/255", "tile/entries/000.p/88",
		"tile/0/x001/000", "tile/3/x001/x234/067", "tile/entries/x036/x028/x797/x018/x963/967" };
	static const char *const bad[] = { "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/00a",
		"tile/0/a00",
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

/* One tree of the vectors being made again. */
struct making {
	struct world *w;
	const struct json *sums; /* path -> SHA-256 of the bytes */
	uint64_t size;
	int64_t made;
	size_t met;
	bool all;
};

static const struct fault *take(void *self, const struct tile *t, const void *bytes, size_t n)
{
	struct making *m = self;
	const char *path = tile_path(m->w->a, t), *expected = js_get_text(m->sums, path);
	struct hash sum = hash_of(m->w->h, bytes, n, NULL, 0, NULL, 0);

	m->made++;
	m->met += expected != NULL;
	m->all &= tile_is_of(t, m->size);
	if (expected)
		SAME(&m->w->tap, hex_from(m->w->a, sum.bytes, HASH_BYTES), expected, path);
	return NULL;
}

static void test_tree(struct world *w, const struct json *tree)
{
	struct making m = { .w = w, .sums = js_get(tree, "sha256"), .size = (uint64_t)js_get_int(tree, "size", 0), .all = true };
	struct hash root;
	struct tiler t;
	bool ok = true;

	tiler_init(&t, w->a, w->h);
	t.take = take;
	t.self = &m;
	for (uint64_t i = 0; i < m.size; i++) {
		char leaf[16];
		struct hash hash;

		(void)snprintf(leaf, sizeof(leaf), "leaf %u", (unsigned)i);
		hash = merkle_leaf(w->h, leaf, strlen(leaf));
		ok &= !tiler_add(&t, leaf, strlen(leaf), &hash);
	}
	root = merkle_root(w->h, &t.frontier);
	OK(&w->tap, ok && !tiler_end(&t) && m.all, "each tile is one of the tree's");
	OK(&w->tap, m.made == js_get_int(tree, "resources", 0) && m.met == m.sums->count, "as many as published");
	SAME(&w->tap, merkle_hash_text(w->a, &root), js_get_text(tree, "root"), "and the root");
}

/* A fault of whoever takes the tiles stops the work, whichever tile it is. */
struct refusing {
	struct fault fault;
	int left;
};

static const struct fault *refuse_later(void *self, const struct tile *t, const void *bytes, size_t n)
{
	struct refusing *r = self;

	(void)t;
	(void)bytes;
	(void)n;
	return r->left-- > 0 ? NULL : &r->fault;
}

static void test_refusing(struct world *w)
{
	struct hash hash = merkle_leaf(w->h, "", 0);
	bool all = true;

	for (int left = 0; left < 6; left++) {
		struct refusing r = { { FAULT_SYSTEM, "test", "full" }, left };
		const struct fault *f = NULL;
		struct tiler t;
		int i = 0;

		tiler_init(&t, w->a, w->h);
		t.take = refuse_later;
		t.self = &r;
		for (; !f && i < 257; i++)
			f = tiler_add(&t, "", 0, &hash);
		/* A bundle and a tile at 256; at the end a bundle, and a tile of two levels. */
		all &= left < 2 ? f == &r.fault && i == 256 : !f;
		if (!f)
			f = tiler_end(&t);
		all &= left < 5 ? f == &r.fault : !f;
	}
	OK(&w->tap, all, "the first refusal of who takes the tiles is told, and nothing is given out after it");
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
	for (size_t i = 0; trees && i < trees->count; i++)
		test_tree(w, trees->items[i]);
}

int main(int argc, char **argv)
{
	struct world w = { .a = arena_new((size_t)256 << 20), .h = hasher_new(), .vectors = argc > 1 ? argv[1] : "test/vectors" };

	test_paths(&w);
	test_sizes(&w);
	test_bundles(&w);
	test_refusing(&w);
	test_vectors(&w);
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
