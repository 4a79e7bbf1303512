/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/note.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/limits.h"
#include "base/out.h"
#include "base/text.h"
#include "ledger/merkle.h"

/* U+2014, an em dash, and a space. */
#define DASH "\xE2\x80\x94 "
#define SKEY_PREFIX "PRIVATE+KEY+"

/* Unicode's White_Space above the control characters. */
static bool is_space(uint32_t c)
{
	return c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
		c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool key_name_is_valid(const char *name)
{
	if (!*name || !text_is_utf8(name, strlen(name)))
		return false;
	while (*name) {
		uint32_t c = text_next(&name);

		if (c < 0x20 || is_space(c) || c == '+')
			return false;
	}
	return true;
}

struct vkey vkey_of(struct hasher *h, const char *name, enum key_type type, const unsigned char key[KEY_BYTES])
{
	unsigned char tail[2] = { '\n', (unsigned char)type };
	struct hash hash = hash_of(h, name, strlen(name), tail, sizeof(tail), key, KEY_BYTES);
	struct vkey v = { .name = name, .type = type };

	memcpy(v.id, hash.bytes, sizeof(v.id));
	memcpy(v.key, key, KEY_BYTES);
	return v;
}

char *vkey_text(struct arena *a, const struct vkey *key)
{
	unsigned char bytes[1 + KEY_BYTES] = { (unsigned char)key->type };

	memcpy(bytes + 1, key->key, KEY_BYTES);
	return arena_print(a, "%s+%s+%s", key->name, hex_from(a, key->id, sizeof(key->id)),
		base64_from(a, bytes, sizeof(bytes)));
}

/* "name+8 hex digits+base64 of a type byte and 32 more", the common form of both key texts. */
struct key_parts {
	const char *name;
	const char *id;
	unsigned char bytes[1 + KEY_BYTES];
};

static bool key_parts_from(struct arena *a, const char *text, struct key_parts *out)
{
	const char *plus = strchr(text, '+');
	const char *second = plus ? strchr(plus + 1, '+') : NULL;
	size_t n;

	if (!second || second - plus != 9)
		return false;
	out->name = arena_copy(a, text, (size_t)(plus - text));
	out->id = arena_copy(a, plus + 1, 8);
	if (!key_name_is_valid(out->name))
		return false;
	return base64_to(second + 1, out->bytes, sizeof(out->bytes), &n) && n == sizeof(out->bytes);
}

bool vkey_from(struct arena *a, struct hasher *h, const char *text, struct vkey *out)
{
	struct key_parts parts;
	struct vkey key;

	if (!key_parts_from(a, text, &parts))
		return false;
	if (parts.bytes[0] != KEY_LOG && parts.bytes[0] != KEY_COSIGNER)
		return false;
	key = vkey_of(h, parts.name, parts.bytes[0] == KEY_LOG ? KEY_LOG : KEY_COSIGNER, parts.bytes + 1);
	if (!text_equal(hex_from(a, key.id, sizeof(key.id)), parts.id))
		return false;
	*out = key;
	return true;
}

void skey_of(struct hasher *h, const char *name, enum key_type type, const unsigned char seed[SEED_BYTES],
	struct skey *out)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];

	(void)crypto_sign_seed_keypair(public, secret, seed);
	sodium_memzero(secret, sizeof(secret));
	out->public = vkey_of(h, name, type, public);
	memmove(out->seed, seed, SEED_BYTES);
}

void skey_wipe(struct skey *key)
{
	sodium_memzero(key, sizeof(*key));
}

char *skey_text(struct arena *a, const struct skey *key)
{
	unsigned char bytes[1 + SEED_BYTES] = { (unsigned char)key->public.type };
	size_t room = sodium_base64_ENCODED_LEN(sizeof(bytes), sodium_base64_VARIANT_ORIGINAL);
	char *seed = arena_get(a, room), *text;

	assert(key->public.type == KEY_LOG);
	memcpy(bytes + 1, key->seed, SEED_BYTES);
	sodium_bin2base64(seed, room, bytes, sizeof(bytes), sodium_base64_VARIANT_ORIGINAL);
	text = arena_print(a, SKEY_PREFIX "%s+%s+%s", key->public.name,
		hex_from(a, key->public.id, sizeof(key->public.id)), seed);
	sodium_memzero(seed, room);
	sodium_memzero(bytes, sizeof(bytes));
	return text;
}

bool skey_from(struct arena *a, struct hasher *h, const char *text, struct skey *out)
{
	size_t prefix = strlen(SKEY_PREFIX);
	struct key_parts parts = { 0 };
	struct skey key;
	bool good;

	good = !strncmp(text, SKEY_PREFIX, prefix) && key_parts_from(a, text + prefix, &parts) &&
		parts.bytes[0] == KEY_LOG;
	if (good) {
		skey_of(h, parts.name, KEY_LOG, parts.bytes + 1, &key);
		good = text_equal(hex_from(a, key.public.id, sizeof(key.public.id)), parts.id);
		if (good)
			*out = key;
		skey_wipe(&key);
	}
	sodium_memzero(&parts, sizeof(parts));
	return good;
}

static const struct fault *malformed(struct arena *a, const char *why)
{
	return fault_new(a, FAULT_DAMAGED, "note_parse", "not a signed note: %s", why);
}

/* One signature line of `n` bytes without its newline. */
static bool signature_from(struct arena *a, const char *line, size_t n, struct note_signature *out)
{
	size_t dash = strlen(DASH), got, room;
	const char *start = line + dash, *space, *digits;
	unsigned char *bytes;

	if (n < dash || memcmp(line, DASH, dash) != 0 || !(space = memchr(start, ' ', n - dash)))
		return false;
	out->line = arena_copy(a, line, n);
	out->name = arena_copy(a, start, (size_t)(space - start));
	room = n - (size_t)(space + 1 - line);
	digits = arena_copy(a, space + 1, room);
	bytes = arena_get(a, room + 1);
	if (!key_name_is_valid(out->name) || !base64_to(digits, bytes, room, &got))
		return false;
	if (got <= sizeof(out->id))
		return false;
	memcpy(out->id, bytes, sizeof(out->id));
	out->bytes = bytes + sizeof(out->id);
	out->n = got - sizeof(out->id);
	return true;
}

static bool is_plain(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)bytes[i] < 0x20 && bytes[i] != '\n')
			return false;
	return text_is_utf8(bytes, n);
}

/* Where the last empty line begins: the place just after the text's last newline; 0 when there is none. */
static size_t text_end(const char *bytes, size_t n)
{
	for (size_t i = n; i-- > 1;)
		if (bytes[i] == '\n' && bytes[i - 1] == '\n')
			return i;
	return 0;
}

const struct fault *note_parse(struct arena *a, const char *bytes, size_t n, struct note *out)
{
	struct note note = { 0 };
	size_t at;

	if (n == 0 || n > NOTE_MAX || bytes[n - 1] != '\n' || !is_plain(bytes, n))
		return malformed(a, "not plain lines of UTF-8");
	note.text_n = text_end(bytes, n);
	if (note.text_n == 0 || note.text_n + 1 == n)
		return malformed(a, "no signatures stand under an empty line");
	note.text = arena_copy(a, bytes, note.text_n);
	note.signatures = ARENA_MANY(a, NOTE_SIGNATURES_MAX, struct note_signature);
	for (at = note.text_n + 1; at < n;) {
		const char *end = memchr(bytes + at, '\n', n - at);
		size_t length = (size_t)(end - (bytes + at));

		if (note.count == NOTE_SIGNATURES_MAX)
			return malformed(a, "too many signatures");
		if (!signature_from(a, bytes + at, length, &note.signatures[note.count]))
			return malformed(a, "a signature line is wrong");
		note.count++;
		at += length + 1;
	}
	*out = note;
	return NULL;
}

/* What a cosigner signs: the time and the checkpoint (tlog-cosignature). */
static const char *cosigned(struct arena *a, int64_t time, const char *text)
{
	return arena_print(a, "cosignature/v1\ntime %" PRId64 "\n%s", time, text);
}

int64_t note_cosigned_at(const struct note_signature *signature)
{
	uint64_t time = 0;

	if (signature->n != 8 + SIGNATURE_BYTES)
		return -1;
	for (unsigned i = 0; i < 8; i++)
		time = time << 8 | signature->bytes[i];
	return time > INT64_MAX ? -1 : (int64_t)time;
}

static bool signature_is_good(struct arena *a, const struct note *note, const struct note_signature *s,
	const struct vkey *key)
{
	const char *message = note->text;
	const unsigned char *signature = s->bytes;
	size_t n = note->text_n;

	if (key->type == KEY_COSIGNER) {
		int64_t time = note_cosigned_at(s);

		if (time < 0)
			return false;
		message = cosigned(a, time, note->text);
		n = strlen(message);
		signature += 8;
	} else if (s->n != SIGNATURE_BYTES) {
		return false;
	}
	return !crypto_sign_verify_detached(signature, (const unsigned char *)message, n, key->key);
}

bool note_is_line_of(const struct note_signature *signature, const struct vkey *key)
{
	return !strcmp(signature->name, key->name) && !memcmp(signature->id, key->id, sizeof(key->id));
}

const struct note_signature *note_line_of(const struct note *note, const struct vkey *key)
{
	for (size_t i = 0; i < note->count; i++)
		if (note_is_line_of(&note->signatures[i], key))
			return &note->signatures[i];
	return NULL;
}

const struct fault *note_verify(struct arena *a, const struct note *note, const struct vkey *known, size_t count,
	bool *out_good)
{
	bool *good = ARENA_MANY(a, count, bool);
	bool any = false;

	for (size_t i = 0; i < note->count; i++) {
		const struct note_signature *s = &note->signatures[i];

		for (size_t k = 0; k < count; k++) {
			if (!note_is_line_of(s, &known[k]))
				continue;
			if (!signature_is_good(a, note, s, &known[k]))
				return fault_new(a, FAULT_DAMAGED, __func__, "the signature of %s is wrong", s->name);
			any = good[k] = true;
		}
	}
	if (!any)
		return fault_new(a, FAULT_DAMAGED, __func__, "no key that is known signed the note");
	if (out_good)
		memcpy(out_good, good, count * sizeof(*good));
	return NULL;
}

char *note_sign_line(struct arena *a, const struct skey *key, const char *text, int64_t now)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	unsigned char bytes[4 + 8 + SIGNATURE_BYTES];
	bool is_cosigner = key->public.type == KEY_COSIGNER;
	size_t at = sizeof(key->public.id);

	assert(text[0] && text[strlen(text) - 1] == '\n' && now >= 0);
	memcpy(bytes, key->public.id, at);
	for (unsigned i = 0; is_cosigner && i < 8; i++)
		bytes[at++] = (unsigned char)((uint64_t)now >> (56 - 8 * i));
	if (is_cosigner)
		text = cosigned(a, now, text);
	(void)crypto_sign_seed_keypair(public, secret, key->seed);
	(void)crypto_sign_detached(bytes + at, NULL, (const unsigned char *)text, strlen(text), secret);
	sodium_memzero(secret, sizeof(secret));
	return arena_print(a, DASH "%s %s\n", key->public.name, base64_from(a, bytes, at + SIGNATURE_BYTES));
}

char *checkpoint_text(struct arena *a, const struct checkpoint *c)
{
	assert(c->size <= INT64_MAX && *c->origin && !strchr(c->origin, '\n'));
	return arena_print(a, "%s\n%" PRIu64 "\n%s\n", c->origin, c->size,
		merkle_hash_text(a, &c->root));
}

/* The line at *s, moving *s past its newline; NULL when no newline is left. */
static char *next_line(struct arena *a, const char **s)
{
	const char *start = *s, *end = strchr(start, '\n');

	if (!end)
		return NULL;
	*s = end + 1;
	return arena_copy(a, start, (size_t)(end - start));
}

const struct fault *checkpoint_from(struct arena *a, const char *text, struct checkpoint *out)
{
	const char *at = text;
	const char *origin = next_line(a, &at);
	const char *size = origin ? next_line(a, &at) : NULL;
	const char *root = size ? next_line(a, &at) : NULL;
	struct checkpoint c = { .origin = origin };

	if (!root || *at)
		return fault_new(a, FAULT_DAMAGED, __func__, "a checkpoint must have three lines");
	if (!*origin || !is_plain(origin, strlen(origin)))
		return fault_new(a, FAULT_DAMAGED, __func__, "a checkpoint must name its log");
	if (!text_to_size(size, INT64_MAX, &c.size))
		return fault_new(a, FAULT_DAMAGED, __func__, "a checkpoint's size is not a number");
	if (!merkle_hash_from(root, &c.root))
		return fault_new(a, FAULT_DAMAGED, __func__, "a checkpoint's root is not a hash");
	*out = c;
	return NULL;
}
