/* SPDX-License-Identifier: EUPL-1.2
 *
 * notes_draft (/notes_draft?id=MEETING): notes being written, passage by passage, each with who will read it; and with `as`
 * what is kept as somebody else would read it: `finish` everything, `public`, `council`, or an organisation's code.  The
 * drafts are furniture before the secretariat alone; the notes are finished from what `finish` shows.
 *
 * It is sent to its own address (doors/web_notes.c): FIELD.ID and version.ID for each passage, ID SHEET_NUMBER_MAX for a new
 * one; up, down, remove name a passage; finish with seen.ID.  `fill` makes all of it, since drafts are the office's.
 */
#include <string.h>

#include "auth/passage.h"
#include "base/date.h"
#include "base/text.h"
#include "guard/passage.h"
#include "kinds/object.h"
#include "kinds/passage.h"
#include "pages/blocks.h"
#include "pages/columns.h"
#include "pages/refusals.h"
#include "pages/rows.h"

enum { NEW_ROW = SHEET_NUMBER_MAX };

static const struct input inputs[] = {
	{ .name = "id", .type = INPUT_OBJECT, .object = "meeting", .is_must = true },
	{ .name = "as", .type = INPUT_WORD },
};

static const struct column about[] = {
	INNER("meeting", COLUMN_INT), INNER("meeting_id", COLUMN_ID), INNER("meeting_sort", COLUMN_CODE), INNER("day", COLUMN_DATE),
	INNER("is_finished", COLUMN_BOOL), INNER("is_preview", COLUMN_BOOL), INNER("is_finish", COLUMN_BOOL),
	INNER("count", COLUMN_INT), INNER("hidden_count", COLUMN_INT), INNER("is_kept", COLUMN_BOOL),
};
static const struct column organisations[] = {
	INNER("id", COLUMN_ID), INNER("code", COLUMN_ID), INNER("name", COLUMN_TEXT),
};
static const struct column persons[] = {
	INNER("organisation", COLUMN_ID), INNER("function", COLUMN_TEXT),
	{ .name = "name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
};
static const struct column viewers[] = {
	INNER("code", COLUMN_ID), INNER("viewer", COLUMN_TEXT), INNER("is_current", COLUMN_BOOL),
};
static const struct column rows[] = {
	INNER("id", COLUMN_INT), INNER("version", COLUMN_INT), INNER("number", COLUMN_INT), INNER("is_new", COLUMN_BOOL),
	INNER("is_first", COLUMN_BOOL), INNER("is_last", COLUMN_BOOL), INNER("is_secret", COLUMN_BOOL),
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	{ .name = "other_text", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	INNER("provision", COLUMN_TEXT), INNER("until", COLUMN_TEXT), INNER("by_function", COLUMN_TEXT), INNER("changed", COLUMN_TIME),
	INNER("was", COLUMN_ID), INNER("audience", COLUMN_CODE), INNER("row_error", COLUMN_TEXT), INNER("text_error", COLUMN_TEXT),
	INNER("audience_error", COLUMN_TEXT), INNER("provision_error", COLUMN_TEXT), INNER("sender_error", COLUMN_TEXT),
	INNER("until_error", COLUMN_TEXT), INNER("is_open", COLUMN_BOOL),
};
static const struct column choices[] = {
	INNER("id", COLUMN_INT), INNER("value", COLUMN_CODE), INNER("is_chosen", COLUMN_BOOL),
};
static const struct column named[] = {
	INNER("id", COLUMN_INT), INNER("code", COLUMN_ID), INNER("name", COLUMN_TEXT), INNER("is_chosen", COLUMN_BOOL),
};
static const struct column who[] = {
	INNER("id", COLUMN_INT), INNER("function", COLUMN_TEXT),
	{ .name = "name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
};
static const struct column shown[] = {
	INNER("seq", COLUMN_INT), INNER("version", COLUMN_INT), INNER("is_spread", COLUMN_BOOL), INNER("audience", COLUMN_CODE),
	INNER("provision", COLUMN_TEXT), INNER("ask", COLUMN_TEXT),
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
};

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true },
	{ QUERY("organisations", organisations), .is_whole = true },
	{ QUERY("persons", persons), .is_whole = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
	{ QUERY("viewers", viewers), .is_whole = true },
	{ QUERY("rows", rows), .is_whole = true },
	{ QUERY("forms", choices), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("audiences", choices), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("senders", named), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("sharers", named), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("who", who), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("shown", shown), .is_whole = true, .spread_column = "is_spread" },
	BLOCK_QUERIES("shown"),
};

/* A passage with what is kept of it, and where its values come from now. */
struct row {
	int64_t id, version;
	const struct draft_passage *draft; /* NULL: a new one, or one that somebody took away */
	const struct json *kept;           /* [[name, value]...], or NULL */
	bool is_typed;
};

struct editor {
	struct fill *fill;
	struct arena *arena;
	const struct catalogue *words;
	struct row *all;
	size_t count;
};

/* ------------------------------------------------------------------------------------------- values --- */

static const char *kept_value(const struct json *kept, const char *name, size_t i)
{
	for (size_t k = 0; kept && k < kept->count; k++) {
		const struct json *pair = kept->items[k];

		if (pair->type == JS_ARRAY && pair->count == 2 && text_equal(pair->items[0]->text, name) && !i--)
			return pair->items[1]->text;
	}
	return NULL;
}

static const char *value_of(const struct editor *e, const struct row *r, const char *name, size_t i)
{
	return r->is_typed ? rows_typed(e->fill->ask, e->arena, name, r->id, i) : kept_value(r->kept, name, i);
}

/* Is the organisation among what the field names, by its code? */
static bool is_named(const struct editor *e, const struct row *r, const char *field, const char *code)
{
	const char *value;

	for (size_t i = 0; (value = value_of(e, r, field, i)); i++)
		if (text_equal(value, code))
			return true;
	return false;
}

static const struct json *kept_of(struct arena *a, const struct draft_passage *draft)
{
	const struct json *list = js_read(a, draft->fields, strlen(draft->fields));

	return list && list->type == JS_ARRAY ? list : NULL;
}

/* ------------------------------------------------------------------------------------------- rows --- */

/* The rows: those that are kept, those that were sent and are kept no more, and a new one.  Of notes that are finished no
 * draft is shown, should one be left. */
static void read_rows(struct editor *e, const struct table *meeting)
{
	const struct page_ask *ask = e->fill->ask;
	struct draft_passage *drafts = NULL;
	size_t count = table_int(meeting, 0, "is_finished") ? 0
		: draft_passages(e->fill->office, e->arena, table_text(meeting, 0, "meeting_id"), &drafts);

	e->all = ARENA_MANY(e->arena, count + ask->typed_count + 1, struct row);
	for (size_t i = 0; i < count; i++)
		e->all[e->count++] = (struct row){ drafts[i].id, drafts[i].version, &drafts[i], kept_of(e->arena, &drafts[i]),
			rows_typed(ask, e->arena, "version", drafts[i].id, 0) != NULL };
	for (size_t i = 0; i < ask->typed_count; i++) {
		int64_t id;
		bool is_there = false;

		if (strncmp(ask->typed[i].name, "version.", 8) || !text_to_int(ask->typed[i].name + 8, 1, NEW_ROW - 1, &id))
			continue;
		for (size_t k = 0; k < e->count; k++)
			is_there |= e->all[k].id == id;
		if (!is_there)
			e->all[e->count++] = (struct row){ .id = id, .is_typed = true };
	}
	e->all[e->count++] = (struct row){ .id = NEW_ROW, .is_typed = rows_typed(ask, e->arena, "text", NEW_ROW, 0) != NULL };
}

static bool is_conflict(const struct editor *e, int64_t id)
{
	const struct refusals *r = e->fill->ask->refusals;
	const char *place = arena_print(e->arena, "text.%lld", (long long)id);

	for (size_t i = 0; r && i < r->count; i++)
		if (text_equal(r->all[i].rule, "notes.conflict") && text_equal(r->all[i].field, place))
			return true;
	return false;
}

static void fill_row(struct editor *e, struct table *t, size_t at)
{
	static const char *const fields[] = { "row", "text", "audience", "provision", "sender", "until" };
	const struct row *r = &e->all[at];
	const char *audience = value_of(e, r, "audience", 0);
	bool is_open = text_equal(audience, "secret");

	fill_int(t, at, "id", r->id);
	fill_int(t, at, "version", r->version);
	fill_int(t, at, "number", (int64_t)at + 1);
	fill_int(t, at, "is_new", r->id == NEW_ROW);
	fill_int(t, at, "is_first", at == 0);
	fill_int(t, at, "is_last", at + 2 >= e->count);
	fill_int(t, at, "is_secret", is_open);
	fill_text(t, at, "text", value_of(e, r, "text", 0));
	fill_text(t, at, "other_text", r->draft && is_conflict(e, r->id) ? kept_value(r->kept, "text", 0) : NULL);
	fill_text(t, at, "provision", value_of(e, r, "provision", 0));
	fill_text(t, at, "until", value_of(e, r, "until", 0));
	fill_text(t, at, "audience", audience);
	if (r->draft) {
		fill_text(t, at, "was", draft_passage_mark(e->arena, r->draft->fields));
		fill_text(t, at, "changed", instant_text(e->arena, r->draft->t));
		fill_text(t, at, "by_function", store_text(e->fill->store, e->arena,
			"SELECT text(function_text, 'function') FROM person WHERE id = ?", "t", r->draft->by));
	}
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		const char *error = rows_error(e->fill, fields[i], r->id);

		fill_text(t, at, arena_print(e->arena, "%s_error", fields[i]), error);
		is_open |= error && i > 2;
	}
	fill_int(t, at, "is_open", is_open);
}

static void fill_choices(struct editor *e, const char *name, const char *field, const char *const *codes, size_t count,
	const char *otherwise)
{
	struct table *t = fill_table(e->fill, name, e->count * count);

	for (size_t at = 0; at < e->count * count; at++) {
		const struct row *r = &e->all[at / count];
		const char *value = value_of(e, r, field, 0);

		fill_int(t, at, "id", r->id);
		fill_text(t, at, "value", codes[at % count]);
		fill_int(t, at, "is_chosen", text_equal(codes[at % count], text_is_blank(value) ? otherwise : value));
	}
}

static void fill_named(struct editor *e, const char *name, const char *field)
{
	const struct table *all = fill_found(e->fill, "organisations");
	struct table *t = fill_table(e->fill, name, e->count * all->row_count);

	for (size_t at = 0; at < e->count * all->row_count; at++) {
		const struct row *r = &e->all[at / all->row_count];
		size_t row = at % all->row_count;

		fill_int(t, at, "id", r->id);
		fill_text(t, at, "code", table_text(all, row, "code"));
		fill_text(t, at, "name", table_text(all, row, "name"));
		fill_int(t, at, "is_chosen", is_named(e, r, field, table_text(all, row, "code")));
	}
}

/* Those who will read what is secret, by function and name, as sender and readers stand now. */
static void fill_who(struct editor *e)
{
	const struct table *all = fill_found(e->fill, "persons");
	struct table *t = fill_table(e->fill, "who", e->count * all->row_count);
	size_t to = 0;

	for (size_t at = 0; at < e->count; at++) {
		const struct row *r = &e->all[at];

		for (size_t row = 0; row < all->row_count && text_equal(value_of(e, r, "audience", 0), "secret"); row++) {
			const char *code = table_text(all, row, "organisation");

			if (!is_named(e, r, "sender", code) && !is_named(e, r, "readers", code))
				continue;
			fill_int(t, to, "id", r->id);
			fill_text(t, to, "function", table_text(all, row, "function"));
			fill_text(t, to++, "name", table_text(all, row, "name"));
		}
	}
	t->row_count = to;
}

static const char *name_of(void *self, int64_t id)
{
	const struct editor *e = self;

	for (size_t i = 0; i < e->count; i++)
		if (e->all[i].id == id) {
			const char *number = arena_print(e->arena, "%zu", i + 1);

			return catalogue_fill(e->words, e->arena, "notes_draft.passage", &number, 1);
		}
	return NULL;
}

static bool shows(void *self, const char *field, int64_t row)
{
	static const char *const fields[] = { "text", "audience", "provision", "sender", "until" };

	(void)self;
	(void)row;
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (!strcmp(fields[i], field))
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------- preview --- */

static void add_viewer(struct editor *e, struct table *t, const char *code, const char *name)
{
	const char *as = ask_input(e->fill->ask, "as");
	size_t row = t->row_count++;

	fill_text(t, row, "code", code);
	fill_text(t, row, "viewer", name);
	fill_int(t, row, "is_current", text_equal(as, code));
}

/* Everything, the public, the council, and each organisation that a passage names. */
static void fill_viewers(struct editor *e)
{
	static const char *const general[] = { "finish", "public", "council" };
	const struct table *all = fill_found(e->fill, "organisations");
	struct table *t = fill_table(e->fill, "viewers", all->row_count + COUNT_OF(general));

	t->row_count = 0;
	for (size_t i = 0; i < COUNT_OF(general); i++)
		add_viewer(e, t, general[i], catalogue_word(e->words, e->arena, "notes_as", general[i]));
	for (size_t row = 0; row < all->row_count; row++) {
		const char *code = table_text(all, row, "code");
		bool is_any = false;

		for (size_t i = 0; i < e->count; i++)
			is_any |= is_named(e, &e->all[i], "sender", code) || is_named(e, &e->all[i], "readers", code);
		if (is_any)
			add_viewer(e, t, code, table_text(all, row, "name"));
	}
}

/* Sender and readers as the guard takes them; by code instead of id, as the drafts name them. */
static const char *organisations_of(const struct editor *e, const struct row *r)
{
	const char *sender = value_of(e, r, "sender", 0), *list = arena_print(e->arena, " %s ", sender ? sender : "");
	const char *reader;

	for (size_t i = 0; (reader = value_of(e, r, "readers", i)); i++)
		list = arena_print(e->arena, "%s%s ", list, reader);
	return list;
}

/* May whoever the preview is for read it, once it is finished and published? */
static bool is_for(const struct editor *e, const struct row *r, const char *as)
{
	const struct passage_spread spread = { value_of(e, r, "audience", 0), organisations_of(e, r), true };
	const struct actor actor = { "preview", as, !strcmp(as, "public") ? ROLE_PUBLIC : ROLE_CONTACT };

	return !strcmp(as, "finish") || passage_may_read(&spread, &actor);
}

static const char *organisation_name(const struct editor *e, const char *code)
{
	const struct table *all = fill_found(e->fill, "organisations");

	for (size_t row = 0; row < all->row_count; row++)
		if (text_equal(table_text(all, row, "code"), code))
			return table_text(all, row, "name");
	return NULL;
}

static void fill_shown(struct editor *e, const char *as)
{
	struct table *t = fill_table(e->fill, "shown", e->count);
	int64_t hidden = 0;
	size_t to = 0;

	for (size_t i = 0; i < e->count; i++) {
		struct row *r = &e->all[i];
		const char *text = kept_value(r->kept, "text", 0);
		bool may;

		r->is_typed = false;
		if (!r->draft)
			continue;
		may = is_for(e, r, as);
		hidden += !may;
		fill_int(t, to, "seq", r->id);
		fill_int(t, to, "version", r->version);
		fill_int(t, to, "is_spread", may);
		fill_text(t, to, "audience", value_of(e, r, "audience", 0));
		fill_text(t, to, "provision", value_of(e, r, "provision", 0));
		fill_text(t, to, "ask", organisation_name(e, value_of(e, r, "sender", 0)));
		fill_text(t, to++, "text", passage_text_in_form(e->arena, value_of(e, r, "form", 0), text ? text : ""));
	}
	t->row_count = to;
	fill_int(fill_found(e->fill, "about"), 0, "hidden_count", hidden);
	blocks_fill(e->fill, "shown");
}

static void fill(struct fill *f)
{
	static const char *const forms[] = { "paragraph", "heading", "list", "table" };
	struct editor e = { .fill = f, .arena = f->arena, .words = catalogue_get(f->ask->language) };
	const struct rows_words words = { name_of, shows, &e };
	struct table *a = fill_found(f, "about"), *t;
	const char *as = ask_input(f->ask, "as");

	if (!a->row_count)
		return;
	read_rows(&e, a);
	fill_int(a, 0, "is_preview", as != NULL);
	fill_int(a, 0, "is_finish", text_equal(as, "finish"));
	fill_int(a, 0, "is_kept", ask_typed(f->ask, "kept") != NULL);
	fill_int(a, 0, "count", (int64_t)e.count - 1);
	rows_fill_errors(f, &words);
	if (as)
		fill_shown(&e, as);
	fill_viewers(&e);
	t = fill_table(f, "rows", e.count);
	for (size_t i = 0; i < e.count; i++)
		fill_row(&e, t, i);
	fill_choices(&e, "forms", "form", forms, COUNT_OF(forms), "paragraph");
	fill_choices(&e, "audiences", "audience", passage_audiences, 3, "council");
	fill_named(&e, "senders", "sender");
	fill_named(&e, "sharers", "readers");
	fill_who(&e);
}

static const char *const sheet[] = { "passage_noted", NULL };

const struct page page_notes_draft = { .name = "notes_draft", .path = "/notes_draft", .readers = ROLE_COORDINATOR,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .is_form = true,
	.reads_office = true, .sheet = sheet, .fill = fill };
