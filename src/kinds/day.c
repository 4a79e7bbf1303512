/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/day.h"

#include "base/date.h"

bool day_is_future(const char *date, int today)
{
	return date && date_first_day(date) > today;
}

bool day_is_past(const char *date, int today)
{
	return date && date_last_day(date) < today;
}

void day_check_happened(const struct offer *o, const char *field, struct refusals *r)
{
	if (day_is_future(offer_text(o, field), o->today))
		refuse(r, "date.in_future", field, NULL);
}

void day_check_whole(const struct offer *o, const char *field, struct refusals *r)
{
	const char *date = offer_text(o, field);

	if (date && date_first_day(date) != date_last_day(date))
		refuse(r, "date.whole_day", field, NULL);
}

void day_check_order(const char *from, const char *to, const char *field, struct refusals *r)
{
	if (from && to && date_last_day(to) < date_first_day(from))
		refuse(r, "date.wrong_order", field, NULL);
}
