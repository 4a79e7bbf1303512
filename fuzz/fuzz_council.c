/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: a council file that somebody has written into.  The input's first byte: 'F' the rest is the file itself, 'W' its
 * -wal, 'H' its -head; else groups of four bytes, three for a place in a sound file and one for what stands there.  Verify
 * never changes the file; it finds something, or the book is the one it was.  A reader opens it too, and shows the plan.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "desk/verify.h"
#include "doors/found.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct arena *arena;
	const char *path;
	char *bytes, *head;
	size_t n, head_n;
	const char *root;
	int64_t entries;
	const struct shelf *shelf;
} sound;

static void ignore(void *self, const char *finding)
{
	(void)self;
	assert(*finding);
}

static const char *beside(struct arena *a, const char *end)
{
	return arena_print(a, "%s%s", sound.path, end);
}

static void put(struct arena *a, const char *end, const void *bytes, size_t n)
{
	if (env_file_replace(a, &env_system, beside(a, end), bytes, n, 0600))
		abort();
}

static void start(void)
{
	struct founding founding = { .name = "Fyrby brottsförebyggande råd", .origin = "fyrby" };
	struct arena *a = sound.arena = arena_new((size_t)256 << 20);
	struct verdict v;
	struct desk *d;

	sound.path = arena_print(a, "%s/council", world_folder(a));
	if (found_council(a, &env_system, sound.path, &founding) || verify(a, &env_system, sound.path, false, ignore, NULL, &v)
		|| v.findings || v.checkpoint_size < 1 || desk_open(a, &env_system, sound.path, DESK_READ, &d)
		|| shelf_open(a, d->store, &sound.shelf))
		abort();
	desk_close(d);
	sound.root = v.root;
	sound.entries = v.entries;
	if (env_file_read(a, &env_system, sound.path, 4 << 20, &sound.bytes, &sound.n)
		|| env_file_read(a, &env_system, beside(a, "-head"), 1 << 20, &sound.head, &sound.head_n))
		abort();
}

/* The file as the input makes it, with nothing else beside it than what the input says. */
static const char *lay_out(struct arena *a, const uint8_t *data, size_t size, size_t *out_n)
{
	char *bytes = arena_copy(a, sound.bytes, sound.n);
	size_t n = sound.n;

	(void)unlink(beside(a, "-wal"));
	(void)unlink(beside(a, "-shm"));
	put(a, "-head", *data == 'H' ? (const char *)data + 1 : sound.head, *data == 'H' ? size - 1 : sound.head_n);
	if (*data == 'W') {
		put(a, "-wal", data + 1, size - 1);
	} else if (*data == 'F') {
		bytes = arena_copy(a, (const char *)data + 1, size - 1);
		n = size - 1;
	} else if (*data != 'H') {
		for (size_t i = 1; i + 4 <= size; i += 4)
			bytes[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % n] = (char)data[i + 3];
	}
	put(a, "", bytes, n);
	*out_n = n;
	return bytes;
}

static void read_it(struct arena *a)
{
	struct page_ask ask = { .page = page_find("plan"), .actor = &desk_public, .language = "sv", .today = 20000,
		.now = (int64_t)20000 * 86400 };
	struct shown shown = { .status = SHOW_NOT_FOUND };
	struct desk *d;

	if (desk_open(a, &env_system, sound.path, DESK_READ, &d))
		return;
	if (!desk_show(d, sound.shelf, a, &ask, SHOW_JSON, &shown))
		assert(shown.status != SHOW_OK || shown.bytes);
	desk_close(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fault *f;
	const char *bytes;
	struct verdict v;
	struct arena *a;
	char *after;
	size_t n, after_n;

	if (!size || size > 1 << 20)
		return 0;
	if (!sound.arena)
		start();
	a = arena_new((size_t)256 << 20);
	bytes = lay_out(a, data, size, &n);
	f = verify(a, &env_system, sound.path, false, ignore, NULL, &v);
	if (!f && !v.findings)
		assert(v.entries == sound.entries && !strcmp(v.root, sound.root));
	read_it(a);
	if (env_file_read(a, &env_system, sound.path, 4 << 20, &after, &after_n))
		abort();
	assert(after_n == n && !memcmp(after, bytes, n));
	arena_free(a);
	return 0;
}
