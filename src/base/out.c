/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/out.h"

#include <string.h>

void out_init(struct out *o, struct arena *a, size_t max_bytes)
{
	*o = (struct out){ .arena = a, .max = max_bytes };
}

/* Room for `n` more bytes and a NUL.  Doubling copies each byte about once, where it cannot stay in its place. */
static bool grow(struct out *o, size_t n)
{
	size_t room = o->room ? o->room : 256;
	char *bytes;

	if (n > o->max - o->length) {
		o->full = true;
		return false;
	}
	while (room < o->length + n + 1)
		room *= 2;
	if (room == o->room)
		return true;
	if (o->room && arena_stretch(o->arena, o->bytes, o->room, room)) {
		o->room = room;
		return true;
	}
	bytes = arena_get(o->arena, room);
	if (o->length)
		memcpy(bytes, o->bytes, o->length);
	o->bytes = bytes;
	o->room = room;
	return true;
}

void out_bytes(struct out *o, const void *bytes, size_t n)
{
	if (o->full || !grow(o, n))
		return;
	if (n)
		memcpy(o->bytes + o->length, bytes, n);
	o->length += n;
}

void out_text(struct out *o, const char *s)
{
	out_bytes(o, s, strlen(s));
}

void out_char(struct out *o, char c)
{
	if (!o->full && o->length + 1 < o->room && o->length < o->max)
		o->bytes[o->length++] = c;
	else
		out_bytes(o, &c, 1);
}

void out_int(struct out *o, int64_t n)
{
	char digits[24];
	size_t at = sizeof(digits);
	uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n; /* so that the least number has a size too */

	do
		digits[--at] = (char)('0' + size % 10);
	while (size /= 10);
	if (n < 0)
		digits[--at] = '-';
	out_bytes(o, digits + at, sizeof(digits) - at);
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
		|| c == '_' || c == '~';
}

void out_percent(struct out *o, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *s; s++) {
		if (is_unreserved(*s)) {
			out_char(o, *s);
		} else {
			out_char(o, '%');
			out_char(o, digits[(unsigned char)*s >> 4]);
			out_char(o, digits[(unsigned char)*s & 15]);
		}
	}
}

void out_print(struct out *o, const char *fmt, ...)
{
	size_t mark = arena_mark(o->arena), room = o->room;
	va_list args;

	va_start(args, fmt);
	out_text(o, arena_vprint(o->arena, fmt, args));
	va_end(args);
	if (o->room == room)
		arena_rewind(o->arena, mark); /* nothing else was taken behind it */
}

const char *out_cstr(struct out *o)
{
	if (!grow(o, 0))
		return "";
	o->bytes[o->length] = '\0';
	return o->bytes;
}

bool out_full(const struct out *o)
{
	return o->full;
}
