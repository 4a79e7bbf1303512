/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* Days of the civil calendar, by counting from March so that the leap day comes last. */
int day_from_civil(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void day_to_civil(int day, int *out_year, int *out_month, int *out_day)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int of_era = z - era * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;

	*out_day = of_year - (153 * m + 2) / 5 + 1;
	*out_month = m < 10 ? m + 3 : m - 9;
	*out_year = y + era * 400 + (*out_month <= 2);
}

static int month_days(int year, int month)
{
	return day_from_civil(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1)
		- day_from_civil(year, month, 1);
}

/* Digits of exactly `n` places at `s`; -1 when one is missing. */
static int digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

/* Splits a date; month and day are 0 where not given, quarter 0 unless given. */
static bool split(const char *date, int *year, int *quarter, int *month, int *day)
{
	size_t n = strlen(date);

	*quarter = *month = *day = 0;
	*year = n >= 4 ? digits(date, 4) : -1;
	if (*year < 1900 || *year > 2199)
		return false;
	if (n == 4)
		return true;
	if (date[4] != '-')
		return false;
	if (n == 7 && date[5] == 'Q') {
		*quarter = digits(date + 6, 1);
		return *quarter >= 1 && *quarter <= 4;
	}
	*month = n >= 7 ? digits(date + 5, 2) : -1;
	if (*month < 1 || *month > 12)
		return false;
	if (n == 7)
		return true;
	*day = n == 10 && date[7] == '-' ? digits(date + 8, 2) : -1;
	return *day >= 1 && *day <= month_days(*year, *month);
}

bool date_is_valid(const char *date)
{
	int year, quarter, month, day;

	return split(date, &year, &quarter, &month, &day);
}

char *date_from_typed(struct arena *a, const char *typed)
{
	int year, month, day, used = 0;
	char *date;

	if (date_is_valid(typed))
		return arena_text(a, typed);
	if (strlen(typed) == 8 && digits(typed, 8) >= 0)
		date = arena_print(a, "%.4s-%.2s-%.2s", typed, typed + 4, typed + 6);
	else if (strlen(typed) <= 10 && strspn(typed, "0123456789/ ") == strlen(typed)
		&& sscanf(typed, "%2d/%2d %4d%n", &day, &month, &year, &used) == 3 && !typed[used])
		date = arena_print(a, "%04d-%02d-%02d", year, month, day);
	else if (strlen(typed) == 7 && (typed[5] == 'K' || typed[5] == 'k' || typed[5] == 'q'))
		date = arena_print(a, "%.5sQ%s", typed, typed + 6);
	else
		return NULL;
	return date_is_valid(date) ? date : NULL;
}

int date_first_day(const char *date)
{
	int year, quarter, month, day;

	if (!split(date, &year, &quarter, &month, &day))
		return 0;
	if (quarter)
		month = quarter * 3 - 2;
	return day_from_civil(year, month ? month : 1, day ? day : 1);
}

int date_last_day(const char *date)
{
	int year, quarter, month, day;

	if (!split(date, &year, &quarter, &month, &day))
		return 0;
	if (quarter)
		month = quarter * 3;
	if (!month)
		month = 12;
	return day_from_civil(year, month, day ? day : month_days(year, month));
}

char *day_text(struct arena *a, int day)
{
	int y, m, d;

	day_to_civil(day, &y, &m, &d);
	return arena_print(a, "%04d-%02d-%02d", y, m, d);
}

char *day_quarter(struct arena *a, int day)
{
	int y, m, d;

	day_to_civil(day, &y, &m, &d);
	return arena_print(a, "%04d-Q%d", y, (m + 2) / 3);
}

int time_minutes(const char *time)
{
	int hours, minutes;

	if (strlen(time) != 5 || time[2] != ':')
		return -1;
	hours = digits(time, 2);
	minutes = digits(time + 3, 2);
	return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 ? hours * 60 + minutes : -1;
}

/* Division that rounds down also before 1970. */
static int days_of(int64_t seconds)
{
	return (int)((seconds - (seconds % 86400 + 86400) % 86400) / 86400);
}

char *instant_text(struct arena *a, int64_t instant)
{
	int day = days_of(instant);
	int second = (int)(instant - (int64_t)day * 86400);

	return arena_print(a, "%sT%02d:%02d:%02dZ", day_text(a, day), second / 3600, second / 60 % 60, second % 60);
}

bool instant_from(const char *text, int64_t *out_instant)
{
	char date[11];
	int hour, minute, second;

	if (strlen(text) != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
		return false;
	memcpy(date, text, 10);
	date[10] = '\0';
	hour = digits(text + 11, 2);
	minute = digits(text + 14, 2);
	second = digits(text + 17, 2);
	if (!date_is_valid(date) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	*out_instant = (int64_t)date_first_day(date) * 86400 + hour * 3600 + minute * 60 + second;
	return true;
}

/* The last Sunday of a month with 31 days, 01:00 UTC.  1970-01-01 was a Thursday. */
static int64_t last_sunday(int year, int month)
{
	int day = day_from_civil(year, month, 31);

	return (int64_t)(day - (day + 4) % 7) * 86400 + 3600;
}

static int64_t swedish(int64_t instant)
{
	int y, m, d;

	day_to_civil(days_of(instant), &y, &m, &d);
	return instant + (instant >= last_sunday(y, 3) && instant < last_sunday(y, 10) ? 7200 : 3600);
}

int instant_day(int64_t instant)
{
	return days_of(swedish(instant));
}

int instant_day_second(int64_t instant)
{
	return (int)(swedish(instant) - (int64_t)instant_day(instant) * 86400);
}
