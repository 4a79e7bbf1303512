/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "view/feed.h"

enum { LINE_OCTETS_MAX = 75 };

/* Swedish wall time since 1996 (Directive 2000/84/EC), as RFC 5545 §3.6.5 has it.  It stands in every calendar: one without
 * any component is none (§3.6). */
static const char time_zone[] =
	"BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n"
	"BEGIN:DAYLIGHT\r\nDTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\n"
	"TZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"
	"BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+0200\r\n"
	"TZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"
	"END:VTIMEZONE\r\n";

/* Bytes of the character at `s`, which is well-formed UTF-8. */
static size_t char_octets(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* A content line, folded so that no line has more octets than may be, its end not counted, and no character is cut. */
static void write_line(struct out *o, const char *name, const char *value)
{
	size_t length = strlen(name) + 1;

	out_text(o, name);
	out_char(o, ':');
	for (size_t n; *value; value += n) {
		n = char_octets(value);
		if (length + n > LINE_OCTETS_MAX) {
			out_text(o, "\r\n ");
			length = 1;
		}
		out_bytes(o, value, n);
		length += n;
	}
	out_text(o, "\r\n");
}

/* TEXT (§3.3.11): a backslash before what would divide it, line breaks as \n, no control character at all. */
static void write_text(struct out *o, struct arena *a, const char *name, const char *s)
{
	char *escaped = ARENA_MANY(a, strlen(s) * 2 + 1, char);
	size_t to = 0;

	for (; *s; s++) {
		bool is_break = *s == '\n', is_control = ((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7F;

		if (is_control && !is_break)
			continue;
		if (is_break || strchr("\\;,", *s))
			escaped[to++] = '\\';
		escaped[to++] = is_break ? 'n' : *s;
	}
	escaped[to] = '\0';
	write_line(o, name, escaped);
}

/* "2026-11-23T15:04:05Z" as "20261123T150405Z", "2026-11-23" as "20261123". */
static const char *basic(struct arena *a, const char *extended)
{
	char *s = ARENA_MANY(a, strlen(extended) + 1, char);
	size_t to = 0;

	for (; *extended; extended++)
		if (*extended != '-' && *extended != ':')
			s[to++] = *extended;
	s[to] = '\0';
	return s;
}

static bool is_instant(const char *s)
{
	int64_t t;

	return s && instant_from(s, &t);
}

/* All of the day, or from one time of it to another. */
static void write_when(struct out *o, struct arena *a, const char *day, const char *begins, const char *ends)
{
	if (!begins || time_minutes(begins) < 0) {
		write_line(o, "DTSTART;VALUE=DATE", basic(a, day));
		out_text(o, "TRANSP:TRANSPARENT\r\n");
		return;
	}
	write_line(o, "DTSTART;TZID=Europe/Stockholm", arena_print(a, "%sT%s00", basic(a, day), basic(a, begins)));
	if (ends && time_minutes(ends) > time_minutes(begins))
		write_line(o, "DTEND;TZID=Europe/Stockholm", arena_print(a, "%sT%s00", basic(a, day), basic(a, ends)));
}

/* Whoever reads the calendar elsewhere is told what to do, and where, and nothing about it. */
static void write_where(struct out *o, struct arena *a, const struct feed *f, const char *path,
	const struct catalogue *words)
{
	const char *address = arena_print(a, "%s%s", f->site, path);

	write_text(o, a, "DESCRIPTION", catalogue_fill(words, a, "calendar.sign_in", &address, 1));
	write_line(o, "URL", address);
}

static void write_event(struct out *o, struct arena *a, const struct table *t, size_t row, const struct feed *f,
	const struct catalogue *words)
{
	const char *uid = table_text(t, row, "uid"), *changed = table_text(t, row, "changed"), *event = table_text(t, row, "event");
	const char *path = table_text(t, row, "path");
	const struct cell *day = table_named(t, row, "day");

	if (!uid || !is_instant(changed) || !event || !day || day->type != CELL_INT)
		return;
	out_text(o, "BEGIN:VEVENT\r\n");
	write_text(o, a, "UID", arena_print(a, "%s@%s", uid, f->origin));
	write_line(o, "DTSTAMP", basic(a, changed));
	write_line(o, "LAST-MODIFIED", basic(a, changed));
	write_line(o, "SEQUENCE", arena_print(a, "%lld", (long long)table_int(t, row, "sequence")));
	write_when(o, a, day_text(a, (int)day->number), table_text(t, row, "begins"), table_text(t, row, "ends"));
	write_text(o, a, "SUMMARY", catalogue_word(words, a, "event", event));
	if (path)
		write_where(o, a, f, path, words);
	if (table_text(t, row, "venue"))
		write_text(o, a, "LOCATION", table_text(t, row, "venue"));
	if (table_named(t, row, "venue")) /* RFC 5546 §3.2.1 asks for one: whoever sends it, and no person */
		write_line(o, "ORGANIZER", f->site);
	out_print(o, "STATUS:%s\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n",
		table_int(t, row, "is_cancelled") ? "CANCELLED" : "CONFIRMED");
}

void view_calendar(struct out *o, struct arena *a, const struct tables *t, const struct feed *f,
	const struct catalogue *words)
{
	const struct table *main = t->main ? tables_find(t, t->main) : NULL;
	const char *council = f->council ? f->council : catalogue_text(words, "erased.text");

	out_text(o, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Fyr//Fyr 1//SV\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
	write_text(o, a, "NAME", council);
	write_text(o, a, "X-WR-CALNAME", council);
	out_text(o, "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n");
	out_text(o, time_zone);
	for (size_t row = 0; main && row < main->row_count; row++)
		write_event(o, a, main, row, f, words);
	out_text(o, "END:VCALENDAR\r\n");
}
