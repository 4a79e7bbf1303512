/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/tile.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { GROUPS_MAX = 6 }; /* of three digits: 2^55 has 17 digits */
#define TILES_MAX (UINT64_C(1) << 55) /* of level 0: a tree has less than 2^63 entries */

char *tile_path(struct arena *a, const struct tile *t)
{
	char *number = arena_print(a, "%03u", (unsigned)(t->index % 1000));

	assert(t->level < TILE_LEVELS && t->width >= 1 && t->width <= TILE_WIDTH && (!t->is_bundle || t->level == 0));
	for (uint64_t rest = t->index / 1000; rest; rest /= 1000)
		number = arena_print(a, "x%03u/%s", (unsigned)(rest % 1000), number);
	if (t->width < TILE_WIDTH)
		number = arena_print(a, "%s.p/%u", number, t->width);
	return t->is_bundle ? arena_print(a, "tile/entries/%s", number) : arena_print(a, "tile/%u/%s", t->level, number);
}

/* What a path begins with; NULL when it begins otherwise. */
static const char *after(const char *path, const char *start)
{
	size_t n = strlen(start);

	return strncmp(path, start, n) ? NULL : path + n;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Three digits; NULL when they are not there. */
static const char *group(const char *at, uint64_t *out)
{
	if (!is_digit(at[0]) || !is_digit(at[1]) || !is_digit(at[2]))
		return NULL;
	*out = (uint64_t)(at[0] - '0') * 100 + (uint64_t)(at[1] - '0') * 10 + (uint64_t)(at[2] - '0');
	return at + 3;
}

/* The number N.  No group of noughts stands first: one number, one spelling. */
static const char *index_from(const char *at, uint64_t *out)
{
	uint64_t index = 0, part;

	for (int groups = 0; *at == 'x'; groups++) {
		at = group(at + 1, &part);
		if (!at || *at++ != '/' || groups == GROUPS_MAX - 1 || (groups == 0 && part == 0))
			return NULL;
		index = index * 1000 + part;
	}
	at = group(at, &part);
	if (!at || index > TILES_MAX / 1000 || index * 1000 + part >= TILES_MAX)
		return NULL;
	*out = index * 1000 + part;
	return at;
}

static bool width_from(const char *at, unsigned *out)
{
	unsigned width = 0;

	if (*at == '0')
		return false;
	for (; is_digit(*at) && width < TILE_WIDTH; at++)
		width = width * 10 + (unsigned)(*at - '0');
	if (*at || width == 0 || width >= TILE_WIDTH)
		return false;
	*out = width;
	return true;
}

bool tile_from_path(const char *path, struct tile *out)
{
	const char *at = after(path, "tile/entries/");
	struct tile t = { .is_bundle = at != NULL, .width = TILE_WIDTH };

	if (!at) {
		at = after(path, "tile/");
		if (!at || *at < '0' || *at >= '0' + TILE_LEVELS || at[1] != '/')
			return false;
		t.level = (unsigned)(*at - '0');
		at += 2;
	}
	at = index_from(at, &t.index);
	if (!at)
		return false;
	if (*at) {
		at = after(at, ".p/");
		if (!at || !width_from(at, &t.width))
			return false;
	}
	*out = t;
	return true;
}

/* Hashes that a tree has at a tile level: whole nodes alone. */
static uint64_t hashes_at(uint64_t size, unsigned level)
{
	assert(level < TILE_LEVELS);
	return size >> (8 * level);
}

uint64_t tile_count(uint64_t size, unsigned level)
{
	uint64_t hashes = hashes_at(size, level);

	return hashes / TILE_WIDTH + (hashes % TILE_WIDTH != 0);
}

struct tile tile_at(uint64_t size, unsigned level, uint64_t index, bool is_bundle)
{
	uint64_t hashes = hashes_at(size, level);
	struct tile t = { is_bundle, level, index, TILE_WIDTH };

	assert(index < tile_count(size, level));
	if (index == hashes / TILE_WIDTH)
		t.width = (unsigned)(hashes % TILE_WIDTH);
	return t;
}

bool tile_is_of(const struct tile *t, uint64_t size)
{
	return t->index < tile_count(size, t->level) && t->width == tile_at(size, t->level, t->index, t->is_bundle).width;
}

bool tile_sizes(const struct tile *t, uint64_t *from, uint64_t *until)
{
	unsigned shift = 8 * t->level;
	uint64_t last = t->index * TILE_WIDTH + t->width;

	if (last >= UINT64_C(1) << (63 - shift))
		return false;
	*from = last << shift;
	*until = t->width < TILE_WIDTH ? (last + 1) << shift : UINT64_C(1) << 63;
	return true;
}

void bundle_add(struct out *o, const void *entry, size_t n)
{
	assert(n <= TILE_ENTRY_MAX);
	out_char(o, (char)(n >> 8));
	out_char(o, (char)(n & 0xFF));
	out_bytes(o, entry, n);
}

bool bundle_next(const unsigned char **at, size_t *left, const unsigned char **out_entry, size_t *out_n)
{
	size_t n;

	if (*left < 2)
		return false;
	n = (size_t)(*at)[0] << 8 | (*at)[1];
	if (*left - 2 < n)
		return false;
	*out_entry = *at + 2;
	*out_n = n;
	*at += 2 + n;
	*left -= 2 + n;
	return true;
}

void tiler_init(struct tiler *t, struct arena *a, struct hasher *h)
{
	*t = (struct tiler){ .hasher = h };
	out_init(&t->bundle, a, TILE_BUNDLE_MAX);
	for (unsigned level = 0; level < TILE_LEVELS; level++)
		out_init(&t->hashes[level], a, TILE_WIDTH * HASH_BYTES);
}

/* What has been gathered of a level, or of the bundle, goes out under the number it has in the tree so far. */
static const struct fault *give(struct tiler *t, unsigned level, bool is_bundle)
{
	struct out *o = is_bundle ? &t->bundle : &t->hashes[level];
	struct tile tile = tile_at(t->frontier.size, level, tile_count(t->frontier.size, level) - 1, is_bundle);
	const struct fault *f = t->take(t->self, &tile, o->bytes, o->length);

	o->length = 0;
	return f; /* cppcheck-suppress returnDanglingLifetime ; the fault does not lie in the tile */
}

const struct fault *tiler_add(struct tiler *t, const void *entry, size_t n, const struct hash *hash)
{
	struct hash made[MERKLE_LEVELS];
	unsigned count = merkle_append(t->hasher, &t->frontier, hash, made);
	const struct fault *f = NULL;

	bundle_add(&t->bundle, entry, n);
	out_bytes(&t->hashes[0], hash->bytes, HASH_BYTES);
	for (unsigned level = 8; level <= count; level += 8)
		out_bytes(&t->hashes[level / 8], made[level - 1].bytes, HASH_BYTES);
	if (t->frontier.size % TILE_WIDTH == 0)
		f = give(t, 0, true);
	for (unsigned level = 0; !f && level < TILE_LEVELS; level++)
		if (t->hashes[level].length == TILE_WIDTH * HASH_BYTES)
			f = give(t, level, false);
	return f;
}

const struct fault *tiler_end(struct tiler *t)
{
	const struct fault *f = t->bundle.length ? give(t, 0, true) : NULL;

	for (unsigned level = 0; !f && level < TILE_LEVELS; level++)
		if (t->hashes[level].length)
			f = give(t, level, false);
	return f;
}
