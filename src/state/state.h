/* SPDX-License-Identifier: EUPL-1.2
 *
 * State: the tables made from the entries.  One road leads into them: state_apply, live and when the book is replayed.
 */
#ifndef FYR_STATE_STATE_H
#define FYR_STATE_STATE_H

#include "ledger/book.h"
#include "store/store.h"

enum {
	BOOK_MARK = 0x46797231, /* "Fyr1" in the file's header: this is one of ours */
	BOOK_VERSION = 2,       /* the book's format: an older one gets the tables it lacks, a newer one is refused */
	STATE_VERSION = 6       /* the state's: an older one is made again, a newer one refused */
};

/* Is it a table of the state, that is, none that the book's schema makes? */
bool state_has_table(const char *name);

/* Makes the book's and the state's tables in an empty store.  Faults latch. */
void state_create(struct store *s);

/* Is the file's book one of ours, in a format this program knows?  Faults: FAULT_DAMAGED, FAULT_USAGE (newer). */
const struct fault *state_check_book(struct store *s, struct arena *a, const char *path) MUST_USE;

/* The same of book and state.  *out_is_old tells that the state should be rebuilt, and the book
 * brought to this format with it. */
const struct fault *state_check(struct store *s, struct arena *a, const char *path, bool *out_is_old) MUST_USE;

/* Is the state one that a program of an older version made, untouched in its form?  False for a version number that does
 * not go with the tables: it would hide what was changed in them. */
bool state_is_former(struct store *s, struct arena *a, struct hasher *h);

/* What an entry does to the state: log, act and object for all, then its kind's apply.  Faults latch; an entry of an
 * unknown kind is FAULT_DAMAGED. */
const struct fault *state_apply(struct store *s, struct arena *a, const struct entry *e) MUST_USE;

/* Drops the state and makes it again from the book, in the store's transaction; a book of an older format gets the tables
 * it lacks, no row of it changes. */
const struct fault *state_rebuild(struct store *s, struct arena *a) MUST_USE;

/* Replays the book of `from` into the state of `to`, an empty STORE_MEMORY; `each`, when not NULL, is called before each
 * entry is applied.  `to` gets the state alone, no entries. */
const struct fault *state_replay(struct store *from, struct store *to, struct arena *a,
	void (*each)(void *self, struct store *to, const struct entry *e), void *self) MUST_USE;

#endif
