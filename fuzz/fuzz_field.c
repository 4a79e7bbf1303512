/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: what people type into one field.  The same bytes are read as a text, a date, a day and time, a whole number and a
 * decimal; what is taken has one spelling, which is read again as the same, and lies within its limits.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A clean text stays as it is when it is cleaned again, and holds none of what it must not. */
static void check_text(struct arena *a, const char *bytes, size_t n, bool one_line)
{
	size_t max = one_line ? (size_t)LINE_MAX_CHARS : (size_t)TEXT_MAX_CHARS;
	char *text = NULL, *again = NULL;
	enum text_problem problem = text_clean(a, bytes, n, max, one_line, &text);

	assert((problem == TEXT_NOT_UTF8) == !text_is_utf8(bytes, n) || (problem == TEXT_CONTROL && memchr(bytes, 0, n)));
	if (problem != TEXT_OK)
		return;
	assert(text_is_utf8(text, strlen(text)) && text_chars(text) <= max);
	assert(text_clean(a, text, strlen(text), max, one_line, &again) == TEXT_OK && !strcmp(text, again));
	for (const char *at = text; *at;) {
		uint32_t c = text_next(&at);

		assert(c >= 0x20 || (!one_line && (c == '\n' || c == '\t')));
		assert(!(c >= 0x7F && c < 0xA0) && !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069));
	}
	assert(text_compare_sv(text, again) == 0);
}

static void check_date(struct arena *a, const char *typed)
{
	char *date = date_from_typed(a, typed);
	int year, month, day;

	if (date) {
		assert(date_is_valid(date) && date_first_day(date) <= date_last_day(date));
		assert(text_equal(date_from_typed(a, date), date));
	}
	if (!date_is_valid(typed))
		return;
	assert(text_equal(date_from_typed(a, typed), typed));
	day_to_civil(date_first_day(typed), &year, &month, &day);
	assert(year >= 1900 && year <= 2199 && day_from_civil(year, month, day) == date_first_day(typed));
	if (strlen(typed) == 10)
		assert(!strcmp(day_text(a, date_first_day(typed)), typed));
}

static void check_numbers(struct arena *a, const char *typed)
{
	int64_t n = -1, instant = 0;
	char *decimal = text_to_decimal(a, typed);

	if (text_to_int(typed, -500, 70000, &n))
		assert(n >= -500 && n <= 70000 && strlen(typed) == strspn(typed, "-0123456789"));
	if (decimal) {
		assert(strlen(decimal) <= 18 && decimal[strspn(decimal, "-.0123456789")] == '\0');
		assert(text_equal(text_to_decimal(a, decimal), decimal));
	}
	if (instant_from(typed, &instant))
		assert(!strcmp(instant_text(a, instant), typed) && instant_day_second(instant) < 86400);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	const char *typed;

	if (size > 1 << 15)
		return 0;
	a = arena_new(64 << 20);
	typed = arena_copy(a, (const char *)data, size);
	check_text(a, typed, size, false);
	check_text(a, typed, size, true);
	if (!memchr(typed, 0, size)) {
		check_date(a, typed);
		check_numbers(a, typed);
		assert(csv_is_formula(typed) == (size && strchr("=+-@\t\r", *typed)));
	}
	arena_free(a);
	return 0;
}
