/* SPDX-License-Identifier: EUPL-1.2
 *
 * Cache: pages as they were last made, for as long as they are true.  A page follows from the book, the asker, the
 * question and the day, and from nothing else; so its bytes are kept under all of these, the book's size, its newest
 * checkpoint and the newest stamp among them, and no page has to be thrown away: what is no longer asked for is written
 * over.  What reads the office (struct page: is_form, reads_office), and what tells of an act just made, is never kept.
 *
 * One for all threads of a worker.  Only bytes already masked for that very asker are in it.
 */
#ifndef FYR_DESK_CACHE_H
#define FYR_DESK_CACHE_H

#include "desk/show.h"

enum {
	CACHE_KEPT_MAX = 128,
	CACHE_BYTES_MAX = 256 << 10 /* of one page; larger ones are not kept */
};

struct cache;

/* Lives in the arena, its own memory until cache_free. */
struct cache *cache_new(struct arena *a);
void cache_free(struct cache *c); /* NULL is fine */

/* What a question is kept under, in the arena, inside the reader's transaction; NULL when its answer is not kept. */
const char *cache_key(struct arena *a, struct store *s, const struct page_ask *ask, enum show_format format, bool is_alarmed);

/* A copy of the answer, in the arena; false when there is none. */
bool cache_get(struct cache *c, struct arena *a, const char *key, struct shown *out);
void cache_put(struct cache *c, const char *key, const struct shown *shown);

#endif
