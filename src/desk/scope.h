/* SPDX-License-Identifier: EUPL-1.2
 *
 * Scope: what a session opened by a letter's link may do (docs/why/letter-sessions.md).  The coordinator makes the letters
 * and could open one of them, so such a session must never make anybody the second person.  The writer holds to this
 * (desk/service.c); pages only follow.
 */
#ifndef FYR_DESK_SCOPE_H
#define FYR_DESK_SCOPE_H

#include "desk/desk.h"

/* May this kind be written, or drafted, in a session from a letter?  The one list of them is in scope.c. */
bool scope_letter_may(const char *kind);

/* A session from a letter carries only the roles of those who report: whoever is also coordinator, registrar, auditor or
 * administrator leaves that at the passphrase, and ROLE_BY_LETTER keeps from it what is secret (guard/passage.h).  False
 * when no role is left; *actor is then the public. */
bool scope_letter_narrow(struct actor *actor);

/* Refuses an act that the session may not do: `letter_by` is who made the letter that opened it, NULL for a session with
 * passphrase.  Also refuses to confirm what was written by a letter one has made oneself. */
void scope_check(struct desk *d, struct arena *a, const struct actor *actor, const char *letter_by, const struct act *act,
	struct refusals *r);

/* The instant until which a letter of the open period is valid: the end of the fourteenth day after its answer-by date, but
 * a week at least.  False when no period is open. */
bool scope_letter_until(struct store *s, struct arena *a, int64_t now, int64_t *out_until);

#endif
