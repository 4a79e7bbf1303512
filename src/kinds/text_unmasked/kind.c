/* SPDX-License-Identifier: EUPL-1.2
 *
 * text_unmasked: a text's mask is taken away before the request is answered.
 */
#include "kinds/request.h"

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "entry", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "field", .type = FIELD_WORD, .flags = FIELD_MUST },
};

struct facts {
	const char *state;
	bool is_masked;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->state = request_look(s, a, o);
	f->is_masked = request_is_masked(s, o->obj, offer_int(o, "entry", -1), offer_text(o, "field"));
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	request_check_state(f->state, "open", "request.not_open", r);
	if (!f->is_masked)
		refuse(r, "request.text_not_masked", "field", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	request_unmask(s, e, entry_int(e, "entry", -1), entry_text(e, "field"));
}

const struct kind text_unmasked = { .name = "text_unmasked", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
