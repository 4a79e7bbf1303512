/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/measure.h"

#include <string.h>

#include "base/date.h"
#include "kinds/light.h"

const struct measure_facts *measure_facts(struct store *s, struct arena *a, const char *measure,
	const struct actor *actor)
{
	struct measure_facts *f = ARENA_NEW(a, struct measure_facts);

	f->own = own_look(s, a, measure, actor);
	f->state = f->own.state ? f->own.state : "";
	return f;
}

const void *measure_look(struct store *s, struct arena *a, const struct offer *o)
{
	return measure_facts(s, a, o->obj, o->actor);
}

bool measure_has_ended(const struct measure_facts *f)
{
	return !strcmp(f->state, "completed") || !strcmp(f->state, "closed");
}

void measure_check(const struct offer *o, const struct measure_facts *f, const char *field, struct refusals *r)
{
	if (measure_has_ended(f))
		refuse(r, "measure.ended", field, NULL);
	if (!own_may(&f->own, o->actor))
		refuse(r, "measure.not_yours", field, NULL);
}

void measure_check_ongoing(const struct measure_facts *f, const char *field, struct refusals *r)
{
	if (!strcmp(f->state, "not_started") || !strcmp(f->state, "paused"))
		refuse(r, "measure.not_ongoing", field, NULL);
}

void measure_state_apply(struct store *s, struct arena *a, const struct entry *e, const char *state)
{
	const char *date = entry_text(e, "date");

	store_run(s, "UPDATE measure SET state = ?2, state_date = ?3, state_seq = ?4 WHERE id = ?1", "ttti", e->obj, state,
		date ? date : day_text(a, e->day), e->seq);
	light_refresh(s, e, e->obj);
}
