/* SPDX-License-Identifier: EUPL-1.2
 *
 * appeal_closed: how an appeal ended.  One that changed the refusal, by the court or by the authority itself, opens the request
 * anew: it is answered once more, with other masks or none, and looked at once more.  Whose masks still stand had a hand in it.
 */
#include "base/text.h"
#include "kinds/request.h"

static const char *const rulings[] = { "dismissed", "changed", "withdrawn", "inadmissible", NULL };

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "ruling", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = rulings },
	{ .name = "case_no", .type = FIELD_WORD },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	(void)o;
	request_check_state(facts, "appealed", "request.not_appealed", r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	bool is_changed = text_equal(entry_text(e, "ruling"), "changed");

	(void)a;
	store_run(s, "UPDATE request SET ruling = ?2, ruling_seq = ?3 WHERE id = ?1", "tti", e->obj, entry_text(e, "ruling"), e->seq);
	if (is_changed) {
		store_run(s, "UPDATE request SET round_seq = ?2 WHERE id = ?1", "ti", e->obj, e->seq);
		store_run(s, "INSERT INTO request_hand(request, person, seq) SELECT DISTINCT request, by, ?2 FROM masked"
			" WHERE request = ?1", "ti", e->obj, e->seq);
	}
	request_apply(s, e->obj, is_changed ? "open" : "closed", is_changed ? -1 : 0);
}

const struct kind appeal_closed = { .name = "appeal_closed", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 19 §",
	.look = request_look, .check = check, .apply = apply };
