/* SPDX-License-Identifier: EUPL-1.2
 *
 * release_looked_at: a second person has looked at what a request is answered with, before or after: nothing waits for it.
 * Not whoever masked, unmasked or answered in this round.  A look at what was masked otherwise afterwards, or at the answer before
 * an appeal that changed it, stands in the log and is not counted (pages/requests).
 */
#include "kinds/request.h"

static const char *const findings[] = { "agrees", "differs", NULL };

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "finding", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = findings },
	{ .name = "text", .type = FIELD_TEXT, .label = LABEL_WORK },
};

struct facts {
	bool has_hand; /* in this round's answer */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->has_hand = store_int(s, 0, "SELECT 1 FROM request AS r JOIN request_hand AS h ON h.request = r.id AND h.seq >= r.round_seq"
		" WHERE r.id = ? AND h.person = ?", "tt", o->obj, o->actor->person) != 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (f->has_hand)
		refuse(r, "request.same_person", "request", NULL);
	if (offer_is(o, "finding", "differs") && !offer_text(o, "text"))
		refuse(r, "request.says_how", "text", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO request_look(seq, request, by, finding) VALUES(?, ?, ?, ?)", "ittt", e->seq, e->obj, e->by,
		entry_text(e, "finding"));
}

const struct kind release_looked_at = { .name = "release_looked_at", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS | ROLE_SECURITY, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
