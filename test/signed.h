/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signed: notes and checkpoints of one key, made and read as tests need them; the program's own may have several
 * (ledger/log_keys.h).
 */
#ifndef FYR_TEST_SIGNED_H
#define FYR_TEST_SIGNED_H

#include <string.h>

#include "ledger/note.h"

/* The whole note with this one signature; `now` is used by a KEY_COSIGNER only. */
static inline char *note_sign(struct arena *a, const struct skey *key, const char *text, int64_t now)
{
	return arena_print(a, "%s\n%s", text, note_sign_line(a, key, text, now));
}

static inline char *checkpoint_sign(struct arena *a, const struct skey *key, const struct checkpoint *c)
{
	return note_sign(a, key, checkpoint_text(a, c), 0);
}

/* Signed by `key` and, as our logs do when `is_ours`, with its name as origin. */
static inline const struct fault *checkpoint_verify(struct arena *a, const char *bytes, size_t n, const struct vkey *key,
	bool is_ours, struct checkpoint *out)
{
	struct note note;
	const struct fault *f = note_parse(a, bytes, n, &note);

	if (!f)
		f = note_verify(a, &note, key, 1, NULL);
	if (!f)
		f = checkpoint_from(a, note.text, out);
	if (!f && is_ours && strcmp(out->origin, key->name) != 0)
		f = fault_new(a, FAULT_DAMAGED, __func__, "a checkpoint of another log: %s", out->origin);
	return f;
}

#endif
