/* SPDX-License-Identifier: EUPL-1.2
 *
 * Request: somebody asks for a public document, and what becomes of it.  Nobody is asked who they are or what they want it for
 * (TF 2 kap. 18 §): no kind here has a field for either.
 *
 *   open      asked; passages of the notes may be masked, each on its provision
 *   answered  in part or not at all, or there is no such document; the authority's own decision may be asked for (OSL 6 kap. 3 §)
 *   decided   the authority has refused in writing, which may be appealed (TF 2 kap. 19 §); or a ruling let that stand, which may
 *             be taken to the next court
 *   appealed  and has been
 *   closed    answered whole; or the appeal was withdrawn.  One that changed the decision opens the request anew
 *
 * What a request is about is not erased while it is open or appealed, nor while it may still be gone on with: that long after
 * an answer, a decision or a ruling that lets it stand the three weeks of an appeal (FL 44 §) are counted with a week for the post.
 */
#ifndef FYR_KINDS_REQUEST_H
#define FYR_KINDS_REQUEST_H

#include "kinds/kind.h"

enum { REQUEST_HELD_DAYS = 28 };

#define REQUEST_FIELD { .name = "request", .type = FIELD_REF, .flags = FIELD_MUST, .object = "request" }
#define ROLES_RELEASERS (ROLE_COORDINATOR | ROLE_REGISTRAR)

/* The state, as above, in which the request stands that the offer is about: fits as a kind's `look`. */
const void *request_look(struct store *s, struct arena *a, const struct offer *o);

/* Refuses with `rule` one that stands in another. */
void request_check_state(const char *stands, const char *state, const char *rule, struct refusals *r);

/* Refuses with passage.provision an offer's provision that is none; one that is not given is not refused. */
void request_check_provision(const struct offer *o, struct refusals *r);

/* Moves it, and holds what it is about: to the end of the day `held_to`, 0 not at all, below 0 until further. */
void request_apply(struct store *s, const char *id, const char *state, int64_t held_to);

/* Writes down that who wrote the entry had a hand in the answer: that is not the second person. */
void request_lay_hand(struct store *s, const struct entry *e);

/* A text of entry `seq` is left out of the copy, on the provision of the entry `e`; or is shown again.  Who masks what is
 * masked already gives it another provision, and has a hand in it beside the first. */
void request_mask(struct store *s, const struct entry *e, int64_t seq, const char *field);
void request_unmask(struct store *s, const struct entry *e, int64_t seq, const char *field);
bool request_is_masked(struct store *s, const char *id, int64_t seq, const char *field);

/* Is that text of the entry held by a request on that day: is it, or what the entry is about, what was asked for?  A frozen page
 * holds what it shows: of each measure, closing and goal on it the texts that stand there (state/schema.sql, request_shows). */
bool request_holds(struct store *s, const struct entry *e, const char *field, int today);

#endif
