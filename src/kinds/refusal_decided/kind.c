/* SPDX-License-Identifier: EUPL-1.2
 *
 * refusal_decided: the authority itself refuses in writing, for whoever asked wants its decision (OSL 6 kap. 3 §).  It says who
 * decided, on which provision (the answer's, unless it says another) and why.  It can be appealed (TF 2 kap. 19 §), and the
 * page that shows it says how.
 */
#include "kinds/request.h"

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "decider", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "case_no", .type = FIELD_WORD },
	{ .name = "provision", .type = FIELD_WORD },
	{ .name = "because", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	request_check_state(facts, "answered", "request.not_refused", r);
	request_check_provision(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE request SET decided_seq = ?2, decided_day = ?3, case_no = ?4, provision = coalesce(?5, provision)"
		" WHERE id = ?1", "tiitt", e->obj, e->seq, (int64_t)e->day, entry_text(e, "case_no"), entry_text(e, "provision"));
	request_apply(s, e->obj, "decided", e->day + REQUEST_HELD_DAYS);
}

const struct kind refusal_decided = { .name = "refusal_decided", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "OSL 6 kap. 3 §",
	.look = request_look, .check = check, .apply = apply };
