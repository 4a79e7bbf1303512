/* SPDX-License-Identifier: EUPL-1.2
 *
 * Folder: every bit of a backup or of an export, flipped one at a time.  A backup is not restored then, and nothing of a
 * council is left; an export is not whole.
 *
 *   folder SORT FOLDER FROM TO COUNT SEED
 *
 * SORT is backup or export.  The files of FOLDER are taken one after the other in the order of their names; FROM and TO bound
 * the bits (TO 0: all there are), COUNT of them are drawn by SEED (0: every one).  FOLDER is changed in place and is at the end
 * what it was.  The last line is one JSON object of counts; a line "# ..." before it names each bit that was not noticed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/limits.h"
#include "base/text.h"
#include "chance.h"
#include "desk/backup.h"
#include "desk/export_verify.h"

enum { FILES_MAX = 64, FILE_BYTES_MAX = 16 << 20, TOLD_MAX = 40, LIMIT_SECONDS = 300 };

struct run {
	struct arena *arena, *once;
	const char *folder, *target;  /* what a backup would be restored to */
	bool is_export;
	struct {
		const char *name;
		unsigned char *bytes;
		size_t n;
	} files[FILES_MAX];
	size_t file_count, bits, accepted;
};

static void must(const struct fault *f)
{
	if (!f)
		return;
	printf("# %s\n", f->what);
	exit(1);
}

static void meet(void *self, const struct folder_item *item)
{
	struct run *r = self;

	if (!item->is_file || r->file_count == FILES_MAX)
		return;
	r->files[r->file_count++].name = arena_text(r->arena, item->path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void gather(struct run *r)
{
	must(folder_walk(r->once, &env_system, r->folder, meet, r));
	qsort(r->files, r->file_count, sizeof(r->files[0]), by_name);
	for (size_t i = 0; i < r->file_count; i++) {
		char *bytes;

		must(env_file_read(r->arena, &env_system, arena_print(r->arena, "%s/%s", r->folder, r->files[i].name),
			FILE_BYTES_MAX, &bytes, &r->files[i].n));
		r->files[i].bytes = (unsigned char *)bytes;
		r->bits += r->files[i].n * 8;
	}
}

static void hear(void *self, const char *finding)
{
	(void)self;
	(void)finding;
}

/* Is the folder taken for what it is not: restored, or found to be whole? */
static bool is_accepted(struct run *r)
{
	struct restoring how = { .source = r->folder, .target = r->target };
	struct export_verdict verdict = { .findings = 0 };
	struct backup back;

	arena_reset(r->once);
	if (r->is_export)
		return !export_verify(r->once, &env_system, r->folder, NULL, false, hear, NULL, &verdict) && !verdict.findings;
	return !backup_restore(r->once, &env_system, &how, hear, NULL, &back) || backup_has_room(r->once, r->target);
}

static void put(const struct run *r, size_t file, size_t at)
{
	FILE *f = fopen(arena_print(r->once, "%s/%s", r->folder, r->files[file].name), "r+b");

	if (!f || fseek(f, (long)at, SEEK_SET) || fputc(r->files[file].bytes[at], f) == EOF || fclose(f)) {
		printf("# a bit cannot be written\n");
		exit(1);
	}
}

static void flip(struct run *r, size_t bit)
{
	size_t file = 0;

	for (; bit >= r->files[file].n * 8; file++)
		bit -= r->files[file].n * 8;
	(void)alarm(LIMIT_SECONDS);
	r->files[file].bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
	put(r, file, bit / 8);
	if (is_accepted(r) && r->accepted++ < TOLD_MAX)
		printf("# accepted: %s with bit %zu flipped\n", r->files[file].name, bit);
	r->files[file].bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
	put(r, file, bit / 8);
}

/* Evenly spread, each at random within its own stretch. */
static size_t place_of(size_t places, size_t count, uint64_t seed, size_t i)
{
	size_t low = (size_t)((double)places * (double)i / (double)count);
	size_t high = (size_t)((double)places * (double)(i + 1) / (double)count);

	return count == places ? i : low + (size_t)(mixed(seed, i) % (high - low));
}

int main(int argc, char **argv)
{
	struct run r = { .arena = arena_new((size_t)64 << 20), .once = arena_new((size_t)1 << 30) };
	int64_t from, to, count, seed;
	size_t places;

	if (argc != 7 || !text_to_int(argv[3], 0, INT64_MAX, &from) || !text_to_int(argv[4], 0, INT64_MAX, &to)
		|| !text_to_int(argv[5], 0, INT64_MAX, &count) || !text_to_int(argv[6], 0, INT64_MAX, &seed)) {
		fprintf(stderr, "usage: folder backup|export FOLDER FROM TO COUNT SEED\n");
		return 2;
	}
	r.is_export = !strcmp(argv[1], "export");
	r.folder = argv[2];
	r.target = arena_print(r.arena, "%s-%lld-target", r.folder, (long long)getpid());
	gather(&r);
	if ((size_t)from >= r.bits || (to && to <= from)) {
		printf("# there are %zu bits\n", r.bits);
		return 1;
	}
	places = (to && (size_t)to < r.bits ? (size_t)to : r.bits) - (size_t)from;
	if (!count || (size_t)count > places)
		count = (int64_t)places;
	for (size_t i = 0; i < (size_t)count; i++)
		flip(&r, (size_t)from + place_of(places, (size_t)count, (uint64_t)seed, i));
	/* Unless it is taken when it is what it was, a refusal would say nothing. */
	printf("{\"accepted\":%zu,\"bits\":%zu,\"flipped\":%lld,\"whole\":%s}\n", r.accepted, r.bits, (long long)count,
		is_accepted(&r) ? "true" : "false");
	return r.accepted != 0;
}
