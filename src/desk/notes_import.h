/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes that were written elsewhere, among the drafts of a meeting's notes (desk/notes.h): all of them, or none.
 *
 *   {"op":"notes_import","meeting":ref,"audience":council|public,"blocks":[[FORM,TEXT]...], who}
 *        -> {"passages":N,"refusals":[...]} | {"no":true}
 *        Nothing is kept when a block holds an identity number: each is told by its number and the words before it, never
 *        with the number itself (in a table also when the border of two cells parts it); nor when all blocks stand among
 *        the drafts or on the agenda already, they do not fit, or the form of notes would not take one of them.  A heading
 *        that is the title of a row of the meeting's agenda, in capitals or not, is not kept: what follows stands under
 *        that row, until a heading of the title's level or a higher one that is no such title, which stands under none.
 *        Remarks: what looks like an identity number (by the first such block).
 */
#ifndef FYR_DESK_NOTES_IMPORT_H
#define FYR_DESK_NOTES_IMPORT_H

#include "desk/desk.h"

struct json *notes_import(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question);

#endif
