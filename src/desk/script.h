/* SPDX-License-Identifier: EUPL-1.2
 *
 * Script: acts written down, a line each; what the example council and the test cases are made of.
 *
 *   # a comment
 *   at 2026-10-05                      the clock stands at 09:00 Swedish time (or an instant: 2026-10-05T15:00:00Z)
 *   at now-3                           three days before the real time, so that what waits in the example still does
 *   as contact                         who acts: the person who signs in by that name; "system", "public"
 *   write status_reported measure=1 process=green evidence=counted text="Två rader.\nOch en till."
 *   let s = write status_reported ...  keeps the entry's number: later lines say $s, until it is kept anew
 *   key coordinator                    proposes a software key for that person (example councils); $key is the entry's number
 *   finish 1                           finishes the notes of meeting 1: all passages noted so far
 *
 * A value now+14 is the day a fortnight after the real time.  A value with spaces stands in quotes; inside them \n is a
 * line break, \" a quote and \\ a backslash.
 */
#ifndef FYR_DESK_SCRIPT_H
#define FYR_DESK_SCRIPT_H

#include "desk/desk.h"

enum { SCRIPT_WORDS_MAX = 400, SCRIPT_NAMES_MAX = 200 };

struct script_line {
	size_t number;      /* 1 is the first line of the text */
	size_t count;
	const char *words[SCRIPT_WORDS_MAX];
};

/* Reads the next line that says something; false at the end.  *cursor and *number move on.  A quote that is never closed
 * or too many words gives count 0. */
bool script_read(struct arena *a, const char **cursor, size_t *number, struct script_line *out);

/* Who plays: the desk, its clock, who acts now, the numbers kept. */
struct player {
	struct desk *desk;
	struct env_fixed *clock;
	struct actor actor;
	struct {
		const char *name, *value;
	} names[SCRIPT_NAMES_MAX];
	size_t name_count;
	bool is_batch;    /* the caller holds the transaction */
	int64_t real_now; /* what `at now`, `at now-7` and a value now+7 (days) mean; 0: those are not understood */
};

enum script_deed { SCRIPT_SET, SCRIPT_WROTE, SCRIPT_OTHER };

/* Plays one line.  SCRIPT_WROTE: *out_answer is what the desk said.  SCRIPT_OTHER: a word that is not ours (a test's
 * `expect`).  Faults FAULT_USAGE for a line that cannot be understood.  Names and actors live in `a`. */
const struct fault *script_play(struct player *p, struct arena *a, const struct script_line *line,
	enum script_deed *out_deed, struct answer *out_answer) MUST_USE;

/* Plays a whole text in which every act must be accepted; faults name the line and the rule. */
const struct fault *script_play_all(struct player *p, struct arena *a, const char *path, const char *text) MUST_USE;

#endif
