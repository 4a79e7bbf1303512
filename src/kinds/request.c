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

bool request_holds(struct store *s, const struct entry *e, int today)
{
	return store_int(s, 0, "SELECT 1 FROM request AS r WHERE (r.held_to IS NULL OR r.held_to >= ?1) AND (r.id = ?2"
		" OR r.meeting IN (?2, ?3, (SELECT meeting FROM agenda_item WHERE id = ?2))"
		" OR r.measure IN (?2, ?4, (SELECT measure FROM goal WHERE id = ?2))"
		" OR r.entry = ?5 OR (SELECT obj FROM log WHERE seq = r.entry) = ?2)",
		"ittti", (int64_t)today, e->obj, entry_text(e, "meeting"), entry_text(e, "measure"), e->seq) != 0;
}
