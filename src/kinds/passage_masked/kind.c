/* SPDX-License-Identifier: EUPL-1.2
 *
 * passage_masked: in the copy that answers a request one more passage of the notes is left out, on a provision.  The notes
 * themselves are untouched, and so is every other copy.  A passage that is masked already gets the provision now given.
 */
#include "kinds/request.h"

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "passage", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "provision", .type = FIELD_WORD, .flags = FIELD_MUST },
};

struct facts {
	const char *state;
	bool is_of_it; /* the passage is one of the notes asked for */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->state = request_look(s, a, o);
	f->is_of_it = store_int(s, 0, "SELECT 1 FROM request AS r JOIN notes AS n ON n.meeting = r.meeting"
		" JOIN passage AS p ON p.meeting = r.meeting WHERE r.id = ? AND p.seq = ?", "ti", o->obj, offer_int(o, "passage", -1)) != 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	request_check_state(f->state, "open", "request.not_open", r);
	if (!f->is_of_it)
		refuse(r, "request.other_document", "passage", NULL);
	request_check_provision(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	request_mask(s, e, entry_int(e, "passage", -1), "text");
}

const struct kind passage_masked = { .name = "passage_masked", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 15 §",
	.look = look, .check = check, .apply = apply };
