/* SPDX-License-Identifier: EUPL-1.2
 *
 * money_recorded: money given to a measure, used in it, or returned from it, with its day and source.  Amounts are
 * in öre. By the coordinator, or by a contact for the organisation's own measures; also after the measure has
 * ended, since bills come late.  More used and returned than given is a note and no refusal: the books of the
 * municipality decide, not we.
 */
#include "kinds/day.h"
#include "kinds/own.h"

static const char *const sorts[] = { "given", "used", "returned", NULL };

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "sort", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = sorts },
	{ .name = "amount", .type = FIELD_MONEY, .flags = FIELD_MUST },
	{ .name = "date", .type = FIELD_DATE, .flags = FIELD_MUST },
	{ .name = "source", .type = FIELD_LINE, .label = LABEL_WORK },
};

struct facts {
	struct own_facts own;
	int64_t left_ore; /* given, less used and returned, before this entry */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->own = own_look(s, a, o->obj, o->actor);
	f->left_ore = store_int(s, 0,
		"SELECT sum(iif(sort = 'given', amount_ore, -amount_ore)) FROM money_total WHERE measure = ?1", "t", o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	int64_t amount = offer_int(o, "amount", 0);

	if (!own_may(&f->own, o->actor))
		refuse(r, "measure.not_yours", "measure", NULL);
	if (!amount)
		refuse(r, "money.zero", "amount", NULL);
	day_check_happened(o, "date", r);
	if (!offer_is(o, "sort", "given") && amount > f->left_ore)
		refusal_note(r, "money.more_than_given", "amount", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO money(seq, measure, sort, amount_ore, date) VALUES(?1, ?2, ?3, ?4, ?5)", "ittit", e->seq,
		e->obj, entry_text(e, "sort"), entry_int(e, "amount", 0), entry_text(e, "date"));
	store_run(s, "INSERT INTO money_total(measure, sort, amount_ore) VALUES(?1, ?2, ?3)"
		" ON CONFLICT(measure, sort) DO UPDATE SET amount_ore = amount_ore + excluded.amount_ore", "tti", e->obj,
		entry_text(e, "sort"), entry_int(e, "amount", 0));
}

const struct kind money_recorded = { .name = "money_recorded", .object = "measure", .object_field = "measure",
	.writers = ROLE_COORDINATOR | ROLE_CONTACT, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
