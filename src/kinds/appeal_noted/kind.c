/* SPDX-License-Identifier: EUPL-1.2
 *
 * appeal_noted: the authority's refusal has been appealed, or the ruling that let it stand has.  Whether it came in time is
 * for those to try who took it (FL 45 §) and stands in the entry that ends it.
 */
#include "kinds/request.h"

static const struct field fields[] = { REQUEST_FIELD };

struct facts {
	bool can_be_appealed;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->can_be_appealed = store_int(s, 0, "SELECT 1 FROM request WHERE id = ? AND (state = 'decided'"
		" OR state = 'closed' AND ruling IN ('dismissed', 'inadmissible'))", "t", o->obj) != 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (!f->can_be_appealed)
		refuse(r, "request.not_decided", "request", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE request SET appeal_seq = ?2, ruling = NULL WHERE id = ?1", "ti", e->obj, e->seq);
	request_apply(s, e->obj, "appealed", -1);
}

const struct kind appeal_noted = { .name = "appeal_noted", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 19 §",
	.look = look, .check = check, .apply = apply };
