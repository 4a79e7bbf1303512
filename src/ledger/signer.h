/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signer: the process that alone holds the log key (design §5).  It speaks frames (base/frame.h):
 *
 *     {"op":"key"}                                                    -> {"vkey":"<vkey>"}
 *     {"keys":["<vkey>"...]?,"old":M,"op":"sign","proof":["<hash>"...],"root":"<hash>","size":N}
 *                                                                     -> {"note":"<signed checkpoint>"}
 *     what it does not do                                             -> {"error":"<a sentence>","size":<its size>}
 *
 * It signs only a tree that extends the last one it signed: M is the size it remembers and `proof` the consistency
 * proof from M to N.  The same size with the same root is signed again (Ed25519 gives the same bytes).  From
 * size 0 any tree is accepted with an empty proof.  What it signed is in the head file, on the disk, before the
 * answer goes out; the head is the signed checkpoint itself and is verified at the start.
 *
 * It has one key, and a second when a next one has been made (kinds/log_key): beside the key's file, the same name and
 * SIGNER_NEXT.  It signs with those of its own that the question names, without any with the first; which of them count is
 * for the book to say, and for whoever verifies.  Both must bear one name.
 *
 * A head file that is missing means that nothing has been signed yet.  So it must be kept as long as the key is;
 * whoever can remove it can as a rule read the key as well, and only witnesses guard against that.
 */
#ifndef FYR_LEDGER_SIGNER_H
#define FYR_LEDGER_SIGNER_H

#include "base/env.h"
#include "ledger/note.h"

#define SIGNER_NEXT "-next"

enum { SIGNER_REQUEST_MAX = 16 << 10 }; /* a request is at most 65 hashes of 47 bytes and some words */

/* The default origin of a log: "<slug>-<8 hex digits of SHA-256(public key)>". */
char *ledger_origin(struct arena *a, struct hasher *h, const char *slug, const unsigned char key[KEY_BYTES]);

/* Makes a log's key and writes it to `key_path`, mode 0600, as one line of x/mod's form.  The origin is the
 * key's name; `origin` NULL gives the default one.  *out_key lives in the arena.
 * Faults: FAULT_REFUSED when the file is there already (a log key is never replaced), FAULT_USAGE when the
 * origin cannot be a key's name, FAULT_SYSTEM. */
const struct fault *signer_make_key(struct arena *a, const struct env *env, const char *key_path, const char *slug,
	const char *origin, struct vkey *out_key) MUST_USE;

/* Reads the key back; it lives in `a`, and whoever asked ends it with skey_wipe.  Faults: FAULT_REFUSED when others may read
 * the file, FAULT_DAMAGED when it holds no such key, those of env_file_read. */
const struct fault *signer_read_key(struct arena *a, const struct env *env, struct hasher *h, const char *key_path,
	struct skey *out) MUST_USE;

/* Serves the stream socket `fd` until its end, until the other side breaks the framing, or is silent for `quiet_ms` (-1: it
 * may be); then wipes the key.
 * A key or head that cannot be read or used, and a key file that others may read, are told in each answer until
 * that is mended.  The process can no longer be dumped or traced afterwards.
 * `high_water_path`, or NULL, names a second memory of what was signed last, kept elsewhere (another disk) and written after
 * each signature, before the answer: of the two the larger holds, so a head that was put back to an older one with the book
 * does not make the signer forget.  What stands there must be this log's; it need not be there the first time. */
void signer_serve(const struct env *env, const char *key_path, const char *head_path, const char *high_water_path, int fd,
	int quiet_ms);

#endif
