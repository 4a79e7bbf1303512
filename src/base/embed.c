/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/embed.h"

#include <assert.h>
#include <string.h>

const struct embedded *embed_find(const char *path)
{
	size_t low = 0, high = embedded_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, embedded_files[middle].path);

		if (order == 0)
			return &embedded_files[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct embedded *embed_known(const char *path)
{
	const struct embedded *file = embed_find(path);

	assert(file);
	return file;
}
