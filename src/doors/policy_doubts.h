/* SPDX-License-Identifier: EUPL-1.2
 *
 * Policy doubts: a policy may be well formed and still prove little, since nothing in it is independent of the log
 * (reliability T53).  What a name or an address tells of that is said in words; it is a hint, for two names may have one owner
 * and one name two.  What is no policy at all, ledger/policy.h refuses: a key under two names, a quorum of none or of more than
 * there are.
 */
#ifndef FYR_DOORS_POLICY_DOUBTS_H
#define FYR_DOORS_POLICY_DOUBTS_H

#include "ledger/policy.h"

/* Tells on standard error, a line each, what is doubtful about `p` for the log of that key: a witness with the log's own key, at
 * this machine, or of the operator of the log; two of one operator; a quorum that nobody need sign, that cannot be asked for,
 * or that the log's operator makes alone.  An operator is the last two labels of a name's domain. */
void policy_doubts_tell(struct arena *a, const struct policy *p, const struct vkey *log);

#endif
