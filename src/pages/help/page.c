/* SPDX-License-Identifier: EUPL-1.2
 *
 * help (/help): what each colour and state means, how to report, why two persons, who sees what, help by role and for each
 * page, whom to ask; and to administrators, which fences the server stands behind.  `fill` lists those and the pages that the
 * reader may open, which SQL cannot know.
 */
#include <string.h>

#include "base/fence.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "view/catalogue.h"

static const struct column meanings[] = {
	OPEN("process", COLUMN_CODE),
};
static const struct column effects[] = {
	OPEN("effect", COLUMN_CODE),
};
static const struct column contacts[] = {
	OPEN("function", COLUMN_TEXT), OPEN("organisation", COLUMN_TEXT), OPEN("role", COLUMN_CODE),
};

static const struct column pages_there[] = {
	OPEN("name", COLUMN_CODE), OPEN("address", COLUMN_TEXT),
};

static const struct column fences[] = {
	OPEN("fence", COLUMN_CODE), OPEN("fence_state", COLUMN_CODE),
};

static const struct query queries[] = {
	{ QUERY("meanings", meanings) },
	{ QUERY("effects", effects) },
	{ QUERY("contacts", contacts) },
	{ QUERY("pages_there", pages_there) },
	{ QUERY("fences", fences) },
};

/* Pages of the menu in its order, then the others by name; those that need something in their address have no link. */
static void fill_pages(struct fill *f)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	struct table *t = fill_table(f, "pages_there", page_count);
	size_t row = 0;

	for (int place = 1; place <= (int)page_count + 1; place++) {
		for (size_t i = 0; i < page_count; i++) {
			const struct page *page = pages[i];
			bool is_here = place <= (int)page_count ? page->menu == place : page->menu == 0 || page->menu > (int)page_count;

			if (!is_here || !(page->readers & f->ask->actor->roles)
				|| !catalogue_has(words, arena_print(f->arena, "help_page.%s", page->name)))
				continue;
			fill_text(t, row, "name", page->name);
			fill_text(t, row, "address", strchr(page->path, ':') || page->is_form ? NULL : page->path);
			row++;
		}
	}
	t->row_count = row;
}

/* The server's fences, for whoever can raise those that are missing. */
static void fill_fences(struct fill *f)
{
	bool is_told = f->ask->fences && f->ask->actor->roles & ROLE_ADMINISTRATOR;
	struct table *t = fill_table(f, "fences", is_told ? FENCES : 0);

	for (size_t i = 0; is_told && i < FENCES; i++) {
		fill_text(t, i, "fence", fence_names[i]);
		fill_text(t, i, "fence_state", f->ask->fences->stand[i] ? "stands" : "missing");
	}
}

static void fill(struct fill *f)
{
	fill_pages(f);
	fill_fences(f);
}

const struct page page_help = { .name = "help", .path = "/help", .readers = READERS_EVERYONE, .queries = queries,
	.query_count = COUNT_OF(queries), .fill = fill };
