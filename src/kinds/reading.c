/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/reading.h"

#include "base/date.h"

bool reading_effect_is_due(struct store *s, const char *measure, const char *period)
{
	return store_int(s, 0, "SELECT count(*) FROM goal AS g JOIN period AS p ON p.id = ?2"
		" WHERE g.measure = ?1 AND g.sort = 'effect' AND " READING_IS_DUE, "tt", measure, period) > 0;
}

void reading_keep(struct store *s, struct arena *a, const struct entry *e, const char *period)
{
	const char *goal, *value, *date;
	int64_t last_day;
	bool has_ended;

	if (!entry_item(e, "goals", 0))
		return;
	last_day = store_int(s, 0, "SELECT last_day FROM period WHERE id = ?", "t", period);
	has_ended = last_day <= e->day;
	date = has_ended ? store_text(s, a, "SELECT code FROM period WHERE id = ?", "t", period) : day_text(a, e->day);
	for (size_t i = 0; (goal = entry_item(e, "goals", i)) && (value = entry_item(e, "values", i)); i++)
		store_run(s, "INSERT INTO indicator_value(seq, item, indicator, date, date_day, value, is_preliminary)"
			" SELECT ?1, ?2, indicator, ?3, ?4, ?5, 0 FROM goal WHERE id = ?6 AND indicator IS NOT NULL", "iititt",
			e->seq, (int64_t)i, date, has_ended ? last_day : (int64_t)e->day, value, goal);
}
