/* SPDX-License-Identifier: EUPL-1.2
 *
 * Disclosure: a typed text outside its entry, bound to it by a salted digest (RFC 9901 §4.2; design §4).
 *
 *     D      = base64url(JSON [salt, name, value])         no spaces; salt = base64url of 16 bytes
 *     digest = base64url(SHA-256(D as ASCII))               this stands in the entry's "f"
 *
 * A text of more than one paragraph is disclosed recursively: its value is an array of {"...": digest of D_i}, and
 * D_i = base64url(JSON [salt_i, paragraph]).  So one paragraph can be withheld and the rest still verifies; without
 * its salt nobody can test a guess against a digest.
 *
 * Paragraphs: the text is split at each "\n\n", from the left, without overlap.  So they may be empty or begin
 * with a newline, and joining them with "\n\n" gives back exactly the text.
 */
#ifndef FYR_LEDGER_DISCLOSURE_H
#define FYR_LEDGER_DISCLOSURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "base/json.h"

enum { SALT_BYTES = 16 };

/* How many paragraphs; at least 1, also for the empty text. */
size_t disclosure_paragraphs(const char *value);

/* Bytes of salt the text takes: SALT_BYTES for one paragraph, SALT_BYTES * (1 + n) for n, the outer salt first,
 * then one a paragraph.  The bytes are fresh chance for each text, never derived from anything. */
size_t disclosure_salt_bytes(const char *value);

/* The digest for the entry; NULL when `salt_bytes` is not what the text takes. */
char *disclosure_digest(struct arena *a, struct hasher *h, const void *salt, size_t salt_bytes, const char *name,
	const char *value);

/* All D's, for an export or a reader who may see the whole text: the outer one first, then one a paragraph when
 * there are several.  Returns their number, 0 when `salt_bytes` is not what the text takes; the list lives in
 * the arena. */
size_t disclosure_list(struct arena *a, struct hasher *h, const void *salt, size_t salt_bytes, const char *name,
	const char *value, const char *const **out_list);

/* The digest of one D as it was handed over, whatever spelling its JSON has. */
char *disclosure_digest_of(struct arena *a, struct hasher *h, const char *disclosure);

/* What one D says.  Everything lives in the arena. */
struct disclosure {
	const char *salt;         /* as written */
	const char *name;         /* NULL: an element of an array, here a paragraph */
	const struct json *value;
};
/* False, *out untouched, unless D is base64url of a JSON array of two or three elements, the salt and name
 * texts, the name neither "_sd" nor "..." (RFC 9901 §4.2.1). */
bool disclosure_read(struct arena *a, const char *disclosure, struct disclosure *out);

/* Whether the D's at hand prove a text: the outer one must have `digest`, its name must be `name`, and each D must
 * belong to it once; a D of something else is refused.  *out_value is the text with `hidden` in the place of each
 * paragraph whose D is missing.  Fault: FAULT_DAMAGED. */
const struct fault *disclosure_verify(struct arena *a, struct hasher *h, const char *const *list, size_t count,
	const char *name, const char *digest, const char *hidden, const char **out_value) MUST_USE;

#endif
