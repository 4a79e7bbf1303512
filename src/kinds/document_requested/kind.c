/* SPDX-License-Identifier: EUPL-1.2
 *
 * document_requested: somebody has asked for a public document: a meeting's notes, a measure, or an entry with what it is
 * about (a decision, a frozen page).  `what` says which document in words, never who asks.  By the registrar or the
 * coordinator, at once: a request is to be answered promptly.
 */
#include "kinds/request.h"

static const struct field fields[] = {
	{ .name = "what", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "meeting", .type = FIELD_REF, .object = "meeting" },
	{ .name = "measure", .type = FIELD_REF, .object = "measure" },
	{ .name = "entry", .type = FIELD_ENTRY },
};

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	int named = (offer_text(o, "meeting") != NULL) + (offer_text(o, "measure") != NULL) + (offer_text(o, "entry") != NULL);

	(void)facts;
	if (named != 1)
		refuse(r, "request.which_document", "meeting", "TF 2 kap. 17 §");
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO request(id, number, seq, day, meeting, measure, entry, state, round_seq)"
		" SELECT id, number, ?2, ?3, ?4, ?5, iif(?6 < 0, NULL, ?6), 'open', ?2 FROM object WHERE id = ?1", "tiitti", e->obj, e->seq,
		(int64_t)e->day, entry_text(e, "meeting"), entry_text(e, "measure"), entry_int(e, "entry", -1));
}

const struct kind document_requested = { .name = "document_requested", .object = "request", .id_prefix = "rq",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 15-18 §§",
	.check = check, .apply = apply };
