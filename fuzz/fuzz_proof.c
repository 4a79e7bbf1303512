/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: proofs about the hash tree, as the signer gets them from a writer that may be taken over.  The first three bytes
 * choose a tree of at most 64 leaves and what is to be proved, the fourth which hash of the right proof is changed and how;
 * the rest is taken as hashes instead.  Only the right proof may hold.  The same bytes are a stored frontier.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/merkle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct tree {
	struct hasher *hasher;
	struct hash leaves[64];
};

static const struct fault *node_at(void *self, unsigned level, uint64_t index, struct hash *out)
{
	const struct tree *t = self;
	struct merkle_frontier f = { 0 };

	for (uint64_t i = index << level; i < (index + 1) << level; i++)
		(void)merkle_append(t->hasher, &f, &t->leaves[i], NULL);
	*out = merkle_root(t->hasher, &f);
	return NULL;
}

/* Changes the proof as the input says; false when it stayed what it was. */
static bool change(struct hash proof[MERKLE_PROOF_MAX], size_t *count, const uint8_t *data, size_t size)
{
	struct hash before[MERKLE_PROOF_MAX];
	size_t count_before = *count;

	memcpy(before, proof, sizeof(before));
	if (size > 4) {
		*count = (size - 4) / HASH_BYTES < MERKLE_PROOF_MAX ? (size - 4) / HASH_BYTES : MERKLE_PROOF_MAX;
		memcpy(proof, data + 4, *count * HASH_BYTES);
	} else if (data[3] == 1 && *count) {
		--*count;
	} else if (data[3] == 2 && *count < MERKLE_PROOF_MAX) {
		proof[(*count)++] = (struct hash){ { 0 } };
	} else if (data[3] > 2 && *count) {
		proof[data[3] % *count].bytes[data[3] % HASH_BYTES] ^= data[3];
	}
	return *count != count_before || memcmp(before, proof, *count * HASH_BYTES) != 0;
}

static void check_proofs(struct arena *a, struct tree *t, const uint8_t *data, size_t size)
{
	const struct merkle_nodes nodes = { t, node_at };
	uint64_t to = 1 + data[0] % 64, from = 1 + data[1] % to, index = data[2] % to;
	struct hash proof[MERKLE_PROOF_MAX] = { { { 0 } } }, root, old_root;
	size_t count = 0;
	bool is_changed;

	assert(!merkle_root_at(t->hasher, &nodes, to, &root) && !merkle_root_at(t->hasher, &nodes, from, &old_root));
	assert(!merkle_inclusion(a, t->hasher, &nodes, index, to, proof, &count));
	is_changed = change(proof, &count, data, size);
	assert(merkle_inclusion_holds(t->hasher, index, to, &t->leaves[index], proof, count, &root) == !is_changed);
	memset(proof, 0, sizeof(proof));
	assert(!merkle_consistency(a, t->hasher, &nodes, from, to, proof, &count));
	is_changed = change(proof, &count, data, size);
	assert(merkle_consistency_holds(t->hasher, from, to, proof, count, &old_root, &root) == !is_changed);
	/* Sizes nobody has, with a proof nobody made: never out of bounds, never true. */
	assert(!merkle_consistency_holds(t->hasher, UINT64_MAX - 1 - data[1], UINT64_MAX, proof, count, &old_root, &root));
	assert(!merkle_inclusion_holds(t->hasher, index, UINT64_MAX, &t->leaves[index], proof, count, &root));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char stored[MERKLE_FRONTIER_BYTES];
	struct merkle_frontier frontier;
	struct arena *a;
	struct tree t;

	if (size < 4)
		return 0;
	a = arena_new(4 << 20);
	t.hasher = hasher_new();
	for (unsigned i = 0; i < 64; i++)
		t.leaves[i] = hash_of(t.hasher, &i, sizeof(i), NULL, 0, NULL, 0);
	check_proofs(a, &t, data, size);
	if (merkle_frontier_load(data, size, &frontier))
		assert(merkle_frontier_store(&frontier, stored) == size && !memcmp(stored, data, size));
	hasher_free(t.hasher);
	arena_free(a);
	return 0;
}
