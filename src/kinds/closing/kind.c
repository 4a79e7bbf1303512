/* SPDX-License-Identifier: EUPL-1.2
 *
 * closing: a measure has stranded and is ended by decision: the only way to a red light, made by two persons.
 *
 * The proposal names who decides (a body or a function), on what mandate (delegation point, or paragraph and diary
 * number), the reason and its cause.  Until another person has seconded exactly that text nothing has changed: pages say
 * that closing is proposed.  Seconded, the measure is closed and its light in the open period is red.  A lesson may come
 * with the proposal, and is asked for afterwards (lesson_noted).  Whether a closing is a matter of direction that only
 * the board may decide (KL 6:38) the program leaves to people: the mandate may point to the board's own decision.
 */
#include "base/date.h"
#include "kinds/light.h"
#include "kinds/measure.h"
#include "kinds/obstacle.h"
#include "kinds/roles.h"
#include "kinds/two_person.h"

static const struct field closing_fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "cause", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = obstacle_codes },
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "decider", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_OPEN },
	{ .name = "mandate", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_OPEN },
	{ .name = "lesson", .type = FIELD_TEXT, .label = LABEL_WORK },
	{ .name = "second", .type = FIELD_REF, .object = "person" },
};

struct facts {
	const struct measure_facts *measure;
	bool is_other_open; /* another proposal to close it can still be seconded */
};

/* The proposal is asked again when it is seconded and is open then itself: its nonce tells it from others. */
static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->measure = measure_look(s, a, o);
	f->is_other_open = store_int(s, 0, "SELECT count(*) FROM proposal AS p WHERE family = 'closing' AND obj = ?1"
		" AND state = 'open' AND last_day >= ?2"
		" AND NOT EXISTS (SELECT 1 FROM act WHERE act.by = p.by AND act.n = ?3 AND act.seq = p.seq)", "tit", o->obj,
		(int64_t)o->today, o->n) > 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (measure_has_ended(f->measure))
		refuse(r, "measure.ended", "measure", NULL);
	if (f->is_other_open)
		refuse(r, "closing.already_proposed", "measure", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second)
{
	store_run(s, "UPDATE measure SET state = 'closed', state_date = ?2, state_seq = ?3, lesson_text = coalesce(?4, lesson_text)"
		" WHERE id = ?1", "ttin", inner->obj, day_text(a, second->day), second->seq, entry_text_seq(inner, "lesson"));
	store_run(s, "INSERT INTO closing(measure, proposal, seq, cause) VALUES (?, ?, ?, ?)", "tiit", inner->obj, inner->seq,
		second->seq, entry_text(inner, "cause"));
	light_refresh(s, second, inner->obj);
}

extern const struct kind closing_proposed;
static const struct family closing_family = { .name = "closing", .proposed = &closing_proposed, .look = look,
	.check = check, .apply = apply };

TWO_PERSON_STAGE(closing, proposed, STAGE_PROPOSED, "measure", "measure", ROLES_WORK, closing_fields, "KL 6 kap. 37-38 §§");
TWO_PERSON_LATER(closing, ROLES_WORK, ROLES_WORK, "KL 6 kap. 37-38 §§");
