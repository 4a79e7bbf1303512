/* SPDX-License-Identifier: EUPL-1.2
 *
 * period_closed: the coordinator ends the collecting of statuses.  Lights stay as they are; what was silent stays
 * `none`.  Confirming and returning go on afterwards.
 */
#include "base/text.h"
#include "kinds/kind.h"

static const struct field fields[] = {
	{ .name = "period", .type = FIELD_REF, .object = "period" },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	return store_text(s, a, "SELECT state FROM period WHERE id = ?", "t", o->obj);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	if (!text_equal(facts, "open"))
		refuse(r, "period.not_open", "period", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE period SET state = 'closed', closed_seq = ?1 WHERE id = ?2", "it", e->seq, e->obj);
}

const struct kind period_closed = { .name = "period_closed", .object = "period", .object_field = "period",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
