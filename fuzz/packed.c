/* SPDX-License-Identifier: EUPL-1.2 */
#include "packed.h"

#include <assert.h>
#include <string.h>
#include <zip.h>

static void add(zip_t *zip, const char *name, const void *bytes, size_t n)
{
	zip_int64_t index = zip_file_add(zip, name, zip_source_buffer(zip, bytes, n, 0), 0);

	assert(index >= 0 && !zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0));
}

const char *packed(struct arena *a, const char *const parts[][2], size_t count, const uint8_t *data, size_t size, size_t *out_n)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	size_t part = data[1] % count;
	zip_stat_t stat;
	char *bytes;

	assert(zip);
	zip_source_keep(source);
	for (size_t i = 0; i < count; i++)
		if (i == part)
			add(zip, parts[i][0], data + 2, size - 2);
		else
			add(zip, parts[i][0], parts[i][1], strlen(parts[i][1]));
	assert(!zip_close(zip) && !zip_source_stat(source, &stat) && !zip_source_open(source));
	bytes = arena_get(a, stat.size);
	*out_n = (size_t)zip_source_read(source, bytes, stat.size);
	zip_source_free(source);
	return bytes;
}
