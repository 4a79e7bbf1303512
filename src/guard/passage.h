/* SPDX-License-Identifier: EUPL-1.2
 *
 * Passage: who reads a passage of a council's notes.  Each says itself how far it is spread:
 *
 *   public    everybody, once the notes have been published; before that those who read the council's work
 *   council   those who read the council's work (LABEL_WORK)
 *   secret    of these only who answers for the organisation it came from or for one it was shared with; no role opens it
 *
 * Secret is what a provision of the law on secrecy may cover (OSL 2009:400), which is for whoever is asked to release it to
 * try; the other two are distribution.  Nobody reads one that has no such word.
 */
#ifndef FYR_GUARD_PASSAGE_H
#define FYR_GUARD_PASSAGE_H

#include <stdbool.h>

#include "base/actor.h"

struct passage_spread {
	const char *audience;      /* "public", "council" or "secret"; anything else, NULL too, is nobody's */
	const char *organisations; /* ids of sender and readers, each between spaces: " o-a o-b "; NULL for none */
	bool is_published;         /* by an act after it was written */
	bool is_released;          /* to whoever asked for these notes: distribution keeps nothing back, a provision does */
	bool is_withheld;          /* masked in this copy, on a provision: then nobody reads it there */
};

/* What is secret is read by nobody who came by a letter: the coordinator makes those, and could open one. */
bool passage_may_read(const struct passage_spread *spread, const struct actor *actor);

#endif
