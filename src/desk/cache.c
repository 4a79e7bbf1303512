/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/cache.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

/* A key has one place alone; two that share it take turns. */
struct kept {
	struct arena *arena; /* its key and bytes; made when first used */
	const char *key;     /* NULL: empty */
	struct shown shown;
};

struct cache {
	pthread_mutex_t lock; /* guards all below */
	struct kept kept[CACHE_KEPT_MAX];
};

enum { KEY_MAX = 4096, PLACE_BYTES = CACHE_BYTES_MAX + KEY_MAX + 4096 };

struct cache *cache_new(struct arena *a)
{
	struct cache *c = ARENA_NEW(a, struct cache);

	(void)pthread_mutex_init(&c->lock, NULL);
	return c;
}

void cache_free(struct cache *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < CACHE_KEPT_MAX; i++)
		arena_free(c->kept[i].arena);
	(void)pthread_mutex_destroy(&c->lock);
}

const char *cache_key(struct arena *a, struct store *s, const struct page_ask *ask, enum show_format format, bool is_alarmed)
{
	const char *key, *stamp;

	if (!ask->is_web || ask->page->is_form || ask->page->reads_office || ask->typed_count || ask->refusals || ask->saved)
		return NULL;
	stamp = store_text(s, a, "SELECT count(*) || max(t) FROM cosignature WHERE size = (SELECT max(size) FROM cosignature)", "");
	key = arena_print(a, "%lld %lld %s %d %d %d %d %u %s %s %s %s %s %s %s",
		(long long)store_int(s, 0, "SELECT size FROM tree", ""),
		(long long)store_int(s, 0, "SELECT max(size) FROM checkpoint", ""),
		stamp ? stamp : "-", is_alarmed, ask->today, format, ask->is_loopback,
		ask->actor->roles, ask->actor->person ? ask->actor->person : "-",
		ask->actor->organisation ? ask->actor->organisation : "-", ask->language, ask->csrf ? ask->csrf : "-",
		ask->page->name, ask->site ? ask->site : "-", ask->path);
	/* Site and path, which have no spaces, stand before the inputs that follow from it: no two questions read alike. */
	for (size_t i = 0; i < ask->input_count; i++)
		key = arena_print(a, "%s %s=%s", key, ask->inputs[i].name, ask->inputs[i].value);
	return strlen(key) < KEY_MAX ? key : NULL;
}

/* FNV-1a: spreads the keys; who finds two that share a place has made a page slower, no more. */
static struct kept *kept_of(struct cache *c, const char *key)
{
	uint64_t sum = UINT64_C(14695981039346656037);

	for (; *key; key++)
		sum = (sum ^ (unsigned char)*key) * UINT64_C(1099511628211);
	return &c->kept[(sum ^ sum >> 32) % CACHE_KEPT_MAX];
}

bool cache_get(struct cache *c, struct arena *a, const char *key, struct shown *out)
{
	struct kept *p = kept_of(c, key);
	bool found;

	(void)pthread_mutex_lock(&c->lock);
	found = p->key && !strcmp(p->key, key);
	if (found) {
		*out = p->shown;
		out->bytes = arena_copy(a, p->shown.bytes, p->shown.length);
	}
	(void)pthread_mutex_unlock(&c->lock);
	return found;
}

void cache_put(struct cache *c, const char *key, const struct shown *shown)
{
	struct kept *p = kept_of(c, key);

	if (shown->status != SHOW_OK || shown->length > CACHE_BYTES_MAX)
		return;
	(void)pthread_mutex_lock(&c->lock);
	if (p->arena)
		arena_reset(p->arena);
	else
		p->arena = arena_new(PLACE_BYTES);
	p->key = arena_text(p->arena, key);
	p->shown = *shown;
	p->shown.bytes = arena_copy(p->arena, shown->bytes, shown->length);
	(void)pthread_mutex_unlock(&c->lock);
}
