/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes: a meeting's notes on their way.  Passages being written lie in the office (auth/passage.h), before the coordinators
 * alone; finishing makes entries of all of them at once, after which the drafts go (service_drop_leftovers).
 *
 *   {"op":"notes_save","meeting":ref,"rows":[{"id":N,"version":V,"was":M?,"n":nonce?,
 *    "fields":[[name,value]...],"do":remove|up|down|section?}...], who}
 *        -> {"rows":[{"id":N,"version":V,"was":M?,"refusals":[...],"conflict":b}...]} | {"no":true}
 *        A row of id 0 is new, kept when it has a text; sent again with the same nonce and words it is the same passage,
 *        answered as it was at first.  Each row is kept or refused by itself: one that says what is kept
 *        already, or what it said when the form was made (`was`, draft_passage_mark), changes nothing, and is answered its
 *        own version and `was` again when somebody else changed it: it has not seen the other's words.  One that says
 *        something else and was changed by somebody else since `version` is a conflict, and the other's words stay.
 *        To remove one is of its version alone, whatever else the row says: of another it is a conflict, and one that is
 *        gone stays so.
 *   {"op":"notes_finish","meeting":ref,"seen":[[id,version]...],"noted":N?, who}
 *        -> {"seq":N,"passages":N} | {"refusals":[...],"moved":true?} | {"no":true}
 *        All or nothing.  A refusal's field reads "FIELD.ID".  moved: the drafts are not those that were seen, or not so many
 *        passages as were seen are entries already (none, unless said).  The drafts stand after these.
 *
 * A draft's fields are those of passage_noted but for meeting and position, and `form`: paragraph, heading, list or table,
 * which goes into the text (kinds/passage.h).  Drafts need not be whole, but hold no identity number.  Up and down go past
 * those under the same row of the agenda.  section: what stood behind a heading under the same row, until the next heading of
 * its level or a higher one, goes along to the row that the heading has now.
 */
#ifndef FYR_DESK_NOTES_H
#define FYR_DESK_NOTES_H

#include "auth/passage.h"
#include "desk/desk.h"

enum { NOTES_BYTES_MAX = 400 << 10 }; /* drafts of one meeting: their form fits into BODY_MAX three times over */

struct json *notes_save(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question);
const struct fault *notes_finish(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question,
	struct json **out_answer, bool *out_wrote) MUST_USE;

/* What is kept of a draft, in the arena; false when it cannot be read. */
bool notes_kept(struct arena *a, const struct draft_passage *draft, struct given **out, size_t *out_count) MUST_USE;

/* The act that finishes a meeting's notes with the passages that are entries, given in the arena. */
void notes_finished_act(struct store *s, struct arena *a, const char *meeting, struct act *out);

#endif
