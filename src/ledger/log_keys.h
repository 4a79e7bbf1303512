/* SPDX-License-Identifier: EUPL-1.2
 *
 * Log keys: the keys that sign a log's checkpoints, one after the other, and for which sizes each of them counts.
 *
 * The log's name never changes; its key may (kinds/log_key).  While two of them count both sign, in two lines of one name.
 * A checkpoint is the log's when a key that counts at its size signed it; a line by one that does not count yet or any more
 * proves nothing.  As text, log.vkey of an export, a line each in their order:
 *
 *     <vkey>                       counts for every size
 *     <vkey> <from> [<until>]      counts for checkpoints of these sizes, both ends with them
 */
#ifndef FYR_LEDGER_LOG_KEYS_H
#define FYR_LEDGER_LOG_KEYS_H

#include "ledger/note.h"

enum { LOG_KEYS_MAX = 32 };

struct log_key {
	struct vkey key;
	const char *text;       /* the vkey */
	uint64_t from, until;   /* sizes; `until` UINT64_MAX: no end is known */
};
struct log_keys {
	struct log_key all[LOG_KEYS_MAX]; /* in the order in which they came */
	size_t count;
};

/* One more key, borrowed text, which counts from that size on.  False, nothing changed, when it is no log's key, has
 * another name than the others, is one of them, or there are too many. */
bool log_keys_add(struct arena *a, struct hasher *h, struct log_keys *keys, const char *vkey, uint64_t from);
/* All keys but the newest count up to that size and no further. */
void log_keys_retire(struct log_keys *keys, uint64_t until);
/* What the first `size` entries of the log say of them: without keys and ends that came later. */
void log_keys_as_of(struct log_keys *keys, uint64_t size);
bool log_key_counts(const struct log_key *key, uint64_t size);
/* The place of a vkey's text; -1: none. */
int log_keys_find(const struct log_keys *keys, const char *vkey);

/* The lines above, and back.  False, *out undefined, for anything else or in another spelling; there is one key at least. */
const char *log_keys_text(struct arena *a, const struct log_keys *keys);
bool log_keys_from(struct arena *a, struct hasher *h, const char *text, struct log_keys *out);

/* Reads a checkpoint of this log.  `out_signed` (NULL, or room for `keys->count`) says of each key whether it signed and
 * counts at that size.  *out_others, or NULL: how many lines there are beyond one of each of these.
 * Faults: FAULT_DAMAGED when the note is none, no key that counts signed it, one of the keys did badly, or its origin is not
 * their name. */
const struct fault *log_keys_verify(struct arena *a, const struct log_keys *keys, const char *bytes, size_t n,
	struct checkpoint *out, bool *out_signed, size_t *out_others) MUST_USE;

#endif
