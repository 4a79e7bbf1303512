/* SPDX-License-Identifier: EUPL-1.2
 *
 * prove: how long the proofs take that receipts and the signer need, at places drawn over the whole book.
 * usage: prove FILE COUNT     prints microseconds of one inclusion proof and of one consistency proof
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/env.h"
#include "ledger/book.h"

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Microseconds of one proof; below 0 when one could not be made. */
static double proofs(struct book *b, struct arena *a, long count, bool is_inclusion)
{
	uint64_t chance = 1, size = b->frontier.size;
	double began = now();

	for (long i = 0; i < count; i++) {
		size_t mark = arena_mark(a), n;
		const struct fault *f;
		struct hash *proof;

		chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		f = is_inclusion ? book_inclusion(b, a, (chance >> 20) % size, size, &proof, &n)
			: book_proof(b, a, 1 + (chance >> 20) % size, &proof, &n);
		if (f)
			return -1;
		arena_rewind(a, mark);
	}
	return (now() - began) / (double)count * 1e6;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct hasher *h = hasher_new();
	long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	double inclusion, consistency;
	struct store *s;
	struct book b;

	if (count <= 0) {
		fprintf(stderr, "usage: prove FILE COUNT\n");
		return 2;
	}
	if (store_open(a, &env_system, argv[1], STORE_READ, &s) || book_open(a, s, h, &b) || !b.frontier.size)
		return 6;
	inclusion = proofs(&b, a, count, true);
	consistency = proofs(&b, a, count, false);
	printf("%.1f %.1f\n", inclusion, consistency);
	store_close(s);
	hasher_free(h);
	arena_free(a);
	return inclusion < 0 || consistency < 0 ? 6 : 0;
}
