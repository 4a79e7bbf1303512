/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/icc.h"

#include <string.h>

enum { HEADER_BYTES = 128, NAME_BYTES = 24, DESCRIPTION_REST = 78, GAMMA = 0x0233 };

static const char name[NAME_BYTES] = "RGB, sRGB primaries, 2.2";

static void u32(struct out *o, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		out_char(o, (char)(n >> shift & 0xFF));
}

static void nulls(struct out *o, size_t n)
{
	while (n--)
		out_char(o, '\0');
}

static void xyz(struct out *o, uint32_t x, uint32_t y, uint32_t z)
{
	out_bytes(o, "XYZ \0\0\0", 8);
	u32(o, x);
	u32(o, y);
	u32(o, z);
}

/* What a tag holds, whole words long. */
static void element(struct out *o, const char *tag)
{
	if (!strcmp(tag, "desc")) {
		out_bytes(o, "desc\0\0\0", 8);
		u32(o, NAME_BYTES + 1);
		out_bytes(o, name, NAME_BYTES);
		nulls(o, 1 + DESCRIPTION_REST);
	} else if (!strcmp(tag, "cprt")) {
		out_bytes(o, "text\0\0\0\0CC0", 12);
	} else if (!strcmp(tag, "wtpt")) {
		xyz(o, 0xF6D6, 0x10000, 0xD32D);
	} else if (!strcmp(tag, "rXYZ")) {
		xyz(o, 0x6FA2, 0x38F5, 0x0390);
	} else if (!strcmp(tag, "gXYZ")) {
		xyz(o, 0x6299, 0xB785, 0x18DA);
	} else if (!strcmp(tag, "bXYZ")) {
		xyz(o, 0x24A0, 0x0F84, 0xB6CF);
	} else { /* rTRC, gTRC, bTRC */
		out_bytes(o, "curv\0\0\0", 8);
		u32(o, 1);
		u32(o, GAMMA << 16);
	}
	while (o->length % 4)
		out_char(o, '\0');
}

static void header(struct out *o, size_t length)
{
	u32(o, (uint32_t)length);
	nulls(o, 4);
	u32(o, 0x02100000);
	out_text(o, "mntrRGB XYZ ");
	u32(o, 2000 << 16 | 1); /* a date that never changes */
	u32(o, 1 << 16);
	u32(o, 0);
	out_text(o, "acsp");
	nulls(o, 28);
	u32(o, 0xF6D6);
	u32(o, 0x10000);
	u32(o, 0xD32D);
	nulls(o, HEADER_BYTES - 80);
}

void pdf_icc(struct out *o, struct arena *a)
{
	static const char tags[][5] = { "desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
	enum { COUNT = sizeof(tags) / sizeof(tags[0]), START = HEADER_BYTES + 4 + 12 * COUNT };
	struct out body;
	size_t ends[COUNT] = { 0 }, from = 0;

	out_init(&body, a, 4096);
	for (size_t i = 0; i < COUNT; i++) {
		element(&body, tags[i]);
		ends[i] = body.length;
	}
	header(o, START + body.length);
	u32(o, COUNT);
	for (size_t i = 0; i < COUNT; from = ends[i++]) {
		out_text(o, tags[i]);
		u32(o, (uint32_t)(START + from));
		u32(o, (uint32_t)(ends[i] - from));
	}
	out_bytes(o, body.bytes, body.length);
}
