/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/seed.h"

#include <string.h>

char *seed_new(struct arena *a, const struct env *env)
{
	unsigned char bytes[HASH_BYTES];

	env_chance(env, bytes, sizeof(bytes));
	return base64url_from(a, bytes, sizeof(bytes));
}

bool seed_is_valid(const char *seed)
{
	unsigned char bytes[HASH_BYTES];
	size_t n;

	return base64url_to(seed, bytes, sizeof(bytes), &n) && n == sizeof(bytes);
}

static int64_t now_of(void *self)
{
	return env_now(((const struct seed *)self)->world);
}

static int file_fault_of(void *self, enum env_call call)
{
	return env_file_fault(((const struct seed *)self)->world, call);
}

static void chance_of(void *self, void *bytes, size_t n)
{
	struct seed *s = self;

	for (size_t at = 0; at < n; at += HASH_BYTES) {
		struct hash block = hash_of(s->hasher, s->head, strlen(s->head), &s->drawn, sizeof(s->drawn), NULL, 0);

		s->drawn++;
		memcpy((char *)bytes + at, block.bytes, n - at < HASH_BYTES ? n - at : HASH_BYTES);
	}
}

struct env seed_env(struct arena *a, struct hasher *h, const struct env *world, const char *seed, const char *person,
	const char *nonce, struct seed *self)
{
	*self = (struct seed){ .world = world, .hasher = h,
		.head = arena_print(a, "fyr/seed/v1\n%s\n%s\n%s\n", seed, person, nonce) };
	return (struct env){ self, now_of, chance_of, file_fault_of };
}
