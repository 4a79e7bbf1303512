/* SPDX-License-Identifier: EUPL-1.2
 *
 * Dates as precise as they are known, days, and instants.
 * A date is text: "2026", "2026-Q3", "2026-05" or "2026-05-17".  A day is days since 1970-01-01.
 * A time of the day is text: "09:00".
 * An instant is UTC seconds since 1970 and is written "2026-11-23T15:04:05Z" (RFC 3339).
 * Swedish wall time follows Directive 2000/84/EC: one hour ahead of UTC, two from the last Sunday of March
 * 01:00 UTC to the last Sunday of October 01:00 UTC.
 */
#ifndef FYR_BASE_DATE_H
#define FYR_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Is it one of the four forms, years 1900 to 2199, and a day of the calendar? */
bool date_is_valid(const char *date);
/* What a person wrote: also "20260517" and "17/5 2026"; the date's text, or NULL. */
char *date_from_typed(struct arena *a, const char *typed);

/* First and last day the date may mean; the date must be valid. */
int date_first_day(const char *date);
int date_last_day(const char *date);

int day_from_civil(int year, int month, int day);
void day_to_civil(int day, int *out_year, int *out_month, int *out_day);
char *day_text(struct arena *a, int day); /* "2026-05-17" */

/* The quarter a day lies in, "2026-Q2". */
char *day_quarter(struct arena *a, int day);

/* Minutes since midnight of a time of the day; -1 for anything else. */
int time_minutes(const char *time);

char *instant_text(struct arena *a, int64_t instant);
/* False unless exactly "YYYY-MM-DDTHH:MM:SSZ" and a real instant. */
bool instant_from(const char *text, int64_t *out_instant);
/* The Swedish calendar day and seconds of the day at an instant. */
int instant_day(int64_t instant);
int instant_day_second(int64_t instant);

#endif
