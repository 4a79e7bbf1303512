/* SPDX-License-Identifier: EUPL-1.2
 *
 * Base: what everything above stands on.
 */
#include <errno.h>
#include <sanitizer/asan_interface.h>
#include <stdint.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/actor.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/env.h"
#include "base/fence.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/sanitized.h"
#include "base/text.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_great_arena(struct tap *t)
{
	enum { GREAT = 12000001 };
	struct arena *a = arena_new(16 << 20);
	unsigned char *p;
	bool zero = true;

	memset(arena_get(a, GREAT), 0xAA, GREAT);
	arena_reset(a);
	p = arena_get(a, GREAT);
	for (size_t i = 0; i < GREAT; i++)
		zero &= !p[i];
	OK(t, zero, "memory is zero after a great use too, when most of it was given back");
	arena_free(a);
}

#if IS_ADDRESS_SANITIZED
#define IS_WATCHED(p) (__asan_address_is_poisoned(p) != 0)
#else
#define IS_WATCHED(p) ((p) != NULL) /* by nobody, so all goes */
#endif

static void test_watched(struct tap *t)
{
	struct arena *a = arena_new(1 << 20);
	size_t mark = arena_mark(a);
	char *p = arena_get(a, 40);

	OK(t, IS_WATCHED(p + 40), "who reads behind a piece is seen");
	arena_rewind(a, mark);
	OK(t, IS_WATCHED(p) && IS_WATCHED(p + 39), "who uses a piece that was wound back is seen");
	memset(arena_get(a, 48), 0xAA, 48);
	arena_reset(a);
	OK(t, IS_WATCHED(p + 47), "and one that went with a reset");
	arena_free(a);
}

static void test_stretched(struct tap *t)
{
	struct arena *a = arena_new(1 << 20);
	char *p = arena_get(a, 40), *behind;

	memset(arena_get(a, 200), 0xAA, 200);
	OK(t, !arena_stretch(a, p, 40, 100), "a piece with another behind it stays as long as it is");
	arena_reset(a);
	p = arena_get(a, 40);
	memset(p, 1, 40);
	OK(t, arena_stretch(a, p, 40, 100) && p[39] == 1 && !p[40] && !p[99], "the last piece becomes longer, and what is new is zero");
	OK(t, arena_stretch(a, p, 100, 101) && !p[100] && IS_WATCHED(p + 101), "by as little as a byte, and is watched behind it");
	behind = arena_get(a, 8);
	OK(t, behind >= p + 101 && !arena_stretch(a, p, 101, 200), "what comes next stands behind it");
	arena_free(a);
}

static void test_arena(struct tap *t)
{
	struct arena *a = arena_new(1 << 20);
	size_t mark = arena_mark(a);
	unsigned char *p = arena_get(a, 1000), *q;
	bool zero = true;

	OK(t, (uintptr_t)p % _Alignof(max_align_t) == 0, "memory is aligned for any type");
	memset(p, 0xAA, 1000);
	q = arena_get(a, 1);
	OK(t, q >= p + 1000 && (uintptr_t)q % _Alignof(max_align_t) == 0, "pieces do not overlap");
	arena_rewind(a, mark);
	q = arena_get(a, 2000);
	for (size_t i = 0; i < 2000; i++)
		zero &= !q[i];
	OK(t, q == p && zero, "rewound memory is given out again, and zero");
	memset(q, 0xAA, 2000);
	arena_reset(a);
	q = arena_get(a, 500000);
	zero = true;
	for (size_t i = 0; i < 500000; i++)
		zero &= !q[i];
	OK(t, zero, "memory is zero after a reset");
	OK(t, arena_get(a, 0) != NULL, "nothing is something");
	SAME(t, arena_copy(a, "abcdef", 3), "abc", "a copy is ended by NUL");
	SAME(t, arena_copy(a, NULL, 0), "", "a copy of nothing");
	SAME(t, arena_print(a, "%s-%d", "x", 7), "x-7", "formatted text");
	SAME(t, fault_new(a, FAULT_BUSY, "here", "%d", 5)->what, "5", "a fault carries its words");
	arena_free(a);
	arena_free(NULL);
}

static void test_out(struct tap *t, struct arena *a)
{
	struct out o;

	out_init(&o, a, 10);
	SAME(t, out_cstr(&o), "", "empty at first");
	out_text(&o, "12345");
	out_int(&o, -67);
	out_char(&o, 'x');
	out_print(&o, "%c", 'y');
	SAME(t, out_cstr(&o), "12345-67xy", "exactly the maximum fits");
	OK(t, !out_full(&o), "and is not too much");
	out_char(&o, 'z');
	OK(t, out_full(&o), "one more latches");
	SAME(t, out_cstr(&o), "12345-67xy", "what was there stays");
	out_bytes(&o, "", 0);
	OK(t, out_full(&o), "latched for good");
	out_init(&o, a, 1 << 20);
	for (int i = 0; i < 100000; i++)
		out_char(&o, 'a');
	OK(t, o.length == 100000 && strlen(out_cstr(&o)) == 100000 && !out_full(&o), "grows to what is needed");
	out_init(&o, a, 100);
	out_int(&o, INT64_MIN);
	SAME(t, out_cstr(&o), "-9223372036854775808", "the least number");
}

static void test_utf8(struct tap *t)
{
	static const char *const bad[] = { "\xC0\x80", "\xC1\xBF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80",
		"\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80", "\xBF", "\xFF", "\xFE", "a\xE2\x82",
			"\xC3",
		"\xE5" };
	static const uint32_t points[] = { 1, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000,
		0x10FFFF };

	for (size_t i = 0; i < COUNT(bad); i++)
		OK(t, !text_is_utf8(bad[i], strlen(bad[i])), "malformed UTF-8 is not UTF-8");
	OK(t, !text_is_utf8("a\0b", 3), "NUL is not text");
	OK(t, text_is_utf8("", 0), "nothing is UTF-8");
	for (size_t i = 0; i < COUNT(points); i++) {
		char bytes[5] = "";
		size_t n = text_put(points[i], bytes);
		const char *s = bytes;

		OK(t, text_is_utf8(bytes, n) && text_next(&s) == points[i] && s == bytes + n && !text_next(&s),
			"a code point survives writing and reading");
	}
	OK(t, text_chars("åäö\xF0\x9F\x98\x80") == 4, "code points are counted");
}

static void test_clean(struct tap *t, struct arena *a)
{
	static const struct {
		const char *typed, *text;
		bool one_line;
		enum text_problem problem;
	} cases[] = {
		{ "  a b \r\n", "a b", true, TEXT_OK },
		{ "", "", true, TEXT_OK },
		{ " \t\n ", "", true, TEXT_OK },
		{ "a\r\nb\rc\nd", "a\nb\nc\nd", false, TEXT_OK },
		{ "a\r\nb", "a\nb", true, TEXT_LINE_BREAK },
		{ "a\tb", "a\tb", true, TEXT_LINE_BREAK },
		{ "A\xCC\x8Angstro\xCC\x88m", "Ångström", true, TEXT_OK },
		{ "a\x01" "b", "a\xEF\xBF\xBD" "b", true, TEXT_CONTROL },
		{ "a\x7F", "a\xEF\xBF\xBD", true, TEXT_CONTROL },
		{ "a\xC2\x85" "b", "a\xEF\xBF\xBD" "b", true, TEXT_CONTROL },
		{ "a\xE2\x80\xAE" "b", "a\xEF\xBF\xBD" "b", true, TEXT_CONTROL },
		{ "a\xE2\x81\xA6" "b", "a\xEF\xBF\xBD" "b", true, TEXT_CONTROL },
		{ "a\xE2\x80\x8B" "b", "a\xEF\xBF\xBD" "b", true, TEXT_CONTROL },
		{ "\xEF\xBB\xBF" "b", "\xEF\xBF\xBD" "b", true, TEXT_CONTROL },
		{ "a\xE2\x80\xA8" "b", "a\xEF\xBF\xBD" "b", true, TEXT_CONTROL },
		{ "a\xEE\x80\x80", "a\xEF\xBF\xBD", true, TEXT_CONTROL },
		{ "a\xC2\xAD" "b", "a\xC2\xAD" "b", true, TEXT_OK },
		{ "12345678901", "12345678901", true, TEXT_TOO_LONG },
		{ "åäöåäöåäöå", "åäöåäöåäöå", true, TEXT_OK }
	};
	char *text = (char *)(uintptr_t)cases;

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum text_problem got = text_clean(a, cases[i].typed, strlen(cases[i].typed), 10, cases[i].one_line, &text);

		OK(t, got == cases[i].problem, "the problem is told");
		SAME(t, text, cases[i].text, "the text is cleaned");
	}
	text = NULL;
	OK(t, text_clean(a, "\xE5", 1, 10, true, &text) == TEXT_NOT_UTF8 && !text,
		"Latin-1 is refused, output untouched");
	OK(t, text_clean(a, "a\0b", 3, 10, true, &text) == TEXT_NOT_UTF8, "NUL is refused");
	SAME(t, text_from_latin1(a, "Ume\xE5 \x80 \x96 \x81", 10), "Umeå € – \xEF\xBF\xBD",
		"Windows-1252 becomes UTF-8");
}

static void test_numbers(struct tap *t, struct arena *a)
{
	static const struct {
		const char *typed, *text;
	} decimals[] = { { "12", "12" }, { "-3,5", "-3.5" }, { "3.25", "3.25" }, { "\xE2\x88\x92" "1,0", "-1" },
		{ "3.50", "3.5" },
		{ "1 204,5", "1204.5" }, { "1\xC2\xA0" "204", "1204" }, { "1\xE2\x80\xAF" "204", "1204" }, { "0,0000",
			"0" }, { "-0", "0" }, { "-0,00", "0" }, { "-0,5", "-0.5" },
		{ "100", "100" }, { "0,1234", "0.1234" }, { "123456789012,1234", "123456789012.1234" },
		{ "-123456789012,1234", "-123456789012.1234" }, { "", NULL }, { "-", NULL }, { "1,", NULL }, { ",5", NULL },
		{ "1,2,3", NULL }, { "1.2.3", NULL }, { "1,23456", NULL }, { "1234567890123", NULL }, { "1e5", NULL },
			{ " 1", NULL },
		{ "1,5 ", NULL }, { "1,2 3", NULL }, { "--1", NULL }, { "+1", NULL }, { "\xD9\xA1", NULL } };
	static const char *const no_ints[] = { "", "-", "+1", " 1", "1 ", "1.0", "0x1", "--1", "9223372036854775808",
		"-9223372036854775809", "99999999999999999999999", "\xD9\xA1" };
	static const char *const no_sizes[] = { "", "-", "-1", "-0", "00", "007", "+1", " 1", "1 ", "1x", "100" };
	int64_t n = 7;
	uint64_t size = 7;

	for (size_t i = 0; i < COUNT(decimals); i++)
		SAME(t, text_to_decimal(a, decimals[i].typed), decimals[i].text, decimals[i].typed);
	for (size_t i = 0; i < COUNT(no_ints); i++)
		OK(t, !text_to_int(no_ints[i], INT64_MIN, INT64_MAX, &n) && n == 7, "no whole number; output untouched");
	OK(t, text_to_int("-9223372036854775808", INT64_MIN, INT64_MAX, &n) && n == INT64_MIN, "the least number");
	OK(t, text_to_int("9223372036854775807", INT64_MIN, INT64_MAX, &n) && n == INT64_MAX, "the greatest");
	OK(t, text_to_int("007", 0, 10, &n) && n == 7, "leading noughts");
	for (size_t i = 0; i < COUNT(no_sizes); i++)
		OK(t, !text_to_size(no_sizes[i], 99, &size) && size == 7, "no count in its one spelling; output untouched");
	OK(t, text_to_size("0", 99, &size) && size == 0 && text_to_size("99", 99, &size) && size == 99, "counts");
	OK(t, !text_to_int("11", 0, 10, &n) && !text_to_int("-1", 0, 10, &n) && text_to_int("10", 0, 10, &n),
		"bounds hold");
	OK(t, text_equal(NULL, NULL) && !text_equal(NULL, "") && text_equal("a", "a") && !text_equal("a", "b"),
		"equality");
	OK(t, text_is_blank(NULL) && text_is_blank(" \t\n") && !text_is_blank(" x"), "blank");
}

static void test_order(struct tap *t)
{
	static const char *const sorted[] = { "", "Abborre", "abborren", "Bo", "Édouard", "Ek", "Zon", "Ål", "åska",
		"Äng",
		"Ö", "Öar" };

	for (size_t i = 0; i + 1 < COUNT(sorted); i++)
		OK(t, text_compare_sv(sorted[i], sorted[i + 1]) < 0 && text_compare_sv(sorted[i + 1], sorted[i]) > 0,
			sorted[i]);
	OK(t, text_compare_sv("Åsa", "Åsa") == 0, "the same word");
	OK(t, text_equal_in_any_case("ÖVRIGA Frågor é", "övriga FRÅGOR É") && text_equal_in_any_case("", "")
		&& !text_equal_in_any_case("Övrigt", "Ovrigt") && !text_equal_in_any_case("Öar", "Ö")
		&& !text_equal_in_any_case("Ö", "Öar"), "in capitals or not");
	OK(t, text_compare_sv("a", "A") != 0 && text_compare_sv("a", "B") < 0 && text_compare_sv("A", "b") < 0,
		"letters go before case");
}

static void test_date(struct tap *t, struct arena *a)
{
	static const char *const valid[] = { "2026", "1900", "2199", "2026-Q1", "2026-Q4", "2026-05", "2026-12",
		"2026-05-31",
		"2024-02-29", "2000-02-29" };
	static const char *const invalid[] = { "", "26", "1899", "2200", "2026-", "2026-Q0", "2026-Q5", "2026-q1",
		"2026-00",
		"2026-13", "2026-5", "2026-05-00", "2026-05-32", "2026-04-31", "2023-02-29", "1900-02-29", "2100-02-29",
		"2026-05-1", "2026-05-171", "2026/05/17", "2026-05 17", "20260517", " 2026", "2026 " };
	static const struct {
		const char *typed, *date;
	} typed[] = { { "20260517", "2026-05-17" }, { "17/5 2026", "2026-05-17" }, { "1/12 2026", "2026-12-01" },
		{ "2026-05", "2026-05" }, { "2026-K2", "2026-Q2" }, { "2026-k2", "2026-Q2" }, { "2026-q2", "2026-Q2" },
		{ "31/4 2026", NULL }, { "20260230", NULL }, { "17/5", NULL }, { "17/5 26", NULL }, { "2026-K5", NULL },
		{ "17/5 2026x", NULL }, { "-1/5 2026", NULL }, { "i dag", NULL }, { "2026-Kx", NULL }, { "+1/+5 2026",
			NULL } };
	static const char *const no_times[] = { "", "9:00", "09.00", "24:00", "09:60", "0a:00", "09:0a", "09:000", "-1:00" };


	for (size_t i = 0; i < COUNT(no_times); i++)
		OK(t, time_minutes(no_times[i]) == -1, no_times[i]);
	OK(t, time_minutes("00:00") == 0 && time_minutes("09:05") == 545 && time_minutes("23:59") == 1439, "minutes of the day");
	for (size_t i = 0; i < COUNT(valid); i++)
		OK(t, date_is_valid(valid[i]), valid[i]);
	for (size_t i = 0; i < COUNT(invalid); i++)
		OK(t, !date_is_valid(invalid[i]), invalid[i]);
	for (size_t i = 0; i < COUNT(typed); i++)
		SAME(t, date_from_typed(a, typed[i].typed), typed[i].date, typed[i].typed);
	SAME(t, day_text(a, date_first_day("2026")), "2026-01-01", "a year's first day");
	SAME(t, day_text(a, date_last_day("2026")), "2026-12-31", "a year's last day");
	SAME(t, day_text(a, date_first_day("2026-Q2")), "2026-04-01", "a quarter's first day");
	SAME(t, day_text(a, date_last_day("2026-Q2")), "2026-06-30", "a quarter's last day");
	SAME(t, day_text(a, date_last_day("2026-Q4")), "2026-12-31", "the last quarter's last day");
	SAME(t, day_text(a, date_last_day("2024-02")), "2024-02-29", "a leap month's last day");
	SAME(t, day_text(a, date_last_day("2026-05-17")), "2026-05-17", "a day's last day");
	SAME(t, day_quarter(a, day_from_civil(2026, 3, 31)), "2026-Q1", "the last day of a quarter");
	SAME(t, day_quarter(a, day_from_civil(2026, 4, 1)), "2026-Q2", "the first day of a quarter");
}

/* Every day of four centuries: the calendar is a row without gaps and comes back the same. */
static void test_calendar(struct tap *t)
{
	int first = day_from_civil(1900, 1, 1), y, m, d;
	bool same = true, grows = true;
	int before = 0;

	for (int day = first; day < first + 146097; day++) {
		day_to_civil(day, &y, &m, &d);
		same &= day_from_civil(y, m, d) == day;
		grows &= y * 10000 + m * 100 + d > before;
		before = y * 10000 + m * 100 + d;
	}
	OK(t, same && grows && before == 22991231, "every day of four centuries comes back the same");
	OK(t, day_from_civil(1970, 1, 1) == 0 && day_from_civil(1969, 12, 31) == -1, "days count from 1970");
}

static void test_instant(struct tap *t, struct arena *a)
{
	static const char *const bad[] = { "", "2026-11-23T15:04:05", "2026-11-23 15:04:05Z", "2026-11-23T24:00:00Z",
		"2026-11-23T15:60:00Z", "2026-11-23T15:04:60Z", "2026-02-30T15:04:05Z", "2026-11-23T15:04:05z",
		"2026-11-23T15:04:05ZZ", "2026-11-23T15:04:0 Z" };
	int64_t n = 7, edge;

	for (size_t i = 0; i < COUNT(bad); i++)
		OK(t, !instant_from(bad[i], &n) && n == 7, bad[i]);
	OK(t, instant_from("2026-11-23T15:04:05Z", &n) && n == 1795446245, "an instant is read");
	SAME(t, instant_text(a, 1795446245), "2026-11-23T15:04:05Z", "and written");
	SAME(t, instant_text(a, -1), "1969-12-31T23:59:59Z", "also before 1970");
	OK(t, instant_from("2026-03-29T01:00:00Z", &edge), "spring edge");
	OK(t, instant_day_second(edge - 1) == 2 * 3600 - 1 && instant_day_second(edge) == 3 * 3600,
		"the clock goes forward");
	OK(t, instant_from("2026-10-25T01:00:00Z", &edge), "autumn edge");
	OK(t, instant_day_second(edge - 1) == 3 * 3600 - 1 && instant_day_second(edge) == 2 * 3600,
		"the clock goes back");
	OK(t, instant_from("2026-12-31T22:59:59Z", &n) && instant_day(n) == day_from_civil(2026, 12, 31)
		&& instant_day(n + 1) == day_from_civil(2027, 1, 1), "the Swedish year begins an hour early");
	OK(t, instant_from("2026-06-30T22:00:00Z", &n) && instant_day(n) == day_from_civil(2026, 7, 1),
		"two in summer");
	OK(t, instant_from("2027-03-28T01:00:00Z", &edge)
		&& instant_day_second(edge) - instant_day_second(edge - 1) == 3601,
		"a month whose 31st is a Wednesday");
	OK(t, instant_from("2024-03-31T01:00:00Z", &edge)
		&& instant_day_second(edge) - instant_day_second(edge - 1) == 3601,
		"a month whose 31st is the Sunday");
}

/* FIPS 180-4 examples as published by NIST. */
static void test_hash(struct tap *t, struct arena *a)
{
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	static const char *const no64[] = { "QQ", "QQ=", "QR==", "QQ==\n", " QQ==", "Q", "QQ===", "QUI", "-_8=",
		"QQ==QQ==" };
	static const char *const no_url[] = { "QQ==", "QR", "Q", "+/8", "QQ\n", "QU I" };
	struct hasher *h = hasher_new();
	struct hash x = hash_of(h, "abc", 3, NULL, 0, NULL, 0), y = hash_of(h, "a", 1, "b", 1, "c", 1);
	unsigned char bytes[4] = { 0 };
	size_t n = 77;

	SAME(t, hex_from(a, x.bytes, HASH_BYTES), abc, "SHA-256 of abc");
	OK(t, hash_equal(&x, &y), "pieces hash like the whole");
	x = hash_of(h, NULL, 0, NULL, 0, NULL, 0);
	SAME(t, hex_from(a, x.bytes, HASH_BYTES), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"of nothing");
	x = hash_of(h, two, strlen(two), NULL, 0, NULL, 0);
	SAME(t, hex_from(a, x.bytes, HASH_BYTES), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		"of two blocks");
	y = hash_of(h, "abc", 3, NULL, 0, NULL, 0);
	OK(t, !hash_equal(&x, &y), "different texts differ");
	hasher_free(h);
	hasher_free(NULL);
	/* RFC 4648 §10 */
	SAME(t, base64_from(a, "foob", 4), "Zm9vYg==", "base64");
	SAME(t, base64_from(a, "", 0), "", "base64 of nothing");
	SAME(t, base64url_from(a, "foob", 4), "Zm9vYg", "base64url");
	SAME(t, base64url_from(a, "\xFB\xFF", 2), "-_8", "base64url's own alphabet");
	for (size_t i = 0; i < COUNT(no64); i++)
		OK(t, !base64_to(no64[i], bytes, sizeof(bytes), &n) && n == 77, no64[i]);
	for (size_t i = 0; i < COUNT(no_url); i++)
		OK(t, !base64url_to(no_url[i], bytes, sizeof(bytes), &n) && n == 77, no_url[i]);
	for (int c = 0x80; c < 0x100; c++) {
		const char text[] = { 'Z', 'm', '9', (char)c, '\0' };

		OK(t, !base64_to(text, bytes, sizeof(bytes), &n) && !base64url_to(text, bytes, sizeof(bytes), &n),
			"a byte above 0x7F is no digit");
	}
	OK(t, !base64_to("Zm9vYmE=", bytes, 4, &n), "too long for the room");
	OK(t, base64_to("Zm9vYg==", bytes, 4, &n) && n == 4 && !memcmp(bytes, "foob", 4), "read again");
	OK(t, base64url_to("-_8", bytes, 4, &n) && n == 2 && !memcmp(bytes, "\xFB\xFF", 2),
		"read again in the other alphabet");
	OK(t, base64url_to("", bytes, 4, &n) && n == 0, "nothing is nothing");
}

static void test_json(struct tap *t, struct arena *a)
{
	static const struct {
		const char *text, *canonical;
	} cases[] = {
		{ "{ \"b\" : 1, \"a\" : [ true , false , null ] }", "{\"a\":[true,false,null],\"b\":1}" },
		{ "{}", "{}" }, { "[]", "[]" }, { "{\"\":0}", "{\"\":0}" }, { "{\"B\":1,\"a\":2,\"A\":3}",
			"{\"A\":3,\"B\":1,\"a\":2}" },
		{ "[\"\\u00e5\\ud83d\\ude00\\/\"]", "[\"å\xF0\x9F\x98\x80/\"]" },
		{ "[\"\\b\\f\\n\\r\\t\\\"\\\\\\u0001\\u001f\"]", "[\"\\b\\f\\n\\r\\t\\\"\\\\\\u0001\\u001f\"]" },
		{ "[9007199254740991,-9007199254740991,0]", "[9007199254740991,-9007199254740991,0]" },
		{ "[[[[[[[[1]]]]]]]]", "[[[[[[[[1]]]]]]]]" },
		{ "{\"a\":1,\"a\":2}", NULL }, { "{\"a\":1,\"\\u0061\":2}", NULL }, { "[9007199254740992]", NULL },
		{ "[-9007199254740992]", NULL }, { "[99999999999999999999]", NULL }, { "[1.0]", NULL }, { "[1e3]", NULL },
		{ "[-0]", "[0]" }, { "[01]", NULL }, { "[NaN]", NULL }, { "[1,]", NULL }, { "{\"a\":1,}", NULL },
			{ "[1] x", NULL },
		{ "[[[[[[[[[1]]]]]]]]]", NULL }, { "{\"å\":1}", NULL }, { "[\"\\ud800\"]", NULL },
			{ "[\"\\udc00\\ud800\"]", NULL },
		{ "[\"\xED\xA0\x80\"]", NULL }, { "[\"\xC0\x80\"]", NULL }, { "[\"\\u0000\"]", NULL }, { "[\"a\nb\"]",
			NULL },
		{ "", NULL }, { "[", NULL }, { "\xEF\xBB\xBF[]", NULL }, { "// x\n[]", NULL }, { "['a']", NULL }
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json *j = js_read(a, cases[i].text, strlen(cases[i].text));
		const char *line = j ? js_line(a, j) : NULL;

		SAME(t, line, cases[i].canonical, cases[i].text);
		if (line)
			SAME(t, js_line(a, js_read(a, line, strlen(line))), line, "canonical bytes come back the same");
	}
	OK(t, !js_read(a, "[1]\0", 4), "NUL after the value");
	OK(t, !js_read(a, "[\"a\0b\"]", 7), "NUL within a string");
}

static void test_json_building(struct tap *t, struct arena *a)
{
	struct json *o = js_object(a), *list = js_array(a);

	for (int i = 0; i < 20; i++)
		js_add(a, list, js_int(a, i));
	js_set(a, o, "list", list);
	js_set_text(a, o, "z", "sist");
	js_set_text(a, o, "none", NULL);
	js_set_int(a, o, "a", 1);
	js_set_int(a, o, "a", 2);
	js_set(a, o, "yes", js_bool(a, true));
	SAME(t, js_line(a, o), "{\"a\":2,\"list\":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19],\"none\":null,"
		"\"yes\":true,\"z\":\"sist\"}", "members are sorted, the last value stands");
	OK(t, js_get_int(o, "a", -1) == 2 && js_get_int(o, "z", -1) == -1 && js_get_int(o, "absent", -1) == -1,
		"numbers");
	OK(t, !js_get_text(o, "a") && !js_get_text(NULL, "a") && !js_get(list, "a"), "texts that are not there");
	SAME(t, js_get_text(o, "z"), "sist", "texts");
	for (int i = 30; i--;)
		js_set_int(a, o, arena_print(a, "k%02d", i), i);
	OK(t, o->count == 35 && js_get_int(o, "k00", -1) == 0 && js_get_int(o, "k29", -1) == 29, "many members");
}

static void test_json_pairs(struct tap *t, struct arena *a)
{
	static const char *const none[] = { "{}", "[]", "[\"a\"]", "[\"a\",\"b\",\"c\"]", "[\"a\",1]", "[null,\"b\"]",
		"[\"a\",[\"b\"]]" };
	struct json *list = js_array(a);
	const char *first = "", *second = "";

	js_add_pair(a, list, "text", "Lugnt");
	SAME(t, js_line(a, list), "[[\"text\",\"Lugnt\"]]", "a pair is added");
	OK(t, js_pair(list->items[0], &first, &second), "and read");
	SAME(t, arena_print(a, "%s=%s", first, second), "text=Lugnt", "  in its order");
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		OK(t, !js_pair(js_read(a, none[i], strlen(none[i])), &first, &second) && !strcmp(first, "text"),
			arena_print(a, "%s is no pair", none[i]));
}

/* A world whose n-th file call fails. */
struct failing {
	int calls, fail_at, error;
};

static int failing_fault(void *self, enum env_call call)
{
	struct failing *f = self;

	(void)call;
	return f->calls++ == f->fail_at ? f->error : 0;
}

static void test_replace(struct tap *t, struct arena *a, const char *path)
{
	struct failing failing = { 0, -1, ENOSPC };
	struct env env = env_system;
	const struct fault *f;
	char *bytes;
	size_t n;
	int at;

	env.self = &failing;
	env.file_fault = failing_fault;
	f = env_file_replace(a, &env, path, "old", 3, 0640);
	OK(t, !f && failing.calls >= 5, "a file is written");
	for (at = 0; at < 20; at++) {
		bool whole;

		failing = (struct failing){ 0, at, ENOSPC };
		f = env_file_replace(a, &env, path, "newer", 5, 0640);
		if (env_file_read(a, &env_system, path, 100, &bytes, &n))
			break;
		whole = (n == 3 && !memcmp(bytes, "old", 3)) || (n == 5 && !memcmp(bytes, "newer", 5));
		OK(t, whole, "after a fault at any call the old content or the new stands whole");
		OK(t, (f != NULL) == (at < failing.calls), "a fault is told");
		if (!f)
			break;
		OK(t, f->sort == FAULT_SYSTEM, "as the system's");
		OK(t, access(arena_print(a, "%s.new", path), F_OK), "and leaves no half-made file behind");
		if (env_file_replace(a, &env_system, path, "old", 3, 0640))
			break;
	}
	OK(t, at >= 5 && at < 20, "every call was made to fail once");
	failing = (struct failing){ 0, 1, EINTR };
	OK(t, !env_file_replace(a, &env, path, "again", 5, 0640), "an interrupted write goes on");
}

static void test_read(struct tap *t, struct arena *a, const char *path)
{
	struct failing failing = { 0, 0, EIO };
	struct env env = env_system;
	const struct fault *f;
	char *bytes = NULL;
	size_t n = 7;

	env.self = &failing;
	env.file_fault = failing_fault;
	for (int at = 0; at < 2; at++) {
		failing = (struct failing){ 0, at, EIO };
		f = env_file_read(a, &env, path, 100, &bytes, &n);
		OK(t, f && f->sort == FAULT_SYSTEM && !bytes && n == 7, "a failed read is told, output untouched");
	}
	f = env_file_read(a, &env_system, path, 4, &bytes, &n);
	OK(t, f && f->sort == FAULT_USAGE && !bytes, "a file that is too large");
	f = env_file_read(a, &env_system, arena_print(a, "%s-none", path), 4, &bytes, &n);
	OK(t, f && f->sort == FAULT_NOTHING && !bytes, "a file that is not there");
	OK(t, !env_file_read(a, &env_system, path, 5, &bytes, &n) && n == 5 && !strcmp(bytes, "again"),
		"exactly the maximum");
	failing = (struct failing){ 0, 1, EINTR };
	OK(t, !env_file_read(a, &env, path, 100, &bytes, &n) && n == 5, "an interrupted read goes on");
	OK(t, !env_file_replace(a, &env_system, path, "", 0, 0600) && !env_file_read(a, &env_system, path, 5, &bytes,
		&n)
		&& n == 0 && !*bytes, "an empty file");
}

/* What a walk has met. */
struct met {
	int files, folders, others, empty;
	char last[64]; /* the last file */
};

static void meet(void *self, const struct folder_item *item)
{
	struct met *m = self;

	m->files += item->is_file;
	m->folders += item->is_folder;
	m->others += !item->is_file && !item->is_folder;
	m->empty += item->is_folder && !item->count;
	if (item->is_file)
		(void)snprintf(m->last, sizeof(m->last), "%s", item->path);
}

static void test_folder(struct tap *t, struct arena *a, const char *folder)
{
	const char *deep = "1/2/3/4/5/6/7/8/9/10/11/12/file";
	struct failing failing = { 0, -1, EIO };
	struct env env = env_system;
	struct met m = { 0 };
	const struct fault *f;

	env.self = &failing;
	env.file_fault = failing_fault;
	OK(t, !mkdir(folder, 0700) && !folder_put(a, &env, folder, "x/y/file", "four", 4), "a file, and the folders it stands in");
	f = folder_put(a, &env, folder, "x/y/file", "", 0);
	OK(t, f && f->sort == FAULT_REFUSED, "never over another");
	for (int at = 0; at < 2; at++) {
		failing = (struct failing){ 0, at, ENOSPC };
		f = folder_put(a, &env, folder, arena_print(a, "full%d", at), "four", 4);
		OK(t, f && f->sort == FAULT_SYSTEM, "a full disk is told");
	}
	failing = (struct failing){ 0, 1, ENV_SHORT };
	OK(t, !folder_put(a, &env, folder, "short", "four", 4), "half a write goes on");
	OK(t, !folder_walk(a, &env, folder, meet, &m) && m.files == 3 && m.folders == 2 && !m.others && !m.empty, "all is met");
	OK(t, !folder_sync(a, &env, folder), "and synced");
	failing = (struct failing){ 0, 1, EIO };
	OK(t, folder_sync(a, &env, folder) && (failing.calls = failing.fail_at = 0, folder_sync(a, &env, folder)), "or not");
	for (int at = 0; at < 2; at++) {
		failing = (struct failing){ 0, at, EIO };
		OK(t, folder_walk(a, &env, folder, meet, &m) != NULL, "a folder that cannot be read, itself or below");
	}
	failing = (struct failing){ 0, -1, 0 };
	m = (struct met){ 0 };
	OK(t, !symlink("/", arena_print(a, "%s/link", folder)) && !mkdir(arena_print(a, "%s/none", folder), 0700)
		&& !folder_put(a, &env, folder, deep, "", 0) && !folder_walk(a, &env, folder, meet, &m), "links, and great depth");
	OK(t, m.others == 2 && m.empty == 1, "are met and not entered");
	f = folder_walk(a, &env, arena_print(a, "%s-none", folder), meet, &m);
	OK(t, f && f->sort == FAULT_NOTHING, "no folder");
	SAME(t, folder_name(a, "a/b//"), "a/b", "a folder's name has no slash at its end");
	SAME(t, folder_name(a, "/"), "/", "but for the first of all");
	(void)unlink(arena_print(a, "%s/%s", folder, deep));
	for (const char *slash; (slash = strrchr(deep, '/')); deep = arena_copy(a, deep, (size_t)(slash - deep)))
		(void)rmdir(arena_print(a, "%s/%.*s", folder, (int)(slash - deep), deep));
	folder_remove(a, &env, folder);
	OK(t, access(folder, F_OK) && !access("/", F_OK), "a folder is removed, and what a link in it leads to is not");
}

static void test_env(struct tap *t, struct arena *a)
{
	char folder[] = "/tmp/fyr-base-XXXXXX";
	struct env_fixed fixed = { 1795446245, 1 }, again = { 0, 1 };
	struct env x = env_fixed(&fixed), y = env_fixed(&again);
	unsigned char p[40], q[40];
	const char *path;

	OK(t, env_now(&x) == 1795446245, "the clock stands where it was put");
	env_chance(&x, p, sizeof(p));
	env_chance(&y, q, sizeof(q));
	OK(t, !memcmp(p, q, sizeof(p)), "the same seed gives the same chance");
	env_chance(&x, q, sizeof(q));
	OK(t, memcmp(p, q, sizeof(p)), "and goes on");
	env_chance(&env_system, p, sizeof(p));
	env_chance(&env_system, q, sizeof(q));
	OK(t, memcmp(p, q, sizeof(p)) && env_now(&env_system) > 1700000000, "the real world moves");
	if (!OK(t, mkdtemp(folder), "a folder for the files"))
		return;
	path = arena_print(a, "%s/file", folder);
	test_replace(t, a, path);
	test_read(t, a, path);
	test_folder(t, a, arena_print(a, "%s/many", folder));
	(void)unlink(path);
	(void)unlink(arena_print(a, "%s.new", path));
	OK(t, !rmdir(folder), "nothing is left in the folder");
}

static void test_actor(struct tap *t)
{
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		OK(t, role_find(role_names[i]) == 1u << i, role_names[i]);
	OK(t, !role_find("Coordinator") && !role_find(""), "no such role");
	SAME(t, role_used(ROLE_MEMBER | ROLE_CONTACT, ROLE_MEMBER | ROLE_CONTACT), "contact",
		"the lowest role that may");
	SAME(t, role_used(ROLE_MEMBER, ROLE_CONTACT), NULL, "none that may");
}

/* The table written out with '|' between cells and '/' after rows, or the problem. */
static const char *table(struct arena *a, const char *bytes, size_t n)
{
	struct csv_problem p = { .sort = CSV_OK };
	struct csv csv;
	struct out o;

	out_init(&o, a, 1 << 20);
	if (!csv_read(a, bytes, n, &csv, &p))
		return arena_print(a, "problem %d at %zu:%zu row %zu, %zu not %zu", p.sort, p.line, p.column, p.row,
			p.got, p.expected);
	for (size_t i = 0; i < csv.columns; i++)
		out_print(&o, "%s|", csv.header[i]);
	for (size_t row = 0; row < csv.row_count; row++) {
		out_print(&o, "/%zu:", csv.rows[row].line);
		for (size_t i = 0; i < csv.columns; i++)
			out_print(&o, "%s|", csv.rows[row].cells[i]);
	}
	return out_cstr(&o);
}

static void test_csv(struct tap *t, struct arena *a)
{
	static const struct {
		const char *bytes, *table;
	} cases[] = {
		{ "a,b\r\n1,2\r\n", "a|b|/2:1|2|" }, { "a;b\n1;2,5\n3;4", "a|b|/2:1|2,5|/3:3|4|" }, { "a\tb\r1\t2\r",
			"a|b|/2:1|2|" },
		{ "\xEF\xBB\xBFområde;antal\nUmeå;3\n", "område|antal|/2:Umeå|3|" },
		{ "omr\xE5" "de;antal\nUme\xE5;3 \x80\n", "område|antal|/2:Umeå|3 €|" },
		{ "a,b\n\"x, \"\"y\"\"\",\"\"\n", "a|b|/2:x, \"y\"||" },
		{ "a,b\n\"two\r\nlines\",1\n2,3\n", "a|b|/2:two\r\nlines|1|/4:2|3|" },
		{ "\"a;b\",c\n1,2\n", "a;b|c|/2:1|2|" }, { "a\n\n1\n\n\n2\n", "a|/3:1|/6:2|" }, { "\n\na,b\n,\n",
			"a|b|/4:||" },
		{ "a,b\n5\" rör,1\n", "a|b|/2:5\" rör|1|" }, { "a,b", "a|b|" }, { "a\n\"\"\n", "a|/2:|" },
		{ "a,b,\n1,2,\n", "a|b||/2:1|2||" },
		{ "", "problem 2 at 1:1 row 0, 0 not 0" }, { "\n\r\n", "problem 2 at 3:1 row 0, 0 not 0" },
		{ "\xEF\xBB\xBF", "problem 2 at 1:1 row 0, 0 not 0" },
		{ "a,b\n1,2\nåä,\"open\n3,4\n", "problem 3 at 3:4 row 2, 0 not 0" },
		{ "a,b\n\"x\"y,2\n", "problem 4 at 2:4 row 1, 0 not 0" },
		{ "a,b\n\"x\ny\" ,2\n", "problem 4 at 3:3 row 1, 0 not 0" },
		{ "a,b\n1,2\n3\n", "problem 5 at 3:1 row 2, 1 not 2" }, { "a,b\n1,2,3\n",
			"problem 5 at 2:1 row 1, 3 not 2" }
	};
	char *big = arena_get(a, 30000);

	for (size_t i = 0; i < COUNT(cases); i++)
		SAME(t, table(a, cases[i].bytes, strlen(cases[i].bytes)), cases[i].table, "a table is read");
	SAME(t, table(a, "a\0b", 3), "problem 1 at 1:1 row 0, 0 not 0", "NUL is no table");
	for (int i = 0; i < 2 * (CSV_ROWS_MAX + 1); i += 2)
		memcpy(big + i, "1\n", 2);
	OK(t, *table(a, big, 2 * (CSV_ROWS_MAX + 1)) == '1', "the most rows");
	memcpy(big + 2 * (CSV_ROWS_MAX + 1), "1", 1);
	SAME(t, table(a, big, 2 * (CSV_ROWS_MAX + 1) + 1), "problem 6 at 5002:1 row 5001, 0 not 0", "one row too many");
	memset(big, ',', CSV_COLUMNS_MAX);
	OK(t, *table(a, big, CSV_COLUMNS_MAX - 1) == '|', "the most columns");
	SAME(t, table(a, big, CSV_COLUMNS_MAX), "problem 7 at 1:201 row 0, 0 not 0", "one column too many");
}

static void test_csv_writing(struct tap *t, struct arena *a)
{
	static const char *const cells[] = { "", "plain", "a;b", "a,b", "a\tb", "say \"hi\"", "two\nlines", " outer ",
		"åäö", "" };
	struct csv_problem problem;
	struct csv csv;
	struct out o;
	bool same = true;

	out_init(&o, a, 1 << 16);
	for (int row = 0; row < 2; row++) {
		for (size_t i = 0; i < COUNT(cells); i++)
			csv_cell(&o, cells[i], i == 0, ';');
		out_text(&o, "\r\n");
	}
	SAME(t, arena_copy(a, out_cstr(&o), o.length / 2),
		"\"\";plain;\"a;b\";\"a,b\";\"a\tb\";\"say \"\"hi\"\"\";\"two\nlines\";"
		"\" outer \";åäö;\r\n", "cells are quoted where needed");
	if (OK(t, csv_read(a, out_cstr(&o), o.length, &csv, &problem) && csv.columns == COUNT(cells)
		&& csv.row_count == 1,
		"what was written is read"))
		for (size_t i = 0; i < COUNT(cells); i++)
			same &= !strcmp(csv.header[i], cells[i]) && !strcmp(csv.rows[0].cells[i], cells[i]);
	OK(t, same, "and is the same");
	OK(t, csv_is_formula("=1") && csv_is_formula("+1") && csv_is_formula("-1") && csv_is_formula("@x")
		&& csv_is_formula("\tx") && csv_is_formula("\rx"), "formulas");
	OK(t, !csv_is_formula("") && !csv_is_formula("a=1") && !csv_is_formula("1-2"), "no formulas");
	SAME(t, csv_guarded(a, "=1"), "'=1", "a formula is guarded");
	SAME(t, csv_guarded(a, "'1"), "''1", "so is an apostrophe, of which an import takes one");
	SAME(t, csv_guarded(a, "1-2"), "1-2", "other texts stand as they are");
	OK(t, !*csv_guarded(a, "") && !*csv_guarded(a, NULL), "and nothing is nothing");
}

/* A child behind the fence asks for a socket.  How it ended. */
static int asked_behind(enum fence_answer answer)
{
	static const char *const calls[] = { "write", "exit_group", "no_such_call", NULL };
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		int fd = fence_calls(calls, answer) ? socket(AF_UNIX, SOCK_STREAM, 0) : 0;

		_exit(fd < 0 && errno == EPERM ? 7 : fd < 0 ? 8 : 9);
	}
	(void)waitpid(pid, &status, 0);
	return status;
}

static void test_fence(struct tap *t)
{
	int refused, killed, none = fence_is_possible() ? 7 : 9;

	if (fence_is_possible() && !fences_here(false).stand[FENCE_CALLS]) { /* under valgrind, which asks for more calls */
		OK(t, true, "a fence # SKIP no process can give up calls here");
		return;
	}
	refused = asked_behind(FENCE_REFUSES);
	killed = asked_behind(FENCE_KILLS);
	OK(t, WIFEXITED(refused) && WEXITSTATUS(refused) == none, "behind the fence a call that was given up is refused");
	OK(t, fence_is_possible() ? WIFSIGNALED(killed) && WTERMSIG(killed) == SIGSYS : WIFEXITED(killed), "or ends the process");
}

int main(void)
{
	struct arena *a = arena_new(256 << 20);
	struct tap t = { 0, 0 };

	test_stretched(&t);
	test_watched(&t);
	test_arena(&t);
	test_great_arena(&t);
	test_out(&t, a);
	test_utf8(&t);
	test_clean(&t, a);
	test_numbers(&t, a);
	test_order(&t);
	test_date(&t, a);
	test_calendar(&t);
	test_instant(&t, a);
	test_hash(&t, a);
	test_json(&t, a);
	test_json_building(&t, a);
	test_json_pairs(&t, a);
	test_env(&t, a);
	test_fence(&t);
	test_actor(&t);
	test_csv(&t, a);
	test_csv_writing(&t, a);
	arena_free(a);
	return tap_done(&t);
}
