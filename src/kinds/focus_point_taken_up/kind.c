/* SPDX-License-Identifier: EUPL-1.2
 *
 * focus_point_taken_up: an organisation takes a focus point on, perhaps in a measure of the plan.  When the measure comes later
 * it is named by a second entry; the answer's day stays that of the first.  By the coordinator.
 */
#include "base/text.h"
#include "kinds/focus_point.h"
#include "kinds/measure.h"
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "focus_point", .type = FIELD_REF, .flags = FIELD_MUST, .object = "focus_point" },
	{ .name = "organisation", .type = FIELD_REF, .flags = FIELD_MUST, .object = "organisation" },
	{ .name = "measure", .type = FIELD_REF, .object = "measure" },
};

struct facts {
	const char *state; /* of the point; "in_measure" when it was taken up in one */
	bool is_closed;
	const struct measure_facts *measure; /* NULL when none is named */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	const char *measure = offer_text(o, "measure");

	f->state = store_text(s, a, "SELECT iif(state = 'taken_up' AND measure IS NOT NULL, 'in_measure', state) FROM focus_point"
		" WHERE id = ?1", "t", o->obj);
	f->is_closed = object_organisation_closed(s, offer_text(o, "organisation"));
	f->measure = measure ? measure_facts(s, a, measure, o->actor) : NULL;
	return f;
}

/* A measure is added to a point that was taken up without one. */
static bool adds_measure(const struct facts *f)
{
	return text_equal(f->state, "taken_up") && f->measure;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (!text_equal(f->state, "waiting") && !adds_measure(f))
		refuse(r, "focus_point.answered", "focus_point", NULL);
	if (f->is_closed)
		refuse(r, "organisation.closed", "organisation", NULL);
	if (f->measure && measure_has_ended(f->measure))
		refuse(r, "measure.ended", "measure", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	focus_point_answer(s, e, "taken_up");
	store_run(s, "UPDATE focus_point SET taker = ?2, measure = ?3 WHERE id = ?1", "ttt", e->obj,
		entry_text(e, "organisation"), entry_text(e, "measure"));
	if (entry_text(e, "measure"))
		focus_point_act(s, e, e->obj);
}

const struct kind focus_point_taken_up = { .name = "focus_point_taken_up", .object = "focus_point",
	.object_field = "focus_point", .writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = look, .check = check, .apply = apply };
