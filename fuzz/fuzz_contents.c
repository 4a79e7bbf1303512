/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: contents.txt of a backup, which may come from a stick.  Chance makes no right sum, so the right one is put under
 * bytes that begin with "fyr".  What is taken has the book among its files, each once, and sizes that can be; written again
 * and read again it says the same.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/contents.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One folder for all inputs; it goes when the process ends. */
static char folder[] = "/dev/shm/fyr-fuzz-XXXXXX";

static void tidy(void)
{
	struct arena *a = arena_new(1 << 20);

	(void)unlink(arena_print(a, "%s/" CONTENTS_FILE, folder));
	(void)rmdir(folder);
	arena_free(a);
}

static void check(const struct contents *c)
{
	assert(c->made && c->newest && c->root && contents_has(c, CONTENTS_BOOK));
	assert(c->count >= 1 && c->count <= CONTENTS_FILES_MAX && c->entries >= 0 && c->checkpoint >= -1);
	for (size_t i = 0; i < c->count; i++) {
		assert(c->files[i].bytes >= 0 && !strchr(c->files[i].name, '/'));
		for (size_t j = 0; j < i; j++)
			assert(strcmp(c->files[i].name, c->files[j].name) != 0);
	}
}

static void same(const struct contents *x, const struct contents *y)
{
	assert(!strcmp(x->made, y->made) && !strcmp(x->newest, y->newest) && !strcmp(x->root, y->root));
	assert(x->entries == y->entries && x->checkpoint == y->checkpoint && x->count == y->count);
	for (size_t i = 0; i < x->count; i++)
		assert(!strcmp(x->files[i].name, y->files[i].name) && x->files[i].bytes == y->files[i].bytes
			&& hash_equal(&x->files[i].hash, &y->files[i].hash));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool is_made; /* a name drawn by chance may end in an X */
	struct contents read, again;
	struct hasher *h;
	struct arena *a;
	const char *text;
	struct hash sum;

	if (size > 8192)
		return 0;
	if (!is_made && (!mkdtemp(folder) || atexit(tidy)))
		abort();
	is_made = true;
	a = arena_new(4 << 20);
	h = hasher_new();
	text = arena_copy(a, (const char *)data, size);
	if (!strncmp(text, "fyr", 3) && strlen(text) == size) {
		sum = hash_of(h, text, size, NULL, 0, NULL, 0);
		text = arena_print(a, "%ssum %s\n", text, hex_from(a, sum.bytes, HASH_BYTES));
		size = strlen(text);
	}
	if (env_file_replace(a, &env_system, arena_print(a, "%s/" CONTENTS_FILE, folder), text, size, 0600))
		abort();
	if (!contents_read(a, &env_system, h, folder, &read)) {
		check(&read);
		if (contents_write(a, &env_system, h, folder, &read) || contents_read(a, &env_system, h, folder, &again))
			abort();
		same(&read, &again);
	}
	hasher_free(h);
	arena_free(a);
	return 0;
}
