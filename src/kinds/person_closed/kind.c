/* SPDX-License-Identifier: EUPL-1.2
 *
 * person_closed: somebody has left.  Roles, sign-in and seats in bodies end at once; what the person has written
 * stays. By the administrator or the coordinator.  Refused for the last administrator, the last coordinator and the last
 * two who can register others; measures that still name the person as reporter or confirmer are told as a note, so that
 * somebody else is named.
 */
#include "kinds/object.h"
#include "kinds/role.h"

static const struct field fields[] = {
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
};

struct facts {
	bool is_closed, is_last_administrator, is_last_coordinator, is_of_last_two;
	int64_t measures;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_person_closed(s, o->obj);
	f->is_last_administrator = role_is_last(s, o->obj, "administrator");
	f->is_last_coordinator = role_is_last(s, o->obj, "coordinator");
	f->is_of_last_two = role_is_of_last_two(s, o->obj, NULL);
	f->measures = store_int(s, 0,
		"SELECT count(*) FROM measure WHERE ?1 IN (reporter, confirmer) AND state NOT IN ('completed', 'closed')", "t",
		o->obj);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (f->is_closed)
		refuse(r, "person.closed", "person", NULL);
	if (f->is_last_administrator)
		refuse(r, "role.last_administrator", "person", NULL);
	if (f->is_last_coordinator)
		refuse(r, "role.last_coordinator", "person", NULL);
	if (f->is_of_last_two)
		refuse(r, "role.last_two", "person", NULL);
	if (f->measures)
		refusal_note(r, "person.has_measures", "person", arena_print(r->arena, "%lld", (long long)f->measures));
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE person SET is_closed = 1 WHERE id = ?1", "t", e->obj);
	store_run(s, "DELETE FROM role_held WHERE person = ?1", "t", e->obj);
	store_run(s, "DELETE FROM binding WHERE person = ?1", "t", e->obj);
	store_run(s, "DELETE FROM body_member WHERE person = ?1", "t", e->obj);
}

const struct kind person_closed = { .name = "person_closed", .object = "person", .object_field = "person",
	.writers = ROLE_ADMINISTRATOR | ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields),
	.look = look, .check = check, .apply = apply };
