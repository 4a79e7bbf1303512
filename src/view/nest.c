/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/nest.h"

#include <assert.h>
#include <string.h>

/* Children with one key, chained; the groups stand in an open-addressing hash table. */
struct group {
	const struct cell *key; /* NULL: a free place */
	size_t first, last;
};

struct groups {
	struct group *all;
	size_t mask;
};

/* FNV-1a with a last mixing: keys are random ids or small numbers of our own, made by nobody outside. */
static uint64_t hashed(const struct cell *key)
{
	uint64_t h = 0xCBF29CE484222325u;

	if (key->type == CELL_INT)
		h ^= (uint64_t)key->number;
	else
		for (const char *s = key->text; *s; s++)
			h = (h ^ (unsigned char)*s) * 0x100000001B3u;
	h *= 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

static bool same(const struct cell *a, const struct cell *b)
{
	if (a->type != b->type)
		return false;
	return a->type == CELL_INT ? a->number == b->number : !strcmp(a->text, b->text);
}

/* The group of a key, or the free place where it belongs; NULL for a cell that is no key. */
static struct group *place(const struct groups *g, const struct cell *key)
{
	size_t at;

	if (key->type != CELL_INT && key->type != CELL_TEXT)
		return NULL;
	at = hashed(key) & g->mask;
	while (g->all[at].key && !same(g->all[at].key, key))
		at = (at + 1) & g->mask;
	return &g->all[at];
}

static struct groups groups_new(struct arena *a, size_t keys)
{
	size_t room = 4;

	while (room < keys * 2)
		room *= 2;
	return (struct groups){ .all = ARENA_MANY(a, room, struct group), .mask = room - 1 };
}

struct nest nest_new(struct arena *a, const struct table *parent, const struct table *child)
{
	size_t in_parent = table_column(parent, child->key), in_child = table_column(child, child->key);
	struct groups groups = groups_new(a, child->row_count);
	struct nest nest = { .first = ARENA_MANY(a, parent->row_count, size_t),
		.next = ARENA_MANY(a, child->row_count, size_t) };

	assert(in_parent != SIZE_MAX && in_child != SIZE_MAX);
	for (size_t row = 0; row < child->row_count; row++) {
		const struct cell *key = table_cell(child, row, in_child);
		struct group *g = place(&groups, key);

		nest.next[row] = SIZE_MAX;
		if (g && g->key)
			nest.next[g->last] = row;
		else if (g)
			*g = (struct group){ .key = key, .first = row };
		if (g)
			g->last = row;
	}
	for (size_t row = 0; row < parent->row_count; row++) {
		const struct group *g = place(&groups, table_cell(parent, row, in_parent));

		nest.first[row] = g && g->key ? g->first : SIZE_MAX;
	}
	return nest;
}
