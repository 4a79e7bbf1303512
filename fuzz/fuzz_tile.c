/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: what a folder of tiles is made of.  The input is a path: taken, it has one spelling, and it is a tile of the trees
 * that it says it is of and of no other.  The same bytes are a bundle: what is read of it, written again, gives the same
 * bytes.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/tile.h"

enum { PATH_MOST = 60 }; /* bytes of the longest path there is */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_path(struct arena *a, const char *path)
{
	uint64_t from, until;
	struct tile t;

	if (!tile_from_path(path, &t))
		return;
	assert(strlen(path) <= PATH_MOST && !strcmp(tile_path(a, &t), path));
	assert(t.level < TILE_LEVELS && t.width >= 1 && t.width <= TILE_WIDTH && (!t.is_bundle || t.level == 0));
	if (!tile_sizes(&t, &from, &until))
		return;
	assert(from < until && tile_is_of(&t, from) && tile_is_of(&t, until - 1) && !tile_is_of(&t, from - 1));
	assert(until >> 63 || !tile_is_of(&t, until));
}

static void check_bundle(struct arena *a, const uint8_t *bytes, size_t n)
{
	const unsigned char *at = bytes, *entry;
	size_t left = n, entry_n;
	struct out o;

	out_init(&o, a, n + 2);
	while (bundle_next(&at, &left, &entry, &entry_n)) {
		assert(entry >= bytes && entry_n <= n && entry + entry_n == at && at + left == bytes + n);
		bundle_add(&o, entry, entry_n);
	}
	assert(o.length == n - left && (!o.length || !memcmp(o.bytes, bytes, o.length)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new(16 << 20);

	if (n <= 1 << 20) {
		check_path(a, arena_copy(a, (const char *)bytes, n));
		check_bundle(a, bytes, n);
	}
	arena_free(a);
	return 0;
}
