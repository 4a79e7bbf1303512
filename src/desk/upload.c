/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/upload.h"

#include <string.h>

#include "auth/office.h"
#include "desk/service.h"
#include "guard/identity.h"
#include "workbook/workbook.h"

enum { PLACES_MAX = 10 };

static bool is_identity(const char *text)
{
	struct identity_hit hit;

	return identity_find(text, &hit) == IDENTITY_REFUSE;
}

/* Where identity numbers stand, never the numbers; NULL when there are none. */
static const char *identities(struct arena *a, const struct workbook_table *t)
{
	const char *places = NULL;
	size_t count = 0;

	for (size_t row = 0; row < t->count; row++) {
		if (is_identity(t->rows[row].sheet))
			return "0";
		for (size_t i = 0; i < t->columns && count < PLACES_MAX; i++) {
			if (!is_identity(t->rows[row].cells[i]))
				continue;
			places = arena_print(a, "%s%s%s%zu", places ? places : "", places ? ", " : "", workbook_letters(a, i),
				t->rows[row].number);
			count++;
		}
	}
	return places;
}

static struct json *keep(struct desk *d, struct arena *a, const char *person, const char *table, const char *choices)
{
	struct workbook_table read;
	struct json *j = js_object(a);
	const char *places;

	if (!workbook_table(a, table, strlen(table), &read))
		return service_said(a, "no");
	places = identities(a, &read);
	if (places)
		js_set_text(a, j, "identity", places);
	else
		js_set_int(a, j, "id", office_upload_keep(d->office, person, table, choices, env_now(d->env)));
	return j;
}

/* [[name, value]...] of the form: a few hundred short texts. */
static bool are_choices(struct arena *a, const char *choices)
{
	const struct json *list = choices ? js_read(a, choices, strlen(choices)) : NULL;
	const char *name, *value;

	if (!list || list->type != JS_ARRAY)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (!js_pair(list->items[i], &name, &value) || is_identity(name) || is_identity(value))
			return false;
	return true;
}

struct json *upload_answer(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question)
{
	const char *table = js_get_text(question, "table"), *choices = js_get_text(question, "choices");
	int64_t id = js_get_int(question, "id", 0);
	struct json *j = js_object(a);

	if (!(actor->roles & ROLE_COORDINATOR) || !actor->person || !d->office)
		return service_said(a, "no");
	if (js_get(question, "drop")) {
		office_upload_drop(d->office, actor->person, id);
		return j;
	}
	if (!are_choices(a, choices))
		return service_said(a, "no");
	if (table)
		return keep(d, a, actor->person, table, choices);
	office_upload_choose(d->office, actor->person, id, choices, env_now(d->env));
	js_set_int(a, j, "id", id);
	return j;
}
