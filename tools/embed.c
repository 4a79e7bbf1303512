/* SPDX-License-Identifier: EUPL-1.2
 *
 * embed OUT.c ROOT FILE...
 *
 * Writes the files into a C source as the sorted table of base/embed.h.  A file is named by its path below ROOT/src, or
 * below ROOT; a catalogue, which is made in the build folder, is "po/<name>.mo".  Runs at build time only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/embed.h"

enum { MEMORY_MAX = 64 << 20, FILE_BYTES_MAX = 4 << 20 };

static _Noreturn void stop(const char *path, const char *why)
{
	fprintf(stderr, "embed: %s: %s\n", path, why);
	exit(2);
}

/* The path with links and dots resolved, copied into the arena. */
static const char *real(struct arena *a, const char *path)
{
	char *full = arena_get(a, 4096 + 1);

	if (!realpath(path, full))
		stop(path, "there is no such file");
	return full;
}

static const char *name_of(struct arena *a, const char *root, const char *path)
{
	const char *full = real(a, path);
	const char *base = strrchr(full, '/');
	size_t n = strlen(root), length = strlen(full);

	if (length > 3 && !strcmp(full + length - 3, ".mo"))
		return arena_print(a, "po%s", base);
	if (strncmp(full, root, n) != 0 || full[n] != '/')
		stop(path, "lies outside the source tree");
	full += n + 1;
	return strncmp(full, "src/", 4) ? full : full + 4;
}

static struct embedded read_file(struct arena *a, const char *root, const char *path)
{
	struct embedded e = { .path = name_of(a, root, path) };
	FILE *in = fopen(path, "rb");
	char *bytes;

	if (!in)
		stop(path, "cannot be opened");
	bytes = arena_get(a, FILE_BYTES_MAX + 1);
	e.length = fread(bytes, 1, FILE_BYTES_MAX + 1, in);
	if (ferror(in) || e.length > FILE_BYTES_MAX)
		stop(path, "cannot be read, or is too large");
	if (fclose(in))
		stop(path, "cannot be closed");
	e.bytes = bytes;
	return e;
}

static int by_path(const void *p, const void *q)
{
	const struct embedded *a = p, *b = q;

	return strcmp(a->path, b->path);
}

/* Numbers rather than a string literal: C promises only 4095 characters of one. */
static void write_bytes(FILE *out, size_t at, const struct embedded *e)
{
	fprintf(out, "static const char file_%zu[] = {", at);
	for (size_t i = 0; i < e->length; i++)
		fprintf(out, "%s%d,", i % 24 ? "" : "\n\t", (signed char)e->bytes[i]);
	fprintf(out, "\n\t0 };\n");
}

static void write_table(FILE *out, const struct embedded *files, size_t count)
{
	fprintf(out, "/* Made by tools/embed. */\n#include \"base/embed.h\"\n\n");
	for (size_t i = 0; i < count; i++)
		write_bytes(out, i, &files[i]);
	fprintf(out, "const struct embedded embedded_files[] = {\n");
	for (size_t i = 0; i < count; i++)
		fprintf(out, "\t{ \"%s\", file_%zu, %zu },\n", files[i].path, i, files[i].length);
	fprintf(out, "};\nconst size_t embedded_count = %zu;\n", count);
}

int main(int argc, char **argv)
{
	struct arena *a;
	struct embedded *files;
	const char *root;
	size_t count;
	FILE *out;

	if (argc < 4) {
		fprintf(stderr, "usage: embed OUT.c ROOT FILE...\n");
		return 2;
	}
	count = (size_t)argc - 3;
	a = arena_new(((size_t)count + 1) * (FILE_BYTES_MAX + 16384) + MEMORY_MAX);
	root = real(a, argv[2]);
	files = ARENA_MANY(a, count, struct embedded);
	for (size_t i = 0; i < count; i++)
		files[i] = read_file(a, root, argv[i + 3]);
	qsort(files, count, sizeof(*files), by_path);
	for (size_t i = 1; i < count; i++)
		if (!strcmp(files[i - 1].path, files[i].path))
			stop(files[i].path, "stands twice in the list");
	out = fopen(argv[1], "wb");
	if (!out)
		stop(argv[1], "cannot be written");
	write_table(out, files, count);
	if (ferror(out) | fclose(out))
		stop(argv[1], "cannot be written");
	arena_free(a);
	return 0;
}
