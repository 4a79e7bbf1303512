/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/focus_point.h"

const char *focus_point_state(struct store *s, struct arena *a, const char *id)
{
	return store_text(s, a, "SELECT state FROM focus_point WHERE id = ?1", "t", id);
}

void focus_point_answer(struct store *s, const struct entry *e, const char *state)
{
	store_run(s, "UPDATE focus_point SET state = ?2, answer_seq = coalesce(answer_seq, ?3), answer_day = coalesce(answer_day, ?4)"
		" WHERE id = ?1", "ttii", e->obj, state, e->seq, (int64_t)e->day);
}

void focus_point_act(struct store *s, const struct entry *e, const char *id)
{
	store_run(s, "UPDATE focus_point SET act_seq = ?2, act_day = ?3 WHERE id = ?1 AND act_seq IS NULL", "tii", id, e->seq,
		(int64_t)e->day);
}
