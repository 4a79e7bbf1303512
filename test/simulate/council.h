/* SPDX-License-Identifier: EUPL-1.2
 *
 * Council: what people ask, what they are answered, and whether it holds.  people.h chooses, council.c judges.
 */
#ifndef FYR_TEST_SIMULATE_COUNCIL_H
#define FYR_TEST_SIMULATE_COUNCIL_H

#include "model.h"
#include "store/store.h"
#include "wire.h"

enum { OFFERS_MAX = 6, NONCE_BYTES = 32 };

/* One act somebody wants written. */
struct wish {
	char kind[24], n[NONCE_BYTES];
	struct json *fields;         /* [[name, value]...] as it is sent */
	struct json *d, *f;          /* the same as the model reads it */
	const char *base;
	int64_t seq;                 /* where it stands in the book; -1 not that we know */
	char login[ID_BYTES];        /* the name a person_bound gives */
};

enum ask_op { ASK_WRITE, ASK_BATCH, ASK_DRAFT, ASK_SESSION, ASK_LETTERS, ASK_OPEN_LETTER, ASK_LINK };
enum ask_with { WITH_NAME, WITH_SESSION, WITH_LETTER, WITH_NOTHING, WITH_NONSENSE };

/* One question on one connection. */
struct ask {
	struct arena *arena;
	bool is_used, is_sent, is_answered, is_lost, is_alone;
	enum ask_op op;
	enum ask_with with;
	int person;                  /* who asks, -1 nobody */
	struct wish wishes[OFFERS_MAX];
	int count, tries;
	int day;                     /* when it was sent */
	int64_t first_size;          /* entries that were there when it was first sent */
	const char *never;           /* why it may never be accepted, whatever the model says; NULL */
	const char *expected;        /* why the model refused it when it was sent; NULL */
	int64_t repeats;             /* it is an old act asked again, which has this number; -1 it is not */
	bool may_write;              /* false: a dry run */
	const char *letter_by;
	const char *answer;          /* the line that came; in the arena */
	const char *token;           /* of a letter to be opened */
	int for_person;
};

struct session {
	char token[64];
	const char *letter_by;       /* NULL: an ordinary one */
	int64_t made;
};

struct council {
	struct model model;
	struct ask asks[WIRES];
	struct session sessions[PERSONS_MAX], letters[PERSONS_MAX];
	char letter_tokens[PERSONS_MAX][64];
	const char *letter_makers[PERSONS_MAX];
	struct store *store;         /* of the writer that runs */
	struct arena *arena;         /* one turn */
	int64_t turns, ends;         /* of the world; the last instant */
	int64_t clock_debt;          /* by so much the clock is ahead and will be set back */
	int asks_a_day;
	int findings;                /* the first is told whole */
	int64_t accepted, refused, faults, repeated, lost, expired, batches, drafts, opened_letters, by_letter, conflicts,
		checkpoints, clock_backs, forged, in_pieces, compared, abandoned, told_nothing, leap_days;
	char first_finding[400];
	bool is_stopping, is_over;
	int64_t next_crash;          /* in turns */
	struct json *old[32];        /* questions answered with yes, to be asked again */
	struct arena *old_arena;
};
extern struct council council;

void finding(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* Reads what is new in the book into the model and judges the answers that came. */
void council_settle(void);
/* After a start: is everything there that was? */
void council_recover(void);
/* Tables against the model. */
void council_compare(void);

void people_turn(void);
/* What is asked again after the writer was gone. */
void people_return(void);
void ask_send(int wire);

#endif
