/* SPDX-License-Identifier: EUPL-1.2
 *
 * Stamp: what others have seen of the book, in the writer's hands: the witnesses of FILE-policy (ledger/policy.h) and the
 * signer's memory on another disk (desk/head.h).
 *
 * Nothing is written or signed while one of them contradicts the book, for going on would make two books that both are signed;
 * nor, after a start, before as many witnesses as the policy's quorum asks for have agreed with what was signed last.  What a
 * witness contradicted is kept in FILE-alarm, so that no start forgets it; whoever has found out why removes that file.
 *
 * Two questions of desk/service.h belong here; the process that talks to the witnesses (doors/submit.h) puts them:
 *
 *   {"op":"stamp","size":N?,"lines":[[vkey,line]...],"asked":true?}  -> {"note":newest checkpoint,"size":N,"cleared":b}
 *        the lines, each a witness's of the policy under the checkpoint of that size, are stored; another line is passed over.
 *        `asked`: every witness has been tried since the start
 *   {"op":"alarm","what":sentence}                                   -> {}
 */
#ifndef FYR_DESK_STAMP_H
#define FYR_DESK_STAMP_H

#include "desk/desk.h"
#include "ledger/policy.h"

enum { ALARM_MAX = 4 << 10 };

struct stamps {
	struct desk *desk;
	struct policy policy;
	bool is_cleared;   /* as many witnesses as are needed have agreed since the start, or none is needed */
	const char *alarm; /* who contradicted the book, and how; NULL: nobody has */
};

/* For a desk that writes; what it holds lives in the desk's arena.  FAULT_USAGE when FILE-policy is not a policy, or one for
 * another log. */
const struct fault *stamps_open(struct arena *a, struct desk *d, struct stamps *out) MUST_USE;

/* Why nothing may be written or signed now, a sentence; NULL when it may.  *out_word is its word in the catalogues. */
const char *stamps_objection(const struct stamps *s, const char **out_word);

/* Is there a FILE-alarm?  For whoever shows the council. */
bool stamps_is_alarmed(struct arena *a, const struct desk *d);

/* The two questions.  `newest` is the newest signed checkpoint, or NULL. */
struct json *stamps_take(struct stamps *s, struct arena *a, const struct json *question, const char *newest);
struct json *stamps_alarm(struct stamps *s, struct arena *a, const struct json *question);

#endif
