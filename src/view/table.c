/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/table.h"

#include <assert.h>
#include <string.h>

const struct table *tables_find(const struct tables *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (!strcmp(t->all[i].name, name))
			return &t->all[i];
	return NULL;
}

size_t table_column(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (!strcmp(t->columns[i].name, name))
			return i;
	return SIZE_MAX;
}

const struct cell *table_cell(const struct table *t, size_t row, size_t column)
{
	assert(row < t->row_count && column < t->column_count);
	return &t->cells[row * t->column_count + column];
}

const struct cell *table_named(const struct table *t, size_t row, const char *column)
{
	size_t at = table_column(t, column);

	return at < t->column_count ? table_cell(t, row, at) : NULL;
}

const char *table_text(const struct table *t, size_t row, const char *column)
{
	const struct cell *c = table_named(t, row, column);

	return c && c->type == CELL_TEXT ? c->text : NULL;
}

int64_t table_int(const struct table *t, size_t row, const char *column)
{
	const struct cell *c = table_named(t, row, column);

	return c && c->type == CELL_INT ? c->number : 0;
}
