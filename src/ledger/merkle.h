/* SPDX-License-Identifier: EUPL-1.2
 *
 * Merkle: the hash tree over the book (RFC 6962 §2.1, the same in RFC 9162 §2.1).
 *
 *     empty tree = SHA-256("")    leaf(d) = SHA-256(0x00 || d)    node(l, r) = SHA-256(0x01 || l || r)
 *     root of n > 1 leaves: k = largest power of two < n; node(root of the first k, root of the rest)
 *
 * A complete subtree has a place: node (level, index) covers the 2^level leaves from index * 2^level on; the leaves
 * are level 0.  A complete subtree never changes, so whoever stores some of them answers any proof
 * with few hashes; tiles (C2SP tlog-tiles) are the levels 0, 8, 16...
 */
#ifndef FYR_LEDGER_MERKLE_H
#define FYR_LEDGER_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

enum {
	MERKLE_LEVELS = 64,                                     /* sizes are 64 bits */
	MERKLE_PROOF_MAX = 65,                                  /* hashes: one a level and one more */
	MERKLE_FRONTIER_BYTES = 8 + MERKLE_LEVELS * HASH_BYTES /* a stored frontier, at most */
};

struct hash merkle_leaf(struct hasher *h, const void *bytes, size_t n);
struct hash merkle_node(struct hasher *h, const struct hash *left, const struct hash *right);

/* The frontier: the roots of the complete subtrees a tree of `size` leaves falls into, one for each bit set in
 * `size`, the largest (oldest leaves) first.  All zero is the empty tree.  Appending needs nothing else. */
struct merkle_frontier {
	uint64_t size;
	struct hash hashes[MERKLE_LEVELS]; /* the first popcount(size) are set */
};

/* Appends a leaf hash.  `made` may be NULL; otherwise it takes the roots of the subtrees this leaf completed:
 * made[i] is node (i + 1, size >> (i + 1)) with the size before.  Returns their number. */
unsigned merkle_append(struct hasher *h, struct merkle_frontier *f, const struct hash *leaf,
	struct hash made[MERKLE_LEVELS]);
struct hash merkle_root(struct hasher *h, const struct merkle_frontier *f);

/* The root of the complete subtree (level, index) when it is one of the frontier's; false, and *out untouched, when not. */
bool merkle_frontier_node(const struct merkle_frontier *f, unsigned level, uint64_t index, struct hash *out);

/* To bytes (at least MERKLE_FRONTIER_BYTES of room; returns how many are used) and back: the size, most significant
 * byte first, then the hashes.  Loading is false, and *out untouched, when size and length do not fit together;
 * whether the hashes are right only the root tells. */
size_t merkle_frontier_store(const struct merkle_frontier *f, unsigned char *bytes);
bool merkle_frontier_load(const unsigned char *bytes, size_t n, struct merkle_frontier *out);

/* Is the leaf at `index` in the tree of `size` leaves with this root? */
bool merkle_inclusion_holds(struct hasher *h, uint64_t index, uint64_t size, const struct hash *leaf,
	const struct hash *proof, size_t count, const struct hash *root);

/* Does the tree of `to` leaves begin with the whole tree of `from`?  False for `from` 0: every tree
 * extends the empty one, so a proof says nothing (C2SP tlog-witness); callers who accept that say so themselves. */
bool merkle_consistency_holds(struct hasher *h, uint64_t from, uint64_t to, const struct hash *proof, size_t count,
	const struct hash *root_from, const struct hash *root_to);

/* Where proofs get their hashes: the root of the complete subtree (level, index), asked only for subtrees that lie
 * whole inside the tree, at most twice MERKLE_LEVELS of them for a proof. */
struct merkle_nodes {
	void *self;
	const struct fault *(*node_at)(void *self, unsigned level, uint64_t index, struct hash *out);
};

/* The root of the first `size` leaves. */
const struct fault *merkle_root_at(struct hasher *h, const struct merkle_nodes *nodes, uint64_t size,
	struct hash *out) MUST_USE;

/* The proofs, as the two functions above take them.  Faults: FAULT_USAGE unless index < size, and
 * 1 <= from <= to; those of node_at. */
const struct fault *merkle_inclusion(struct arena *a, struct hasher *h, const struct merkle_nodes *nodes,
	uint64_t index, uint64_t size, struct hash proof[MERKLE_PROOF_MAX], size_t *out_count) MUST_USE;
const struct fault *merkle_consistency(struct arena *a, struct hasher *h, const struct merkle_nodes *nodes,
	uint64_t from, uint64_t to, struct hash proof[MERKLE_PROOF_MAX], size_t *out_count) MUST_USE;

/* A hash's text as notes and proofs write it: standard base64 of exactly 32 bytes. */
char *merkle_hash_text(struct arena *a, const struct hash *hash);
bool merkle_hash_from(const char *text, struct hash *out);

#endif
