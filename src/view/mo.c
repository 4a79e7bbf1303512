/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/mo.h"

#include <stdint.h>
#include <string.h>

enum { HEADER_BYTES = 28, ROW_BYTES = 8 };
static const uint32_t magic = 0x950412DE;

static uint32_t number(const char *bytes, size_t at)
{
	const unsigned char *p = (const unsigned char *)bytes + at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

bool mo_open(const char *bytes, size_t length, struct mo *out)
{
	struct mo m = { .bytes = bytes, .length = length };

	/* Revision 0 is the only one that has no further tables. */
	if (length < HEADER_BYTES || number(bytes, 0) != magic || number(bytes, 4) != 0)
		return false;
	m.count = number(bytes, 8);
	m.keys = number(bytes, 12);
	m.texts = number(bytes, 16);
	if (m.count > length / ROW_BYTES || m.keys > length - m.count * ROW_BYTES
		|| m.texts > length - m.count * ROW_BYTES)
		return false;
	*out = m;
	return true;
}

/* The text a row of one of the two tables points at: inside the file, and ended by NUL where its length says. */
static const char *row_text(const struct mo *m, size_t table, size_t at)
{
	size_t length, start;

	if (at >= m->count)
		return NULL;
	length = number(m->bytes, table + at * ROW_BYTES);
	start = number(m->bytes, table + at * ROW_BYTES + 4);
	if (start >= m->length || length >= m->length - start || m->bytes[start + length] != '\0')
		return NULL;
	return m->bytes + start;
}

const char *mo_key(const struct mo *m, size_t at)
{
	return row_text(m, m->keys, at);
}

const char *mo_text(const struct mo *m, size_t at)
{
	return row_text(m, m->texts, at);
}

size_t mo_place(const struct mo *m, const char *key)
{
	size_t low = 0, high = m->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *there = mo_key(m, middle);

		if (!there)
			return m->count;
		if (strcmp(key, there) <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

const char *mo_find(const struct mo *m, const char *key)
{
	size_t at = mo_place(m, key);
	const char *there = at < m->count ? mo_key(m, at) : NULL;

	return there && !strcmp(there, key) ? mo_text(m, at) : NULL;
}
