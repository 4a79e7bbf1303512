/* SPDX-License-Identifier: EUPL-1.2
 *
 * appeal_closed: how an appeal ended.  One that changed the refusal, by the court or by the authority itself, opens the request
 * anew: it is answered once more, with other masks or none, and looked at once more.  Whose masks still stand had a hand in it.
 * One that was dismissed or not tried can be taken to the next court within three weeks (FPL 6 a and 33 §§): the request is as
 * it was when the authority had decided, what was asked for is held as then, and appeal_noted may follow anew.
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
	const char *ruling = entry_text(e, "ruling");
	bool is_changed = text_equal(ruling, "changed");
	bool is_appealable = text_equal(ruling, "dismissed") || text_equal(ruling, "inadmissible");
	int64_t held_to = is_appealable ? e->day + REQUEST_HELD_DAYS : 0;

	(void)a;
	store_run(s, "UPDATE request SET ruling = ?2, ruling_seq = ?3 WHERE id = ?1", "tti", e->obj, ruling, e->seq);
	if (is_changed) {
		/* It has no answer for now, nor a decision on one. */
		store_run(s, "UPDATE request SET round_seq = ?2, answered_seq = NULL, answered_day = NULL, release = NULL,"
			" provision = NULL, decided_seq = NULL, decided_day = NULL, case_no = NULL WHERE id = ?1", "ti", e->obj, e->seq);
		store_run(s, "INSERT INTO request_hand(request, person, seq) SELECT DISTINCT request, person, ?2 FROM masker"
			" WHERE request = ?1", "ti", e->obj, e->seq);
	}
	request_apply(s, e->obj, is_changed ? "open" : is_appealable ? "decided" : "closed", is_changed ? -1 : held_to);
}

const struct kind appeal_closed = { .name = "appeal_closed", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 19 §",
	.look = request_look, .check = check, .apply = apply };
