/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/shelf.h"

#include <string.h>

#include "base/embed.h"
#include "view/site.h"
#include "view/verify.h"

/* What stands after the line "-- :name" in page.sql, up to the next such line; NULL when there is none. */
static const char *part_text(struct arena *a, const char *sql, const char *name)
{
	const char *mark = arena_print(a, "-- :%s\n", name);
	const char *at = sql ? strstr(sql, mark) : NULL, *end;

	if (!at)
		return NULL;
	at += strlen(mark);
	end = strstr(at, "\n-- :");
	return end ? arena_copy(a, at, (size_t)(end - at)) : arena_text(a, at);
}

/* A query; one that begins with the line "-- use :part" has that part before it: a list that several queries share. */
static const char *query_text(struct arena *a, const char *sql, const char *name)
{
	static const char use[] = "-- use :";
	const char *text = part_text(a, sql, name), *part;

	if (!text || strncmp(text, use, strlen(use)) != 0)
		return text;
	text += strlen(use);
	part = part_text(a, sql, arena_copy(a, text, strcspn(text, "\n")));
	return part ? arena_print(a, "%s%s", part, text + strcspn(text, "\n")) : NULL;
}

static const struct fault *check_columns(struct arena *a, struct store *s, const struct page *page, const struct query *q,
	const char *sql)
{
	struct rows r = store_prepare(s, sql);
	const struct fault *f = NULL;

	if (store_fault(s))
		return fault_new(a, FAULT_USAGE, __func__, "page %s, query %s: %s", page->name, q->name, store_fault(s)->what);
	if ((size_t)rows_columns(&r) != q->column_count)
		f = fault_new(a, FAULT_USAGE, __func__, "page %s, query %s: %d columns, %zu declared", page->name, q->name,
			rows_columns(&r), q->column_count);
	for (size_t i = 0; !f && i < q->column_count; i++)
		if (strcmp(rows_name(&r, (int)i), q->columns[i].name))
			f = fault_new(a, FAULT_USAGE, __func__, "page %s, query %s: column %zu is %s, declared %s", page->name, q->name,
				i + 1, rows_name(&r, (int)i), q->columns[i].name);
	rows_end(&r);
	return f;
}

/* The page's tables without rows: what its template may name. */
static struct tables shape_of(struct arena *a, const struct page *page)
{
	struct tables t = { .page = page->name, .main = page->main, .count = SITE_TABLE_COUNT + page->query_count };

	t.all = ARENA_MANY(a, t.count, struct table);
	memcpy(t.all, site_tables, sizeof(site_tables));
	for (size_t i = 0; i < page->query_count; i++) {
		const struct query *q = &page->queries[i];

		t.all[SITE_TABLE_COUNT + i] = (struct table){ .name = q->name, .columns = q->columns,
			.column_count = q->column_count, .is_one = q->is_one, .parent = q->parent, .key = q->key };
	}
	return t;
}

/* The text of the page.sql that has the query; NULL when there is none. */
static const char *sql_of(struct arena *a, const struct page *page, const struct query *q)
{
	const struct embedded *sql = embed_find(arena_print(a, "pages/%s/page.sql", q->from ? q->from : page->name));

	return sql ? sql->bytes : NULL;
}

/* The rows of all queries that are counted, in one statement: what SQLite need not show it does not work out. */
static const char *count_sql(struct arena *a, const struct shelf_page *sp)
{
	const char *sum = "SELECT 0";

	for (size_t i = 0; i < sp->page->query_count; i++)
		if (sp->page->queries[i].is_counted && sp->sql[i])
			sum = arena_print(a, "%s + (SELECT count(*) FROM (%s\n))", sum, sp->sql[i]);
	return sum;
}

/* A page's queries, checked when there is a store to check them with. */
static const struct fault *open_queries(struct arena *a, struct store *s, const struct page *page, struct shelf_page *out)
{
	const struct fault *f = NULL;

	out->page = page;
	out->shape = shape_of(a, page);
	out->sql = ARENA_MANY(a, page->query_count, const char *);
	if (!page->readers)
		return fault_new(a, FAULT_USAGE, __func__, "page %s: nobody may open it", page->name);
	for (size_t i = 0; !f && i < page->query_count; i++) {
		out->sql[i] = query_text(a, sql_of(a, page, &page->queries[i]), page->queries[i].name);
		if (out->sql[i] && s)
			f = check_columns(a, s, page, &page->queries[i], out->sql[i]);
		else if (!out->sql[i] && !page->fill)
			f = fault_new(a, FAULT_USAGE, __func__, "page %s: query %s is not in page.sql", page->name, page->queries[i].name);
	}
	return f;
}

static const struct fault *open_template(struct arena *a, struct shelf_page *sp)
{
	static const struct template_source source = { site_part, NULL };
	const char *path = arena_print(a, "pages/%s/page.html", sp->page->name);
	const struct embedded *html = embed_find(path);

	if (!html)
		return fault_new(a, FAULT_USAGE, __func__, "page %s has no page.html", sp->page->name);
	return template_parse(a, path, html->bytes, &source, &sp->shape, &sp->template);
}

static const struct fault *open_pages(struct arena *a, struct store *s, const struct page *only, const struct shelf **out)
{
	struct shelf *shelf = ARENA_NEW(a, struct shelf);

	shelf->pages = ARENA_MANY(a, page_count, struct shelf_page);
	for (int i = 0; i < SITE_FILE_COUNT; i++)
		shelf->files[i] = site_file_path(a, (enum site_file)i);
	for (size_t i = 0; !only && i < 2; i++)
		shelf->verify[i] = verify_page(a, i ? "en" : "sv", &shelf->verify_length[i]);
	shelf->verify_policy = only ? NULL : verify_policy(a);
	shelf->count_sql = "SELECT 0";
	for (size_t i = 0; i < page_count; i++) {
		const struct fault *f = open_queries(a, s, pages[i], &shelf->pages[i]);

		if (!f && (!only || only == pages[i]))
			f = open_template(a, &shelf->pages[i]);
		if (f)
			return f;
		if (!strcmp(pages[i]->name, "tasks"))
			shelf->count_sql = count_sql(a, &shelf->pages[i]);
	}
	*out = shelf;
	return NULL;
}

const struct fault *shelf_open(struct arena *a, struct store *s, const struct shelf **out)
{
	return open_pages(a, s, NULL, out);
}

const struct fault *shelf_open_one(struct arena *a, const struct page *page, const struct shelf **out)
{
	return open_pages(a, NULL, page, out);
}

const struct shelf_page *shelf_find(const struct shelf *shelf, const struct page *page)
{
	for (size_t i = 0; i < page_count; i++)
		if (shelf->pages[i].page == page)
			return &shelf->pages[i];
	return NULL;
}

/* Does the path fit the page's pattern?  Each ":name" takes one segment. */
static bool path_fits(struct arena *a, const char *pattern, const char *path, struct page_input *inputs, size_t room,
	size_t *out_count)
{
	size_t count = 0;

	while (*pattern && *path) {
		if (*pattern == ':') {
			size_t name = strcspn(pattern + 1, "/"), value = strcspn(path, "/");

			if (!value || count == room)
				return false;
			inputs[count++] = (struct page_input){ arena_copy(a, pattern + 1, name), arena_copy(a, path, value) };
			pattern += name + 1;
			path += value;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	*out_count = count;
	return !*pattern && !*path;
}

const char *shelf_file_path(const struct shelf *shelf, enum site_file file)
{
	return shelf->files[file];
}

const char *shelf_verify(const struct shelf *shelf, const char *language, size_t *out_length, const char **out_policy)
{
	size_t i = !strcmp(language, "en");

	*out_length = shelf->verify_length[i];
	*out_policy = shelf->verify_policy;
	return shelf->verify[i];
}

const struct page *shelf_route(const struct shelf *shelf, struct arena *a, const char *path, struct page_input *inputs,
	size_t room, size_t *out_count)
{
	for (size_t i = 0; i < page_count; i++)
		if (path_fits(a, shelf->pages[i].page->path, path, inputs, room, out_count))
			return shelf->pages[i].page;
	*out_count = 0;
	/* The page at "/" also has its name, so that "/public.json" can be asked for. */
	for (size_t i = 0; path[0] == '/' && i < page_count; i++)
		if (!strcmp(shelf->pages[i].page->path, "/") && !strcmp(shelf->pages[i].page->name, path + 1))
			return shelf->pages[i].page;
	return NULL;
}
