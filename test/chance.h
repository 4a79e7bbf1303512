/* SPDX-License-Identifier: EUPL-1.2
 *
 * Chance: what tests draw from a seed, so that whatever happened can be made to happen again.
 */
#ifndef FYR_TEST_CHANCE_H
#define FYR_TEST_CHANCE_H

#include <stdint.h>

/* SplitMix64: a number for each (seed, index), so that any single draw can be made alone. */
static inline uint64_t mixed(uint64_t seed, uint64_t index)
{
	uint64_t z = seed + (index + 1) * UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

#endif
