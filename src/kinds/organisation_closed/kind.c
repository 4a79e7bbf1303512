/* SPDX-License-Identifier: EUPL-1.2
 *
 * organisation_closed: an organisation is there no longer, merged or wound up.  What it has done stays; it can be
 * named for nothing new.  By the coordinator or the administrator.  Refused while it is responsible for a measure
 * that goes on, since that measure would have nobody to answer for it; people who still belong to it are told as a
 * note.
 */
#include "kinds/object.h"

static const struct field fields[] = {
	{ .name = "organisation", .type = FIELD_REF, .flags = FIELD_MUST, .object = "organisation" },
	{ .name = "reason", .type = FIELD_TEXT, .label = LABEL_WORK },
};

struct facts {
	bool is_closed;
	int64_t measures, people;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_organisation_closed(s, o->obj);
	f->measures = store_int(s, 0,
		"SELECT count(*) FROM measure WHERE responsible = ?1 AND state NOT IN ('completed', 'closed')", "t", o->obj);
	f->people = store_int(s, 0, "SELECT count(*) FROM person WHERE organisation = ?1 AND NOT is_closed", "t", o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (f->is_closed)
		refuse(r, "organisation.closed", "organisation", NULL);
	if (f->measures)
		refuse_arg(r, "organisation.has_measures", "organisation", NULL,
			arena_print(r->arena, "%lld", (long long)f->measures));
	if (f->people)
		refusal_note(r, "organisation.has_people", "organisation",
			arena_print(r->arena, "%lld", (long long)f->people));
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE organisation SET is_closed = 1 WHERE id = ?1", "t", e->obj);
}

const struct kind organisation_closed = { .name = "organisation_closed", .object = "organisation",
	.object_field = "organisation", .writers = ROLE_COORDINATOR | ROLE_ADMINISTRATOR, .fields = fields,
	.field_count = FIELD_COUNT(fields), .look = look, .check = check, .apply = apply };
