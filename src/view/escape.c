/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/escape.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&#34;";
	default:
		return "&#39;";
	}
}

static void write_entities(struct out *o, const char *s)
{
	for (;;) {
		size_t plain = strcspn(s, "&<>\"'");

		out_bytes(o, s, plain);
		s += plain;
		if (!*s)
			return;
		out_text(o, entity(*s++));
	}
}

/* Browsers drop tabs and newlines inside an address and read a backslash as a slash (WHATWG URL §4.4): both would
 * turn an own path into another host. */
static bool is_address(const char *s)
{
	for (const char *p = s; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7F || *p == '\\')
			return false;
	return (s[0] == '/' && s[1] != '/') || !strncmp(s, "https://", 8);
}

void escape_write(struct out *o, enum escape how, const char *s)
{
	switch (how) {
	case ESCAPE_TEXT:
	case ESCAPE_PLAIN:
		write_entities(o, s);
		break;
	case ESCAPE_URL_START:
		write_entities(o, is_address(s) ? s : "#");
		break;
	case ESCAPE_URL_LATER:
		out_percent(o, s);
		break;
	}
}

void escape_xml(struct out *o, const char *s)
{
	while (*s) {
		const char *start = s;
		uint32_t c = text_next(&s); /* 0xFFFD: of a bad byte, too */
		bool is_char = c != 0xFFFD && (c >= ' ' ? c < 0xFFFE || c > 0xFFFF : c == '\t' || c == '\n');

		if (!is_char)
			out_text(o, "\xEF\xBF\xBD");
		else if (c < 0x80 && strchr("&<>\"'", (char)c))
			out_text(o, entity((char)c));
		else
			out_bytes(o, start, (size_t)(s - start));
	}
}
