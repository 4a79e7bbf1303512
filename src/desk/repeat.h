/* SPDX-License-Identifier: EUPL-1.2
 *
 * Repeat: the same act sent twice is written once (design §4).  A form's nonce says that it is the same form, its content
 * whether it still says the same: somebody who goes back, changes a word and sends again must not be told that the change
 * was written.
 */
#ifndef FYR_DESK_REPEAT_H
#define FYR_DESK_REPEAT_H

#include "desk/desk.h"

enum repeat {
	REPEAT_NONE,  /* the person has not used this nonce */
	REPEAT_SAME,  /* *out names the entry the act made then */
	REPEAT_OTHER  /* the nonce was used for an act that said something else */
};

/* Texts erased since, and what the person left to the program then (the open period), are not compared. */
enum repeat repeat_find(struct desk *d, struct arena *a, const struct kind *k, const struct actor *actor,
	const struct act *act, struct answer *out);

#endif
