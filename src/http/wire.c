/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/wire.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { SPACES_MAX = 64 }; /* between a colon and its value */

/* Distances are taken between addresses: a folded line is copied elsewhere, and then they simply do not fit. */
static uintptr_t place(const char *p)
{
	return (uintptr_t)p;
}

bool wire_is_whole(const struct wire *wire)
{
	uintptr_t next = place(wire->version) + wire->version_n + 2;

	if (place(wire->target_at) != place(wire->method) + wire->method_n + 1)
		return false;
	if (place(wire->version) != place(wire->target_at) + strlen(wire->target) + 1)
		return false;
	for (size_t i = 0; i < wire->count; i++) {
		const struct wire_header *h = &wire->headers[i];
		uintptr_t colon_end = place(h->name) + h->name_n + 1;
		uintptr_t spaces = place(h->value) - colon_end; /* wraps when the value stands elsewhere */

		if (place(h->name) != next || spaces > SPACES_MAX
			|| strspn(h->name + h->name_n + 1, " \t") < (size_t)spaces)
			return false;
		next = place(h->value) + h->value_n + 2;
	}
	return next + 2 == place(wire->method) + wire->bytes;
}

const char *wire_value(const struct wire *wire, const char *name)
{
	for (size_t i = 0; i < wire->count; i++)
		if (!strcasecmp(wire->headers[i].name, name))
			return wire->headers[i].value;
	return NULL;
}

/* RFC 9110 §5.6.2 */
static bool is_token(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] >= 0x7F || strchr("\"(),/:;<=>?@[\\]{}", s[i]))
			return false;
	return n > 0;
}

/* No white space and no control, wherever else it may be at fault: others end the line there (RFC 9112 §3.2). */
static bool is_target(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7F)
			return false;
	return true;
}

static bool is_value(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)s[i] < ' ' && s[i] != '\t') || s[i] == 0x7F)
			return false;
	return true;
}

/* What we read must come once and be plain; what we ignore may be anything else. */
static bool is_read_by_us(const char *name)
{
	static const char *const names[] = { "Accept-Language", "Content-Length", "Content-Type", "Cookie", "Expect", "Host",
		"If-None-Match", "Origin", "Sec-Fetch-Site", "Transfer-Encoding", "X-Forwarded-For", "X-Forwarded-Proto" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcasecmp(name, names[i]))
			return true;
	return false;
}

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static bool headers_are_sound(const struct wire *wire)
{
	for (size_t i = 0; i < wire->count; i++) {
		const struct wire_header *h = &wire->headers[i];

		if (!is_token(h->name, h->name_n) || !is_value(h->value, h->value_n))
			return false;
		if (!is_read_by_us(h->name))
			continue;
		if (!is_ascii(h->value))
			return false;
		for (size_t j = 0; j < i; j++)
			if (!strcasecmp(wire->headers[j].name, h->name))
				return false;
	}
	return true;
}

/* reg-name, IPv4 or [IPv6], with a port or without (RFC 9110 §7.2); an empty one names nobody. */
static bool is_host(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]");

	return n > 0 && n <= 261 && !s[n];
}

int wire_check(const struct wire *wire, struct wire_body *out_body)
{
	const char *length, *encoding, *expect, *host;
	struct wire_body body = { false, false, 0 };
	int64_t n = 0;
	bool is_1_1 = !strcmp(wire->version, "HTTP/1.1");

	if (wire->count > HTTP_HEADERS_MAX)
		return 431;
	if (!wire_is_whole(wire) || !is_token(wire->method, wire->method_n) || !is_target(wire->target) || !headers_are_sound(wire))
		return 400;
	if (!is_1_1 && strcmp(wire->version, "HTTP/1.0") != 0)
		return 400;
	length = wire_value(wire, "Content-Length");
	encoding = wire_value(wire, "Transfer-Encoding");
	host = wire_value(wire, "Host");
	expect = wire_value(wire, "Expect");
	if (!host || !is_host(host) || (length && encoding))
		return 400;
	if (encoding && (!is_1_1 || strcasecmp(encoding, "chunked") != 0))
		return 400;
	if (length && (strspn(length, "0123456789") != strlen(length) || !text_to_int(length, 0, INT64_MAX, &n)))
		return 400;
	if (expect && strcasecmp(expect, "100-continue") != 0)
		return 417;
	body.is_chunked = encoding != NULL;
	body.has_length = length != NULL;
	body.length = (size_t)n;
	*out_body = body;
	return 0;
}
