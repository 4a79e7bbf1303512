/* SPDX-License-Identifier: EUPL-1.2
 *
 * Replay: gives a fuzz target every file of a folder once, so that each input ever found stays a test under any
 * compiler.
 *
 *     replay CORPUS_FOLDER
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/env.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	struct arena *a = arena_new(64 << 20);
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	const struct dirent *entry;
	int n = 0;

	while (folder && (entry = readdir(folder))) {
		size_t mark = arena_mark(a), size;
		char *bytes;

		if (entry->d_name[0] == '.')
			continue;
		if (env_file_read(a, &env_system, arena_print(a, "%s/%s", argv[1], entry->d_name), 2 << 20, &bytes, &size))
			return 1;
		(void)LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
		printf("ok %d - %s\n", ++n, entry->d_name);
		arena_rewind(a, mark);
	}
	if (folder)
		(void)closedir(folder);
	arena_free(a);
	printf("1..%d\n", n);
	return n ? 0 : 1;
}
