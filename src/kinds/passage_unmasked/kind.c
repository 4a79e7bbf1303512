/* SPDX-License-Identifier: EUPL-1.2
 *
 * passage_unmasked: a mask is taken away before the request is answered.  What the notes themselves hold secret stays so.
 */
#include "kinds/request.h"

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "passage", .type = FIELD_ENTRY, .flags = FIELD_MUST },
};

struct facts {
	const char *state;
	bool is_masked;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->state = request_look(s, a, o);
	f->is_masked = request_is_masked(s, o->obj, offer_int(o, "passage", -1), "text");
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	request_check_state(f->state, "open", "request.not_open", r);
	if (!f->is_masked)
		refuse(r, "request.not_masked", "passage", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	request_unmask(s, e, entry_int(e, "passage", -1), "text");
}

const struct kind passage_unmasked = { .name = "passage_unmasked", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
