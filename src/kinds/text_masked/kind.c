/* SPDX-License-Identifier: EUPL-1.2
 *
 * text_masked: in the copy that answers a request for another document than notes one of its texts is left out, on a provision.
 * The text itself is untouched, and so is every other copy.  One that is masked already gets the provision now given.
 */
#include "kinds/request.h"

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "entry", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "field", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "provision", .type = FIELD_WORD, .flags = FIELD_MUST },
};

struct facts {
	const char *state;
	bool is_of_it; /* the text stands in what was asked for */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->state = request_look(s, a, o);
	f->is_of_it = store_int(s, 0, "SELECT 1 FROM request_text WHERE request = ? AND entry = ? AND field = ?", "tit", o->obj,
		offer_int(o, "entry", -1), offer_text(o, "field")) != 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	request_check_state(f->state, "open", "request.not_open", r);
	if (!f->is_of_it)
		refuse(r, "request.other_text", "field", NULL);
	request_check_provision(o, r);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	request_mask(s, e, entry_int(e, "entry", -1), entry_text(e, "field"));
}

const struct kind text_masked = { .name = "text_masked", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 15 §",
	.look = look, .check = check, .apply = apply };
