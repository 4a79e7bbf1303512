/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: an export that somebody has written into.  The input's first byte chooses a file of a sound one.  An upper-case
 * letter: the rest stands in its place; a lower-case one: groups of four bytes, three for a place in it and one for what
 * stands there.  Every change is found: no byte of an export is free to be another.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/export.h"
#include "desk/export_verify.h"
#include "doors/found.h"
#include "ledger/tile.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* By the letters A, B, C ... */
static const char *const names[] = { "checkpoint", "disclosures.jsonl", "log.vkey", "policy", "SHA256SUMS", "README.txt" };
enum { NAMED = sizeof(names) / sizeof(names[0]), FILES = NAMED + 2 };

static struct {
	struct arena *arena;
	const char *folder;
	const char *paths[FILES]; /* the last two: the hash tile and the bundle */
	char *bytes[FILES];
	size_t n[FILES];
} sound;

static void ignore(void *self, const char *finding)
{
	(void)self;
	assert(*finding);
}

static int64_t findings(struct arena *a)
{
	struct export_verdict v;

	return export_verify(a, &env_system, sound.folder, NULL, false, ignore, NULL, &v) ? 1 : v.findings;
}

static void start(void)
{
	struct founding founding = { .name = "Fyrby brottsförebyggande råd", .origin = "fyrby" };
	const struct actor actor = { .person = "p-1", .roles = ROLE_COORDINATOR | ROLE_ADMINISTRATOR };
	struct arena *a = sound.arena = arena_new((size_t)256 << 20);
	const char *path = arena_print(a, "%s/council", world_folder(a));
	struct exported e;
	struct desk *d;

	sound.folder = arena_print(a, "%s/export", world_folder(a));
	if (found_council(a, &env_system, path, &founding) || desk_open(a, &env_system, path, DESK_READ, &d)
		|| export_log(d, a, &actor, sound.folder, &e) || findings(a))
		abort();
	desk_close(d);
	for (size_t i = 0; i < NAMED; i++)
		sound.paths[i] = names[i];
	for (size_t i = 0; i < 2; i++) {
		const struct tile t = tile_at((uint64_t)e.entries, 0, 0, i != 0);

		sound.paths[NAMED + i] = tile_path(a, &t);
	}
	for (size_t i = 0; i < FILES; i++) {
		sound.paths[i] = arena_print(a, "%s/%s", sound.folder, sound.paths[i]);
		if (env_file_read(a, &env_system, sound.paths[i], 1 << 20, &sound.bytes[i], &sound.n[i]))
			abort();
	}
}

static void put(struct arena *a, size_t file, const char *bytes, size_t n)
{
	if (env_file_replace(a, &env_system, sound.paths[file], bytes, n, 0600))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool is_whole = size && *data >= 'A' && *data < 'A' + FILES;
	size_t file = size ? (size_t)(*data - (is_whole ? 'A' : 'a')) : FILES, n;
	struct arena *a;
	char *bytes;

	if (file >= FILES || size > 4 << 20)
		return 0;
	if (!sound.arena)
		start();
	a = arena_new((size_t)256 << 20);
	n = is_whole ? size - 1 : sound.n[file];
	bytes = arena_copy(a, is_whole ? (const char *)data + 1 : sound.bytes[file], n);
	for (size_t i = 1; !is_whole && i + 4 <= size; i += 4)
		bytes[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % n] = (char)data[i + 3];
	put(a, file, bytes, n);
	assert((findings(a) != 0) == (n != sound.n[file] || memcmp(bytes, sound.bytes[file], n) != 0));
	put(a, file, sound.bytes[file], sound.n[file]);
	arena_free(a);
	return 0;
}
