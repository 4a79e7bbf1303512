/* SPDX-License-Identifier: EUPL-1.2 */
#include "workbook/value.h"

#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

enum {
	LEAP_1900 = 60,          /* the day 1900-02-29, which never was but is counted */
	DAY_1900 = -25568,       /* 1899-12-31, before which day 1 is 1900-01-01 */
	DAY_1904 = -24107,       /* 1904-01-01, day 0 */
	SERIAL_MAX = 2958465,    /* 9999-12-31 */
	MINUTES_A_DAY = 1440,
	FIGURES = 15,            /* as many as a spreadsheet holds; its file may spell more */
	FIGURES_READ = 17,
	DECIMALS = 9,
	EXPONENT_MAX = 400
};

/* digits * 10^exponent; the last digit is not 0. */
struct decimal {
	bool is_negative;
	int64_t digits;
	int exponent;
};

enum value_form value_form_of_id(size_t id)
{
	if (id == 9 || id == 10)
		return FORM_PER_CENT;
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return FORM_DATE;
	return (id >= 18 && id <= 21) || (id >= 45 && id <= 47) || (id >= 32 && id <= 35) ? FORM_TIME : FORM_PLAIN;
}

/* Behind what starts at *code: a quoted text, an escaped sign, a bracket (colour, condition, elapsed time). */
static const char *over_literal(const char *code)
{
	char close = *code == '"' ? '"' : ']';
	const char *end;

	if (*code == '\\' || *code == '_' || *code == '*')
		return code[1] ? code + 2 : code + 1;
	end = strchr(code + 1, close);
	return end ? end + 1 : code + strlen(code);
}

/* "[h]", "[mm]": hours that go past a day. */
static bool is_elapsed(const char *code)
{
	return *code == '[' && code[1] && strchr("hHmMsS", code[1]) && (code[2] == ']' || code[2] == code[1]);
}

enum value_form value_form_of_code(const char *code)
{
	bool has_day = false, has_month = false, has_time = false, has_per_cent = false;

	while (*code && *code != ';') {
		if (strchr("\"\\_*[", *code)) {
			has_time = has_time || is_elapsed(code);
			code = over_literal(code);
			continue;
		}
		if (!strncmp(code, "General", 7)) {
			code += 7;
			continue;
		}
		has_day = has_day || strchr("dDyY", *code);
		has_month = has_month || strchr("mM", *code);
		has_time = has_time || strchr("hHsS", *code);
		has_per_cent = has_per_cent || *code == '%';
		code++;
	}
	if (has_day || (has_month && !has_time))
		return FORM_DATE;
	return has_time ? FORM_TIME : has_per_cent ? FORM_PER_CENT : FORM_PLAIN;
}

/* ---------------------------------------------------------------------------------------- numbers --- */

static int64_t power(int of_ten)
{
	int64_t n = 1;

	while (of_ten-- > 0)
		n *= 10;
	return n;
}

/* Rounds to what fits, then drops the zeros at the end. */
static void normalise(struct decimal *d, int64_t digits_max)
{
	while (d->digits > digits_max || (d->digits && d->exponent < -DECIMALS)) {
		d->digits = (d->digits + 5) / 10;
		d->exponent++;
	}
	while (d->digits && d->digits % 10 == 0) {
		d->digits /= 10;
		d->exponent++;
	}
	if (!d->digits)
		*d = (struct decimal){ .digits = 0 };
}

/* "-1234.5", "3.0000000000000004E-2"; not "nan", "inf" or anything else that no spreadsheet writes. */
static bool read_number(const char *raw, struct decimal *out)
{
	struct decimal d = { .is_negative = *raw == '-' };
	int figures = 0, exponent = 0;
	bool has_point = false, has_digit = false;
	int64_t e = 0;

	for (raw += d.is_negative; (*raw >= '0' && *raw <= '9') || (*raw == '.' && !has_point); raw++) {
		if (*raw == '.') {
			has_point = true;
			continue;
		}
		has_digit = true;
		if (figures == FIGURES_READ) {
			exponent += !has_point;
			continue;
		}
		d.digits = d.digits * 10 + (*raw - '0');
		figures += d.digits != 0;
		exponent -= has_point;
	}
	if (*raw == 'e' || *raw == 'E') {
		raw += raw[1] == '+' ? 2 : 1;
		if (!text_to_int(raw, -EXPONENT_MAX, EXPONENT_MAX, &e))
			return false;
		raw = "";
	}
	if (*raw || !has_digit || exponent > EXPONENT_MAX)
		return false;
	d.exponent = exponent + (int)e;
	normalise(&d, power(FIGURES) - 1);
	*out = d;
	return true;
}

/* Larger ones are no plan's: they stay as they stand. */
static bool fits(const struct decimal *d)
{
	return d->exponent <= 0 || (d->exponent <= FIGURES && d->digits < power(FIGURES - d->exponent));
}

static const char *number_text(struct arena *a, const struct decimal *d)
{
	const char *sign = d->is_negative ? "-" : "";
	int64_t part;

	if (d->exponent >= 0)
		return arena_print(a, "%s%lld", sign, (long long)d->digits * power(d->exponent));
	part = power(-d->exponent);
	return arena_print(a, "%s%lld.%0*lld", sign, (long long)(d->digits / part), -d->exponent, (long long)(d->digits % part));
}

/* ---------------------------------------------------------------------------------------- days --- */

static int64_t whole(const struct decimal *d)
{
	return d->exponent >= 0 ? d->digits * power(d->exponent) : d->digits / power(-d->exponent);
}

static const char *time_text(struct arena *a, const struct decimal *d)
{
	int64_t part = d->exponent < 0 ? power(-d->exponent) : 1;
	int minutes = (int)((d->digits % part * MINUTES_A_DAY + part / 2) / part) % MINUTES_A_DAY;

	return arena_print(a, "%02d:%02d", minutes / 60, minutes % 60);
}

/* NULL when it is no day our dates can hold. */
static const char *date_text(struct arena *a, const struct decimal *d, bool is_1904)
{
	int64_t serial = whole(d);
	int day = (int)serial;
	const char *text;

	if (d->is_negative || serial > SERIAL_MAX || (!is_1904 && (day == 0 || day == LEAP_1900)))
		return NULL;
	text = day_text(a, is_1904 ? DAY_1904 + day : DAY_1900 + day - (day > LEAP_1900));
	return date_is_valid(text) ? text : NULL;
}

const char *value_text(struct arena *a, const char *raw, enum value_form form, bool is_1904)
{
	const char *text = NULL;
	struct decimal d;

	if (!read_number(raw, &d) || !fits(&d))
		return arena_text(a, raw);
	if (form == FORM_DATE && d.digits && !whole(&d))
		form = FORM_TIME;
	if (form == FORM_DATE)
		text = date_text(a, &d, is_1904);
	else if (form == FORM_TIME && !d.is_negative && !whole(&d))
		text = time_text(a, &d);
	else if (form == FORM_PER_CENT && d.digits)
		d.exponent += 2;
	return text ? text : number_text(a, &d);
}
