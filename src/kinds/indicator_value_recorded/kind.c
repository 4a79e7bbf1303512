/* SPDX-License-Identifier: EUPL-1.2
 *
 * indicator_value_recorded: a value of an indicator, for a date as precise as it is known ("2026-Q2"), with its
 * source. By the coordinator, contacts, police and security unit.  A value for the same date supersedes the earlier
 * one, which stays in the book; that is told as a note.  Refused for a date that has not begun.
 */
#include "base/date.h"
#include "kinds/day.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "indicator", .type = FIELD_REF, .flags = FIELD_MUST, .object = "indicator" },
	{ .name = "date", .type = FIELD_DATE, .flags = FIELD_MUST },
	{ .name = "value", .type = FIELD_DECIMAL, .flags = FIELD_MUST },
	{ .name = "is_preliminary", .type = FIELD_BOOL },
	{ .name = "source", .type = FIELD_LINE, .label = LABEL_OPEN },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	bool *supersedes = ARENA_NEW(a, bool);

	*supersedes = store_int(s, 0, "SELECT 1 FROM indicator_value WHERE indicator = ?1 AND date = ?2 LIMIT 1", "tt",
		o->obj, offer_text(o, "date"));
	return supersedes;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	day_check_happened(o, "date", r);
	if (*(const bool *)facts)
		refusal_note(r, "indicator.supersedes", "date", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *date = entry_text(e, "date");

	(void)a;
	store_run(s,
		"INSERT INTO indicator_value(seq, item, indicator, date, date_day, value, is_preliminary) "
		"VALUES(?1, 0, ?2, ?3, ?4, ?5, ?6)", "ittiti", e->seq, e->obj, date, (int64_t)date_last_day(date),
		entry_text(e, "value"), entry_int(e, "is_preliminary", 0));
}

const struct kind indicator_value_recorded = { .name = "indicator_value_recorded", .object = "indicator",
	.object_field = "indicator", .writers = ROLES_OWNERS, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = look, .check = check, .apply = apply };
