/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: a council file that somebody has written into.  The input's first byte: 'F' the rest is the file itself, 'W' its
 * -wal, 'H' its -head; else groups of four bytes, three for a place in a sound file and one for what stands there; with 'L'
 * the place is one in the page on which the first entry stands, wherever the schema has moved that.  Verify never changes the
 * file; it finds something, or the book is the one it was.  A reader opens it too, and shows the plan.
 *
 * A replay asks all of that of a file opened anew, and the fuzzer so for each 64th input.  For the rest it shows no page, verify
 * compares one table of the state or none, and if neither file, -wal nor header is new, bytes of one file that stays open are
 * changed (kept.h).
 */
#include <assert.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/date.h"
#include "desk/verify.h"
#include "doors/found.h"
#include "kept.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PAGE_BYTES = 2048, HEADER_BYTES = 100, VERSIONS_AT = 18, COUNTER_AT = 24, WHOLE_EVERY = 64 };

static struct {
	struct arena *arena;
	const char *path;
	char *bytes, *head;
	size_t n, head_n;
	size_t leaf; /* where the first entry's page begins */
	const char *root;
	int64_t entries;
	const struct shelf *shelf;
} sound;

/* The file that stays open. */
static struct {
	const char *path;
	unsigned char *bytes; /* as they stand in it */
	uint32_t changes;
} open_one;

static void ignore(void *self, const char *finding)
{
	(void)self;
	assert(*finding);
}

static void put(struct arena *a, const char *path, const char *end, const void *bytes, size_t n)
{
	if (env_file_replace(a, &env_system, arena_print(a, "%s%s", path, end), bytes, n, 0600))
		abort();
}

/* A file without -wal says 1 where others say 2. */
static void start_open(struct arena *a)
{
	int fd;

	open_one.path = arena_print(a, "%s/open", world_folder(a));
	put(a, open_one.path, "", sound.bytes, sound.n);
	put(a, open_one.path, "-head", sound.head, sound.head_n);
	fd = open(open_one.path, O_RDWR | O_CLOEXEC);
	open_one.bytes = fd < 0 ? MAP_FAILED : mmap(NULL, sound.n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (open_one.bytes == MAP_FAILED)
		abort();
	open_one.bytes[VERSIONS_AT] = open_one.bytes[VERSIONS_AT + 1] = 1;
}

static void start(void)
{
	struct founding founding = { .name = "Fyrby brottsförebyggande råd", .origin = "fyrby" };
	struct arena *a = sound.arena = arena_new((size_t)256 << 20);
	const char *first;
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
		|| env_file_read(a, &env_system, arena_print(a, "%s-head", sound.path), 1 << 20, &sound.head, &sound.head_n))
		abort();
	first = memmem(sound.bytes, sound.n, "\"kind\":\"council_opened\"", 23);
	if (!first)
		abort();
	sound.leaf = (size_t)(first - sound.bytes) / PAGE_BYTES * PAGE_BYTES;
	start_open(a);
}

/* Of the group at `i`. */
static size_t place(const uint8_t *data, size_t i)
{
	size_t at = (size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2];

	return *data == 'L' ? sound.leaf + at % PAGE_BYTES : at % sound.n;
}

/* The file as the input makes it, with nothing else beside it than what the input says. */
static const char *lay_out(struct arena *a, const uint8_t *data, size_t size, size_t *out_n)
{
	char *bytes = arena_copy(a, sound.bytes, sound.n);
	size_t n = sound.n;

	(void)unlink(arena_print(a, "%s-wal", sound.path));
	(void)unlink(arena_print(a, "%s-shm", sound.path));
	put(a, sound.path, "-head", *data == 'H' ? (const char *)data + 1 : sound.head, *data == 'H' ? size - 1 : sound.head_n);
	if (*data == 'W') {
		put(a, sound.path, "-wal", data + 1, size - 1);
	} else if (*data == 'F') {
		bytes = arena_copy(a, (const char *)data + 1, size - 1);
		n = size - 1;
	} else if (*data != 'H') {
		for (size_t i = 1; i + 4 <= size; i += 4)
			bytes[place(data, i)] = (char)data[i + 3];
	}
	put(a, sound.path, "", bytes, n);
	*out_n = n;
	return bytes;
}

static void check(struct arena *a, const char *path)
{
	struct verdict v;
	const struct fault *f = verify(a, &env_system, path, false, ignore, NULL, &v);

	if (!f && !v.findings)
		assert(v.entries == sound.entries && !strcmp(v.root, sound.root));
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

static void run_anew(struct arena *a, const uint8_t *data, size_t size, bool is_whole)
{
	size_t n, after_n;
	const char *bytes = lay_out(a, data, size, &n);
	char *after;

	check(a, sound.path);
	if (is_whole)
		read_it(a);
	if (env_file_read(a, &env_system, sound.path, 4 << 20, &after, &after_n))
		abort();
	assert(after_n == n && !memcmp(after, bytes, n));
}

/* SQLite looks at a file again when its counter has changed. */
static void run_open(struct arena *a, const uint8_t *data, size_t size)
{
	char *before = arena_copy(a, sound.bytes, sound.n);

	open_one.changes++;
	for (size_t i = 0; i < 4; i++)
		before[COUNTER_AT + i] = (char)(open_one.changes >> (24 - 8 * i));
	before[VERSIONS_AT] = before[VERSIONS_AT + 1] = 1;
	if (*data == 'H')
		put(a, open_one.path, "-head", data + 1, size - 1);
	for (size_t i = 1; *data != 'H' && i + 4 <= size; i += 4)
		before[place(data, i)] = (char)data[i + 3];
	kept_file(open_one.path); /* still sound, should it be opened anew */
	memcpy(open_one.bytes, before, sound.n);
	check(a, open_one.path);
	assert(!memcmp(open_one.bytes, before, sound.n));
	memcpy(open_one.bytes + HEADER_BYTES, sound.bytes + HEADER_BYTES, sound.n - HEADER_BYTES);
	if (*data == 'H')
		put(a, open_one.path, "-head", sound.head, sound.head_n);
}

static bool is_anew(const uint8_t *data, size_t size)
{
	if (*data == 'F' || *data == 'W')
		return true;
	for (size_t i = 1; *data != 'H' && i + 4 <= size; i += 4)
		if (place(data, i) < HEADER_BYTES)
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	uint32_t hash = 2166136261; /* FNV-1a */
	bool is_whole;

	if (!size || size > 1 << 20)
		return 0;
	if (!sound.arena) {
		start();
		a = arena_new((size_t)256 << 20);
	}
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ data[i]) * 16777619;
	is_whole = !KEPT_IS || hash % WHOLE_EVERY == 0;
	if (!is_whole)
		kept_turn(hash / WHOLE_EVERY % KEPT_TURNS);
	if (is_whole || is_anew(data, size))
		run_anew(a, data, size, is_whole);
	else
		run_open(a, data, size);
	kept_end();
	arena_reset(a);
	return 0;
}
