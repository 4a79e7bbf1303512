/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading: when a goal's value is asked for.  A goal with an indicator is due in a period when it is read every so many
 * months and that many have gone by since its newest value (or there is none), or when its due day has come and no value
 * is as late as that day.  Months are counted by the calendar: a value of any day of June is three months old in September.
 */
#ifndef FYR_KINDS_READING_H
#define FYR_KINDS_READING_H

#include "kinds/kind.h"

/* True in SQL for a row g of goal and a row p of period; pages ask the same question. */
#define READING_IS_DUE                                                                                                \
	"(g.indicator IS NOT NULL AND g.is_closed = 0 AND ((g.every_months IS NOT NULL AND coalesce("                     \
	"(SELECT strftime('%Y', p.last_day * 86400, 'unixepoch') * 12 + strftime('%m', p.last_day * 86400, 'unixepoch')"  \
	" - strftime('%Y', v.date_day * 86400, 'unixepoch') * 12 - strftime('%m', v.date_day * 86400, 'unixepoch')"       \
	" FROM indicator_value AS v WHERE v.indicator = g.indicator ORDER BY v.date_day DESC LIMIT 1) >= g.every_months, 1))" \
	" OR (g.due_day IS NOT NULL AND g.due_day <= p.last_day AND NOT EXISTS"                                           \
	" (SELECT 1 FROM indicator_value AS v WHERE v.indicator = g.indicator AND v.date_day >= g.due_day))))"

/* Is a reading of one of the measure's effect goals due in the period? */
bool reading_effect_is_due(struct store *s, const char *measure, const char *period);

/* For apply: keeps the readings a status gave (its lists "goals" and "values").  They are dated by the period, or by the
 * entry's day when the period has not ended yet. */
void reading_keep(struct store *s, struct arena *a, const struct entry *e, const char *period);

#endif
