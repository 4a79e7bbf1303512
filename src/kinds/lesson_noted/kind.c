/* SPDX-License-Identifier: EUPL-1.2
 *
 * lesson_noted: what a closed measure taught.  Asked for after each closing; a later note replaces an earlier one on the
 * measure's page, and both stay in the log.
 */
#include <string.h>

#include "kinds/measure.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "lesson", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct measure_facts *f = facts;

	if (strcmp(f->state, "closed"))
		refuse(r, "lesson.not_closed", "measure", NULL);
	if (!own_may(&f->own, o->actor))
		refuse(r, "measure.not_yours", "measure", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE measure SET lesson_text = ? WHERE id = ?", "it", e->seq, e->obj);
}

const struct kind lesson_noted = { .name = "lesson_noted", .object = "measure", .object_field = "measure",
	.writers = ROLES_OWNERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = measure_look, .check = check,
	.apply = apply };
