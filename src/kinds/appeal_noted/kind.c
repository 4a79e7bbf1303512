/* SPDX-License-Identifier: EUPL-1.2
 *
 * appeal_noted: the authority's refusal has been appealed, or the ruling that let it stand has.  Whether it came in time is
 * for those to try who took it (FL 45 §) and stands in the entry that ends it.
 */
#include "kinds/request.h"

static const struct field fields[] = { REQUEST_FIELD };

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	request_check_state(facts, "decided", "request.not_decided", r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE request SET appeal_seq = ?2, ruling = NULL, ruling_seq = NULL WHERE id = ?1", "ti", e->obj, e->seq);
	request_apply(s, e->obj, "appealed", -1);
}

const struct kind appeal_noted = { .name = "appeal_noted", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 19 §",
	.look = request_look, .check = check, .apply = apply };
