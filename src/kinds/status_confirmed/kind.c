/* SPDX-License-Identifier: EUPL-1.2
 *
 * status_confirmed: the measure's second person stands for one or many statuses (kinds/status.h).
 */
#include "base/text.h"
#include "kinds/roles.h"
#include "kinds/status.h"

static const struct field fields[] = {
	{ .name = "statuses", .type = FIELD_ENTRY, .flags = FIELD_MUST | FIELD_MANY },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	const struct value *statuses = offer_value(o, "statuses");
	struct status_facts *facts = ARENA_MANY(a, statuses->count, struct status_facts);

	for (size_t i = 0; i < statuses->count; i++) {
		int64_t seq = -1;

		(void)text_to_int(statuses->texts[i], 0, INT64_MAX, &seq);
		facts[i] = status_look(s, a, seq);
	}
	return facts;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct status_facts *f = facts;
	const struct value *statuses = offer_value(o, "statuses");

	for (size_t i = 0; i < statuses->count; i++)
		status_check(o, &f[i], "statuses", statuses->texts[i], r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	int64_t seq;

	for (size_t i = 0; (seq = entry_item_int(e, "statuses", i)) >= 0; i++)
		status_set(s, a, e, seq, "confirmed");
}

const struct kind status_confirmed = { .name = "status_confirmed", .object = "measure", .object_field = "statuses",
	.writers = ROLES_WORK, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
