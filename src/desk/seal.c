/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"

#define RECIPIENT "fyr-recipient+"
#define SECRET "FYR-SECRET-KEY+"
#define FIRST_LINE "fyr sealed 1\n"

enum {
	KEY_FILE_MAX = 1 << 10,
	PIECE = 64 << 10,
	SEALED_PIECE = PIECE + crypto_secretstream_xchacha20poly1305_ABYTES,
	STREAM_KEY = crypto_secretstream_xchacha20poly1305_KEYBYTES,
	SEALED_KEY = STREAM_KEY + crypto_box_SEALBYTES,
	STREAM_HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES
};

/* What stands before the pieces. */
struct beginning {
	char line[sizeof(FIRST_LINE) - 1];
	unsigned char key[SEALED_KEY];
	unsigned char stream[STREAM_HEADER];
};

/* ------------------------------------------------------------------------------------------- keys --- */

const struct fault *seal_make_key(struct arena *a, const struct env *env, const char *path, const char **out_recipient)
{
	unsigned char seed[crypto_box_SEEDBYTES], public[SEAL_KEY_BYTES], secret[SEAL_KEY_BYTES];
	const struct fault *f;
	char *line;

	if (!access(path, F_OK))
		return fault_new(a, FAULT_REFUSED, __func__, "%s is there already; a key is never replaced", path);
	env_chance(env, seed, sizeof(seed));
	(void)crypto_box_seed_keypair(public, secret, seed);
	line = arena_print(a, SECRET "%s\n", base64_from(a, secret, sizeof(secret)));
	f = env_file_replace(a, env, path, line, strlen(line), 0600);
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(secret, sizeof(secret));
	if (!f)
		*out_recipient = arena_print(a, RECIPIENT "%s", base64_from(a, public, sizeof(public)));
	return f;
}

/* The one line of a key file: `beginning`, then 32 bytes in base64. */
static const struct fault *key_read(struct arena *a, const struct env *env, const char *path, const char *beginning,
	unsigned char key[SEAL_KEY_BYTES])
{
	size_t n, length = strlen(beginning), got = 0;
	const struct fault *f;
	char *text;
	bool ok;

	f = env_file_read(a, env, path, KEY_FILE_MAX, &text, &n);
	if (f)
		return f;
	if (n > 0 && text[n - 1] == '\n')
		text[--n] = '\0';
	ok = strlen(text) == n && !strncmp(text, beginning, length)
		&& base64_to(text + length, key, SEAL_KEY_BYTES, &got) && got == SEAL_KEY_BYTES;
	sodium_memzero(text, n);
	return ok ? NULL : fault_new(a, FAULT_USAGE, __func__, "%s does not hold a line \"%s...\"", path, beginning);
}

const struct fault *seal_recipient(struct arena *a, const struct env *env, const char *path, struct recipient *out)
{
	struct recipient read = { { 0 } };
	const struct fault *f = key_read(a, env, path, RECIPIENT, read.key);

	if (!f)
		*out = read;
	return f;
}

static const struct fault *secret_read(struct arena *a, const struct env *env, const char *path,
	unsigned char secret[SEAL_KEY_BYTES])
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)))
		return fault_new(a, FAULT_REFUSED, __func__, "others may read %s; make its mode 0600", path);
	return key_read(a, env, path, SECRET, secret);
}

/* ------------------------------------------------------------------------------------------ files --- */

/* A file on its way into another. */
struct passage {
	const struct env *env;
	struct arena *arena;
	int in, out;
	unsigned char *plain, *sealed; /* a piece each */
	crypto_secretstream_xchacha20poly1305_state stream;
};

static bool seal_begin(struct passage *p, const struct recipient *recipient)
{
	unsigned char key[STREAM_KEY];
	struct beginning b;
	bool ok;

	memcpy(b.line, FIRST_LINE, sizeof(b.line));
	env_chance(p->env, key, sizeof(key));
	ok = !crypto_box_seal(b.key, key, sizeof(key), recipient->key)
		&& !crypto_secretstream_xchacha20poly1305_init_push(&p->stream, b.stream, key);
	sodium_memzero(key, sizeof(key));
	errno = EINVAL; /* a recipient that is no key */
	return ok && file_write_all(p->env, p->out, &b, sizeof(b));
}

/* The last piece is always shorter than the others, and empty when nothing is left. */
static bool seal_pieces(struct passage *p, const char *name)
{
	ssize_t got = PIECE;

	for (size_t bound = strlen(name); got == PIECE; bound = 0) {
		unsigned char tag;

		got = file_read_all(p->env, p->in, p->plain, PIECE);
		if (got < 0)
			return false;
		tag = got < PIECE ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
		(void)crypto_secretstream_xchacha20poly1305_push(&p->stream, p->sealed, NULL, p->plain, (size_t)got,
			(const unsigned char *)name, bound, tag);
		if (!file_write_all(p->env, p->out, p->sealed, (size_t)got + crypto_secretstream_xchacha20poly1305_ABYTES))
			return false;
	}
	return true;
}

static const struct fault *damaged(struct passage *p, const char *name)
{
	return fault_new(p->arena, FAULT_DAMAGED, __func__, "the sealed %s is not as it was when it was made", name);
}

static const struct fault *unwritten(struct passage *p, const char *name)
{
	return fault_new(p->arena, FAULT_SYSTEM, __func__, "%s cannot be opened: %s", name, strerror(errno));
}

static const struct fault *open_begin(struct passage *p, const char *name, const unsigned char secret[SEAL_KEY_BYTES])
{
	unsigned char public[SEAL_KEY_BYTES], key[STREAM_KEY];
	struct beginning b;
	ssize_t got = file_read_all(p->env, p->in, &b, sizeof(b));
	const struct fault *f = NULL;

	if (got < 0)
		return unwritten(p, name);
	if (got != sizeof(b) || memcmp(b.line, FIRST_LINE, sizeof(b.line)))
		return damaged(p, name);
	(void)crypto_scalarmult_base(public, secret);
	if (crypto_box_seal_open(key, b.key, sizeof(b.key), public, secret))
		f = fault_new(p->arena, FAULT_REFUSED, __func__, "this key does not open %s: it was sealed to another, or altered", name);
	else if (crypto_secretstream_xchacha20poly1305_init_pull(&p->stream, b.stream, key))
		f = damaged(p, name);
	sodium_memzero(key, sizeof(key));
	return f;
}

static const struct fault *open_pieces(struct passage *p, const char *name)
{
	ssize_t got = SEALED_PIECE;

	for (size_t bound = strlen(name); got == SEALED_PIECE; bound = 0) {
		unsigned long long n = 0;
		unsigned char tag = 0;

		got = file_read_all(p->env, p->in, p->sealed, SEALED_PIECE);
		if (got < 0)
			return unwritten(p, name);
		if (crypto_secretstream_xchacha20poly1305_pull(&p->stream, p->plain, &n, &tag, p->sealed, (size_t)got,
				(const unsigned char *)name, bound)
			|| (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) != (got < SEALED_PIECE))
			return damaged(p, name);
		if (!file_write_all(p->env, p->out, p->plain, (size_t)n))
			return unwritten(p, name);
	}
	return NULL;
}

static const struct fault *passage_open(struct passage *p, const char *from, const char *to)
{
	const struct fault *f = file_open(p->arena, p->env, from, O_RDONLY, &p->in);

	if (f)
		return f;
	f = file_open(p->arena, p->env, to, O_WRONLY | O_CREAT | O_EXCL, &p->out);
	if (f)
		(void)close(p->in);
	p->plain = arena_get(p->arena, PIECE);
	p->sealed = arena_get(p->arena, SEALED_PIECE);
	return f;
}

/* Ends it; after a fault the new file is gone. */
static const struct fault *passage_end(struct passage *p, const struct fault *f, const char *to)
{
	sodium_memzero(&p->stream, sizeof(p->stream));
	sodium_memzero(p->plain, PIECE);
	(void)close(p->in);
	(void)close(p->out);
	if (!f)
		f = file_sync(p->arena, p->env, to);
	if (f)
		(void)unlink(to);
	return f;
}

const struct fault *seal_file(struct arena *a, const struct env *env, const struct recipient *recipient, const char *name,
	const char *from, const char *to)
{
	struct passage p = { .env = env, .arena = a };
	const struct fault *f = passage_open(&p, from, to);

	if (f)
		return f;
	if (!seal_begin(&p, recipient) || !seal_pieces(&p, name))
		f = fault_new(a, FAULT_SYSTEM, __func__, "%s cannot be sealed: %s", name, strerror(errno));
	return passage_end(&p, f, to);
}

const struct fault *seal_open(struct arena *a, const struct env *env, const char *key_path, const char *name,
	const char *from, const char *to)
{
	struct passage p = { .env = env, .arena = a };
	unsigned char secret[SEAL_KEY_BYTES];
	const struct fault *f = secret_read(a, env, key_path, secret);

	if (f)
		return f;
	f = passage_open(&p, from, to);
	if (!f) {
		f = open_begin(&p, name, secret);
		if (!f)
			f = open_pieces(&p, name);
		f = passage_end(&p, f, to);
	}
	sodium_memzero(secret, sizeof(secret));
	return f;
}
