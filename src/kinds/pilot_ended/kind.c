/* SPDX-License-Identifier: EUPL-1.2
 *
 * pilot_ended: a trial is over: it continues as ordinary work, is extended, or stops; and what was learnt, which is
 * asked for whatever the outcome.  By the coordinator, or by the measure's reporter or responsible organisation.
 * It does not change the measure's state: a trial that stops is completed, or closed by two persons.
 */
#include "kinds/measure.h"
#include "kinds/roles.h"

static const char *const outcomes[] = { "continue", "extend", "stop", NULL };

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "outcome", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = outcomes },
	{ .name = "lesson", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

struct facts {
	struct own_facts own;
	bool is_running;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->own = own_look(s, a, o->obj, o->actor);
	f->is_running = store_int(s, 0, "SELECT 1 FROM pilot WHERE measure = ?1 AND ended_seq IS NULL", "t", o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	/* A measure may have ended before its trial was summed up: the lesson is welcome then too. */
	if (!own_may(&f->own, o->actor))
		refuse(r, "measure.not_yours", "measure", NULL);
	if (!f->is_running)
		refuse(r, "pilot.not_running", "measure", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE pilot SET ended_seq = ?2, outcome = ?3 WHERE measure = ?1", "tit", e->obj, e->seq,
		entry_text(e, "outcome"));
}

const struct kind pilot_ended = { .name = "pilot_ended", .object = "measure", .object_field = "measure",
	.writers = ROLES_OWNERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
