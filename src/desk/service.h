/* SPDX-License-Identifier: EUPL-1.2
 *
 * Service: what may be asked of the writer, as one JSON object a question and one an answer (base/frame.h carries them).
 * Workers and the command line ask the same way, each with its own evidence of who asks: a session, or the operating-
 * system user of the other end of the socket.
 *
 *   {"op":"write","kind":K,"fields":[[name,value]...],"n":nonce?,"base":head?,"dry":true?,"seed":S?,
 *    "assertion":{"id":I,"ad":A,"cd":C,"sig":G}?, who}     a seed needs n and base, an assertion the seed (desk/sign.h)
 *        -> {"seq":N,"hash":H,"checkpoint":note|null,"refusals":[...],"conflict":b,"repeat":b,
 *            "sign":{"statement":line,"challenge":base64url,"keys":[id...]}?}      when dry and the asker has to sign it
 *   {"op":"batch","offers":[{"kind":K,"fields":[...],"n":nonce?,"base":head?,"draft":O?}...],"head":N?,"dry":true?, who}
 *        all or nothing; what the same batch changed is no conflict
 *        -> {"answers":[{"seq":..,"refusals":[..],"conflict":b,"repeat":b}...],"written":b}
 *   {"op":"sign_in","login":L,"passphrase":P,"source":S,"agent":A?,"session":T?}
 *        -> {"session":T,"news":true?} | {"no":true} | {"wait":seconds}   news: others made links for this person
 *   {"op":"sign_out","session":T}                          -> {}
 *   {"op":"redeem","token":T,"passphrase":P}               -> {"session":T} | {"no":true} | {"weak":true}
 *   {"op":"link","person":ref, who}     -> {"token":T,"sort":invite|reset} | {"no":true}    administrator or coordinator
 *   {"op":"letters","persons":[id...], who}  -> {"letters":[[id,token]...],"until":instant} | {"no":true}
 *        coordinator, while a period is open; SERVICE_LETTERS_MAX at most
 *   {"op":"open_letter","token":T,"source":S,"agent":A?,"session":T?}  -> {"session":T} | {"no":true} | {"wait":seconds}
 *   {"op":"end_session","id":N?, "session":T}               -> {} | {"no":true}   one of one's own, or all but this one
 *   {"op":"calendar","end":true?,"person":id?, who}         -> {"token":T} | {} | {"no":true}     the address of one's own
 *        calendar, made anew or ended; an administrator may end another person's
 *   {"op":"draft","kind":K,"obj":O,"fields":[...], who}    -> {"refusals":[...]}   guarded like an entry; no rules
 *   {"op":"upload",...}                                     desk/upload.h
 *   {"op":"notes_save",...}, {"op":"notes_finish",...}      desk/notes.h
 *   {"op":"show_as","as":LOGIN}                            -> {"session":T}    example council only
 *   {"op":"ready"}                                         -> {}
 *   {"op":"key_challenge",...}, {"op":"key_make",...}, {"op":"key_sign_in",...}    desk/key.h
 *   {"op":"stamp",...}, {"op":"alarm",...}                  desk/stamp.h
 *   who: "session":T, or "as":LOGIN in an example council, or nothing: the user of the socket
 * A session from a letter may do little (desk/scope.h); the rest is refused by rule "session.needs_passphrase".
 * A fault is {"fault":sort,"what":sentence}, with "why" when the writer knows what its disk ails from.  Nothing was written
 * then, but for a disk that failed at the last moment: the nonce tells.
 */
#ifndef FYR_DESK_SERVICE_H
#define FYR_DESK_SERVICE_H

#include "desk/desk.h"

enum { SERVICE_LETTERS_MAX = 500 }; /* in one question */

struct stamps;

struct service {
	struct desk *desk;
	struct stamps *stamps;  /* of the writer; NULL: nobody is asked for any */
	const char *checkpoint; /* the newest signed one, or NULL */
};

/* Answers one question inside the caller's transactions on book and office.  `user` is the operating-system user of the
 * asker, or NULL.  Returns the answer, in `a`; *out_wrote is set when the book was changed.  A fault of the store ends
 * the caller's transaction: it is returned, not told. */
const struct fault *service_answer(struct service *s, struct arena *a, const struct json *question, const char *user,
	struct json **out_answer, bool *out_wrote) MUST_USE;

/* Who was closed leaves no passphrase, session, draft or unused link behind, and finished notes no passage being written.  Done
 * with the act, and once more at a start: the power may have gone when the book was on the disk and the office was not. */
void service_drop_leftovers(struct desk *d, struct arena *a);

struct json *service_said(struct arena *a, const char *word); /* {word:true} */
struct json *service_fault(struct arena *a, const struct fault *f);
struct json *service_refusals(struct arena *a, const struct refusals *r);
/* [[name,value]...] as pairs; false when it is something else. */
bool service_fields(struct arena *a, const struct json *list, struct given **out, size_t *out_count) MUST_USE;

#endif
