/* SPDX-License-Identifier: EUPL-1.2
 *
 * Book: the entries of one council.  Appending and reading; the tree over them; the checkpoints.
 * A leaf is two lines of JSON, stored and hashed verbatim (design §4): the statement a person stands for, and the
 * envelope the writer adds.  Typed texts stand outside as RFC 9901 disclosures.
 */
#ifndef FYR_LEDGER_BOOK_H
#define FYR_LEDGER_BOOK_H

#include <stdbool.h>

#include "base/hash.h"
#include "base/json.h"
#include "ledger/assertion.h"
#include "ledger/merkle.h"
#include "store/store.h"

/* A text beside the leaf. */
struct book_text {
	const char *field;
	const char *value;
	const void *salt;
	size_t salt_bytes;
};

/* An entry as read: everything lives in the arena it was read into. */
struct entry {
	int64_t seq;
	int64_t time;         /* the envelope's instant */
	int day;              /* its Swedish calendar day */
	const char *t;        /* the same instant as text */
	const char *kind, *by, *role, *obj, *n, *base, *log;
	const char *ref;      /* "<seq>:<base64 leaf hash>", or NULL */
	const struct json *d; /* codes, dates, numbers, references */
	const struct json *f; /* field -> digest */
	const struct assertion *signature; /* of the statement, by its maker's own key (ledger/assertion.h), or NULL */
	const char *line;     /* the statement with its newline */
	const char *hash;     /* base64 of the leaf hash */
};

struct book {
	struct store *store;
	struct hasher *hasher;
	struct merkle_frontier frontier;
	int64_t last_time; /* of the newest entry: envelope times never go back */
};

/* Reads the tree's frontier.  Faults: FAULT_DAMAGED. */
const struct fault *book_open(struct arena *a, struct store *s, struct hasher *h, struct book *out) MUST_USE;

/* Appends one leaf within the store's transaction: `statement` is canonical JSON with its newline, `signature` its maker's
 * or NULL; whether it is good, who calls has asked.  The envelope gets book_time(now).  *out is the entry as it now stands.
 * Faults latch in the store; FAULT_USAGE for a leaf over LEAF_MAX. */
const struct fault *book_append(struct book *b, struct arena *a, const char *statement,
	const struct assertion *signature, int64_t now, const struct book_text *texts, size_t text_count, struct entry *out) MUST_USE;

/* Appends a leaf as it stands in another copy of the book, its envelope with it, and no texts.  FAULT_DAMAGED when it is not
 * well formed or has another number than comes next; the rest as book_append. */
const struct fault *book_append_leaf(struct book *b, struct arena *a, const char *leaf, struct entry *out) MUST_USE;

/* The instant an entry bears that is written `now`: times in a book never go back, though a clock may. */
int64_t book_time(const struct book *b, int64_t now);

/* Undoes what book_append did to the frontier after the store rolled back. */
struct book_place {
	struct merkle_frontier frontier;
	int64_t last_time;
};
struct book_place book_place(const struct book *b);
void book_return(struct book *b, struct book_place place);

/* Parses and checks a leaf: two lines, canonical, all members there and no others, seq as given.
 * Faults FAULT_DAMAGED with what is wrong. */
const struct fault *entry_parse(struct arena *a, const char *leaf, int64_t seq, struct entry *out) MUST_USE;
/* The same for a statement alone, with its newline: seq, time and hash are left 0. */
const struct fault *entry_parse_statement(struct arena *a, const char *line, struct entry *out) MUST_USE;
/* Reads one entry.  FAULT_NOTHING when there is none. */
const struct fault *book_read(struct store *s, struct arena *a, int64_t seq, struct entry *out) MUST_USE;

/* The stored checkpoint over `size` entries as a signed note: the log's own signature, then the cosignature of each witness,
 * its first.  Any note reader takes it as it is.  NULL when there is none of that size. */
char *book_checkpoint_note(struct store *s, struct arena *a, int64_t size);

/* "<size>:<base64 root>": what a person's offer builds on. */
char *book_head(const struct book *b, struct arena *a);

/* Was this the book's head once, or is it now?  What a person claims to build on is never believed: a head that never was
 * would stand in the entry for ever, and one from the future would switch the conflict test off. */
bool book_had_head(const struct book *b, struct arena *a, const char *head);

/* Consistency proof from an older size to the present one, for the signer. */
const struct fault *book_proof(struct book *b, struct arena *a, uint64_t from, struct hash **out, size_t *out_n) MUST_USE;

/* The same from one older size to another, for witnesses.  Faults: FAULT_USAGE unless 1 <= from <= to and the book has so many. */
const struct fault *book_consistency(struct book *b, struct arena *a, uint64_t from, uint64_t to, struct hash **out,
	size_t *out_n) MUST_USE;

/* Inclusion proof of entry `seq` in the tree of the first `size` entries, for receipts.  Faults: FAULT_USAGE unless
 * seq < size and the book has so many. */
const struct fault *book_inclusion(struct book *b, struct arena *a, uint64_t seq, uint64_t size, struct hash **out,
	size_t *out_n) MUST_USE;

/* Rehashes the stored leaves from `from` to the end and compares: a bit that flipped between check and disk is found
 * before a checkpoint covers it (the Yeti 2022 case). */
const struct fault *book_reread(struct book *b, struct arena *a, int64_t from) MUST_USE;

#endif
