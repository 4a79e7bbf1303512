/* SPDX-License-Identifier: EUPL-1.2
 *
 * Log key: the keys of a book's log, as its state has them, and as its entries prove them.
 *
 * Who runs the council takes the state's word.  Who verifies follows the entries: the first names a key, log_key_seconded
 * another, log_key_retired ends what came before the newest.  A newer key is believed only when one that is believed has
 * signed a checkpoint that covers the newer one's entry: otherwise anybody could write on from an old copy of the book with
 * keys made up by himself.
 */
#ifndef FYR_DESK_LOG_KEY_H
#define FYR_DESK_LOG_KEY_H

#include "desk/desk.h"
#include "ledger/log_keys.h"

/* The keys of the council in `s`, in `a`.  A state from before there was more than one has the key of entry 0.
 * FAULT_DAMAGED when there is none. */
const struct fault *log_key_all(struct store *s, struct arena *a, struct hasher *h, struct log_keys *out) MUST_USE;
/* Those that count for checkpoints of that size: their vkeys as a list. */
struct json *log_key_names(struct arena *a, const struct log_keys *keys, uint64_t size);

/* Ends the overlap of two keys when its time is over and the newest checkpoint shows that the newer one signs. */
const struct fault *log_key_retire_when_due(struct desk *d, struct arena *a) MUST_USE;

/* The entries of a book followed one by one, and then its checkpoints. */
struct log_key_chain {
	struct arena *arena;      /* keeps what the keys are made of */
	struct hasher *hasher;
	struct log_keys keys;
	struct {
		int64_t seq;
		char by[64], ref[96], vkey[256];
	} proposed;               /* the newest; seq 0: none.  Kept in place: a book made to do harm may hold millions of them */
	int64_t signed_size[LOG_KEYS_MAX]; /* one more than the largest that the key signed; 0: none */
	size_t latest;            /* of each checkpoint the oldest key that signed it; of these the newest */
};

/* NULL, or what is wrong with the entry as far as the log's keys go. */
const char *log_key_follow(struct log_key_chain *c, const struct entry *e);
/* As log_keys_verify, and takes in who signed with whom. */
const struct fault *log_key_note(struct log_key_chain *c, struct arena *a, const char *bytes, size_t n, struct checkpoint *out,
	size_t *out_others) MUST_USE;
/* When all checkpoints have been seen: how far they lead whoever knows the key at that place: by what it signed to the keys
 * whose entries that covers, by what these signed further.  The size of the last; -1: it signed nothing. */
int64_t log_key_reach(const struct log_key_chain *c, size_t key);
/* A key that a checkpoint rests on although nothing leads from the first one to it; NULL: none. */
const char *log_key_unvouched(const struct log_key_chain *c);

#endif
