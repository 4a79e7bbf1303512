/* SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <string.h>

#include "base/out.h"
#include "store/store.h"

/* The statements of this file name tables that are only known at run time; they come from our own schema, never from
 * outside, and are quoted. */
enum { SAID_MAX = 20, COLUMNS_MAX = 64 };

char **store_tables(struct store *s, struct arena *a)
{
	int64_t count = store_int(s, 0, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'", "");
	struct rows r = store_ask(s, "SELECT coalesce(name, '') FROM sqlite_schema WHERE type = 'table' ORDER BY 1", "");
	char **names = ARENA_MANY(a, (size_t)count + 1, char *);
	size_t n = 0;

	while (rows_next(&r) && n < (size_t)count)
		names[n++] = rows_text(&r, a, 0);
	rows_end(&r);
	return names;
}

char *store_shape(struct store *s, struct arena *a)
{
	struct rows r = store_ask(s, "SELECT coalesce(type, '') || ' ' || coalesce(name, '') || ': ' || coalesce(sql, '')"
		" FROM sqlite_schema ORDER BY type, name", "");
	struct out o;

	out_init(&o, a, 1 << 20);
	while (rows_next(&r)) {
		out_text(&o, rows_text(&r, a, 0));
		out_char(&o, '\n');
	}
	return arena_text(a, out_cstr(&o));
}

/* All columns of a table, those of its primary key first in the order: two equal tables then walk side by side. */
static const char *ordered(struct store *s, struct arena *a, const char *table)
{
	struct rows r = store_ask(s, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", "t", table);
	struct out o;
	bool first = true;

	out_init(&o, a, 4096);
	out_print(&o, "SELECT * FROM \"%s\" ORDER BY ", table);
	while (rows_next(&r)) {
		out_print(&o, "%s\"%s\"", first ? "" : ", ", rows_text(&r, a, 0));
		first = false;
	}
	return out_cstr(&o);
}

static int value_order(sqlite3_value *a, sqlite3_value *b)
{
	int ta = sqlite3_value_type(a), tb = sqlite3_value_type(b), na, nb, order;

	if (ta != tb)
		return ta < tb ? -1 : 1;
	if (ta == SQLITE_INTEGER) {
		sqlite3_int64 x = sqlite3_value_int64(a), y = sqlite3_value_int64(b);

		return x < y ? -1 : x > y;
	}
	if (ta == SQLITE_NULL)
		return 0;
	na = sqlite3_value_bytes(a);
	nb = sqlite3_value_bytes(b);
	order = na && nb ? memcmp(sqlite3_value_blob(a), sqlite3_value_blob(b), (size_t)(na < nb ? na : nb)) : 0;
	return order ? order : na - nb;
}

struct comparison {
	struct arena *arena;
	const char *table;
	void (*say)(void *self, const char *difference);
	void *self;
	bool is_key[COLUMNS_MAX];
	int found;
};

/* The row's key in words: ids and numbers of our own, never a typed text. */
static const char *key_words(struct comparison *c, sqlite3_stmt *row)
{
	struct out o;

	out_init(&o, c->arena, 4096);
	for (int i = 0; i < sqlite3_column_count(row) && i < COLUMNS_MAX; i++)
		if (c->is_key[i])
			out_print(&o, "%s%s=%s", o.length ? " " : "", sqlite3_column_name(row, i),
				(const char *)sqlite3_column_text(row, i));
	return out_cstr(&o);
}

/* Order of two rows by their keys. */
static int key_order(const struct comparison *c, sqlite3_stmt *x, sqlite3_stmt *y)
{
	int order = 0;

	for (int i = 0; !order && i < sqlite3_column_count(x) && i < COLUMNS_MAX; i++)
		if (c->is_key[i])
			order = value_order(sqlite3_column_value(x, i), sqlite3_column_value(y, i));
	return order;
}

static void report(struct comparison *c, const char *what, sqlite3_stmt *row, const char *column)
{
	c->found++;
	if (c->found <= SAID_MAX)
		c->say(c->self, arena_print(c->arena, "table %s, row %s: %s%s", c->table,
			key_words(c, row), what, column ? column : ""));
}

static void compare_rows(struct comparison *c, sqlite3_stmt *x, sqlite3_stmt *y)
{
	for (int i = 0; i < sqlite3_column_count(x); i++)
		if (value_order(sqlite3_column_value(x, i), sqlite3_column_value(y, i)))
			report(c, "differs from what the entries say in column ", x, sqlite3_column_name(x, i));
}

/* Both walk in key order; `x` is the stored table, `y` the one made anew. */
static void compare_tables(struct comparison *c, sqlite3_stmt *x, sqlite3_stmt *y)
{
	bool in_x = sqlite3_step(x) == SQLITE_ROW, in_y = sqlite3_step(y) == SQLITE_ROW;

	while (in_x || in_y) {
		int order = in_x && in_y ? key_order(c, x, y) : in_x ? -1 : 1;

		if (order == 0)
			compare_rows(c, x, y);
		else if (order < 0)
			report(c, "no entry made it", x, NULL);
		else
			report(c, "it is missing", y, NULL);
		if (order <= 0)
			in_x = sqlite3_step(x) == SQLITE_ROW;
		if (order >= 0)
			in_y = sqlite3_step(y) == SQLITE_ROW;
	}
}

int store_compare(struct store *a, struct store *b, struct arena *arena, const char *table,
	void (*say)(void *self, const char *difference), void *self)
{
	struct comparison c = { .arena = arena, .table = table, .say = say, .self = self };
	struct rows keys = store_ask(b, "SELECT pk > 0 FROM pragma_table_info(?) ORDER BY cid", "t", table);
	const char *sql = ordered(b, arena, table);
	struct rows x = store_once(a, sql), y = store_once(b, sql);

	for (int i = 0; rows_next(&keys) && i < COLUMNS_MAX; i++)
		c.is_key[i] = rows_int(&keys, 0) != 0;
	rows_end(&keys);
	if (x.statement && y.statement)
		compare_tables(&c, x.statement, y.statement);
	rows_end(&x);
	rows_end(&y);
	return c.found;
}
