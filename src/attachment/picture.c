/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pictures (JPEG: ITU-T T.81, Exif 2.32; PNG: W3C 2003) without what they tell about place, time, device and people.  What is kept
 * are the pieces that a picture is drawn from, by a list: what nobody knows of is left out.
 */
#include <string.h>

#include "attachment/parts.h"

enum { SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, APP0 = 0xE0, APP1 = 0xE1, APP2 = 0xE2, APP14 = 0xEE, APP15 = 0xEF, COM = 0xFE,
	TEM = 0x01, RST0 = 0xD0, RST7 = 0xD7 };
enum { TAG_MAKE = 0x010F, TAG_MODEL = 0x0110, TAG_TURN = 0x0112, TAG_TIME = 0x0132, TAG_EXIF = 0x8769, TAG_GPS = 0x8825,
	TIFF_HEAD = 8, TIFF_ROW = 12, TURNS = 8 };

static unsigned byte_at(const struct looking *l, size_t at)
{
	return (unsigned char)l->bytes[at];
}

/* ------------------------------------------------------------------------------------------- exif --- */

/* A TIFF file's first directory, of the `n` bytes at `at`. */
struct tiff {
	const struct looking *looking;
	size_t at, n;
	bool is_little; /* its numbers begin with the small end */
};

static unsigned tiff_16(const struct tiff *t, size_t at)
{
	unsigned first = byte_at(t->looking, t->at + at), second = byte_at(t->looking, t->at + at + 1);

	return t->is_little ? second << 8 | first : first << 8 | second;
}

static size_t tiff_32(const struct tiff *t, size_t at)
{
	size_t first = tiff_16(t, at), second = tiff_16(t, at + 2);

	return t->is_little ? second << 16 | first : first << 16 | second;
}

static const char *what_of_tag(unsigned tag)
{
	switch (tag) {
	case TAG_GPS:
		return "taken_place";
	case TAG_MAKE:
	case TAG_MODEL:
		return "taken_device";
	case TAG_TIME:
	case TAG_EXIF:
		return "taken_time";
	default:
		return "taken_other";
	}
}

/* Names what goes, and gives how the picture is turned: 1 as it lies, or not told. */
static unsigned look_at_exif(struct looking *l, size_t at, size_t n)
{
	struct tiff t = { l, at, n, n >= TIFF_HEAD && l->bytes[at] == 'I' };
	size_t first = n >= TIFF_HEAD ? tiff_32(&t, 4) : n, rows;
	unsigned turn = 1;

	if (n < 2 || first > n - 2) {
		looking_name(l, "taken_other");
		return turn;
	}
	rows = tiff_16(&t, first);
	for (size_t i = 0; i < rows && first + 2 + (i + 1) * TIFF_ROW <= n; i++) {
		size_t row = first + 2 + i * TIFF_ROW;

		if (tiff_16(&t, row) != TAG_TURN)
			looking_name(l, what_of_tag(tiff_16(&t, row)));
		else if (tiff_16(&t, row + 8) >= 1 && tiff_16(&t, row + 8) <= TURNS)
			turn = tiff_16(&t, row + 8);
	}
	return turn;
}

/* ------------------------------------------------------------------------------------------- jpeg --- */

/* An Exif piece that says how the picture is turned, and nothing else. */
static void keep_turn(struct looking *l, unsigned turn)
{
	static const char head[] = "\xFF\xE1\0\x22" "Exif\0\0" "MM\0\x2A\0\0\0\x08" "\0\1" "\1\x12\0\3\0\0\0\1\0";
	const char tail[] = { (char)turn, 0, 0, 0, 0, 0, 0 };

	if (turn == 1)
		return;
	out_bytes(&l->kept, head, sizeof(head) - 1);
	out_bytes(&l->kept, tail, sizeof(tail));
}

static bool piece_is(const struct looking *l, size_t at, size_t n, const char *name, size_t name_n)
{
	return n >= name_n && !memcmp(l->bytes + at, name, name_n);
}

/* A piece of application data: kept when the picture is drawn from it, else named. */
static bool is_drawn_from(struct looking *l, unsigned mark, size_t at, size_t n)
{
	if (mark == COM) {
		looking_name(l, "taken_text");
		return false;
	}
	if (mark < APP0 || mark > APP15)
		return true;
	if (mark == APP1 && piece_is(l, at, n, "Exif\0", 5) && n > 6) {
		keep_turn(l, look_at_exif(l, at + 6, n - 6));
		return false;
	}
	if ((mark == APP0 && piece_is(l, at, n, "JFIF\0", 5)) || (mark == APP2 && piece_is(l, at, n, "ICC_PROFILE\0", 12))
		|| (mark == APP14 && piece_is(l, at, n, "Adobe", 5)))
		return true;
	looking_name(l, "taken_other");
	return false;
}

/* The place after what is packed behind a start of scan: the next mark that is none of its own. */
static size_t end_of_scan(const struct looking *l, size_t at)
{
	for (; at + 1 < l->n; at++) {
		unsigned next = byte_at(l, at + 1);

		if (byte_at(l, at) == 0xFF && next != 0 && next != 0xFF && (next < RST0 || next > RST7))
			return at;
	}
	return l->n;
}

/* One piece from its mark on; the place after it, or 0 when it is the last or damaged. */
static size_t jpeg_piece(struct looking *l, size_t at)
{
	unsigned mark;
	size_t n, end;

	while (at + 1 < l->n && byte_at(l, at) == 0xFF && byte_at(l, at + 1) == 0xFF)
		at++;
	if (at + 3 >= l->n || byte_at(l, at) != 0xFF || byte_at(l, at + 1) == 0 || byte_at(l, at + 1) == SOI
		|| byte_at(l, at + 1) == TEM) {
		looking_fail(l, "attachment.damaged");
		return 0;
	}
	mark = byte_at(l, at + 1);
	n = (size_t)byte_at(l, at + 2) << 8 | byte_at(l, at + 3);
	end = at + 2 + n;
	if (n < 2 || end > l->n) {
		looking_fail(l, "attachment.damaged");
		return 0;
	}
	if (mark == SOS)
		end = end_of_scan(l, end);
	if (is_drawn_from(l, mark, at + 4, n - 2))
		out_bytes(&l->kept, l->bytes + at, end - at);
	return end;
}

static bool is_end(const struct looking *l, size_t at)
{
	return at + 1 < l->n && byte_at(l, at) == 0xFF && byte_at(l, at + 1) == EOI;
}

static void compare(struct looking *l, size_t end)
{
	if (end < l->n)
		looking_name(l, "taken_other");
	l->is_changed = !l->rule && (l->kept.length != l->n || memcmp(l->kept.bytes, l->bytes, l->n));
	/* A picture that says only how it is turned may become some bytes longer than it was, and too long with them. */
	if (out_full(&l->kept))
		looking_fail(l, "attachment.too_large");
}

void picture_jpeg(struct looking *l)
{
	size_t at = 2;

	out_bytes(&l->kept, l->bytes, 2);
	while (at && !is_end(l, at))
		at = jpeg_piece(l, at);
	if (!at)
		return;
	out_bytes(&l->kept, l->bytes + at, 2);
	compare(l, at + 2);
}

/* ------------------------------------------------------------------------------------------- png --- */

static const char *what_of_chunk(const char *name)
{
	if (!memcmp(name, "tIME", 4))
		return "taken_time";
	if (!memcmp(name, "tEXt", 4) || !memcmp(name, "zTXt", 4) || !memcmp(name, "iTXt", 4))
		return "taken_text";
	return "taken_other";
}

static bool chunk_is_drawn_from(const char *name)
{
	static const char kept[] = "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP acTL fcTL fdAT";

	for (size_t i = 0; i < sizeof(kept) - 1; i += 5)
		if (!memcmp(kept + i, name, 4))
			return true;
	return false;
}

/* The place after the chunk; 0 when it is damaged. */
static size_t png_chunk(struct looking *l, size_t at)
{
	size_t n = 0;
	const char *name = l->bytes + at + 4;

	if (l->n - at < 12) {
		looking_fail(l, "attachment.damaged");
		return 0;
	}
	for (size_t i = 0; i < 4; i++)
		n = n << 8 | byte_at(l, at + i);
	if (n > l->n - at - 12) {
		looking_fail(l, "attachment.damaged");
		return 0;
	}
	if (chunk_is_drawn_from(name))
		out_bytes(&l->kept, l->bytes + at, n + 12);
	else if (!memcmp(name, "eXIf", 4))
		(void)look_at_exif(l, at + 8, n);
	else
		looking_name(l, what_of_chunk(name));
	return at + 12 + n;
}

void picture_png(struct looking *l)
{
	size_t at = 8, chunk = 0;
	bool is_over = false;

	out_bytes(&l->kept, l->bytes, 8);
	if (l->n < 16 || memcmp(l->bytes + 12, "IHDR", 4) != 0)
		looking_fail(l, "attachment.damaged");
	while (!l->rule && !is_over) {
		chunk = at;
		at = png_chunk(l, at);
		is_over = at && !memcmp(l->bytes + chunk + 4, "IEND", 4);
	}
	if (!l->rule)
		compare(l, at);
}
