/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/object.h"

#include <string.h>

#include "base/text.h"

char *object_find(struct store *s, struct arena *a, const char *type, const char *typed)
{
	int64_t number = -1;

	(void)text_to_int(typed, 1, INT32_MAX, &number);
	return store_text(s, a, "SELECT coalesce((SELECT id FROM object WHERE id = ?2 AND type = ?1),"
		" (SELECT id FROM object WHERE type = ?1 AND code = ?2), (SELECT id FROM object WHERE type = ?1 AND number = ?3))",
		"tti", type, typed, number);
}

int64_t object_last(struct store *s, const char *id)
{
	return store_int(s, -1, "SELECT max(seq) FROM log WHERE obj = ?", "t", id);
}

bool object_is_new(const struct offer *o)
{
	return !offer_text(o, o->kind->object_field);
}

bool object_code_taken(struct store *s, const struct offer *o)
{
	return store_int(s, 0, "SELECT 1 FROM object WHERE type = ?1 AND code = ?2 AND id <> ?3", "ttt", o->kind->object,
		offer_text(o, "code"), o->obj);
}

const void *object_look_code(struct store *s, struct arena *a, const struct offer *o)
{
	bool *code_taken = ARENA_NEW(a, bool);

	*code_taken = object_code_taken(s, o);
	return code_taken;
}

static bool changes_nothing(const struct offer *o)
{
	for (size_t i = 0; i < o->kind->field_count; i++)
		if (o->values[i].count && !text_equal(o->kind->fields[i].name, o->kind->object_field))
			return false;
	return true;
}

/* A code of digits alone would be taken for a number wherever an object is named. */
static bool code_is_number(const struct offer *o)
{
	const char *code = kind_field(o->kind, "code") ? offer_text(o, "code") : NULL;

	return code && strspn(code, "0123456789") == strlen(code);
}

void object_check(const struct offer *o, const char *const *needs, bool code_taken, struct refusals *r)
{
	if (!object_is_new(o) && changes_nothing(o))
		refuse(r, "object.nothing_changed", NULL, NULL);
	for (; object_is_new(o) && *needs; needs++)
		if (!offer_text(o, *needs))
			refuse(r, "object.new_needs", *needs, NULL);
	if (code_taken)
		refuse_arg(r, "object.code_taken", "code", NULL, offer_text(o, "code"));
	if (code_is_number(o))
		refuse(r, "object.code_is_number", "code", NULL);
}

void object_apply(struct store *s, const struct entry *e, const struct object_column *columns)
{
	for (; columns->field; columns++) {
		if (entry_has_text(e, columns->field))
			store_run(s, columns->sql, "ti", e->obj, e->seq);
		else if (entry_text(e, columns->field))
			store_run(s, columns->sql, "tt", e->obj, entry_text(e, columns->field));
	}
}

bool object_organisation_closed(struct store *s, const char *id)
{
	return store_int(s, 0, "SELECT is_closed FROM organisation WHERE id = ?1", "t", id);
}

bool object_person_closed(struct store *s, const char *id)
{
	return store_int(s, 0, "SELECT is_closed FROM person WHERE id = ?1", "t", id);
}
