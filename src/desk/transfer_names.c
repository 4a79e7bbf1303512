/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/text.h"
#include "desk/transfer_sheet.h"

struct name {
	const char *type, *id, *code;
	int64_t number;
	const char *folded; /* name; NULL when there is none, or it was erased */
	const char *spelt;
	const char *login;  /* of a person */
	const char *own;    /* a person's own name, folded */
};

struct transfer_names {
	struct name *all;
	size_t count;
};

static const char all_names[] =
	"SELECT o.type, o.id, o.code, o.number, CASE o.type"
	" WHEN 'organisation' THEN (SELECT text(name_text, 'name') FROM organisation WHERE id = o.id)"
	" WHEN 'focus_area' THEN (SELECT text(name_text, 'name') FROM focus_area WHERE id = o.id)"
	" WHEN 'factor' THEN (SELECT text(name_text, 'name') FROM factor WHERE id = o.id)"
	" WHEN 'indicator' THEN (SELECT text(name_text, 'name') FROM indicator WHERE id = o.id)"
	" WHEN 'measure' THEN (SELECT text(title_text, 'title') FROM measure WHERE id = o.id)"
	" WHEN 'person' THEN (SELECT text(function_text, 'function') FROM person WHERE id = o.id AND NOT is_closed) END AS name,"
	" CASE o.type WHEN 'person' THEN (SELECT text(name_text, 'name') FROM binding WHERE person = o.id AND sort = 'login') END,"
	" CASE o.type WHEN 'person' THEN (SELECT text(name_text, 'name') FROM person WHERE id = o.id AND NOT is_closed) END"
	" FROM object AS o WHERE o.type IN ('organisation', 'focus_area', 'factor', 'indicator', 'measure', 'person', 'goal',"
	" 'period') ORDER BY o.type, o.number";

/* Typed text, or NULL when there is none or it was erased. */
static char *typed(const struct rows *r, struct arena *a, int column)
{
	return rows_type(r, column) == STORE_TEXT ? rows_text(r, a, column) : NULL;
}

struct transfer_names *names_read(struct store *s, struct arena *a)
{
	struct transfer_names *n = ARENA_NEW(a, struct transfer_names);
	struct rows r;

	n->all = ARENA_MANY(a, (size_t)store_int(s, 0, "SELECT count(*) FROM object", "") + 1, struct name);
	r = store_ask(s, all_names, "");
	while (rows_next(&r)) {
		struct name *x = &n->all[n->count++];

		*x = (struct name){ .type = rows_text(&r, a, 0), .id = rows_text(&r, a, 1), .code = rows_text(&r, a, 2),
			.number = rows_int(&r, 3), .spelt = typed(&r, a, 4), .login = typed(&r, a, 5) };
		x->folded = x->spelt ? transfer_folded(a, x->spelt) : NULL;
		x->own = typed(&r, a, 6);
		x->own = x->own ? transfer_folded(a, x->own) : NULL;
	}
	return n;
}

static bool is_type(const struct name *x, const char *type)
{
	return !strcmp(x->type, type);
}

/* Id, code and number are unique, and so go before any name. */
static const struct name *by_mark(const struct transfer_names *n, const char *type, const char *called)
{
	const struct name *found = NULL;
	int64_t number = -1;

	(void)text_to_int(called, 1, INT32_MAX, &number);
	for (size_t i = 0; i < n->count; i++) {
		const struct name *x = &n->all[i];

		if (is_type(x, type) && (!strcmp(x->id, called) || text_equal(x->code, called)))
			return x;
		if (is_type(x, type) && x->number == number)
			found = x;
	}
	return found;
}

const char *names_find(const struct transfer_names *n, struct arena *a, const char *type, const char *called, bool *out_many)
{
	const struct name *found = by_mark(n, type, called);
	const char *login = NULL, *folded;
	size_t count = 0, mark = arena_mark(a);

	*out_many = false;
	if (found)
		return found->id;
	folded = transfer_folded(a, called);
	for (size_t i = 0; i < n->count; i++) {
		const struct name *x = &n->all[i];

		if (!is_type(x, type))
			continue;
		if (text_equal(x->folded, folded) || text_equal(x->own, folded)) {
			found = x;
			count++;
		}
		if (text_equal(x->login, called))
			login = x->id;
	}
	arena_rewind(a, mark);
	*out_many = count > 1 && !login;
	return count == 1 ? found->id : login;
}

/* What people know by a mark rather than by a name. */
static bool goes_by_mark(const char *type)
{
	return !strcmp(type, "measure") || !strcmp(type, "goal") || !strcmp(type, "period") || !strcmp(type, "factor");
}

const char *names_word(const struct transfer_names *n, struct arena *a, const char *type, const char *id, bool in_list)
{
	const struct name *x = by_mark(n, type, id);
	bool many;

	if (!x)
		return id;
	if (x->spelt && !goes_by_mark(type) && !(in_list && strpbrk(x->spelt, ",;\n"))
		&& text_equal(names_find(n, a, type, x->spelt, &many), x->id))
		return x->spelt;
	return x->code ? x->code : arena_print(a, "%lld", (long long)x->number);
}

int64_t names_number(const struct transfer_names *n, const char *type, const char *id)
{
	const struct name *x = by_mark(n, type, id);

	return x ? x->number : 0;
}

int64_t names_last(const struct transfer_names *n, const char *type)
{
	int64_t last = 0;

	for (size_t i = 0; i < n->count; i++)
		if (is_type(&n->all[i], type) && n->all[i].number > last)
			last = n->all[i].number;
	return last;
}
