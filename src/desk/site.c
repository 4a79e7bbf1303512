/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/site.h"

#include <stdint.h>
#include <string.h>

#include "desk/shelf.h"
#include "desk/stamp.h"
#include "view/site.h"

enum { EXAMPLE_PERSONS_MAX = 16 };

const char *const site_example_persons[] = { "coordinator", "contact", "second", "member", "police", "security", "registrar",
	"auditor", "administrator", "public", NULL };

static void set_text(struct cell *cells, int column, const char *text)
{
	if (text)
		cells[column] = (struct cell){ .type = CELL_TEXT, .text = text };
}

static void set_int(struct cell *cells, int column, int64_t n)
{
	cells[column] = (struct cell){ .type = CELL_INT, .number = n };
}

static void fill_person(struct desk *d, struct arena *a, const struct page_ask *ask, struct cell *c)
{
	const char *person = ask->actor->person;

	set_int(c, SITE_IS_SIGNED_IN, person != NULL);
	if (!person)
		return;
	set_text(c, SITE_PERSON_NAME, store_text(d->store, a, "SELECT text(name_text, 'name') FROM person WHERE id = ?", "t", person));
	set_text(c, SITE_PERSON_FUNCTION,
		store_text(d->store, a, "SELECT text(function_text, 'function') FROM person WHERE id = ?", "t", person));
}

/* The page itself in another format. */
static const char *other_path(struct arena *a, const struct page_ask *ask, const char *ending)
{
	const char *path = ask->path ? ask->path : "/", *query = strchr(path, '?');
	size_t n = query ? (size_t)(query - path) : strlen(path);
	const char *bare = n == 1 ? arena_print(a, "/%s", ask->page->name) : arena_copy(a, path, n);

	return arena_print(a, "%s.%s%s", bare, ending, query ? query : "");
}

static void fill_paths(struct arena *a, const struct page_ask *ask, struct cell *c)
{
	set_text(c, SITE_PATH, ask->path ? ask->path : "/");
	if (ask->page->is_form)
		return;
	set_text(c, SITE_JSON_PATH, other_path(a, ask, "json"));
	if (ask->page->main)
		set_text(c, SITE_CSV_PATH, other_path(a, ask, "csv"));
	if (!ask->page->has_paper)
		return;
	set_text(c, SITE_PDF_PATH, other_path(a, ask, "pdf"));
	set_text(c, SITE_TXT_PATH, other_path(a, ask, "txt"));
}

/* The page's word, and before it the title of the one thing the page is about: what tells two windows apart. */
static const char *title_of(struct arena *a, const struct catalogue *words, const struct page *page, const struct table *site)
{
	const char *word = catalogue_word(words, a, "page", page->name);
	const struct table *first = site + SITE_TABLE_COUNT;
	size_t at = page->query_count && first->is_one && first->row_count
		? table_column(first, page->is_form ? "heading" : "title") : SIZE_MAX;
	const struct cell *title = at < first->column_count ? table_cell(first, 0, at) : NULL;

	return title && title->type == CELL_TEXT ? arena_print(a, "%s – %s", title->text, word) : word;
}

/* The newest cosignature of all: the one of the largest checkpoint that has any. */
static void fill_stamp(struct desk *d, struct arena *a, struct cell *c)
{
	struct rows r = store_ask(d->store, "SELECT substr(vkey, 1, instr(vkey, '+') - 1), max(t) FROM cosignature"
		" WHERE size = (SELECT max(size) FROM cosignature)", "");

	if (rows_next(&r)) {
		set_text(c, SITE_STAMPED_BY, rows_text(&r, a, 0));
		set_text(c, SITE_STAMPED, rows_text(&r, a, 1));
	}
	rows_end(&r);
	set_int(c, SITE_IS_HALTED, stamps_is_alarmed(a, d));
}

static void fill_site(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask, struct table *t)
{
	const struct catalogue *words = catalogue_get(ask->language);
	struct cell *c = ARENA_MANY(a, SITE_COLUMN_COUNT, struct cell);
	bool is_sv = !strcmp(ask->language, "sv");

	t->cells = c;
	t->row_count = 1;
	set_text(c, SITE_LANG, ask->language);
	set_text(c, SITE_OTHER_LANG, is_sv ? "en" : "sv");
	set_text(c, SITE_TITLE, title_of(a, words, ask->page, t));
	set_text(c, SITE_COUNCIL, store_text(d->store, a, "SELECT text(name_text, 'name') FROM council", ""));
	set_text(c, SITE_CSS_PATH, shelf->files[SITE_FILE_STYLE]);
	set_text(c, SITE_PAGE, ask->page->name);
	set_int(c, SITE_HAS_ERROR, ask->refusals && refused(ask->refusals));
	set_int(c, SITE_IS_EXAMPLE, d->is_example && ask->is_loopback);
	set_text(c, SITE_CSRF, ask->csrf ? ask->csrf : "");
	set_int(c, SITE_LOG_SIZE, store_int(d->store, 0, "SELECT size FROM tree", ""));
	set_text(c, SITE_ENTRY_CHECKED,
		store_text(d->store, a, "SELECT t FROM log WHERE seq = (SELECT max(size) - 1 FROM checkpoint)", ""));
	fill_stamp(d, a, c);
	set_int(c, SITE_IS_WEB, ask->is_web);
	set_text(c, SITE_SAVED, ask->saved);
	set_text(c, SITE_SAVED_NOTE, ask->saved_note);
	if (ask->saved_count > 1)
		set_int(c, SITE_SAVED_COUNT, ask->saved_count);
	fill_person(d, a, ask, c);
	fill_paths(a, ask, c);
}

/* How many tasks wait for this person. */
static int64_t count_tasks(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask)
{
	struct rows r = store_prepare(d->store, shelf->count_sql);
	int64_t count;

	ask_bind(ask, a, &r);
	count = rows_next(&r) ? rows_int(&r, 0) : 0;
	rows_end(&r);
	return count;
}

/* The pages with a place in the menu that this person may open, in the order of their places. */
static void fill_nav(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask, struct table *t)
{
	t->cells = ARENA_MANY(a, page_count * NAV_COLUMN_COUNT, struct cell);
	for (int place = 1; place <= (int)page_count; place++) {
		for (size_t i = 0; i < page_count; i++) {
			struct cell *c = &t->cells[t->row_count * NAV_COLUMN_COUNT];

			if (pages[i]->menu != place || !(pages[i]->readers & ask->actor->roles))
				continue;
			set_text(c, NAV_PATH, pages[i]->path);
			set_text(c, NAV_PAGE, pages[i]->name);
			set_int(c, NAV_IS_CURRENT, pages[i] == ask->page);
			if (!strcmp(pages[i]->name, "tasks"))
				set_int(c, NAV_COUNT, count_tasks(d, shelf, a, ask));
			t->row_count++;
		}
	}
}

/* The example's persons that are there and may do something, all in one question: each name is a text of an entry. */
static void fill_bar(struct desk *d, struct arena *a, const struct page_ask *ask, struct table *t)
{
	const char *persons[EXAMPLE_PERSONS_MAX] = { NULL };
	struct rows r;

	if (!d->is_example || !ask->is_loopback)
		return;
	r = store_ask(d->store, "SELECT text(b.name_text, 'name'), b.person FROM binding AS b JOIN person AS p ON p.id = b.person"
		" WHERE b.sort = 'login' AND NOT p.is_closed AND EXISTS (SELECT 1 FROM role_held WHERE person = p.id)", "");
	while (rows_next(&r)) {
		const char *name = rows_text(&r, a, 0);

		for (size_t i = 0; name && site_example_persons[i]; i++)
			if (!strcmp(site_example_persons[i], name))
				persons[i] = rows_text(&r, a, 1);
	}
	t->cells = ARENA_MANY(a, EXAMPLE_PERSONS_MAX * BAR_COLUMN_COUNT, struct cell);
	for (size_t i = 0; site_example_persons[i]; i++) {
		struct cell *c = &t->cells[t->row_count * BAR_COLUMN_COUNT];
		bool is_public = !strcmp(site_example_persons[i], "public");

		if (!persons[i] && !is_public)
			continue;
		set_text(c, BAR_PERSON, site_example_persons[i]);
		set_int(c, BAR_IS_CURRENT, ask->actor->person ? persons[i] && !strcmp(persons[i], ask->actor->person) : is_public);
		t->row_count++;
	}
}

void site_fill(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask, struct tables *t)
{
	fill_site(d, shelf, a, ask, &t->all[0]);
	fill_nav(d, shelf, a, ask, &t->all[1]);
	fill_bar(d, a, ask, &t->all[2]);
}
