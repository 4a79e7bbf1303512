/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/attached.h"

#include "base/text.h"
#include "view/format.h"

enum { KILO = 1000, MEGA = KILO * KILO };

/* A tenth of a megabyte counts, a part of a kilobyte does not. */
static const char *size_of(struct arena *a, const struct catalogue *words, int64_t bytes)
{
	const char *unit = bytes < KILO ? "extent.bytes" : bytes < MEGA ? "extent.kilobytes" : "extent.megabytes";
	const char *number = bytes < KILO ? format_number(a, words, bytes)
		: bytes < MEGA ? format_number(a, words, (bytes + KILO / 2) / KILO)
		: format_decimal(a, words, arena_print(a, "%lld.%lld", (long long)(bytes / MEGA), (long long)(bytes % MEGA / (MEGA / 10))));

	return catalogue_fill(words, a, unit, &number, 1);
}

const char *attached_extent(struct arena *a, const struct catalogue *words, const char *type, int64_t bytes)
{
	return arena_print(a, "%s, %s", catalogue_word(words, a, "attachment_type", type), size_of(a, words, bytes));
}

void attached_fill(struct fill *f, const char *table)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	struct table *t = fill_found(f, table);

	for (size_t row = 0; row < t->row_count; row++) {
		const char *type = table_text(t, row, "file_type"), *size = table_text(t, row, "bytes");
		int64_t bytes;

		if (type && size && text_to_int(size, 0, INT64_MAX, &bytes))
			fill_text(t, row, "extent", attached_extent(f->arena, words, type, bytes));
	}
}
