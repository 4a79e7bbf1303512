/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/to_signer.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/frame.h"
#include "desk/log_key.h"

enum { SIGNER_WAIT_MS = 2000, ANSWER_MAX = 64 << 10 };

int to_signer_line(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (strlen(path) < sizeof(address.sun_path)) {
		memcpy(address.sun_path, path, strlen(path) + 1);
		if (!connect(fd, (const struct sockaddr *)&address, sizeof(address)))
			return fd;
	}
	(void)close(fd);
	return -1;
}

static struct json *sign_request(struct desk *d, struct arena *a, const struct log_keys *keys, int64_t from,
	const struct fault **out_fault)
{
	struct book *b = &d->book;
	struct hash root = merkle_root(b->hasher, &b->frontier), *proof = NULL;
	struct json *request = js_object(a), *list = js_array(a);
	size_t count = 0;

	*out_fault = from > 0 && from < (int64_t)b->frontier.size ? book_proof(b, a, (uint64_t)from, &proof, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		js_add(a, list, js_text(a, merkle_hash_text(a, &proof[i])));
	js_set(a, request, "keys", log_key_names(a, keys, b->frontier.size));
	js_set_text(a, request, "op", "sign");
	js_set_int(a, request, "old", from);
	js_set_int(a, request, "size", (int64_t)b->frontier.size);
	js_set_text(a, request, "root", merkle_hash_text(a, &root));
	js_set(a, request, "proof", list);
	return request;
}

static const struct fault *exchange(struct arena *a, int fd, const struct json *request, struct frame *out)
{
	const char *line = js_line(a, request);
	const struct fault *f = frame_send(a, fd, line, strlen(line), SIGNER_WAIT_MS);

	if (!f)
		f = frame_receive(a, fd, ANSWER_MAX, SIGNER_WAIT_MS, out);
	if (!f && !out->line)
		f = fault_new(a, FAULT_SYSTEM, __func__, "the signer went away");
	return f;
}

/* A checkpoint is kept for ever, so what the signer gives is looked at first: another key's would make verify fail. */
static const struct fault *checked(struct desk *d, struct arena *a, const struct log_keys *keys, const char *note)
{
	struct book *b = &d->book;
	struct hash root = merkle_root(b->hasher, &b->frontier);
	struct checkpoint cp;
	size_t others;
	const struct fault *f = log_keys_verify(a, keys, note, strlen(note), &cp, NULL, &others);

	if (f)
		return f;
	if (cp.size != b->frontier.size || !hash_equal(&cp.root, &root) || others)
		return fault_new(a, FAULT_DAMAGED, __func__, "the signer signed something else than it was asked to");
	return NULL;
}

/* The signer remembers what it signed last; when we guessed wrong it says so and is asked once more. */
const struct fault *to_signer(struct desk *d, struct arena *a, int fd, int64_t from, const char **out_note)
{
	struct log_keys keys;
	const struct fault *f = book_reread(&d->book, a, from);

	if (!f)
		f = log_key_all(d->store, a, d->hasher, &keys);
	for (int tries = 0; !f && tries < 2; tries++) {
		struct json *request = sign_request(d, a, &keys, from, &f);
		struct frame frame;
		const char *note;

		if (!f)
			f = exchange(a, fd, request, &frame);
		if (f)
			return f;
		note = js_get_text(frame.json, "note");
		if (note) {
			f = checked(d, a, &keys, note);
			if (!f)
				*out_note = note;
			return f;
		}
		if (from == js_get_int(frame.json, "size", from) || tries)
			return fault_new(a, FAULT_DAMAGED, __func__, "the signer refuses: %s", js_get_text(frame.json, "error"));
		from = js_get_int(frame.json, "size", 0);
		if (from > (int64_t)d->book.frontier.size)
			return fault_new(a, FAULT_DAMAGED, __func__, "%lld entries have been signed but the book has %lld: an older copy?",
				(long long)from, (long long)d->book.frontier.size);
	}
	return f;
}
