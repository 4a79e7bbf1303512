/* SPDX-License-Identifier: EUPL-1.2
 *
 * Note: a text with signatures under it, and the checkpoint, the text a log signs.
 * Formats: C2SP signed-note v1.0.0, tlog-checkpoint v1.0.0, tlog-cosignature v1.0.1; Ed25519 as in RFC 8032.
 *
 *     note       = text ending in a newline, an empty line, then lines "— <key name> <base64 of key ID || signature>"
 *     key ID     = first 4 bytes of SHA-256(name || "\n" || type || public key)
 *     vkey       = name "+" ID in 8 lowercase hex digits "+" base64(type || public key)
 *     skey       = "PRIVATE+KEY+" name "+" ID "+" base64(01 || seed)       golang.org/x/mod's form of a secret key
 *     checkpoint = origin, size in decimal, base64 of the root; a line each
 *
 * Reading is strict: one spelling for each value, canonical base64, no extension lines.  A note's signatures by
 * keys we do not know are ignored; a bad one by a key we know rejects the note.
 */
#ifndef FYR_LEDGER_NOTE_H
#define FYR_LEDGER_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

enum { KEY_BYTES = 32, SEED_BYTES = 32, SIGNATURE_BYTES = 64 };

enum key_type {
	KEY_LOG = 1,      /* Ed25519 over the note's text */
	KEY_COSIGNER = 4  /* Ed25519 over a time and the checkpoint: a witness */
};

/* A key to verify with. */
struct vkey {
	const char *name;
	enum key_type type;
	unsigned char id[4]; /* most significant byte first */
	unsigned char key[KEY_BYTES];
};

/* A key's name: UTF-8, not empty, no control character, no Unicode space, no plus sign. */
bool key_name_is_valid(const char *name);

/* The key of a name, its ID computed; the name is borrowed. */
struct vkey vkey_of(struct hasher *h, const char *name, enum key_type type, const unsigned char key[KEY_BYTES]);
char *vkey_text(struct arena *a, const struct vkey *key);
/* False, *out untouched, for what is not a vkey of a type above, or whose ID is another's. */
bool vkey_from(struct arena *a, struct hasher *h, const char *text, struct vkey *out);

/* A key to sign with.  Holds the seed: end it with skey_wipe. */
struct skey {
	struct vkey public;
	unsigned char seed[SEED_BYTES];
};
void skey_of(struct hasher *h, const char *name, enum key_type type, const unsigned char seed[SEED_BYTES],
	struct skey *out);
void skey_wipe(struct skey *key);

/* The x/mod text, for KEY_LOG only.  The text is as secret as the key and lies in the arena: wipe it.  Reading
 * leaves no copy of the seed but *out; false, *out untouched, for anything else than that text, also when the ID
 * is wrong. */
char *skey_text(struct arena *a, const struct skey *key);
bool skey_from(struct arena *a, struct hasher *h, const char *text, struct skey *out);

struct note_signature {
	const char *name;
	unsigned char id[4];
	const unsigned char *bytes; /* after the ID */
	size_t n;                   /* at least 1 */
	const char *line;           /* as it stands in the note, without its newline */
};

struct note {
	const char *text; /* the signed text with its last newline, ended by NUL */
	size_t text_n;
	struct note_signature *signatures; /* 1 to NOTE_SIGNATURES_MAX, in the note's order */
	size_t count;
};

/* Takes a note apart; everything lives in the arena.  Nothing is verified.  Fault: FAULT_DAMAGED, saying what is
 * wrong. */
const struct fault *note_parse(struct arena *a, const char *bytes, size_t n, struct note *out) MUST_USE;

/* Does the line stand under that key's name and ID, whatever it is worth? */
bool note_is_line_of(const struct note_signature *signature, const struct vkey *key);
/* The first such line of a note; NULL when there is none. */
const struct note_signature *note_line_of(const struct note *note, const struct vkey *key);

/* Verifies a note with the keys known.  `out_good` (NULL, or room for `count`) says for each key whether it signed;
 * for a quorum count different keys, never lines.  Fault: FAULT_DAMAGED when no known key signed, or when a
 * signature under a known key's name and ID is bad. */
const struct fault *note_verify(struct arena *a, const struct note *note, const struct vkey *known, size_t count,
	bool *out_good) MUST_USE;

/* When a cosignature was made, POSIX seconds; -1 when the signature has not that form.  Verify it first. */
int64_t note_cosigned_at(const struct note_signature *signature);

/* The signature line, newline included.  `text` must end in a newline; `now` is used by a KEY_COSIGNER only. */
char *note_sign_line(struct arena *a, const struct skey *key, const char *text, int64_t now);

struct checkpoint {
	const char *origin; /* which log; one line, may hold spaces */
	uint64_t size;      /* entries, at most 2^63 - 1 */
	struct hash root;
};

char *checkpoint_text(struct arena *a, const struct checkpoint *c);
/* The three lines and nothing else.  Fault: FAULT_DAMAGED. */
const struct fault *checkpoint_from(struct arena *a, const char *text, struct checkpoint *out) MUST_USE;

#endif
