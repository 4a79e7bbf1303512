/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/light.h"

/* Bound: ?1 the entry, ?2 its day, ?3 the measure or NULL for all, ?4 the period or NULL for the open one.  All measures are
 * those from the empty text to the empty blob, which comes after every text: so that one of them is found by its key.
 * `settled` is what stands whatever the statuses say, NULL when they decide. */
static const char make_lights[] =
	"WITH base AS ("
	"	SELECT m.id AS measure, p.id AS period, l.process AS was, l.status AS was_status, l.seq AS was_seq, l.day AS was_day,"
	"		CASE WHEN p.state <> 'open' THEN CASE WHEN l.status IS NULL THEN l.process END"
	"			WHEN m.state = 'closed' THEN 'red'"
	"			WHEN m.state <> 'ongoing' THEN m.state END AS settled,"
	"		(SELECT max(seq) FROM status WHERE measure = m.id AND period = p.id"
	"			AND checked NOT IN ('returned', 'corrected')) AS newest,"
	"		(SELECT max(seq) FROM status WHERE measure = m.id AND period = p.id AND effect IS NOT NULL"
	"			AND checked NOT IN ('returned', 'corrected')) AS newest_effect"
	"	FROM measure AS m JOIN period AS p ON p.id = ?4 OR (?4 IS NULL AND p.state = 'open')"
	"	LEFT JOIN light AS l ON l.measure = m.id AND l.period = p.id"
	"	WHERE m.id BETWEEN coalesce(?3, '') AND coalesce(?3, x'') AND (p.state = 'open' OR l.measure IS NOT NULL)"
	"), now AS ("
	"	SELECT base.*, coalesce(settled, n.process, 'none') AS process, e.effect AS effect,"
	"		CASE WHEN settled IS NULL THEN n.seq END AS status, n.day AS status_day"
	"	FROM base LEFT JOIN status AS n ON n.seq = newest LEFT JOIN status AS e ON e.seq = newest_effect"
	") "
	"INSERT INTO light(measure, period, process, effect, status, seq, day)"
	"	SELECT measure, period, process, effect, status,"
	"		CASE WHEN status IS NOT NULL THEN status WHEN was = process AND was_status IS NULL THEN was_seq ELSE ?1 END,"
	"		CASE WHEN status IS NOT NULL THEN status_day WHEN was = process AND was_status IS NULL THEN was_day ELSE ?2 END"
	"	FROM now WHERE true"
	" ON CONFLICT(measure, period) DO UPDATE SET process = excluded.process, effect = excluded.effect,"
	"	status = excluded.status, seq = excluded.seq, day = excluded.day";

void light_refresh(struct store *s, const struct entry *e, const char *measure)
{
	store_run(s, make_lights, "iitt", e->seq, (int64_t)e->day, measure, (const char *)NULL);
}

void light_follow(struct store *s, struct arena *a, const struct entry *e, int64_t status)
{
	struct rows r = store_ask(s, "SELECT measure, period FROM status WHERE seq = ?", "i", status);

	if (rows_next(&r)) {
		char *measure = rows_text(&r, a, 0), *period = rows_text(&r, a, 1);

		rows_end(&r);
		store_run(s, make_lights, "iitt", e->seq, (int64_t)e->day, measure, period);
	}
}
