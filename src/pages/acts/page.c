/* SPDX-License-Identifier: EUPL-1.2
 *
 * acts (/write): everything the reader's roles may write, by what it is about, each with a link to its form.  Whatever
 * stands on no other page is found here.  Made by `fill`, since the kinds are code and stand in no table.
 */
#include <string.h>

#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct column groups_columns[] = { OPEN("object", COLUMN_CODE), INNER("page", COLUMN_CODE),
	INNER("path", COLUMN_TEXT) };
static const struct column acts_columns[] = { INNER("object", COLUMN_CODE), OPEN("kind", COLUMN_CODE) };

static const struct query queries[] = {
	{ QUERY("groups", groups_columns) },
	{ QUERY("acts", acts_columns), .parent = "groups", .key = "object" },
};

/* What is done every quarter first, what is done once last. */
static const char *const objects[] = { "period", "council_page", "meeting", "agenda_item", "action",
	"focus_point", "outside_notes", "request", "measure", "goal", "indicator", "decision", "proposal",
	"plan", "focus_area", "factor", "organisation", "person", "body", "entry", "handover_note", "key_policy", "log_key",
	"council" };

/* The later steps of two persons have their links at the proposal; what the program writes by itself has no form. */
static bool may_begin(const struct kind *k, const struct actor *actor)
{
	bool is_begun = k->stage != STAGE_NONE && k->stage != STAGE_PROPOSED;

	return !is_begun && strcmp(k->object, "council") != 0 && (k->writers & actor->roles);
}

static size_t count_acts(const char *object, const struct actor *actor)
{
	size_t count = 0;

	for (size_t i = 0; i < kind_count; i++)
		count += may_begin(kinds[i], actor) && (!object || !strcmp(kinds[i]->object, object));
	return count;
}

/* A page where one sees all of what the acts of a group are about, for those who may open it. */
static void fill_page(struct table *groups, size_t row, const char *object, const struct actor *actor)
{
	static const char *const pages_of[][2] = { { "period", "letters" }, { "council_page", "publish" },
		{ "person", "people" }, { "handover_note", "handover" }, { "request", "requests" } };

	for (size_t i = 0; i < COUNT_OF(pages_of); i++) {
		const struct page *page = page_find(pages_of[i][1]);

		if (strcmp(pages_of[i][0], object) != 0 || !(page->readers & actor->roles))
			continue;
		fill_text(groups, row, "page", page->name);
		fill_text(groups, row, "path", page->path);
	}
}

static void fill(struct fill *f)
{
	const struct actor *actor = f->ask->actor;
	struct table *acts = fill_table(f, "acts", count_acts(NULL, actor)), *groups;
	size_t group_count = 0, group = 0, act = 0;

	for (size_t i = 0; i < COUNT_OF(objects); i++)
		group_count += count_acts(objects[i], actor) > 0;
	groups = fill_table(f, "groups", group_count);
	for (size_t i = 0; i < COUNT_OF(objects); i++) {
		if (!count_acts(objects[i], actor))
			continue;
		fill_text(groups, group, "object", objects[i]);
		fill_page(groups, group++, objects[i], actor);
		for (size_t n = 0; n < kind_count; n++) {
			if (strcmp(kinds[n]->object, objects[i]) != 0 || !may_begin(kinds[n], actor))
				continue;
			fill_text(acts, act, "object", objects[i]);
			fill_text(acts, act++, "kind", kinds[n]->name);
		}
	}
}

const struct page page_acts = { .name = "acts", .path = "/write", .readers = READERS_SIGNED_IN, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "acts", .menu = 8, .fill = fill };
