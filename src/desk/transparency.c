/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/transparency.h"

#include "pages/readers.h"

char *transparency_checkpoint(struct desk *d, struct arena *a)
{
	return book_checkpoint_note(d->store, a, store_int(d->store, -1, "SELECT max(size) FROM checkpoint", ""));
}

/* A bundle is all or nothing: each of its leaves must be one that the page log would show this actor whole. */
static bool may_read(struct desk *d, const struct actor *actor, int64_t from, int64_t until)
{
	if (!(actor->roles & READERS_SIGNED_IN))
		return false;
	return label_may_read(LABEL_DECISION, actor, false)
		|| !store_int(d->store, 1, "SELECT count(*) FROM log AS l WHERE seq >= ? AND seq < ? AND kind = 'decision_proposed' AND"
			" NOT EXISTS (SELECT 1 FROM proposal AS p WHERE p.seq = l.seq AND ? IN (p.by, p.second, p.end_by))", "iit", from,
			until, actor->person);
}

static void hashes_read(struct desk *d, const struct tile *t, struct out *o)
{
	int64_t from = (int64_t)t->index * TILE_WIDTH, until = from + t->width;
	struct rows r = t->level ? store_ask(d->store, "SELECT hash FROM node WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx",
		"iii", (int64_t)t->level * 8, from, until)
		: store_ask(d->store, "SELECT hash FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq", "ii", from, until);
	unsigned char hash[HASH_BYTES];

	while (rows_next(&r))
		if (rows_bytes(&r, 0, hash, sizeof(hash)))
			out_bytes(o, hash, sizeof(hash));
}

static size_t entries_read(struct desk *d, struct arena *a, int64_t from, int64_t until, struct out *o)
{
	struct rows r = store_ask(d->store, "SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq", "ii", from, until);
	size_t count = 0;

	for (; rows_next(&r); count++) {
		size_t n;
		const char *leaf = rows_blob(&r, a, 0, &n);

		if (n <= TILE_ENTRY_MAX)
			bundle_add(o, leaf, n);
	}
	return count;
}

const struct fault *transparency_tile(struct desk *d, struct arena *a, const struct actor *actor, const struct tile *t,
	const char **out_bytes, size_t *out_n)
{
	uint64_t from, until;
	int64_t first = (int64_t)t->index * TILE_WIDTH;
	struct out o;
	bool ok;

	out_init(&o, a, TILE_BUNDLE_MAX);
	/* A partial tile is there for the sizes that were published, and for no other (tlog-tiles). */
	if (!tile_sizes(t, &from, &until) || !store_int(d->store, 0, "SELECT 1 FROM checkpoint WHERE size BETWEEN ? AND ? LIMIT 1",
		"ii", (int64_t)from, (int64_t)(until - 1)))
		return store_fault(d->store) ? store_fault(d->store)
			: fault_new(a, FAULT_NOTHING, __func__, "no checkpoint is of a tree with that tile");
	if (t->is_bundle && !may_read(d, actor, first, first + t->width))
		return fault_new(a, FAULT_REFUSED, __func__, "these entries are for those who see them on the page log");
	if (t->is_bundle) {
		ok = entries_read(d, a, first, first + t->width, &o) == t->width;
	} else {
		hashes_read(d, t, &o);
		ok = o.length == (size_t)t->width * HASH_BYTES;
	}
	if (store_fault(d->store))
		return store_fault(d->store);
	if (!ok)
		return fault_new(a, FAULT_DAMAGED, __func__, "something of the tree is missing");
	*out_bytes = o.bytes;
	*out_n = o.length;
	return NULL;
}
