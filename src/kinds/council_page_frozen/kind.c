/* SPDX-License-Identifier: EUPL-1.2
 *
 * council_page_frozen: the coordinator freezes the council's page before a meeting, so that what was on the table can be
 * opened again exactly as it was, whatever is written later.
 *
 * What is frozen: the lights with those of the period before, obstacles and who can remove them, money, closings, lowered
 * goals, the number of decisions that waited, and the entries in which every word of it stands.  Never the words: a text
 * that is erased later is erased there too.  What nobody has answered is frozen as not answered, and told.
 * `needs` is what the council is asked for; the sheet must hold it, hence its length.
 */
#include "base/date.h"
#include "base/text.h"
#include "kinds/kind.h"

enum { NEEDS_MAX_CHARS = 500, NEEDS_MAX_LINES = 6 };

static const struct field fields[] = {
	{ .name = "period", .type = FIELD_REF, .flags = FIELD_MUST, .object = "period" },
	{ .name = "needs", .type = FIELD_TEXT, .label = LABEL_WORK },
	{ .name = "meeting", .type = FIELD_DATE },
};

struct facts {
	int64_t measure_count;
	int first_day;
	char *unanswered; /* how many measures have no answer; NULL for none */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	const char *period = offer_text(o, "period");

	f->measure_count = store_int(s, 0, "SELECT count(*) FROM light WHERE period = ?", "t", period);
	f->first_day = (int)store_int(s, 0, "SELECT first_day FROM period WHERE id = ?", "t", period);
	f->unanswered = store_text(s, a, "SELECT CAST(count(*) AS TEXT) FROM light WHERE period = ? AND process = 'none'"
		" HAVING count(*) > 0", "t", period);
	return f;
}

static size_t line_count(const char *text)
{
	size_t count = 1;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const char *needs = offer_text(o, "needs"), *meeting = offer_text(o, "meeting");

	if (!f->measure_count)
		refuse(r, "council_page.no_measures", "period", NULL);
	if (needs && (text_chars(needs) > NEEDS_MAX_CHARS || line_count(needs) > NEEDS_MAX_LINES))
		refuse(r, "council_page.needs_too_long", "needs", NULL);
	if (meeting && date_last_day(meeting) < f->first_day)
		refuse(r, "council_page.meeting_before_period", "meeting", NULL);
	if (f->unanswered)
		refusal_note(r, "council_page.unanswered", "period", f->unanswered);
}

/* What the views mean is part of this kind, and stays as it is (state/schema.sql). */
static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *period = entry_text(e, "period");

	(void)a;
	store_run(s, "INSERT INTO frozen(id, number, seq, day, meeting, period, period_state, previous, council_text, plan_text,"
		" waiting_decisions, given, used, returned)"
		" SELECT o.id, o.number, ?2, ?3, ?4, p.period, p.period_state, p.previous, p.council_text, p.plan_text,"
		"	(SELECT count(*) FROM proposal WHERE state = 'open' AND family = 'decision' AND last_day >= ?3),"
		"	p.given, p.used, p.returned"
		" FROM object AS o JOIN council_page AS p ON p.sheet = ?5 WHERE o.id = ?1", "tiitt", e->obj, e->seq,
		(int64_t)e->day, entry_text(e, "meeting"), period);
	store_run(s, "INSERT INTO frozen_light(frozen, number, title_text, responsible, responsible_text, process,"
		" before_process, status, obstacle, remover, remover_text, is_unconfirmed, suggests_closing)"
		" SELECT ?1, number, title_text, responsible, responsible_text, process, before_process, status, obstacle,"
		"	remover, remover_text, is_unconfirmed, suggests_closing"
		" FROM council_page_light WHERE sheet = ?2", "tt", e->obj, period);
	store_run(s, "INSERT INTO frozen_closing(frozen, proposal, number, title_text, proposal_state)"
		" SELECT ?1, proposal, number, title_text, proposal_state"
		" FROM council_page_closing WHERE sheet = ?2 AND coalesce(last_day, ?3) >= ?3", "tti", e->obj, period,
		(int64_t)e->day);
	store_run(s, "INSERT INTO frozen_lowered(frozen, goal, number, title_text, indicator_text, target)"
		" SELECT ?1, goal, number, title_text, indicator_text, target"
		" FROM council_page_lowered WHERE sheet = ?2", "tt", e->obj, period);
}

const struct kind council_page_frozen = { .name = "council_page_frozen", .object = "council_page", .id_prefix = "s",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
