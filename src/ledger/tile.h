/* SPDX-License-Identifier: EUPL-1.2
 *
 * Tile: the book's tree and entries cut into files that never change, so that anybody can fetch and check them with any
 * tool (C2SP tlog-tiles).
 *
 *     tile/<L>/<N>[.p/<W>]       256 hashes, or W of them: hash i is node (8 * L, N * 256 + i) of the tree (ledger/merkle.h)
 *     tile/entries/<N>[.p/<W>]   as many entries, each a big-endian 16-bit length and its bytes; their hashes are tile 0/<N>
 *
 * N is written in groups of three digits, all but the last with an x before: 1234067 is x001/x234/067.
 */
#ifndef FYR_LEDGER_TILE_H
#define FYR_LEDGER_TILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/out.h"
#include "ledger/merkle.h"

enum {
	TILE_WIDTH = 256,
	TILE_LEVELS = 8,                               /* sizes are below 2^63: level 7 is the last that can have a hash */
	TILE_ENTRY_MAX = 65535,                        /* bytes of one entry */
	TILE_BUNDLE_MAX = TILE_WIDTH * (2 + TILE_ENTRY_MAX)
};

struct tile {
	bool is_bundle;  /* entries instead of hashes; `level` is 0 then */
	unsigned level;  /* L: 0 to TILE_LEVELS - 1 */
	uint64_t index;  /* N */
	unsigned width;  /* 1 to TILE_WIDTH; less is a partial tile */
};

/* "tile/0/000.p/5". */
char *tile_path(struct arena *a, const struct tile *t);
/* False, *out untouched, for anything but the one spelling of a tile's path. */
bool tile_from_path(const char *path, struct tile *out);

/* The tiles that a tree of `size` entries has: `tile_count` of a level, and the one at `index` of it (below the count).
 * Bundles are as the tiles of level 0. */
uint64_t tile_count(uint64_t size, unsigned level);
struct tile tile_at(uint64_t size, unsigned level, uint64_t index, bool is_bundle);
/* Is it one of them, with just that width? */
bool tile_is_of(const struct tile *t, uint64_t size);

/* The sizes a tree has while this is one of its tiles: `from` and those below `until`, for a partial tile; from `from` on
 * for a full one.  False when a tree of 2^63 entries would be needed, which there never is. */
bool tile_sizes(const struct tile *t, uint64_t *from, uint64_t *until);

/* Appends one entry to a bundle; `n` is at most TILE_ENTRY_MAX. */
void bundle_add(struct out *o, const void *entry, size_t n);

/* A bundle's entries, one after the other: *at and *left move on.  False at the end, and when what is left is no whole
 * entry; *left is 0 only at the end. */
bool bundle_next(const unsigned char **at, size_t *left, const unsigned char **out_entry, size_t *out_n);

/* The tiler: entries go in, one after the other from the first on, and each tile and bundle comes out as soon as it is
 * full; at the end the partial ones.  Its memory does not depend on the number of entries. */
struct tiler {
	struct hasher *hasher;
	struct merkle_frontier frontier;    /* of what went in */
	struct out hashes[TILE_LEVELS], bundle;
	/* Takes one; the bytes are its until it returns.  A fault goes through to who called. */
	const struct fault *(*take)(void *self, const struct tile *t, const void *bytes, size_t n);
	void *self;
};
/* Sets all but `take` and `self`.  What is gathered lies in `a`, which must not be rewound meanwhile. */
void tiler_init(struct tiler *t, struct arena *a, struct hasher *h);
/* `hash` is the leaf hash of the entry. */
const struct fault *tiler_add(struct tiler *t, const void *entry, size_t n, const struct hash *hash) MUST_USE;
const struct fault *tiler_end(struct tiler *t) MUST_USE;

#endif
