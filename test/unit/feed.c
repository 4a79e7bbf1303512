/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "tap.h"
#include "view/feed.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define T(s) { .type = CELL_TEXT, .text = (s) }
#define N(n) { .type = CELL_INT, .number = (n) }
#define NONE { .type = CELL_NONE }
#define MASKED { .type = CELL_MASKED, .label = LABEL_WORK }
#define ERASED { .type = CELL_ERASED }

static const struct feed council = { .site = "https://rad.example", .self = "/atom.xml", .page = "/news",
	.council = "R\xc3\xa5" "det ]]> & <b>, \"x\"; y\\z", .origin = "rad-1", .began = "2026-01-01T00:00:00Z" };

static const char *made(struct arena *a, struct table *t, const struct feed *f, bool is_calendar)
{
	const struct tables all = { .page = "x", .all = t, .count = t ? 1 : 0, .main = t ? t->name : NULL };
	struct out o;

	out_init(&o, a, PAGE_MAX);
	if (is_calendar)
		view_calendar(&o, a, &all, f, catalogue_get("sv"));
	else
		view_atom(&o, a, &all, f, catalogue_get("sv"));
	return out_cstr(&o);
}

static bool has(const char *text, const char *part)
{
	bool is = strstr(text, part) != NULL;

	if (!is)
		printf("# no  %s\n", part);
	return is;
}

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	while ((text = strstr(text, part))) {
		text += strlen(part);
		count++;
	}
	return count;
}

/* ------------------------------------------------------------------------------------------- atom --- */

static const struct column news_columns[] = {
	{ "id", COLUMN_ID, LABEL_OPEN, false }, { "published", COLUMN_TIME, LABEL_OPEN, false },
	{ "title", COLUMN_TEXT, LABEL_OPEN, false }, { "text", COLUMN_TEXT, LABEL_OPEN, false },
	{ "path", COLUMN_ID, LABEL_OPEN, false },
};

static struct cell news_cells[] = {
	T("entry-7"), T("2026-05-01T10:00:00Z"), T("]]> & <script>\"'"),
	T("rad\nett\x01\x1f\x7f \xef\xbf\xbe slut"), T("/public?a=1&b=2"),
	T("entry-9"), T("2026-07-01T10:00:00Z"), ERASED, MASKED, T("/public"),
	T("entry-3"), T("2026-03-01T10:00:00Z"), NONE, NONE, T("/public"),
	NONE, T("2026-08-01T10:00:00Z"), T("Utan id"), NONE, T("/public"),
	T("entry-4"), NONE, T("Utan dag"), NONE, T("/public"),
	T("entry-5"), T("2026-01-01T10:00:00Z"), T("Utan plats"), NONE, NONE,
};

static void test_atom(struct tap *t, struct arena *a)
{
	struct table news = { .name = "news", .columns = news_columns, .column_count = COUNT(news_columns), .cells = news_cells,
		.row_count = 6 }, other = { .name = "other", .columns = news_columns, .column_count = 1, .cells = news_cells,
		.row_count = 1 };
	const char *s = made(a, &news, &council, false), *again = made(a, &news, &council, false);
	struct feed bare = council;

	SAME(t, s, again, "the same rows are the same bytes");
	OK(t, count_of(s, "<entry>") == 3 && count_of(s, "</entry>") == 3, "a row that lacks what must be there is left out");
	OK(t, !strstr(s, "Utan"), "  whole");
	OK(t, has(s, "<title>]]&gt; &amp; &lt;script&gt;&#34;&#39;</title>"), "markup in a title is words");
	OK(t, has(s, "<summary>rad\nett\xef\xbf\xbd\xef\xbf\xbd\x7f \xef\xbf\xbd slut</summary>"),
		"what XML cannot write is U+FFFD");
	OK(t, has(s, "href=\"https://rad.example/public?a=1&amp;b=2\"/>"), "links are whole, with their query");
	OK(t, has(s, "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://rad.example/atom.xml\"/>"),
		"it says where it is");
	OK(t, has(s, "<id>urn:fyr:rad-1:entry-7</id>") && has(s, "<id>urn:fyr:rad-1</id>"), "what it is called is the log's");
	OK(t, has(s, "<updated>2026-08-01T10:00:00Z</updated>\n<author>"), "it changed with the newest row");
	OK(t, has(s, "<title>Texten \xc3\xa4r raderad efter beslut. Fr\xc3\xa5ga samordnaren.</title>"), "what was erased says so");
	OK(t, has(s, "<summary>Visas inte h\xc3\xa4r: arbetsmaterial."), "and what is masked");
	OK(t, has(s, "<title>entry-3</title>"), "no title at all: the name it is called by");
	OK(t, has(s, "xml:lang=\"sv\""), "in Swedish");
	OK(t, has(s, "<name>R\xc3\xa5" "det ]]&gt; &amp; &lt;b&gt;, &#34;x&#34;; y\\z</name>"), "by the council");
	bare.self = bare.council = NULL;
	bare.origin = "r\xc3\xa5" "d <1>";
	s = made(a, NULL, &bare, false);
	OK(t, !strstr(s, "rel=\"self\"") && has(s, "<updated>2026-01-01T00:00:00Z</updated>") && !strstr(s, "<entry>"),
		"nothing published: as old as the book");
	OK(t, has(s, "<id>urn:fyr:r%C3%A5d%20%3C1%3E</id>"), "a log's name is written as an address");
	OK(t, has(s, "<title>Texten \xc3\xa4r raderad"), "a council without a name says so");
	OK(t, !strstr(made(a, &other, &council, false), "<entry>"), "a table without the columns is no news");
}

/* ------------------------------------------------------------------------------------------- calendar --- */

static const struct column day_columns[] = {
	{ "uid", COLUMN_ID, LABEL_OPEN, false }, { "changed", COLUMN_TIME, LABEL_OPEN, false },
	{ "event", COLUMN_CODE, LABEL_OPEN, false }, { "day", COLUMN_DAY, LABEL_OPEN, false },
	{ "begins", COLUMN_TEXT, LABEL_OPEN, false }, { "ends", COLUMN_TEXT, LABEL_OPEN, false },
	{ "path", COLUMN_ID, LABEL_OPEN, false }, { "sequence", COLUMN_INT, LABEL_OPEN, false },
	{ "is_cancelled", COLUMN_BOOL, LABEL_OPEN, false },
};
enum { DAY_COLUMNS = COUNT(day_columns) };

#define CHANGED T("2026-05-01T10:00:00Z")
static struct cell day_cells[] = {
	T("a-1"), CHANGED, T("answer_due"), N(20741), NONE, NONE, T("/follow_up"), N(0), N(0),
	T("a-2"), CHANGED, T("council_meets"), N(20742), T("09:00"), T("11:30"), NONE, N(4), N(1),
	T("a-3"), CHANGED, T("council_meets"), N(20743), T("23:59"), T("09:00"), NONE, NONE, NONE,
	T("a-4"), CHANGED, T("no,such;\\word"), N(-1), T("24:00"), T("09:60"), NONE, NONE, NONE,
	NONE, CHANGED, T("answer_due"), N(20741), NONE, NONE, NONE, NONE, NONE,
	T("a-6"), T("i g\xc3\xa5r"), T("answer_due"), N(20741), NONE, NONE, NONE, NONE, NONE,
	T("a-7"), CHANGED, MASKED, N(20741), NONE, NONE, NONE, NONE, NONE,
	T("a-8"), CHANGED, T("answer_due"), NONE, T("09:00"), NONE, NONE, NONE, NONE,
	T("a-9"), NONE, T("answer_due"), N(20741), NONE, NONE, NONE, NONE, NONE,
};

static const char *const bad_times[] = { "9:00", "09.00", "09:0", "24:00", "09:60", "x9:00", "09:x0", "", "009:00" };

/* No line is longer than it may be, each ends as it must, and none begins or ends inside a character. */
static bool is_folded(const char *s)
{
	size_t lines = 0;

	for (const char *end; *s; s = end + 2, lines++) {
		end = strstr(s, "\r\n");
		if (!end || end - s > 75 || memchr(s, '\n', (size_t)(end - s)) || !text_is_utf8(s, (size_t)(end - s)))
			return false;
	}
	return lines > 0;
}

static void test_times(struct tap *t, struct arena *a)
{
	struct cell row[DAY_COLUMNS];
	struct table days = { .name = "days", .columns = day_columns, .column_count = DAY_COLUMNS, .cells = row, .row_count = 1 };
	size_t good = 0;

	for (size_t i = 0; i < COUNT(bad_times); i++) {
		memcpy(row, day_cells, sizeof(row));
		row[4] = (struct cell)T(bad_times[i]);
		good += strstr(made(a, &days, &council, true), "DTSTART;VALUE=DATE:20261015\r\n") != NULL;
	}
	OK(t, good == COUNT(bad_times), "what is no time of day is all of it");
}

/* Names of every length, of characters of every length: the fold comes at every place. */
static void test_folds(struct tap *t, struct arena *a)
{
	static const char *const letters[] = { "x", "\xc3\xa5", "\xe2\x80\x93", "\xf0\x9f\x92\xa1" };
	size_t wrong = 0;

	for (size_t length = 0; length < 4 * 160; length++) {
		struct feed f = council;
		char *name = ARENA_MANY(a, 4 * 160 + 1, char);
		size_t n = 0;

		for (size_t i = 0; i < length / 4; i++, n += strlen(letters[length % 4]))
			memcpy(name + n, letters[length % 4], strlen(letters[length % 4]));
		f.council = name;
		wrong += !is_folded(made(a, NULL, &f, true));
	}
	OK(t, !wrong, "no line has more than 75 octets or half a character");
}

static void test_calendar(struct tap *t, struct arena *a)
{
	struct table days = { .name = "days", .columns = day_columns, .column_count = DAY_COLUMNS, .cells = day_cells,
		.row_count = COUNT(day_cells) / DAY_COLUMNS };
	const char *s = made(a, &days, &council, true);
	struct feed odd = council;

	SAME(t, s, made(a, &days, &council, true), "the same days are the same bytes");
	OK(t, is_folded(s), "lines are folded");
	OK(t, count_of(s, "BEGIN:VEVENT\r\n") == 4 && count_of(s, "END:VEVENT\r\n") == 4,
		"a row that lacks what must be there is left out");
	OK(t, has(s, "BEGIN:VEVENT\r\nUID:a-1@rad-1\r\nDTSTAMP:20260501T100000Z\r\nLAST-MODIFIED:20260501T100000Z\r\nSEQUENCE:0\r\n"
		"DTSTART;VALUE=DATE:20261015\r\nTRANSP:TRANSPARENT\r\nSUMMARY:Svar ska l\xc3\xa4mnas\r\n"
		"DESCRIPTION:Logga in f\xc3\xb6r att se mer: https://rad.example/follow_up\r\nURL:https://rad.example/follow_up\r\n"
		"STATUS:CONFIRMED\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"), "a day");
	OK(t, has(s, "SEQUENCE:4\r\n"
		"DTSTART;TZID=Europe/Stockholm:20261016T090000\r\nDTEND;TZID=Europe/Stockholm:20261016T113000\r\n"
		"SUMMARY:R\xc3\xa5" "det m\xc3\xb6ts\r\nSTATUS:CANCELLED\r\n"), "hours of a day, cancelled");
	OK(t, has(s, "DTSTART;TZID=Europe/Stockholm:20261017T235900\r\nSUMMARY"), "an end before the beginning is none");
	OK(t, has(s, "DTSTART;VALUE=DATE:19691231\r\n") && has(s, "SUMMARY:no\\,such\\;\\\\word\r\n"), "signs that divide are escaped");
	OK(t, has(s, "NAME:R\xc3\xa5" "det ]]> & <b>\\, \"x\"\\; y\\\\z\r\n"), "in the council's name too");
	OK(t, count_of(s, "BEGIN:VTIMEZONE") == 1 && has(s, "TZID:Europe/Stockholm\r\n"), "the time zone is told");
	odd.council = "Ett\nnamn\r\x01\x7f\tx";
	s = made(a, NULL, &odd, true);
	OK(t, has(s, "NAME:Ett\\nnamn\tx\r\n"), "a line break is told as one, and control characters are dropped");
	OK(t, !strncmp(s, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", 30) && has(s, "END:VTIMEZONE\r\nEND:VCALENDAR\r\n"),
		"no day: a calendar still");
	odd.council = NULL;
	OK(t, has(made(a, NULL, &odd, true), "NAME:Texten \xc3\xa4r raderad"), "a council without a name says so");
}

/* RFC 5546 §3.2.1: what is called to has an organizer, also when its place was erased. */
static void test_called(struct tap *t, struct arena *a)
{
	struct column columns[DAY_COLUMNS + 1];
	struct cell row[DAY_COLUMNS + 1];
	struct table days = { .name = "days", .columns = columns, .column_count = DAY_COLUMNS + 1, .cells = row, .row_count = 1 };
	const char *s;

	memcpy(columns, day_columns, sizeof(day_columns));
	columns[DAY_COLUMNS] = (struct column){ "venue", COLUMN_TEXT, LABEL_WORK, false };
	memcpy(row, day_cells, DAY_COLUMNS * sizeof(*row));
	row[DAY_COLUMNS] = (struct cell)T("Stadshuset");
	s = made(a, &days, &council, true);
	OK(t, has(s, "LOCATION:Stadshuset\r\n") && has(s, "ORGANIZER:https://rad.example\r\n"), "called to, with place and organizer");
	row[DAY_COLUMNS] = (struct cell)ERASED;
	s = made(a, &days, &council, true);
	OK(t, !strstr(s, "LOCATION") && has(s, "ORGANIZER:https://rad.example\r\n"), "its place erased: an organizer still");
}

int main(void)
{
	struct tap t = { 0 };
	struct arena *a = arena_new(256 << 20);

	test_atom(&t, a);
	test_calendar(&t, a);
	test_called(&t, a);
	test_times(&t, a);
	test_folds(&t, a);
	arena_free(a);
	return tap_done(&t);
}
