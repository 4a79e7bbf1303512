/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: policies, as an administrator writes them and an export carries them.  What is taken lies within its limits, has each
 * name in one group at most, and is met by everybody's signature and by nobody's only when it asks for none.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void look(struct arena *a, const struct policy *p)
{
	bool *is_member = ARENA_MANY(a, p->group_count, bool), *signed_by = ARENA_MANY(a, p->witness_count, bool);

	assert(p->log_count <= POLICY_LOGS_MAX && p->witness_count <= POLICY_WITNESSES_MAX);
	assert(p->group_count >= p->witness_count && p->group_count - p->witness_count <= POLICY_GROUPS_MAX);
	assert(p->quorum == SIZE_MAX || p->quorum < p->group_count);
	for (size_t i = 0; i < p->group_count; i++) {
		const struct policy_group *g = &p->groups[i];

		assert(i < p->witness_count ? !g->member_count : g->needed >= 1 && g->needed <= g->member_count);
		for (size_t m = 0; m < g->member_count; m++) {
			assert(g->members[m] < i && !is_member[g->members[m]]);
			is_member[g->members[m]] = true;
		}
	}
	assert(policy_holds(a, p, signed_by) == (p->quorum == SIZE_MAX));
	for (size_t i = 0; i < p->witness_count; i++) {
		assert(policy_witness(p, p->witnesses[i].vkey) == &p->witnesses[i]);
		assert(!p->witnesses[i].url || !strncmp(p->witnesses[i].url, "http", 4));
		signed_by[i] = true;
	}
	assert(policy_holds(a, p, signed_by));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new(64 << 20);
	struct hasher *h = hasher_new();
	struct policy policy;

	if (!policy_from(a, h, (const char *)bytes, n, &policy))
		look(a, &policy);
	hasher_free(h);
	arena_free(a);
	return 0;
}
