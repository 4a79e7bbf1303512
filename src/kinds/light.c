/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/light.h"

/* The newest status that stands, of a measure and a period, and the newest of them that speaks of effect. */
#define STANDING "(SELECT max(seq) FROM status WHERE measure = m.id AND period = p.id" \
	" AND checked NOT IN ('returned', 'corrected'))"
#define STANDING_EFFECT "(SELECT max(seq) FROM status WHERE measure = m.id AND period = p.id AND effect IS NOT NULL" \
	" AND checked NOT IN ('returned', 'corrected'))"

/* Bound: ?1 the entry, ?2 its day, ?3 the measure or NULL for all.  All measures are those from the empty text to the empty
 * blob, which comes after every text: so that one of them is found by its key.  Statuses decide while the measure is
 * ongoing.  What the light was is asked of the row it replaces: a statement that also read the table would first put aside
 * all it is going to write, and that costs as much as everything else an act writes. */
static const char make_open[] =
	"INSERT INTO light(measure, period, process, effect, status, seq, day)"
	"	SELECT m.id, p.id,"
	"		CASE m.state WHEN 'ongoing' THEN coalesce(n.process, 'none') WHEN 'closed' THEN 'red' ELSE m.state END,"
	"		e.effect, n.seq, coalesce(n.seq, ?1), coalesce(n.day, ?2)"
	"	FROM measure AS m JOIN period AS p ON p.state = 'open'"
	"	LEFT JOIN status AS n ON m.state = 'ongoing' AND n.seq = " STANDING
	"	LEFT JOIN status AS e ON e.seq = " STANDING_EFFECT
	"	WHERE m.id BETWEEN coalesce(?3, '') AND coalesce(?3, x'')"
	" ON CONFLICT(measure, period) DO UPDATE SET process = excluded.process, effect = excluded.effect,"
	"	status = excluded.status,"
	"	seq = iif(excluded.status IS NULL AND status IS NULL AND process = excluded.process, seq, excluded.seq),"
	"	day = iif(excluded.status IS NULL AND status IS NULL AND process = excluded.process, day, excluded.day)";

/* Bound as above, ?3 the measure, ?4 a period that is over.  What a measure's state had settled stays. */
static const char make_over[] =
	"WITH now AS ("
	"	SELECT n.process AS process, n.seq AS seq, n.day AS day FROM measure AS m JOIN period AS p"
	"	LEFT JOIN status AS n ON n.seq = " STANDING " WHERE m.id = ?3 AND p.id = ?4"
	") "
	"UPDATE light SET process = coalesce(now.process, 'none'), status = now.seq, seq = coalesce(now.seq, ?1),"
	"	day = coalesce(now.day, ?2) FROM now WHERE measure = ?3 AND period = ?4 AND status IS NOT NULL";
static const char make_effect_over[] =
	"UPDATE light SET effect = (SELECT e.effect FROM measure AS m JOIN period AS p JOIN status AS e ON e.seq = "
	STANDING_EFFECT " WHERE m.id = ?1 AND p.id = ?2) WHERE measure = ?1 AND period = ?2";

void light_refresh(struct store *s, const struct entry *e, const char *measure)
{
	store_run(s, make_open, "iit", e->seq, (int64_t)e->day, measure);
}

void light_report(struct store *s, const struct entry *e, const char *period)
{
	store_run(s, "UPDATE light SET process = ?3, effect = coalesce(?4, effect), status = ?5, seq = ?5, day = ?6"
		" WHERE measure = ?1 AND period = ?2", "ttttii", e->obj, period, entry_text(e, "process"), entry_text(e, "effect"),
		e->seq, (int64_t)e->day);
}

void light_follow(struct store *s, struct arena *a, const struct entry *e, int64_t status)
{
	struct rows r = store_ask(s, "SELECT s.measure, s.period, p.state = 'open' FROM status AS s JOIN period AS p"
		" ON p.id = s.period WHERE s.seq = ?", "i", status);

	if (rows_next(&r)) {
		const char *measure = rows_text(&r, a, 0), *period = rows_text(&r, a, 1);
		bool is_open = rows_int(&r, 2) != 0;

		rows_end(&r);
		if (is_open) {
			light_refresh(s, e, measure);
			return;
		}
		store_run(s, make_over, "iitt", e->seq, (int64_t)e->day, measure, period);
		store_run(s, make_effect_over, "tt", measure, period);
	}
}
