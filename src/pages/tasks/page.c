/* SPDX-License-Identifier: EUPL-1.2
 *
 * tasks: everything that waits for the one who asks, oldest first, and the questions a coordinator and the responsible
 * have reason to ask about a light (ux: warnings against watermelons).
 *
 * `fill` is needed for what the state does not know: drafts and passphrases are the office's.
 */
#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "pages/columns.h"
#include "pages/keys_coming.h"
#include "pages/readers.h"
#include "pages/todo.h"

static const struct column own_proposals[] = {
	OPEN("entry", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("number", COLUMN_INT),
	OPEN("title", COLUMN_TEXT), OPEN("asked", COLUMN_TEXT), OPEN("last_day", COLUMN_DAY),
};
static const struct column drafts[] = {
	OPEN("kind", COLUMN_CODE), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("kept", COLUMN_TIME),
	OPEN("path", COLUMN_ID),
};
static const struct column unconfirmed[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("process", COLUMN_CODE), OPEN("entry", COLUMN_INT),
	OPEN("responsible", COLUMN_TEXT), OPEN("confirmer", COLUMN_TEXT), OPEN("age_days", COLUMN_INT),
};
static const struct column without_sign_in[] = {
	INNER("id", COLUMN_ID), OPEN("number", COLUMN_INT), OPEN("function", COLUMN_TEXT), OPEN("organisation_name", COLUMN_TEXT),
};
static const struct column to_try[] = {
	OPEN("entry", COLUMN_INT), OPEN("meeting", COLUMN_INT), OPEN("day", COLUMN_DATE), OPEN("until", COLUMN_DATE),
	OPEN("provision", COLUMN_TEXT), OPEN("sender", COLUMN_TEXT),
};

static const struct query queries[] = {
	{ QUERY("todo", todo_columns) },
	TODO_QUERIES,
	{ KEYS_COMING_QUERY },
	{ QUERY("own_proposals", own_proposals) },
	{ QUERY("drafts", drafts) },
	{ QUERY("unconfirmed", unconfirmed) },
	{ QUERY("without_sign_in", without_sign_in) },
	{ QUERY("to_try", to_try) },
};

/* One draft with the object it is about, when that has a number people say. */
static void fill_draft(struct fill *f, struct table *t, size_t row, const struct office_draft_kept *draft)
{
	const struct kind *k = kind_find(draft->kind);
	int64_t number = store_int(f->store, 0, "SELECT number FROM object WHERE id = ?", "t", draft->obj);

	fill_text(t, row, "kind", draft->kind);
	fill_text(t, row, "kept", instant_text(f->arena, draft->t));
	if (number && k && k->object_field) {
		fill_int(t, row, "number", number);
		fill_text(t, row, "title", store_text(f->store, f->arena,
			"SELECT text(title_text, 'title') FROM measure WHERE id = ?", "t", draft->obj));
		fill_text(t, row, "path", arena_print(f->arena, "/write/%s?%s=%lld", draft->kind, k->object_field,
			(long long)number));
	} else {
		fill_text(t, row, "path", arena_print(f->arena, "/write/%s", draft->kind));
	}
}

static void fill_drafts(struct fill *f)
{
	struct office_draft_kept *kept = NULL;
	size_t count = office_drafts(f->office, f->arena, f->ask->actor->person, &kept);
	struct table *t = fill_table(f, "drafts", count);

	for (size_t i = 0; i < count; i++)
		fill_draft(f, t, i, &kept[i]);
}

/* Of all with a role stay those who cannot sign in. */
static void fill_without_sign_in(struct fill *f)
{
	struct table *t = fill_found(f, "without_sign_in");
	size_t kept = 0;

	for (size_t row = 0; row < t->row_count; row++) {
		if (office_has_passphrase(f->office, table_text(t, row, "id")))
			continue;
		memmove(&t->cells[kept * t->column_count], &t->cells[row * t->column_count], t->column_count * sizeof(*t->cells));
		kept++;
	}
	t->row_count = kept;
}

static void fill(struct fill *f)
{
	fill_drafts(f);
	fill_without_sign_in(f);
	todo_fill(f);
	keys_coming_fill(f);
}

const struct page page_tasks = { .name = "tasks", .path = "/tasks", .readers = READERS_SIGNED_IN, .queries = queries,
	.query_count = COUNT_OF(queries), .main = "todo", .menu = 2, .fill = fill,
	.reads_office = true };
