/* SPDX-License-Identifier: EUPL-1.2
 *
 * measure_added: a measure (åtgärd) enters a plan.  Somebody is responsible for it, of whatever sort: an
 * administration, the police, a company, an association.  By the coordinator.  When the plan has had a follow-up
 * period since it was adopted, the measure is new to a plan already decided, and needs the decision that added it.
 * Without `state` it is ongoing, unless its start lies ahead.  It gets a light in the open period.
 */
#include "kinds/day.h"
#include "kinds/light.h"
#include "kinds/measure_record.h"

static const char *const states[] = { "not_started", "ongoing", NULL };

static const struct field fields[] = {
	{ .name = "plan", .type = FIELD_REF, .object = "plan" },
	{ .name = "number", .type = FIELD_INT },
	MEASURE_RECORD_FIELDS(FIELD_MUST),
	{ .name = "state", .type = FIELD_CODE, .codes = states },
};

struct facts {
	struct record_facts record;
	bool number_taken, plan_has_period;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->record = record_look(s, a, o);
	f->number_taken = store_int(s, 0, "SELECT 1 FROM measure WHERE number = ?1", "i", offer_int(o, "number", -1));
	f->plan_has_period = store_int(s, 0,
		"SELECT 1 FROM period WHERE opened_seq > (SELECT seq FROM object WHERE id = ?1) LIMIT 1", "t",
		offer_text(o, "plan"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (!offer_text(o, "plan"))
		refuse(r, "measure.needs_plan", "plan", NULL);
	if (f->number_taken)
		refuse_arg(r, "measure.number_taken", "number", NULL, offer_text(o, "number"));
	if (f->plan_has_period && !offer_text(o, "decision"))
		refuse(r, "measure.needs_decision", "decision", NULL);
	if (offer_is(o, "state", "ongoing") && day_is_future(offer_text(o, "starts"), o->today))
		refuse(r, "measure.starts_later", "state", NULL);
	record_check(&f->record, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *starts = entry_text(e, "starts"), *state = entry_text(e, "state");

	(void)a;
	if (!state)
		state = day_is_future(starts, e->day) ? "not_started" : "ongoing";
	store_run(s,
		"INSERT INTO measure(id, number, plan, title_text, responsible, horizon, state, state_date, state_seq) "
		"SELECT id, number, ?2, ?3, ?4, ?5, ?6, iif(?6 = 'ongoing', ?7, NULL), ?3 FROM object WHERE id = ?1", "ttitttt",
		e->obj, entry_text(e, "plan"), e->seq, entry_text(e, "responsible"), entry_text(e, "horizon"), state, starts);
	record_apply(s, e);
	light_refresh(s, e, e->obj);
}

const struct kind measure_added = { .name = "measure_added", .object = "measure", .id_prefix = "m",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
