/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/request.h"

#include "base/text.h"
#include "kinds/passage.h"

const void *request_look(struct store *s, struct arena *a, const struct offer *o)
{
	return store_text(s, a, "SELECT state FROM request WHERE id = ?", "t", o->obj);
}

void request_check_state(const char *stands, const char *state, const char *rule, struct refusals *r)
{
	if (!text_equal(stands, state))
		refuse(r, rule, "request", NULL);
}

void request_check_provision(const struct offer *o, struct refusals *r)
{
	const char *provision = offer_text(o, "provision");

	if (provision && !passage_is_provision(provision))
		refuse(r, "passage.provision", "provision", "TF 2 kap. 20 §");
}

void request_apply(struct store *s, const char *id, const char *state, int64_t held_to)
{
	store_run(s, "UPDATE request SET state = ?2, held_to = iif(?3 < 0, NULL, ?3) WHERE id = ?1", "tti", id, state, held_to);
}

void request_lay_hand(struct store *s, const struct entry *e)
{
	store_run(s, "INSERT INTO request_hand(request, person, seq) VALUES(?, ?, ?)", "tti", e->obj, e->by, e->seq);
}

void request_mask(struct store *s, const struct entry *e, int64_t seq, const char *field)
{
	store_run(s, "INSERT INTO masked(request, entry, field, provision) VALUES(?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET provision = excluded.provision", "titt", e->obj, seq, field, entry_text(e, "provision"));
	store_run(s, "INSERT OR IGNORE INTO masker(request, entry, field, person) VALUES(?, ?, ?, ?)", "titt", e->obj, seq, field,
		e->by);
	request_lay_hand(s, e);
}

void request_unmask(struct store *s, const struct entry *e, int64_t seq, const char *field)
{
	store_run(s, "DELETE FROM masked WHERE request = ? AND entry = ? AND field = ?", "tit", e->obj, seq, field);
	store_run(s, "DELETE FROM masker WHERE request = ? AND entry = ? AND field = ?", "tit", e->obj, seq, field);
	request_lay_hand(s, e);
}

bool request_is_masked(struct store *s, const char *id, int64_t seq, const char *field)
{
	return store_int(s, 0, "SELECT 1 FROM masked WHERE request = ? AND entry = ? AND field = ?", "tit", id, seq, field) != 0;
}

bool request_holds(struct store *s, const struct entry *e, const char *field, int today)
{
	return store_int(s, 0, "SELECT 1 FROM request AS r WHERE (r.held_to IS NULL OR r.held_to >= ?1) AND (r.id = ?2"
		" OR r.meeting IN (?2, ?3, (SELECT meeting FROM agenda_item WHERE id = ?2))"
		" OR r.measure IN (?2, ?4, (SELECT measure FROM goal WHERE id = ?2))"
		" OR r.entry = ?5 OR (SELECT obj FROM log WHERE seq = r.entry) = ?2"
		" OR EXISTS (SELECT 1 FROM request_shows AS f WHERE f.request = r.id AND f.entry = ?5 AND f.field = ?6))",
		"itttit", (int64_t)today, e->obj, entry_text(e, "meeting"), entry_text(e, "measure"), e->seq, field) != 0;
}
