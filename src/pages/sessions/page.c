/* SPDX-License-Identifier: EUPL-1.2
 *
 * sessions (/sessions): where one is signed in, and every one-time link that was made in one's own name, by whom.  It
 * posts `id` (one session to end) or `others`.  `fill` makes the tables: sessions and links are furniture.
 */
#include "auth/office.h"
#include "base/date.h"
#include "base/text.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const char *const yes[] = { "1", NULL };
static const struct input inputs[] = { { .name = "news", .type = INPUT_WORD, .codes = yes } };

static const struct column functions[] = { INNER("person", COLUMN_ID), INNER("function", COLUMN_TEXT) };
static const struct column about[] = {
	INNER("is_letter_session", COLUMN_BOOL), INNER("other_count", COLUMN_INT), INNER("is_news", COLUMN_BOOL),
	INNER("has_refusal", COLUMN_BOOL),
};
static const struct column sessions[] = {
	OPEN("id", COLUMN_INT), OPEN("browser", COLUMN_TEXT), OPEN("made", COLUMN_TIME), OPEN("until", COLUMN_TIME),
	OPEN("is_this", COLUMN_BOOL), OPEN("is_letter", COLUMN_BOOL),
};
static const struct column links[] = {
	OPEN("made", COLUMN_TIME), OPEN("link_sort", COLUMN_CODE), OPEN("by_function", COLUMN_TEXT), OPEN("used", COLUMN_TIME),
	OPEN("is_own", COLUMN_BOOL), OPEN("is_valid", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("functions", functions), .is_whole = true },
	{ QUERY("about", about), .is_one = true },
	{ QUERY("sessions", sessions), .is_whole = true },
	{ QUERY("links", links), .is_whole = true },
};

static const char *function_of(const struct table *t, const char *person)
{
	for (size_t i = 0; person && i < t->row_count; i++)
		if (text_equal(table_cell(t, i, 0)->text, person) && table_cell(t, i, 1)->type == CELL_TEXT)
			return table_cell(t, i, 1)->text;
	return NULL;
}

static void fill_own_links(struct fill *f)
{
	const char *actor = f->ask->actor->person;
	struct office_link *list;
	size_t count = actor ? office_links(f->office, f->arena, actor, f->ask->now, &list) : 0;
	struct table *t = fill_table(f, "links", count);

	for (size_t i = 0; i < count; i++) {
		fill_text(t, i, "made", instant_text(f->arena, list[i].made_t));
		fill_text(t, i, "link_sort", list[i].sort);
		fill_text(t, i, "by_function", function_of(fill_found(f, "functions"), list[i].made_by));
		fill_text(t, i, "used", list[i].used_t ? instant_text(f->arena, list[i].used_t) : NULL);
		fill_int(t, i, "is_own", text_equal(list[i].made_by, actor));
		fill_int(t, i, "is_valid", list[i].is_valid);
	}
}

static void fill(struct fill *f)
{
	const char *actor = f->ask->actor->person;
	struct office_session *list;
	size_t count = actor ? office_sessions(f->office, f->arena, actor, f->ask->session, f->ask->now, &list) : 0;
	struct table *t = fill_table(f, "sessions", count), *a = fill_table(f, "about", 1);
	size_t others = 0;

	for (size_t i = 0; i < count; i++) {
		others += !list[i].is_this;
		fill_int(t, i, "id", list[i].id);
		fill_text(t, i, "browser", *list[i].label ? list[i].label : NULL);
		fill_text(t, i, "made", instant_text(f->arena, list[i].made_t));
		fill_text(t, i, "until", instant_text(f->arena, list[i].until_t));
		fill_int(t, i, "is_this", list[i].is_this);
		fill_int(t, i, "is_letter", list[i].is_letter);
	}
	fill_int(a, 0, "is_letter_session", office_session_letter(f->office, f->arena, f->ask->session) != NULL);
	fill_int(a, 0, "other_count", (int64_t)others);
	fill_int(a, 0, "is_news", ask_input(f->ask, "news") != NULL);
	fill_int(a, 0, "has_refusal", f->ask->refusals && refused(f->ask->refusals));
	fill_own_links(f);
}

const struct page page_sessions = { .name = "sessions", .path = "/sessions", .readers = READERS_SIGNED_IN, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "sessions", .fill = fill,
	.reads_office = true };
