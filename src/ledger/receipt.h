/* SPDX-License-Identifier: EUPL-1.2
 *
 * Receipt: one entry with everything that proves it stands in a book, to be checked for ever, without the book.
 * Format: C2SP tlog-proof (file name ending .tlog-proof):
 *
 *     c2sp.org/tlog-proof@v1
 *     extra <base64 of {"disclosures":[D...],"leaf":"<the leaf, two lines>"} in canonical JSON>
 *     index <number of the entry>
 *     <base64 hash> ...                  the inclusion path, RFC 6962 §2.1.1
 *                                        an empty line
 *     <the signed checkpoint, verbatim, with the cosignatures it has>
 *
 * `extra` is optional in that specification and the log does not sign it; here it must be there, and all of it is bound:
 * the leaf by its hash, each D (ledger/disclosure.h) by its digest in the leaf.  A field's outer D comes before those of
 * its paragraphs, fields in the order of their names.  Reading is strict: one spelling, and every bit is checked but those
 * of cosignatures by keys that are not known.
 */
#ifndef FYR_LEDGER_RECEIPT_H
#define FYR_LEDGER_RECEIPT_H

#include "ledger/book.h"
#include "ledger/note.h"

struct receipt {
	uint64_t index;
	const struct hash *proof;
	size_t proof_count;
	const char *leaf;
	const char *const *disclosures;
	size_t disclosure_count;
	const char *checkpoint; /* the note; a report (desk/report.h) has one for all its entries, so NULL there */
};

/* The file's text, in the arena. */
const char *receipt_text(struct arena *a, const struct receipt *r);

/* Takes `n` bytes apart; nothing is verified.  Fault: FAULT_DAMAGED, saying what is wrong; also for more than FILE_MAX. */
const struct fault *receipt_from(struct arena *a, const char *bytes, size_t n, struct receipt *out) MUST_USE;

/* The leaf and its disclosures as one JSON object, as `extra` and a report hold them; and back.  False, *out untouched, when
 * it has another form; `index`, `proof` and `checkpoint` are left as they are. */
struct json *receipt_extra(struct arena *a, const struct receipt *r);
bool receipt_from_extra(struct arena *a, const struct json *extra, struct receipt *out);

/* A text that the receipt discloses. */
struct receipt_text {
	const char *field, *value;
};
struct receipt_proven {
	struct entry entry;
	struct receipt_text *texts; /* in the order of their fields */
	size_t text_count;
};

/* The entry, and do its texts belong to it?  That it stands in any book is not asked; its hash is left out.  `hidden` stands
 * where a paragraph is withheld.  Fault: FAULT_DAMAGED. */
const struct fault *receipt_entry(struct arena *a, struct hasher *h, const struct receipt *r, const char *hidden,
	struct receipt_proven *out) MUST_USE;

/* Does the entry stand in the tree of this checkpoint, whose signature the caller has verified, and do its texts belong to it?
 * Fault: FAULT_DAMAGED. */
const struct fault *receipt_prove(struct arena *a, struct hasher *h, const struct receipt *r, const struct checkpoint *c,
	const char *hidden, struct receipt_proven *out) MUST_USE;

#endif
