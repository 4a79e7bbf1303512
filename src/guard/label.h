/* SPDX-License-Identifier: EUPL-1.2
 *
 * Labels: every column of every page and every typed text carries one, and it decides which roles read it.
 * A label says how far a text is spread, which is distribution and never a promise of secrecy: in law there is only
 * public, or secret on a provision (OSL 2009:400; TF 2 kap.).  What nobody labelled is LABEL_SECRET.
 */
#ifndef FYR_GUARD_LABEL_H
#define FYR_GUARD_LABEL_H

#include <stdbool.h>

#include "base/actor.h"

enum label {
	LABEL_SECRET = 0, /* no role reads it on a page: the default, so that forgetting hides */
	LABEL_OPEN,       /* everyone who may open the page: codes, dates, counts, what an act has published */
	LABEL_WORK,       /* the council's work: texts of measures, statuses, questions; not the administrator */
	LABEL_DECISION,   /* two-person decisions on matters elsewhere: the few who handle them, and who took part */
	LABEL_PERSON,     /* names of officials and members */
	LABEL_LOGIN,      /* what a person signs in with */
	LABEL_PASSAGE     /* passages of a council's notes: no role opens them, each passage says who reads it (guard/passage.h) */
};
enum { LABEL_COUNT = 7 };

extern const char *const label_names[LABEL_COUNT];

/* The set of roles that read a label. */
unsigned label_readers(enum label label);

/* May this actor read a cell with this label?  `is_part` is true when the row is about a matter in which the actor
 * took part (proposed, is asked to second): then LABEL_DECISION opens. */
bool label_may_read(enum label label, const struct actor *actor, bool is_part);

/* The label of a text in the copy that whoever asked for the document gets: its own, for distribution keeps nothing back in law;
 * that of passages, which no role opens, when it is withheld on a provision, or is for none of those who answer to read. */
enum label label_in_copy(enum label own, bool is_withheld);

#endif
