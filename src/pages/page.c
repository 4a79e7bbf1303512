/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/page.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "kinds/two_person.h"

const char *ask_input(const struct page_ask *ask, const char *name)
{
	for (size_t i = 0; i < ask->input_count; i++)
		if (!strcmp(ask->inputs[i].name, name))
			return ask->inputs[i].value;
	return NULL;
}

const char *ask_typed(const struct page_ask *ask, const char *name)
{
	for (size_t i = 0; i < ask->typed_count; i++)
		if (!strcmp(ask->typed[i].name, name))
			return ask->typed[i].value;
	return NULL;
}

void ask_bind(const struct page_ask *ask, struct arena *a, struct rows *r)
{
	rows_bind_text(r, ":actor", ask->actor->person);
	rows_bind_text(r, ":organisation", ask->actor->organisation);
	rows_bind_int(r, ":roles", ask->actor->roles);
	rows_bind_int(r, ":today", ask->today);
	if (rows_asks(r, ":families"))
		rows_bind_text(r, ":families", two_person_families(a, ask->actor->roles));
}

struct table *fill_found(struct fill *f, const char *name)
{
	struct table *t = NULL;

	for (size_t i = 0; !t && i < f->tables->count; i++)
		if (!strcmp(f->tables->all[i].name, name))
			t = &f->tables->all[i];
	assert(t); /* a page fills only what it has declared */
	return t;
}

struct table *fill_table(struct fill *f, const char *name, size_t rows)
{
	struct table *t = fill_found(f, name);

	t->cells = ARENA_MANY(f->arena, rows * t->column_count, struct cell);
	t->row_count = rows;
	return t;
}

static struct cell *cell_of(struct table *t, size_t row, const char *column)
{
	size_t at = table_column(t, column);

	assert(at < t->column_count && row < t->row_count);
	return &t->cells[row * t->column_count + at];
}

void fill_text(struct table *t, size_t row, const char *column, const char *text)
{
	struct cell *c = cell_of(t, row, column);

	c->type = text ? CELL_TEXT : CELL_NONE;
	c->text = text;
}

void fill_int(struct table *t, size_t row, const char *column, int64_t n)
{
	struct cell *c = cell_of(t, row, column);

	c->type = CELL_INT;
	c->number = n;
}

bool page_is_form_own(const char *name)
{
	static const char *const own[] = { "csrf", "n", "base", "draft", "next", "back", "seed", "change", "key_id", "key_ad",
		"key_cd", "key_sig", "looked" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (!strcmp(own[i], name))
			return true;
	return false;
}

const char *page_key_code(struct arena *a, const char *k)
{
	struct hash hash;
	size_t n;

	return k && base64url_to(k, hash.bytes, HASH_BYTES, &n) && n == HASH_BYTES ? short_code(a, &hash) : k;
}
