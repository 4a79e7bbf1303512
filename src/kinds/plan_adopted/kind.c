/* SPDX-License-Identifier: EUPL-1.2
 *
 * plan_adopted: a body has adopted a plan on a day, under a diary number.  It says what short and long horizon mean
 * in it, and whether it is the plan of measures that lag (2023:196) asks for.  By the coordinator, who writes down
 * what the body decided; measures are added to the newest plan.
 */
#include "kinds/day.h"

static const struct field fields[] = {
	{ .name = "name", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_OPEN },
	{ .name = "body", .type = FIELD_REF, .flags = FIELD_MUST, .object = "body" },
	{ .name = "adopted", .type = FIELD_DATE, .flags = FIELD_MUST },
	{ .name = "diary_no", .type = FIELD_WORD },
	{ .name = "is_statutory", .type = FIELD_BOOL },
	{ .name = "short_horizon", .type = FIELD_TEXT, .label = LABEL_OPEN },
	{ .name = "long_horizon", .type = FIELD_TEXT, .label = LABEL_OPEN },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)facts;
	day_check_happened(o, "adopted", r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s,
		"INSERT INTO plan(id, number, name_text, body, adopted, diary_no, is_statutory, short_text, long_text) "
		"SELECT id, number, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM object WHERE id = ?1", "titttinn", e->obj, e->seq,
		entry_text(e, "body"), entry_text(e, "adopted"), entry_text(e, "diary_no"), entry_int(e, "is_statutory", 0),
		entry_text_seq(e, "short_horizon"), entry_text_seq(e, "long_horizon"));
}

const struct kind plan_adopted = { .name = "plan_adopted", .object = "plan", .id_prefix = "l",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "lag (2023:196)",
	.check = check, .apply = apply };
