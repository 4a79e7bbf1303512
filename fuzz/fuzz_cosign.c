/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: what a stranger sends to a witness, and what a witness answers.  A request that is taken has one spelling, and no
 * input is signed by keys that nobody holds; so none is judged good, and no answer holds a good line.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/cosign.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void asked(struct arena *a, struct hasher *h, const struct policy *policy, const char *text, size_t n)
{
	struct cosign_request *r = ARENA_NEW(a, struct cosign_request);
	struct checkpoint nothing = { .size = 0 };
	const char *again;
	int status;

	if (cosign_request_from(a, text, n, r))
		return;
	assert(r->count <= COSIGN_PROOF_MAX && r->checkpoint.size <= INT64_MAX);
	again = cosign_request_text(a, r->old, r->proof, r->count, "");
	assert(strlen(again) < n && !memcmp(again, text, strlen(again)));
	assert(!strncmp(text + strlen(again), r->note.text, r->note.text_n));
	status = cosign_judge(a, h, policy, r, &nothing);
	assert(status == 403 || status == 404);
}

static void answered(struct arena *a, const struct policy *policy, const char *text, size_t n)
{
	static const int statuses[] = { 200, 400, 409, 422, 500 };
	const char *line = NULL;
	uint64_t size = 0;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		enum cosign_meaning meaning = cosign_answer_read(a, statuses[i], text, n, "log.example\n0\nx\n\n",
			&policy->witnesses[0].key, &size, &line);

		assert(meaning != COSIGN_DONE);
		assert(meaning != COSIGN_BEHIND || (statuses[i] == 409 && text[0] >= '0' && text[0] <= '9'));
		assert(meaning != COSIGN_BEHIND || size == 0 || text[0] != '0');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const unsigned char nobody[KEY_BYTES] = { 1 };
	struct arena *a = arena_new(64 << 20);
	struct hasher *h = hasher_new();
	struct policy_party log = { .name = "log.example", .key = vkey_of(h, "log.example", KEY_LOG, nobody) };
	struct policy_party witness = { .name = "w", .key = vkey_of(h, "w.example", KEY_COSIGNER, nobody) };
	const struct policy policy = { .logs = &log, .log_count = 1, .witnesses = &witness, .witness_count = 1, .quorum = SIZE_MAX };
	const char *text = arena_copy(a, (const char *)bytes, n);

	asked(a, h, &policy, text, n);
	answered(a, &policy, text, n);
	hasher_free(h);
	arena_free(a);
	return 0;
}
