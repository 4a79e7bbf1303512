/* SPDX-License-Identifier: EUPL-1.2
 *
 * Passages of notes that are being written: furniture of the secretariat, one row each, until the notes are finished.  The
 * same rules hold as for the rest of the office (auth/office.h): only the writer changes it, inside its transaction.
 */
#ifndef FYR_AUTH_PASSAGE_H
#define FYR_AUTH_PASSAGE_H

#include "auth/office.h"

enum { DRAFT_PASSAGES_MAX = 300 }; /* of one meeting */

struct draft_passage {
	int64_t id, version;
	const char *fields; /* JSON, [[name, value]...] */
	const char *by;     /* person who changed it last */
	int64_t t;
	const char *act;    /* draft_passage_act of the row it was made by; or NULL */
};

/* The meeting's, in their order, in the arena; returns how many.  Reads only. */
size_t draft_passages(struct store *office, struct arena *a, const char *meeting, struct draft_passage **out);

/* A word by which the same fields are known again: a form holds it, so that a passage nobody changed in it is left alone. */
char *draft_passage_mark(struct arena *a, const char *fields);

/* A word by which a new passage is known when it is sent again, its answer having been lost: made of the nonce that its form
 * gave it and of what it said first.  Another passage with the same nonce says something else and is another one. */
char *draft_passage_act(struct arena *a, const char *nonce, const char *fields);

/* Puts a new one last; gives its id.  -1, and nothing done, when there are DRAFT_PASSAGES_MAX.  `act` may be NULL. */
int64_t draft_passage_add(struct store *office, const char *meeting, const char *fields, const char *act, const char *by,
	int64_t now);
/* These expect that it is there, as the caller has looked. */
void draft_passage_change(struct store *office, int64_t id, const char *fields, const char *by, int64_t now);
void draft_passage_drop(struct store *office, int64_t id);
/* The two, of one meeting, change places. */
void draft_passage_swap(struct store *office, int64_t id, int64_t other);
/* It stands before all the others of the meeting. */
void draft_passage_first(struct store *office, const char *meeting, int64_t id);

void draft_passages_drop(struct store *office, const char *meeting);

#endif
