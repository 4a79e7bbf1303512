/* SPDX-License-Identifier: EUPL-1.2
 *
 * agenda_item_removed: a row is taken out of a meeting's agenda, or of the template.  By the coordinator, until the
 * meeting's notes are finished.
 */
#include "kinds/agenda_item.h"

static const struct field fields[] = {
	{ .name = "agenda_item", .type = FIELD_REF, .flags = FIELD_MUST, .object = "agenda_item" },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	return agenda_item_look(s, a, o, NULL);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	agenda_item_check(facts, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE agenda_item SET is_removed = 1 WHERE id = ?1", "t", e->obj);
}

const struct kind agenda_item_removed = { .name = "agenda_item_removed", .object = "agenda_item",
	.object_field = "agenda_item", .writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = look, .check = check, .apply = apply };
