/* SPDX-License-Identifier: EUPL-1.2
 *
 * Seal: a file that only the holder of one secret key can open, made by somebody who has no secret: the recipient's key
 * lies beside the council, the key that opens lies where no server can reach it.
 *
 *     recipient  = "fyr-recipient+" base64(X25519 public key)            a line in FILE-recipient
 *     secret     = "FYR-SECRET-KEY+" base64(X25519 secret key)           a line in a file of its own, mode 0600
 *     sealed     = "fyr sealed 1\n"
 *                  crypto_box_seal(32 bytes of key)                      80 bytes
 *                  crypto_secretstream_xchacha20poly1305                 header of 24 bytes, then pieces of at most 64 KiB,
 *                                                                        17 bytes longer each; the last has the tag FINAL
 *
 * The primitives are libsodium's (doc.libsodium.org: sealed boxes, encrypting a stream).  The file's name is bound to the
 * first piece, so that no file of a backup passes for another.
 */
#ifndef FYR_DESK_SEAL_H
#define FYR_DESK_SEAL_H

#include "base/env.h"

enum { SEAL_KEY_BYTES = 32 };

struct recipient {
	unsigned char key[SEAL_KEY_BYTES];
};

/* Makes a pair: the secret into the new file `path`, mode 0600; *out_recipient is the recipient's line without newline.
 * FAULT_REFUSED when the file is there, FAULT_SYSTEM. */
const struct fault *seal_make_key(struct arena *a, const struct env *env, const char *path, const char **out_recipient)
	MUST_USE;

/* Reads the recipient's line from a file.  FAULT_NOTHING no such file, FAULT_USAGE no recipient in it, FAULT_SYSTEM. */
const struct fault *seal_recipient(struct arena *a, const struct env *env, const char *path, struct recipient *out) MUST_USE;

/* Seals the file `from` into the new file `to`, mode 0600, and syncs it.  `name` is what the file is called in the backup.
 * After a fault `to` is gone.  Faults as file_copy. */
const struct fault *seal_file(struct arena *a, const struct env *env, const struct recipient *recipient, const char *name,
	const char *from, const char *to) MUST_USE;

/* Opens `from`, sealed under `name`, into the new file `to` with the secret in the file `key_path`.  After a fault `to` is
 * gone: nothing of a file that is altered or cut off is ever kept.
 * FAULT_NOTHING no such file; FAULT_REFUSED the key is another's, others may read it, or there is a `to`; FAULT_USAGE no key
 * in its file; FAULT_DAMAGED; FAULT_SYSTEM. */
const struct fault *seal_open(struct arena *a, const struct env *env, const char *key_path, const char *name,
	const char *from, const char *to) MUST_USE;

#endif
