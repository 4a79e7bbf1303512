/* SPDX-License-Identifier: EUPL-1.2
 *
 * release_looked_at: a second person has looked at what a request is answered with, before or after: nothing waits for it.
 * Not whoever masked or answered.
 */
#include "base/text.h"
#include "kinds/request.h"

static const char *const findings[] = { "agrees", "differs", NULL };

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "finding", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = findings },
	{ .name = "text", .type = FIELD_TEXT, .label = LABEL_WORK },
};

struct facts {
	struct request_facts request;
	bool is_masker;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->request = request_facts(s, a, o->obj);
	f->is_masker = store_int(s, 0, "SELECT 1 FROM masked WHERE request = ? AND by = ?", "tt", o->obj, o->actor->person) != 0;
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (f->is_masker || text_equal(f->request.answered_by, o->actor->person))
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
