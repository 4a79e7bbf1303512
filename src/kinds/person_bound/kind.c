/* SPDX-License-Identifier: EUPL-1.2
 *
 * person_bound: who signs in with which name: `login` on the web, `user` the operating system's user on the command
 * line. A new binding of the same sort replaces the old one.  By the administrator, and by the program for the
 * first two persons.  Refused when somebody else has the name; small and capital letters are the same name, so that
 * nobody can pass for another.  Secrets (passphrases, keys) are furniture and never entries.
 */
#include "kinds/enrolled.h"
#include "kinds/object.h"

static const char *const sorts[] = { "login", "user", NULL };

static const struct field fields[] = {
	{ .name = "person", .type = FIELD_REF, .flags = FIELD_MUST, .object = "person" },
	{ .name = "sort", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = sorts },
	{ .name = "name", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_LOGIN },
};

struct facts {
	bool is_closed, is_taken;
	const char *alone; /* why the program may not do it any more, or NULL */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->is_closed = object_person_closed(s, o->obj);
	f->is_taken = store_int(s, 0,
		"SELECT 1 FROM binding b JOIN disclosure d ON d.seq = b.name_text AND d.field = 'name' "
		"WHERE b.sort = ?1 AND d.value = ?2 COLLATE NOCASE AND b.person <> ?3", "ttt", offer_text(o, "sort"),
		offer_text(o, "name"), o->obj);
	f->alone = enrolled_refusal(s, o->actor->person, false);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (f->is_closed)
		refuse(r, "person.closed", "person", NULL);
	if (f->is_taken)
		refuse(r, "person.login_taken", "name", NULL);
	if (f->alone)
		refuse(r, f->alone, NULL, NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT OR REPLACE INTO binding(person, sort, name_text) VALUES(?1, ?2, ?3)", "tti", e->obj,
		entry_text(e, "sort"), e->seq);
}

const struct kind person_bound = { .name = "person_bound", .object = "person", .object_field = "person",
	.writers = ROLE_ADMINISTRATOR | ROLE_SYSTEM, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
