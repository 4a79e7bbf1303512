/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/receipt.h"

#include <string.h>

#include "base/limits.h"
#include "kinds/kind.h"
#include "ledger/disclosure.h"
#include "pages/readers.h"
#include "pages/report.h"

const struct fault *proof_ground_open(struct desk *d, struct arena *a, int64_t size, struct proof_ground *out)
{
	const struct fault *f = report_checkpoint(d->store, a, size, &out->checkpoint);

	if (!f)
		f = book_open(a, d->store, d->hasher, &out->book);
	if (!f)
		out->note = book_checkpoint_note(d->store, a, size);
	return f ? f : store_fault(d->store);
}

/* What an entry says in clear is open to all who read the log, but for a decision on matters elsewhere (pages/log). */
static bool may_see(const struct entry *e, const struct actor *actor, bool is_part)
{
	return label_may_read(strcmp(e->kind, "decision_proposed") ? LABEL_OPEN : LABEL_DECISION, actor, is_part);
}

/* The D's of the texts that are there and that the actor may read, fields in order. */
static void take_texts(struct proof_ground *g, struct arena *a, const struct entry *e, const struct actor *actor, bool is_part,
	const char *only, struct receipt *out)
{
	struct rows r = store_ask(g->book.store, "SELECT field, salt, value FROM disclosure WHERE seq = ? ORDER BY field", "i",
		e->seq);
	const char **all = NULL;
	size_t count = 0;

	while (rows_next(&r)) {
		const char *field = rows_text(&r, a, 0);
		const char *const *list;
		const char **more;
		size_t salt_bytes, n;
		const void *salt = rows_blob(&r, a, 1, &salt_bytes);

		if ((only && strcmp(only, field) != 0) || !label_may_read(kind_label(e->kind, field), actor, is_part))
			continue;
		n = disclosure_list(a, g->book.hasher, salt, salt_bytes, field, rows_text(&r, a, 2), &list);
		more = ARENA_MANY(a, count + n, const char *);
		for (size_t i = 0; i < count + n; i++)
			more[i] = i < count ? all[i] : list[i - count];
		all = more;
		count += n;
	}
	rows_end(&r);
	out->disclosures = all;
	out->disclosure_count = count;
}

const struct fault *proof_of(struct proof_ground *g, struct arena *a, const struct actor *actor, int64_t seq, const char *only,
	struct receipt *out)
{
	struct receipt r = { .index = (uint64_t)seq };
	struct entry e;
	struct hash *proof;
	bool is_part;
	const struct fault *f = book_read(g->book.store, a, seq, &e);

	if (f)
		return f;
	is_part = actor->person && store_int(g->book.store, 0, "SELECT l.by = ?2 OR EXISTS (SELECT 1 FROM proposal AS p"
		" WHERE p.seq = l.seq AND ?2 IN (p.by, p.second, p.end_by)) FROM log AS l WHERE l.seq = ?1", "it", seq, actor->person);
	if (!may_see(&e, actor, is_part))
		return fault_new(a, FAULT_REFUSED, __func__, "the entry is not shown to this person");
	if ((uint64_t)seq >= g->checkpoint.size)
		return fault_new(a, FAULT_BUSY, __func__, "the entry is not signed yet");
	f = book_inclusion(&g->book, a, (uint64_t)seq, g->checkpoint.size, &proof, &r.proof_count);
	if (f)
		return f;
	r.proof = proof;
	r.leaf = store_text(g->book.store, a, "SELECT leaf FROM entry WHERE seq = ?", "i", seq);
	take_texts(g, a, &e, actor, is_part, only, &r);
	f = store_fault(g->book.store);
	if (!f)
		*out = r;
	return f;
}

const struct fault *receipt_write(struct desk *d, struct arena *a, const struct actor *actor, int64_t seq, const char **out)
{
	struct proof_ground g;
	struct receipt r;
	const struct fault *f;

	if (!(actor->roles & READERS_SIGNED_IN))
		return fault_new(a, FAULT_REFUSED, __func__, "receipts are for those who are signed in");
	store_begin(d->store);
	f = proof_ground_open(d, a, store_int(d->store, -1, "SELECT max(size) FROM checkpoint", ""), &g);
	if (f && f->sort == FAULT_NOTHING) /* the first entries, before the first signature */
		f = fault_new(a, FAULT_BUSY, __func__, "the entry is not signed yet");
	if (!f)
		f = proof_of(&g, a, actor, seq, NULL, &r);
	store_rollback(d->store);
	if (f)
		return f;
	r.checkpoint = g.note;
	*out = receipt_text(a, &r);
	return NULL;
}
