/* SPDX-License-Identifier: EUPL-1.2
 *
 * Export: the log as a folder that strangers can check without this program, without the municipality, and without trust in
 * either.  It covers exactly the newest stored checkpoint (C2SP tlog-tiles, tlog-checkpoint, tlog-policy):
 *
 *     checkpoint            the newest stored, with what witnesses signed under it
 *     tile/<L>/<N>[.p/<W>]  the hashes
 *     tile/entries/<N>[...] the entries themselves
 *     checkpoints/<size>    the older ones that were stored
 *     log.vkey              the log's key, one line
 *     policy                whose signatures make a checkpoint one to rely on: FILE-policy, or that no witness is asked
 *     disclosures.jsonl     the texts that the exporting person may read, one a line, in the order of entry and field:
 *                           {"d":["<disclosure>",...],"f":"<field>","seq":<entry>}  (RFC 9901; ledger/disclosure.h)
 *     README.txt            how to check it with other tools, in Swedish and English
 *     verify.html           the page that checks receipts and reports without network (view/verify.h)
 *     SHA256SUMS            of all these but the tiles, as sha256sum writes it: no bit of the folder changes unseen
 *
 * Entries are there whole, since their hashes are of the whole: who exports hands out who (a random id) did what when, in
 * which role, and every code and number that stands in clear.  Texts and names are there only as far as the guard lets the
 * exporting person read them.
 */
#ifndef FYR_DESK_EXPORT_H
#define FYR_DESK_EXPORT_H

#include "base/limits.h"
#include "desk/desk.h"

enum { EXPORT_LINE_MAX = 2 << 20 }; /* bytes of one line of disclosures.jsonl */

struct exported {
	int64_t entries;
	int64_t texts;     /* disclosed */
	int64_t withheld;  /* there, but not this person's to read */
	const char *root;  /* base64 */
};

/* Writes the log to the folder `target`, which must not be there yet, or be empty.  It is made under another name beside it
 * and gets its own when all of it is on the disk.  The entries are hashed on the way: FAULT_DAMAGED when they are not what
 * the checkpoint was signed for.  Faults also: FAULT_REFUSED there is something, FAULT_NOTHING no checkpoint or no folder
 * to put it in, FAULT_SYSTEM. */
const struct fault *export_log(struct desk *d, struct arena *a, const struct actor *actor, const char *target,
	struct exported *out) MUST_USE;

#endif
