/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/out.h"
#include "guard/label.h"

static const char *month_name(struct arena *a, const struct catalogue *words, int month)
{
	return catalogue_text(words, arena_print(a, "month.%d", month));
}

const char *format_date(struct arena *a, const struct catalogue *words, const char *date)
{
	const char *year, *month;
	int y, m, d;

	if (!date_is_valid(date) || strlen(date) == 4)
		return date;
	year = arena_copy(a, date, 4);
	if (date[5] == 'Q')
		return catalogue_fill(words, a, "date.quarter", (const char *const[]){ date + 6, year }, 2);
	day_to_civil(date_first_day(date), &y, &m, &d);
	month = month_name(a, words, m);
	if (strlen(date) == 7)
		return catalogue_fill(words, a, "date.month", (const char *const[]){ month, year }, 2);
	return catalogue_fill(words, a, "date.day", (const char *const[]){ arena_print(a, "%d", d), month, year }, 3);
}

const char *format_clock(struct arena *a, const struct catalogue *words, const char *time)
{
	if (time_minutes(time) < 0)
		return time;
	return catalogue_fill(words, a, "date.clock", (const char *const[]){ arena_copy(a, time, 2), time + 3 }, 2);
}

const char *format_time(struct arena *a, const struct catalogue *words, const char *instant)
{
	const char *values[2];
	int64_t t;
	int second;

	if (!instant_from(instant, &t))
		return instant;
	second = instant_day_second(t);
	values[0] = format_date(a, words, day_text(a, instant_day(t)));
	values[1] = format_clock(a, words, arena_print(a, "%02d:%02d", second / 3600, second / 60 % 60));
	return catalogue_fill(words, a, "date.time", values, 2);
}

/* Digits in groups of three, `n` of them. */
static void write_grouped(struct out *o, const struct catalogue *words, const char *digits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			out_text(o, catalogue_text(words, "number.group"));
		out_char(o, digits[i]);
	}
}

/* A canonical decimal "-1204.5". */
const char *format_decimal(struct arena *a, const struct catalogue *words, const char *decimal)
{
	const char *s = decimal + (*decimal == '-');
	size_t whole = strspn(s, "0123456789");
	size_t part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
	struct out o;

	if (!whole || s[whole + (part ? part + 1 : 0)])
		return decimal;
	out_init(&o, a, LEAF_MAX);
	if (s != decimal)
		out_text(&o, "\u2212");
	write_grouped(&o, words, s, whole);
	if (part) {
		out_text(&o, catalogue_text(words, "number.point"));
		out_bytes(&o, s + whole + 1, part);
	}
	return out_cstr(&o);
}

const char *format_number(struct arena *a, const struct catalogue *words, int64_t n)
{
	return format_decimal(a, words, arena_print(a, "%" PRId64, n));
}

const char *format_money(struct arena *a, const struct catalogue *words, int64_t ore)
{
	/* Unsigned, so that the least number has a size too. */
	uint64_t size = ore < 0 ? 0 - (uint64_t)ore : (uint64_t)ore;
	const char *sign = ore < 0 ? "-" : "";
	const char *number = size % 100 ? arena_print(a, "%s%" PRIu64 ".%02" PRIu64, sign, size / 100, size % 100)
		: arena_print(a, "%s%" PRIu64, sign, size / 100);

	number = format_decimal(a, words, number);
	return catalogue_fill(words, a, "number.money", &number, 1);
}

const char *format_hidden(struct arena *a, const struct catalogue *words, const struct cell *cell)
{
	if (cell->type == CELL_ERASED)
		return catalogue_text(words, "erased.text");
	return catalogue_word(words, a, "masked", label_names[cell->label]);
}

static const char *format_int(struct arena *a, const struct catalogue *words, int64_t n, enum format format,
	const char *group)
{
	const char *plain = arena_print(a, "%" PRId64, n);

	switch (format) {
	case FORMAT_DAY:
		return n > -100000 && n < 100000 ? format_date(a, words, day_text(a, (int)n)) : plain;
	case FORMAT_MONEY:
		return format_money(a, words, n);
	case FORMAT_NUMBER:
		return format_number(a, words, n);
	case FORMAT_WORD:
		return catalogue_word(words, a, group, plain);
	case FORMAT_RAW:
	case FORMAT_DATE:
	case FORMAT_TIME:
	case FORMAT_CLOCK:
	case FORMAT_DECIMAL:
	case FORMAT_ICON:
	case FORMAT_STRIP:
	case FORMAT_CHART:
	case FORMAT_QR:
	case FORMAT_PROSE:
		break;
	}
	return plain;
}

static const char *format_text(struct arena *a, const struct catalogue *words, const char *text, enum format format,
	const char *group)
{
	switch (format) {
	case FORMAT_DATE:
		return format_date(a, words, text);
	case FORMAT_TIME:
		return format_time(a, words, text);
	case FORMAT_CLOCK:
		return format_clock(a, words, text);
	case FORMAT_DECIMAL:
		return format_decimal(a, words, text);
	case FORMAT_WORD:
		return *text ? catalogue_word(words, a, group, text) : text;
	case FORMAT_RAW:
	case FORMAT_DAY:
	case FORMAT_MONEY:
	case FORMAT_NUMBER:
	case FORMAT_ICON:
	case FORMAT_STRIP:
	case FORMAT_CHART:
	case FORMAT_QR:
	case FORMAT_PROSE:
		break;
	}
	return text;
}

const char *format_cell(struct arena *a, const struct catalogue *words, const struct cell *cell, enum format format,
	const char *group)
{
	switch (cell->type) {
	case CELL_NONE:
		break;
	case CELL_INT:
		return format_int(a, words, cell->number, format, group);
	case CELL_TEXT:
		return format_text(a, words, cell->text, format, group);
	case CELL_MASKED:
	case CELL_ERASED:
		return format_hidden(a, words, cell);
	}
	return "";
}

enum format format_usual(enum column_type type)
{
	switch (type) {
	case COLUMN_INT:
		return FORMAT_NUMBER;
	case COLUMN_DATE:
		return FORMAT_DATE;
	case COLUMN_DAY:
		return FORMAT_DAY;
	case COLUMN_TIME:
		return FORMAT_TIME;
	case COLUMN_CLOCK:
		return FORMAT_CLOCK;
	case COLUMN_MONEY:
		return FORMAT_MONEY;
	case COLUMN_DECIMAL:
		return FORMAT_DECIMAL;
	case COLUMN_TEXT:
	case COLUMN_CODE:
	case COLUMN_ID:
	case COLUMN_BOOL:
	case COLUMN_JSON:
		break;
	}
	return FORMAT_RAW;
}
