/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sign: a person's own signature on its way into the book.
 *
 * A page that has something to be signed asks twice (desk/service.h).  First dry, with a seed: the answer holds the
 * statement and its challenge.  The browser has the challenge signed.  Then once more with the same seed, nonce and base and
 * the assertion: the same statement comes out, unless the world moved, and the assertion is asked to fit it.  In an example
 * council the program signs itself, with the software keys it keeps, for those who have no key of their own that counts.
 */
#ifndef FYR_DESK_SIGN_H
#define FYR_DESK_SIGN_H

#include "desk/desk.h"

/* {"id":..,"ad":..,"cd":..,"sig":..}, as the browser gave it, all base64url; false when it has another form. */
bool sign_given(struct desk *d, struct arena *a, const struct json *given, struct assertion *out);

/* Has the key been used to sign in, and counted further then?  There is a copy of it. */
bool sign_is_copied(struct desk *d, struct arena *a, const struct assertion *signature);

/* The signature the entry gets, or NULL; refuses into `out` when one is missing or does not count.  A missing one is no
 * refusal when the act is only judged.  Sets must_sign, statement and challenge of `out`. */
const struct assertion *sign_asked(struct desk *d, struct arena *a, const struct act *act, bool is_dry,
	const struct offer *offer, const char *statement, struct answer *out);

#endif
