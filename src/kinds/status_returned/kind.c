/* SPDX-License-Identifier: EUPL-1.2
 *
 * status_returned: the measure's second person does not stand for a status and says why (kinds/status.h).  It then
 * means no light: the measure shows its earlier status of the period, or none, until somebody reports anew.
 */
#include "kinds/roles.h"
#include "kinds/status.h"

static const struct field fields[] = {
	{ .name = "status", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct status_facts *facts = ARENA_NEW(a, struct status_facts);

	*facts = status_look(s, a, offer_int(o, "status", -1));
	return facts;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	status_check(o, facts, "status", offer_text(o, "status"), r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	status_set(s, a, e, entry_int(e, "status", -1), "returned");
}

const struct kind status_returned = { .name = "status_returned", .object = "measure", .object_field = "status",
	.writers = ROLES_WORK, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
