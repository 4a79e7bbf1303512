/* SPDX-License-Identifier: EUPL-1.2
 *
 * Day: the rules about dates that several kinds share.  A date is as precise as it is known, so each rule reads it
 * in the way that refuses least: "2026" has begun as soon as its first day has.
 */
#ifndef FYR_KINDS_DAY_H
#define FYR_KINDS_DAY_H

#include "kinds/kind.h"

/* True when the date has not begun on `today`; false when `date` is NULL. */
bool day_is_future(const char *date, int today);

/* True when the date has ended before `today`; false when `date` is NULL. */
bool day_is_past(const char *date, int today);

/* Refuses with date.in_future a date of what has happened that lies ahead. */
void day_check_happened(const struct offer *o, const char *field, struct refusals *r);

/* Refuses with date.whole_day a date that is not known to the day. */
void day_check_whole(const struct offer *o, const char *field, struct refusals *r);

/* Refuses with date.wrong_order, at `field`, when `to` ends before `from` begins.  Either may be NULL. */
void day_check_order(const char *from, const char *to, const char *field, struct refusals *r);

#endif
