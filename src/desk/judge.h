/* SPDX-License-Identifier: EUPL-1.2
 *
 * Judge: what verify asks of each entry in turn, of a file (desk/verify.h) and of an export (desk/export_verify.h) alike.
 */
#ifndef FYR_DESK_JUDGE_H
#define FYR_DESK_JUDGE_H

#include "ledger/book.h"

struct judge {
	struct arena *arena;      /* for what is found */
	struct hasher *hasher;
	const struct hash *roots; /* roots[n]: of the first n entries, as far as the entry at hand */
	const char *origin;
	int64_t last_time;        /* of the entry before */
	void (*say)(void *self, const char *finding);
	void *self;
};

/* Does it stand in its place: not dated before the one before it, written for this book, on a head the book had? */
void judge_place(struct judge *j, const struct entry *e);

/* May it be applied to the state that all entries before it made: the two-person rule, and its maker's own signature with the
 * key that was enrolled at that position? */
void judge_rules(const struct judge *j, struct store *fresh, const struct entry *e);

/* The signature alone, for who does not replay: `keys`, a fresh state, follows persons, roles and keys, which are few.  Fault:
 * the entry cannot be applied. */
const struct fault *judge_signature(const struct judge *j, struct store *keys, const struct entry *e) MUST_USE;

#endif
