/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/merkle.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

struct hash merkle_leaf(struct hasher *h, const void *bytes, size_t n)
{
	return hash_of(h, "\0", 1, bytes, n, NULL, 0);
}

struct hash merkle_node(struct hasher *h, const struct hash *left, const struct hash *right)
{
	return hash_of(h, "\1", 1, left->bytes, HASH_BYTES, right->bytes, HASH_BYTES);
}

static unsigned ones(uint64_t n)
{
	return (unsigned)__builtin_popcountll(n);
}

/* The largest power of two below n; n >= 2. */
static uint64_t split(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

unsigned merkle_append(struct hasher *h, struct merkle_frontier *f, const struct hash *leaf,
	struct hash made[MERKLE_LEVELS])
{
	unsigned count = ones(f->size), done = 0;
	struct hash whole = *leaf;

	assert(f->size < UINT64_MAX);
	/* Adding one to the size carries through its low set bits: each is a subtree of the same height as the new. */
	for (uint64_t left = f->size; left & 1; left >>= 1) {
		whole = merkle_node(h, &f->hashes[--count], &whole);
		if (made)
			made[done] = whole;
		done++;
	}
	f->hashes[count] = whole;
	f->size++;
	return done;
}

struct hash merkle_root(struct hasher *h, const struct merkle_frontier *f)
{
	unsigned i = ones(f->size);
	struct hash root;

	if (i == 0)
		return hash_of(h, NULL, 0, NULL, 0, NULL, 0);
	root = f->hashes[--i];
	while (i > 0)
		root = merkle_node(h, &f->hashes[--i], &root);
	return root;
}

bool merkle_frontier_node(const struct merkle_frontier *f, unsigned level, uint64_t index, struct hash *out)
{
	/* It is the last of its level, and no right half of a larger one. */
	if (f->size >> level != index + 1 || (index & 1))
		return false;
	*out = f->hashes[ones(f->size >> level) - 1];
	return true;
}

size_t merkle_frontier_store(const struct merkle_frontier *f, unsigned char *bytes)
{
	size_t count = ones(f->size);

	for (unsigned i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(f->size >> (56 - 8 * i));
	if (count)
		memcpy(bytes + 8, f->hashes, count * HASH_BYTES);
	return 8 + count * HASH_BYTES;
}

bool merkle_frontier_load(const unsigned char *bytes, size_t n, struct merkle_frontier *out)
{
	struct merkle_frontier f = { 0 };

	if (n < 8)
		return false;
	for (unsigned i = 0; i < 8; i++)
		f.size = f.size << 8 | bytes[i];
	if (n != 8 + (size_t)ones(f.size) * HASH_BYTES)
		return false;
	memcpy(f.hashes, bytes + 8, n - 8);
	*out = f;
	return true;
}

/* One step of a proof.  `first` and `last` are the places, at the present level, of the node followed and of the
 * tree's last node (RFC 9162 §2.1.3.2 and §2.1.4.2 name them fn and sn).  Is the proof's hash its left
 * neighbour? */
static bool stepped_left(uint64_t *first, uint64_t *last)
{
	bool left = (*first & 1) || *first == *last;

	assert(!left || *first); /* a tree of one node has no step */
	while (left && !(*first & 1)) {
		*first >>= 1;
		*last >>= 1;
	}
	*first >>= 1;
	*last >>= 1;
	return left;
}

bool merkle_inclusion_holds(struct hasher *h, uint64_t index, uint64_t size, const struct hash *leaf,
	const struct hash *proof, size_t count, const struct hash *root)
{
	uint64_t first = index, last = size - 1;
	struct hash r = *leaf;

	if (index >= size)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (last == 0)
			return false;
		if (stepped_left(&first, &last))
			r = merkle_node(h, &proof[i], &r);
		else
			r = merkle_node(h, &r, &proof[i]);
	}
	return last == 0 && hash_equal(&r, root);
}

bool merkle_consistency_holds(struct hasher *h, uint64_t from, uint64_t to, const struct hash *proof, size_t count,
	const struct hash *root_from, const struct hash *root_to)
{
	uint64_t first = from - 1, last = to - 1;
	struct hash old, new;
	size_t i = 0;

	if (from == 0 || from > to)
		return false;
	if (from == to)
		return count == 0 && hash_equal(root_from, root_to);
	if (count == 0)
		return false;
	/* A power of two is one complete subtree: its root is known and the proof leaves it out. */
	old = new = ones(from) == 1 ? *root_from : proof[i++];
	while (first & 1) {
		first >>= 1;
		last >>= 1;
	}
	for (; i < count; i++) {
		if (last == 0)
			return false;
		if (stepped_left(&first, &last)) {
			old = merkle_node(h, &proof[i], &old);
			new = merkle_node(h, &proof[i], &new);
		} else {
			new = merkle_node(h, &new, &proof[i]);
		}
	}
	return last == 0 && hash_equal(&old, root_from) && hash_equal(&new, root_to);
}

/* The root of the leaves [start, end), where start is a multiple of a power of two that is at least their
 * number: the only ranges RFC 6962 ever hashes.  They fall into complete subtrees, one for each bit of the
 * number. */
static const struct fault *range_root(struct hasher *h, const struct merkle_nodes *nodes, uint64_t start,
	uint64_t end, struct hash *out)
{
	struct merkle_frontier f = { .size = end - start };
	unsigned count = 0;

	for (unsigned level = MERKLE_LEVELS; level-- > 0;) {
		const struct fault *fault;

		if (!(f.size >> level & 1))
			continue;
		fault = nodes->node_at(nodes->self, level, start >> level, &f.hashes[count++]);
		if (fault)
			return fault; /* cppcheck-suppress returnDanglingLifetime ; the fault lies in no hash */
		start += UINT64_C(1) << level;
	}
	*out = merkle_root(h, &f);
	return NULL;
}

const struct fault *merkle_root_at(struct hasher *h, const struct merkle_nodes *nodes, uint64_t size,
	struct hash *out)
{
	return range_root(h, nodes, 0, size, out);
}

/* The ranges whose roots make a proof, met from the root down; the proof wants them from the bottom up. */
struct ranges {
	struct {
		uint64_t start, end;
	} at[MERKLE_PROOF_MAX];
	size_t count;
};

static void add_range(struct ranges *r, uint64_t start, uint64_t end)
{
	assert(r->count < MERKLE_PROOF_MAX);
	r->at[r->count].start = start;
	r->at[r->count].end = end;
	r->count++;
}

static const struct fault *proof_from(struct hasher *h, const struct merkle_nodes *nodes, const struct ranges *r,
	struct hash proof[MERKLE_PROOF_MAX], size_t *out_count)
{
	struct hash made[MERKLE_PROOF_MAX];

	for (size_t i = 0; i < r->count; i++) {
		size_t from = r->count - 1 - i;
		const struct fault *f = range_root(h, nodes, r->at[from].start, r->at[from].end, &made[i]);

		if (f)
			return f;
	}
	if (r->count)
		memcpy(proof, made, r->count * sizeof(*made));
	*out_count = r->count;
	return NULL;
}

const struct fault *merkle_inclusion(struct arena *a, struct hasher *h, const struct merkle_nodes *nodes,
	uint64_t index, uint64_t size, struct hash proof[MERKLE_PROOF_MAX], size_t *out_count)
{
	struct ranges r = { .count = 0 };
	uint64_t start = 0, end = size;

	if (index >= size)
		return fault_new(a, FAULT_USAGE, __func__, "there is no entry %" PRIu64 " among the first %" PRIu64, index,
			size);
	while (end - start > 1) {
		uint64_t middle = start + split(end - start);

		if (index < middle) {
			add_range(&r, middle, end);
			end = middle;
		} else {
			add_range(&r, start, middle);
			start = middle;
		}
	}
	return proof_from(h, nodes, &r, proof, out_count);
}

const struct fault *merkle_consistency(struct arena *a, struct hasher *h, const struct merkle_nodes *nodes,
	uint64_t from, uint64_t to, struct hash proof[MERKLE_PROOF_MAX], size_t *out_count)
{
	struct ranges r = { .count = 0 };
	uint64_t start = 0, end = to;

	if (from == 0 || from > to)
		return fault_new(a, FAULT_USAGE, __func__, "no proof leads from %" PRIu64 " entries to %" PRIu64, from, to);
	while (from < end) {
		uint64_t middle = start + split(end - start);

		if (from <= middle) {
			add_range(&r, middle, end);
			end = middle;
		} else {
			add_range(&r, start, middle);
			start = middle;
		}
	}
	/* Having gone left only, what remains is the whole old tree, whose root the other side knows. */
	if (start != 0)
		add_range(&r, start, end);
	return proof_from(h, nodes, &r, proof, out_count);
}

char *merkle_hash_text(struct arena *a, const struct hash *hash)
{
	return base64_from(a, hash->bytes, HASH_BYTES);
}

bool merkle_hash_from(const char *text, struct hash *out)
{
	struct hash hash;
	size_t n;

	if (!text || !base64_to(text, hash.bytes, HASH_BYTES, &n) || n != HASH_BYTES)
		return false;
	*out = hash; /* cppcheck-suppress uninitvar ; base64_to has filled all of it */
	return true;
}
