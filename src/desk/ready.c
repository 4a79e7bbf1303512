/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/ready.h"

#include <string.h>

#include "desk/log_key.h"

enum { TAIL_ENTRIES = 8 };

static const struct fault *tail_holds(struct desk *d, struct arena *a, const struct book *b)
{
	int64_t size = (int64_t)b->frontier.size, seen = 0;
	struct rows r = store_ask(d->store, "SELECT seq, leaf, hash FROM entry ORDER BY seq DESC LIMIT ?", "i", (int64_t)TAIL_ENTRIES);
	const struct fault *f = NULL;

	while (!f && rows_next(&r)) {
		char *leaf = rows_text(&r, a, 1);
		struct hash made, stored;

		made = merkle_leaf(d->hasher, leaf ? leaf : "", leaf ? strlen(leaf) : 0);
		if (rows_int(&r, 0) != size - 1 - seen || !rows_bytes(&r, 2, stored.bytes, HASH_BYTES) || !hash_equal(&made, &stored))
			f = fault_new(a, FAULT_DAMAGED, __func__, "entry %lld is not what was written; run `fyr verify`",
				(long long)(size - 1 - seen));
		seen++;
	}
	rows_end(&r);
	if (f)
		return f;
	if (store_fault(d->store))
		return store_fault(d->store);
	return seen ? NULL : fault_new(a, FAULT_DAMAGED, __func__, "the book has no entries");
}

static const struct fault *checkpoint_holds(struct desk *d, struct arena *a, const struct book *b)
{
	const char *note = store_text(d->store, a, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", ""), *head;
	struct log_keys keys;
	struct checkpoint cp;

	if (!note || log_key_all(d->store, a, b->hasher, &keys) || log_keys_verify(a, &keys, note, strlen(note), &cp, NULL, NULL))
		return fault_new(a, FAULT_DAMAGED, __func__, "the newest checkpoint is not signed by the log's key");
	head = arena_print(a, "%llu:%s", (unsigned long long)cp.size, merkle_hash_text(a, &cp.root));
	return book_had_head(b, a, head) ? NULL
		: fault_new(a, FAULT_DAMAGED, __func__, "the newest checkpoint was signed for other entries; run `fyr verify`");
}

const struct fault *desk_ready(struct desk *d, struct arena *a)
{
	const struct fault *f;
	struct book book;

	store_begin(d->store);
	f = book_open(a, d->store, d->hasher, &book);
	if (!f)
		f = tail_holds(d, a, &book);
	if (!f)
		f = checkpoint_holds(d, a, &book);
	f = fault_kept(a, f);
	store_rollback(d->store);
	return f;
}
