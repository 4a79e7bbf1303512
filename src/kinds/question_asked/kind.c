/* SPDX-License-Identifier: EUPL-1.2
 *
 * question_asked: a question to those responsible for a measure.  The council may challenge a light, never overwrite it.
 */
#include "kinds/kind.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "measure", .type = FIELD_REF, .flags = FIELD_MUST, .object = "measure" },
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO question(seq, measure, by, day) VALUES (?, ?, ?, ?)", "itti", e->seq, e->obj, e->by,
		(int64_t)e->day);
}

const struct kind question_asked = { .name = "question_asked", .object = "measure", .object_field = "measure",
	.writers = ROLES_WORK, .fields = fields, .field_count = FIELD_COUNT(fields), .apply = apply };
