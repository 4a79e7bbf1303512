/* SPDX-License-Identifier: EUPL-1.2
 *
 * Key: what a browser asks of the writer about keys, and its answers.  Signing is desk/sign.h's.
 *
 *   {"op":"key_challenge","session":T?}      -> {"challenge":C,"keys":[id...]?} | {"no":true}    without a session: to sign in with
 *   {"op":"key_make","session":T,"challenge":C,"attestation":A,"cd":D,"rp":H}  -> {"made":true} | {"refused":rule}
 *   {"op":"key_sign_in","challenge":C,"assertion":{..},...}   as sign_in: -> {"session":T,"news":true?} | {"refused":rule}
 *
 * A key that was made is kept in the office (auth/device.h) until it is proposed like any other act; the book takes it when
 * another person has seconded it.
 */
#ifndef FYR_DESK_KEY_H
#define FYR_DESK_KEY_H

#include "desk/desk.h"

/* `by` may ask in a session of her own that no letter opened, or is NULL. */
struct json *key_challenge(struct desk *d, struct arena *a, const struct json *question, const char *by);
struct json *key_make(struct desk *d, struct arena *a, const struct json *question, const char *by);

/* Who signs in with a key: the name of the rule that refuses, or NULL with the person's id. */
const char *key_sign_in(struct desk *d, struct arena *a, const struct json *question, const char **out_person);

/* The names by which the person's devices call the keys that count, base64url. */
struct json *key_names(struct desk *d, struct arena *a, const char *person);

#endif
