/* SPDX-License-Identifier: EUPL-1.2
 *
 * period_opened: the coordinator begins a follow-up period: a year, a quarter or a month.
 *
 * One period at a time, and time goes forward.  Every measure gets a light: what its state says, and `none` for the
 * ongoing ones until somebody reports.  Lag (2023:196) 6 § asks for the follow-up; how often is the council's choice.
 */
#include <string.h>

#include "base/date.h"
#include "kinds/kind.h"
#include "kinds/light.h"

static const struct field fields[] = {
	{ .name = "code", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "answer_by", .type = FIELD_DATE, .flags = FIELD_MUST },
};

struct facts {
	char *open;    /* code of the open period, or NULL */
	int last_day;  /* the latest day any period covers; 0 when there is none */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *facts = ARENA_NEW(a, struct facts);

	(void)o;
	facts->open = store_text(s, a, "SELECT code FROM period WHERE state = 'open'", "");
	facts->last_day = (int)store_int(s, 0, "SELECT max(last_day) FROM period", "");
	return facts;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const char *code = offer_text(o, "code");
	int answer_by = date_last_day(offer_text(o, "answer_by"));

	if (f->open)
		refuse_arg(r, "period.other_open", NULL, NULL, f->open);
	if (!date_is_valid(code) || strlen(code) > strlen("2026-Q3")) {
		refuse(r, "period.not_a_period", "code", NULL);
		return;
	}
	if (date_first_day(code) <= f->last_day)
		refuse(r, "period.before_last", "code", NULL);
	if (answer_by < date_first_day(code))
		refuse(r, "period.answer_too_early", "answer_by", NULL);
	else if (answer_by < o->today)
		refusal_note(r, "period.answer_passed", "answer_by", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *code = entry_text(e, "code");

	(void)a;
	store_run(s, "INSERT INTO period(id, number, code, first_day, last_day, answer_by, state, opened_seq)"
		" SELECT id, number, ?2, ?3, ?4, ?5, 'open', ?6 FROM object WHERE id = ?1", "ttiiti", e->obj, code,
		(int64_t)date_first_day(code), (int64_t)date_last_day(code), entry_text(e, "answer_by"), e->seq);
	light_refresh(s, e, NULL);
}

const struct kind period_opened = { .name = "period_opened", .object = "period", .id_prefix = "t",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.source = "Lag (2023:196) 6 §", .look = look, .check = check, .apply = apply };
