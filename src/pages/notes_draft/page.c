/* SPDX-License-Identifier: EUPL-1.2
 *
 * notes_draft (/notes_draft?id=MEETING): notes being written, passage by passage, each with who will read it; and with `as`
 * what is kept as somebody else would read it: `finish` everything, `public`, `council`, or an organisation's code.  The
 * drafts are furniture before the secretariat alone; the notes are finished from what `finish` shows.
 *
 * It is sent to its own address (doors/web_notes.c): FIELD.ID and version.ID for each passage, ID SHEET_NUMBER_MAX for a new
 * one, which has a nonce n.ID instead of a version; up, down, first, remove, section name a passage; finish with seen.ID; `at`
 * names the row of the agenda under which the new one stands; what is pulled in from the log has numbers from PULLED_ROW,
 * and is new as well, as is what somebody took away meanwhile.
 * `fill` makes all of it, since drafts are the office's.
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
#include "pages/notes_frame.h"
#include "pages/refusals.h"
#include "pages/repair.h"
#include "pages/rows.h"
#include "view/format.h"

enum { NEW_ROW = SHEET_NUMBER_MAX, PULLED_ROW = 900000000 };
enum { LINE_CHARS = 72, LINES_MIN = 2, LINES_MAX = 16 }; /* of the field of a text */

static const struct input inputs[] = {
	{ .name = "id", .type = INPUT_OBJECT, .object = "meeting", .is_must = true },
	{ .name = "as", .type = INPUT_WORD },
	{ .name = "at", .type = INPUT_INT }, /* number of a row of the agenda; 0: none */
	{ .name = "pull", .type = INPUT_INT }, /* 1: with what was done that day, as passages that are not kept yet */
};

static const struct column about[] = {
	INNER("meeting", COLUMN_INT), INNER("meeting_id", COLUMN_ID), INNER("meeting_sort", COLUMN_CODE), INNER("day", COLUMN_DATE),
	INNER("is_finished", COLUMN_BOOL), INNER("is_preview", COLUMN_BOOL), INNER("is_finish", COLUMN_BOOL),
	INNER("hidden_count", COLUMN_INT), INNER("noted_count", COLUMN_INT), INNER("at", COLUMN_INT),
	INNER("is_pull", COLUMN_BOOL), INNER("pulled_count", COLUMN_INT), INNER("left_out_count", COLUMN_INT),
	INNER("kept_count", COLUMN_INT),
};
#define TITLE { .name = "title", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true }
static const struct column items[] = { INNER("item", COLUMN_INT), TITLE, INNER("sort", COLUMN_CODE) };
/* What was done that day and is told under a row of a sort; what has no number is of a day, which is its title. */
static const struct column done[] = {
	INNER("entry", COLUMN_INT), INNER("kind", COLUMN_CODE), INNER("number", COLUMN_INT), TITLE, INNER("process", COLUMN_CODE),
	INNER("t", COLUMN_TIME), INNER("sort", COLUMN_CODE),
};
/* The passages under each row of the agenda; those that stand under none are behind the row of the one before them. */
static const struct column groups[] = {
	INNER("section", COLUMN_INT), INNER("item", COLUMN_INT), TITLE, INNER("is_here", COLUMN_BOOL),
};
static const struct column organisations[] = {
	INNER("code", COLUMN_ID), INNER("name", COLUMN_TEXT),
};
static const struct column persons[] = {
	INNER("organisation", COLUMN_ID), INNER("function", COLUMN_TEXT),
	{ .name = "name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
};
static const struct column viewers[] = {
	INNER("code", COLUMN_ID), INNER("viewer", COLUMN_TEXT), INNER("is_current", COLUMN_BOOL),
};
static const struct column rows[] = {
	INNER("section", COLUMN_INT), INNER("id", COLUMN_INT), INNER("entry", COLUMN_INT), INNER("version", COLUMN_INT),
	INNER("number", COLUMN_INT), INNER("is_new", COLUMN_BOOL), INNER("has_section", COLUMN_BOOL),
	INNER("lines", COLUMN_INT), INNER("is_apart", COLUMN_BOOL),
	INNER("is_first", COLUMN_BOOL), INNER("is_last", COLUMN_BOOL), INNER("may_be_first", COLUMN_BOOL),
	INNER("is_secret", COLUMN_BOOL),
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	INNER("is_conflict", COLUMN_BOOL), { .name = "other_text", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	INNER("other_form", COLUMN_CODE),
	{ .name = "other_item", .type = COLUMN_TEXT, .label = LABEL_WORK, .is_inner = true },
	INNER("other_audience", COLUMN_CODE), INNER("other_provision", COLUMN_TEXT), INNER("other_sender", COLUMN_TEXT),
	INNER("other_readers", COLUMN_TEXT), INNER("other_until", COLUMN_TEXT),
	INNER("provision", COLUMN_TEXT), INNER("until", COLUMN_TEXT), INNER("by_function", COLUMN_TEXT), INNER("changed", COLUMN_TIME),
	INNER("was", COLUMN_ID), INNER("n", COLUMN_ID), INNER("row_error", COLUMN_TEXT), INNER("text_error", COLUMN_TEXT),
	INNER("audience_error", COLUMN_TEXT), INNER("provision_error", COLUMN_TEXT), INNER("sender_error", COLUMN_TEXT),
	INNER("until_error", COLUMN_TEXT), INNER("agenda_item_error", COLUMN_TEXT), INNER("is_open", COLUMN_BOOL),
};
static const struct column places[] = {
	INNER("id", COLUMN_INT), INNER("item", COLUMN_INT), TITLE, INNER("is_chosen", COLUMN_BOOL),
};
static const struct column choices[] = {
	INNER("id", COLUMN_INT), INNER("value", COLUMN_CODE), INNER("is_chosen", COLUMN_BOOL),
};
static const struct column named[] = {
	INNER("id", COLUMN_INT), INNER("code", COLUMN_ID), INNER("name", COLUMN_TEXT), INNER("is_chosen", COLUMN_BOOL),
};
/* What would make a passage readable for more readers (pages/repair.h). */
static const struct column repairs[] = { INNER("id", COLUMN_INT), INNER("rule", COLUMN_CODE), INNER("can_do", COLUMN_BOOL) };
static const struct column who[] = {
	INNER("id", COLUMN_INT), INNER("function", COLUMN_TEXT),
	{ .name = "name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
};
static const struct column shown[] = {
	INNER("seq", COLUMN_INT), INNER("version", COLUMN_INT), INNER("is_spread", COLUMN_BOOL), INNER("audience", COLUMN_CODE),
	INNER("provision", COLUMN_TEXT), INNER("ask", COLUMN_TEXT), INNER("agenda_item", COLUMN_INT),
	{ .name = "entry", .type = COLUMN_INT, .label = LABEL_PASSAGE, .is_inner = true },
	{ .name = "heading", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
};
static const struct column seen[] = { INNER("id", COLUMN_INT), INNER("version", COLUMN_INT) };
/* Passages that are entries already: finished with the drafts, which stand after them. */
static const struct column noted[] = {
	INNER("seq", COLUMN_INT), INNER("audience", COLUMN_CODE), INNER("provision", COLUMN_TEXT), INNER("sender", COLUMN_ID),
	INNER("readers", COLUMN_TEXT), INNER("organisations", COLUMN_TEXT), INNER("agenda_item", COLUMN_ID), INNER("entry", COLUMN_ID),
	INNER("is_spread", COLUMN_BOOL),
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_PASSAGE, .is_inner = true },
};

NOTES_FRAME_COLUMNS;

static const struct query queries[] = {
	{ QUERY("about", about), .is_one = true },
	NOTES_FRAME_QUERIES("notes"),
	{ QUERY("organisations", organisations), .is_whole = true },
	{ QUERY("persons", persons), .is_whole = true },
	{ .name = "errors", .columns = refusal_columns, .column_count = REFUSAL_COLUMN_COUNT },
	{ .name = "remarks", .columns = remark_columns, .column_count = REMARK_COLUMN_COUNT },
	{ QUERY("viewers", viewers), .is_whole = true },
	{ QUERY("items", items), .is_whole = true },
	{ QUERY("done", done), .is_whole = true },
	{ QUERY("groups", groups), .is_whole = true },
	{ QUERY("rows", rows), .is_whole = true, .parent = "groups", .key = "section" },
	{ QUERY("places", places), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("forms", choices), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("audiences", choices), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("senders", named), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("sharers", named), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("who", who), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("repairs", repairs), .is_whole = true, .parent = "rows", .key = "id" },
	{ QUERY("noted", noted), .is_whole = true, .spread_column = "is_spread" },
	{ QUERY("seen", seen), .is_whole = true },
	{ QUERY("shown", shown), .is_whole = true, .spread_column = "is_spread" },
	BLOCK_QUERIES("shown"),
};

/* A passage as it was sent, or else as it is kept. */
struct row {
	int64_t id, version;
	const struct draft_passage *draft; /* NULL: a new one, one that somebody took away, or an entry */
	const struct json *values;         /* [[name, value]...], or NULL */
	struct json *typed;                /* the same when it was sent; NULL: it was not */
	bool is_hidden;                    /* an entry, from whoever looks at the preview */
	size_t place;                      /* under which row of the agenda, 1 the first; 0: none */
	size_t section;                    /* 2 * place, or behind that of the one before it; 1: before them all */
};

struct editor {
	struct fill *fill;
	struct arena *arena;
	const struct catalogue *words;
	struct row *all;
	size_t count;
	const struct table *items; /* of the agenda, in their order */
};

/* ------------------------------------------------------------------------------------------- values --- */

static const char *value_of(const struct json *values, const char *name, size_t i)
{
	for (size_t k = 0; values && k < values->count; k++) {
		const char *field, *value;

		if (js_pair(values->items[k], &field, &value) && !strcmp(field, name) && !i--)
			return value;
	}
	return NULL;
}

/* Is the organisation among what the field names, by its code? */
static bool is_named(const struct row *r, const char *field, const char *code)
{
	const char *value;

	for (size_t i = 0; (value = value_of(r->values, field, i)); i++)
		if (text_equal(value, code))
			return true;
	return false;
}

static const struct json *kept_of(struct arena *a, const struct draft_passage *draft)
{
	const struct json *list = js_read(a, draft->fields, strlen(draft->fields));

	return list && list->type == JS_ARRAY ? list : NULL;
}

static const char *organisation_name(const struct editor *e, const char *code)
{
	const struct table *all = fill_found(e->fill, "organisations");

	for (size_t row = 0; row < all->row_count; row++)
		if (text_equal(table_text(all, row, "code"), code))
			return table_text(all, row, "name");
	return NULL;
}

/* ------------------------------------------------------------------------------------------- rows --- */

static struct row *row_begun(struct editor *e, int64_t id)
{
	for (size_t i = 0; i < e->count; i++)
		if (e->all[i].id == id)
			return &e->all[i];
	e->all[e->count] = (struct row){ .id = id };
	return &e->all[e->count++];
}

/* What was sent of passages takes the place of what is kept of them. */
static void read_typed(struct editor *e, struct row *new_row)
{
	const struct page_ask *ask = e->fill->ask;
	const char *field;
	int64_t id;

	for (size_t i = 0; i < ask->typed_count; i++) {
		struct row *r;

		if (!rows_place(e->arena, ask->typed[i].name, &field, &id) || !strcmp(field, "seen"))
			continue;
		r = id == NEW_ROW ? new_row : row_begun(e, id);
		if (!r->typed)
			r->values = r->typed = js_array(e->arena);
		js_add_pair(e->arena, r->typed, field, ask->typed[i].value);
	}
}

/* An entry, its organisations by their codes as the drafts name them; its text as whoever asks may read it. */
static struct row noted_row(struct editor *e, const struct table *t, size_t at)
{
	const struct passage_spread spread = { .audience = table_text(t, at, "audience"),
		.organisations = table_text(t, at, "organisations") };
	static const char *const fields[] = { "audience", "provision", "sender", "agenda_item", "entry", "text" };
	struct json *values = js_array(e->arena);
	bool may = passage_may_read(&spread, e->fill->ask->actor);

	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (table_text(t, at, fields[i]))
			js_add_pair(e->arena, values, fields[i], table_text(t, at, fields[i]));
	for (const char *code = table_text(t, at, "readers"); code && *code; code += strcspn(code, " ") + (strchr(code, ' ') != NULL))
		js_add_pair(e->arena, values, "readers", arena_copy(e->arena, code, strcspn(code, " ")));
	fill_int(fill_found(e->fill, "noted"), at, "is_spread", may);
	return (struct row){ .id = -table_int(t, at, "seq"), .values = values, .is_hidden = !may };
}

static size_t place_of(const struct editor *e, const char *item)
{
	int64_t number;

	for (size_t i = 0; item && text_to_int(item, 0, INT64_MAX, &number) && i < e->items->row_count; i++)
		if (table_int(e->items, i, "item") == number)
			return i + 1;
	return 0;
}

/* The number of the agenda's row at a place; 0 for none. */
static int64_t item_at(const struct editor *e, size_t place)
{
	return place ? table_int(e->items, place - 1, "item") : 0;
}

static const char *title_at(const struct editor *e, size_t place)
{
	return place ? table_text(e->items, place - 1, "title") : NULL;
}

/* A new passage stands where it was asked for, else where the last one stands, else under the agenda's first row. */
static size_t place_of_new(const struct editor *e, const struct row *new_row)
{
	const char *at = ask_input(e->fill->ask, "at");
	size_t last = 0;

	if (new_row->values || at)
		return place_of(e, new_row->values ? value_of(new_row->values, "agenda_item", 0) : at);
	for (size_t i = 0; i < e->count; i++)
		last = e->all[i].place > last ? e->all[i].place : last;
	return e->count || !e->items->row_count ? last : 1;
}

static int64_t entry_of(const struct row *r)
{
	const char *value = value_of(r->values, "entry", 0);
	int64_t entry = 0;

	(void)(value && text_to_int(value, 0, INT64_MAX, &entry));
	return entry;
}

/* Does none of the rows tell of it yet, and was it done on the day of the meeting? */
static bool is_to_pull(const struct editor *e, const struct table *t, size_t at, const char *day, size_t count)
{
	int64_t when;

	for (size_t i = 0; i < count; i++)
		if (entry_of(&e->all[i]) == table_int(t, at, "entry"))
			return false;
	return instant_from(table_text(t, at, "t"), &when) && text_equal(day_text(e->arena, instant_day(when)), day);
}

/* Under the first row of the agenda that is for it, in words that can be changed. */
static struct json *pulled_values(const struct editor *e, const struct table *t, size_t at)
{
	const char *process = table_text(t, at, "process"), *title = table_text(t, at, "title");
	struct json *values = js_array(e->arena);
	int64_t number = table_int(t, at, "number");

	title = number ? arena_print(e->arena, "%lld. %s", (long long)number, title) : format_date(e->arena, e->words, title);
	js_add_pair(e->arena, values, "text", arena_print(e->arena, "%s: %s%s%s", catalogue_word(e->words, e->arena, "kind",
		table_text(t, at, "kind")), title, process ? ". " : "",
		process ? catalogue_word(e->words, e->arena, "process", process) : ""));
	js_add_pair(e->arena, values, "entry", arena_print(e->arena, "%lld", (long long)table_int(t, at, "entry")));
	for (size_t i = 0; i < e->items->row_count; i++)
		if (text_equal(table_text(e->items, i, "sort"), table_text(t, at, "sort"))) {
			js_add_pair(e->arena, values, "agenda_item", arena_print(e->arena, "%lld", (long long)item_at(e, i + 1)));
			break;
		}
	return values;
}

/* What was done that day and no passage tells of, as far as a meeting has room for passages. */
static void pull_rows(struct editor *e, struct table *meeting)
{
	const struct table *t = fill_found(e->fill, "done");
	size_t count = e->count;

	for (size_t i = 0; i < t->row_count && e->count < DRAFT_PASSAGES_MAX; i++)
		if (table_text(t, i, "title") && is_to_pull(e, t, i, table_text(meeting, 0, "day"), count)) {
			e->all[e->count] = (struct row){ .id = PULLED_ROW + (int64_t)i, .values = pulled_values(e, t, i) };
			e->count++;
		}
	fill_int(meeting, 0, "is_pull", text_equal(ask_input(e->fill->ask, "pull"), "1"));
	fill_int(meeting, 0, "pulled_count", (int64_t)(e->count - count));
}

/* As they stand under the rows of the agenda: in their own order under each. */
static void sort_rows(struct editor *e)
{
	struct row *sorted = ARENA_MANY(e->arena, e->count, struct row);
	size_t count = 0, place = 0;

	for (size_t i = 0; i < e->count; i++) {
		place = e->all[i].place ? e->all[i].place : place;
		e->all[i].section = place * 2 + (e->all[i].place == 0);
	}
	for (size_t section = 1; section <= e->items->row_count * 2 + 1; section++)
		for (size_t i = 0; i < e->count; i++)
			if (e->all[i].section == section)
				sorted[count++] = e->all[i];
	e->all = sorted;
}

/* The rows: those that are kept, those that were sent and are kept no more, and a new one.  Of notes that are finished no
 * draft is shown, should one be left. */
static void read_rows(struct editor *e, struct table *meeting, bool is_preview)
{
	const struct table *in_book = fill_found(e->fill, "noted");
	struct draft_passage *drafts = NULL;
	struct row new_row = { .id = NEW_ROW };
	size_t noted_count = is_preview ? in_book->row_count : 0;
	size_t count = table_int(meeting, 0, "is_finished") ? 0
		: draft_passages(e->fill->office, e->arena, table_text(meeting, 0, "meeting_id"), &drafts);

	e->all = ARENA_MANY(e->arena, noted_count + count + e->fill->ask->typed_count
		+ fill_found(e->fill, "done")->row_count + 1, struct row);
	for (size_t i = 0; i < noted_count; i++)
		e->all[e->count++] = noted_row(e, in_book, i);
	for (size_t i = 0; i < count; i++)
		e->all[e->count++] = (struct row){ .id = drafts[i].id, .version = drafts[i].version, .draft = &drafts[i],
			.values = kept_of(e->arena, &drafts[i]) };
	if (!is_preview) {
		read_typed(e, &new_row);
		pull_rows(e, meeting);
	}
	for (size_t i = 0; i < e->count; i++)
		e->all[i].place = place_of(e, value_of(e->all[i].values, "agenda_item", 0));
	if (!is_preview) {
		new_row.place = place_of_new(e, &new_row);
		e->all[e->count++] = new_row;
	}
}

/* What somebody else made of the passage meanwhile, all of it: the next save puts this form's words in its place. */
static void fill_other(struct editor *e, struct table *t, size_t at)
{
	static const char *const fields[] = { "text", "form", "audience", "provision", "until" };
	const struct json *kept = kept_of(e->arena, e->all[at].draft);
	const char *readers = NULL, *code;

	fill_int(t, at, "is_conflict", 1);
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		fill_text(t, at, arena_print(e->arena, "other_%s", fields[i]), value_of(kept, fields[i], 0));
	fill_text(t, at, "other_item", title_at(e, place_of(e, value_of(kept, "agenda_item", 0))));
	fill_text(t, at, "other_sender", organisation_name(e, value_of(kept, "sender", 0)));
	for (size_t i = 0; (code = value_of(kept, "readers", i)); i++) {
		const char *name = organisation_name(e, code);

		readers = arena_print(e->arena, "%s%s%s", readers ? readers : "", readers ? ", " : "", name ? name : code);
	}
	fill_text(t, at, "other_readers", readers);
}

/* A passage that comes back as it was typed is the same when it is sent again. */
static const char *nonce_of(const struct editor *e, const struct row *r)
{
	const char *typed = value_of(r->typed, "n", 0);

	return text_is_blank(typed) ? rows_nonce(e->fill->store, e->arena) : typed;
}

/* How high the field is: as the text, within bounds. */
static int64_t lines_of(const char *text)
{
	size_t lines = 0;

	for (; text && *text; text += strspn(text, "\n")) {
		size_t n = strcspn(text, "\n");

		lines += n / LINE_CHARS + 1;
		text += n;
	}
	return lines < LINES_MIN ? LINES_MIN : lines > LINES_MAX ? LINES_MAX : (int64_t)lines;
}

static bool is_heading(const struct row *r)
{
	return passage_form_level(value_of(r->values, "form", 0)) != 0;
}

static void fill_row(struct editor *e, struct table *t, size_t at)
{
	static const char *const fields[] = { "row", "text", "agenda_item", "audience", "provision", "sender", "until" };
	const size_t first_folded = 4; /* provision, sender and until stand in what can be folded */
	const struct row *r = &e->all[at], *next = at + 1 < e->count ? r + 1 : NULL;
	bool is_secret = text_equal(value_of(r->values, "audience", 0), "secret"), is_open = is_secret;

	fill_int(t, at, "id", r->id);
	fill_int(t, at, "version", r->version);
	fill_int(t, at, "number", (int64_t)at + 1);
	fill_int(t, at, "entry", entry_of(r));
	fill_int(t, at, "is_new", !r->draft);
	fill_int(t, at, "section", (int64_t)r->section);
	fill_int(t, at, "has_section", r->draft && is_heading(r));
	fill_int(t, at, "is_first", at == 0 || r[-1].section != r->section);
	fill_int(t, at, "is_last", !next || next->section != r->section || !next->draft);
	fill_int(t, at, "may_be_first", !r->place && r->section > 1);
	fill_int(t, at, "is_secret", is_secret);
	fill_int(t, at, "lines", lines_of(value_of(r->values, "text", 0)));
	fill_text(t, at, "text", value_of(r->values, "text", 0));
	fill_text(t, at, "provision", value_of(r->values, "provision", 0));
	fill_text(t, at, "until", value_of(r->values, "until", 0));
	if (r->draft) {
		fill_text(t, at, "was", draft_passage_mark(e->arena, r->draft->fields));
		fill_text(t, at, "changed", instant_text(e->arena, r->draft->t));
		fill_text(t, at, "by_function", store_text(e->fill->store, e->arena,
			"SELECT text(function_text, 'function') FROM person WHERE id = ?", "t", r->draft->by));
	} else {
		fill_text(t, at, "n", nonce_of(e, r));
	}
	if (r->draft && rows_is_conflict(e->fill->ask, e->arena, r->id))
		fill_other(e, t, at);
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		const char *error = rows_error(e->fill, fields[i], r->id);

		fill_text(t, at, arena_print(e->arena, "%s_error", fields[i]), error);
		is_open |= error && i >= first_folded;
	}
	fill_int(t, at, "is_open", is_open);
	fill_int(t, at, "is_apart", (r->draft && is_heading(r) && !r->place) || table_text(t, at, "agenda_item_error"));
}

static void fill_choices(struct editor *e, const char *name, const char *field, const char *const *codes, size_t count,
	const char *otherwise)
{
	struct table *t = fill_table(e->fill, name, e->count * count);

	for (size_t at = 0; at < e->count * count; at++) {
		const struct row *r = &e->all[at / count];
		const char *value = value_of(r->values, field, 0);

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
		fill_int(t, at, "is_chosen", is_named(r, field, table_text(all, row, "code")));
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

		for (size_t row = 0; row < all->row_count && text_equal(value_of(r->values, "audience", 0), "secret"); row++) {
			const char *code = table_text(all, row, "organisation");

			if (!is_named(r, "sender", code) && !is_named(r, "readers", code))
				continue;
			fill_int(t, to, "id", r->id);
			fill_text(t, to, "function", table_text(all, row, "function"));
			fill_text(t, to++, "name", table_text(all, row, "name"));
		}
	}
	t->row_count = to;
}

/* Of what is kept: a new passage is told when it is. */
static void fill_repairs(struct editor *e)
{
	struct table *t = fill_table(e->fill, "repairs", e->count * REPAIRS_MAX);
	struct repair all[REPAIRS_MAX];
	size_t to = 0;

	for (size_t at = 0; at < e->count; at++) {
		const struct row *r = &e->all[at];
		size_t count = !r->draft ? 0
			: repairs_of(e->arena, value_of(r->values, "form", 0), value_of(r->values, "text", 0), all);

		for (size_t i = 0; i < count; i++, to++) {
			fill_int(t, to, "id", r->id);
			fill_text(t, to, "rule", all[i].rule);
			fill_int(t, to, "can_do", all[i].text != NULL);
		}
	}
	t->row_count = to;
}

/* How many of the passages that are kept the public will not read, beside all of them. */
static void count_left_out(struct editor *e)
{
	struct table *t = fill_found(e->fill, "about");
	int64_t kept = 0, left_out = 0;

	for (size_t i = 0; i < e->count; i++) {
		kept += e->all[i].draft != NULL;
		left_out += e->all[i].draft && !text_equal(value_of(e->all[i].values, "audience", 0), "public");
	}
	fill_int(t, 0, "kept_count", kept);
	fill_int(t, 0, "left_out_count", left_out);
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
	static const char *const fields[] = { "text", "agenda_item", "audience", "provision", "sender", "until" };

	(void)self;
	(void)row;
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (!strcmp(fields[i], field))
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------- preview --- */

/* Whom the preview is for; NULL: none is asked for. */
static const char *given_as(const struct page_ask *ask)
{
	const char *as = ask_input(ask, "as");

	return text_is_blank(as) ? NULL : as;
}

static void add_viewer(struct editor *e, struct table *t, const char *code, const char *name)
{
	const char *as = given_as(e->fill->ask);
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
			is_any |= is_named(&e->all[i], "sender", code) || is_named(&e->all[i], "readers", code);
		if (is_any)
			add_viewer(e, t, code, table_text(all, row, "name"));
	}
}

/* Sender and readers as the guard takes them; by code instead of id, as the drafts name them. */
static const char *organisations_of(const struct editor *e, const struct row *r)
{
	const char *sender = value_of(r->values, "sender", 0), *list = arena_print(e->arena, " %s ", sender ? sender : "");
	const char *reader;

	for (size_t i = 0; (reader = value_of(r->values, "readers", i)); i++)
		list = arena_print(e->arena, "%s%s ", list, reader);
	return list;
}

/* May whoever the preview is for read it, once it is finished and published?  And whoever looks at it: an entry is not hers by
 * having been a draft. */
static bool is_for(const struct editor *e, const struct row *r, const char *as)
{
	const struct passage_spread spread = { .audience = value_of(r->values, "audience", 0),
		.organisations = organisations_of(e, r), .is_published = true };
	const struct actor actor = { "preview", as, !strcmp(as, "public") ? ROLE_PUBLIC : ROLE_CONTACT };

	return !r->is_hidden && (!strcmp(as, "finish") || passage_may_read(&spread, &actor));
}

/* Of what is kept: finishing tells it back, so that it is known to be what was seen. */
static void fill_seen(struct editor *e)
{
	struct table *t = fill_table(e->fill, "seen", e->count);
	size_t to = 0;

	for (size_t i = 0; i < e->count; i++) {
		if (!e->all[i].draft)
			continue;
		fill_int(t, to, "id", e->all[i].id);
		fill_int(t, to++, "version", e->all[i].version);
	}
	t->row_count = to;
}

static void fill_shown(struct editor *e, const char *as)
{
	struct table *t = fill_table(e->fill, "shown", e->count);
	int64_t hidden = 0;

	for (size_t i = 0; i < e->count; i++) {
		const struct row *r = &e->all[i];
		const char *text = value_of(r->values, "text", 0);
		bool may = is_for(e, r, as);

		hidden += !may;
		fill_int(t, i, "seq", r->id);
		fill_int(t, i, "version", r->version);
		fill_int(t, i, "is_spread", may);
		fill_int(t, i, "agenda_item", item_at(e, r->place));
		fill_int(t, i, "entry", text_equal(value_of(r->values, "audience", 0), "secret") ? 0 : entry_of(r));
		fill_text(t, i, "heading", title_at(e, r->place));
		fill_text(t, i, "audience", value_of(r->values, "audience", 0));
		fill_text(t, i, "provision", value_of(r->values, "provision", 0));
		fill_text(t, i, "ask", organisation_name(e, value_of(r->values, "sender", 0)));
		fill_text(t, i, "text", passage_text_in_form(e->arena, value_of(r->values, "form", 0), text ? text : ""));
	}
	fill_int(fill_found(e->fill, "about"), 0, "hidden_count", hidden);
	blocks_fill(e->fill, "shown", strcmp(as, "public") != 0);
}

/* Each row of the agenda, and between them what stands under none. */
static void fill_groups(struct editor *e, size_t new_section)
{
	struct table *t = fill_table(e->fill, "groups", e->items->row_count * 2 + 1);
	size_t to = 0;

	for (size_t section = 1; section <= e->items->row_count * 2 + 1; section++) {
		bool is_row = section % 2 == 0, has_any = false;

		for (size_t i = 0; i < e->count; i++)
			has_any |= e->all[i].section == section;
		if (!is_row && !has_any)
			continue;
		fill_int(t, to, "section", (int64_t)section);
		fill_int(t, to, "item", is_row ? item_at(e, section / 2) : 0);
		fill_text(t, to, "title", is_row ? title_at(e, section / 2) : NULL);
		fill_int(t, to++, "is_here", section == new_section);
	}
	t->row_count = to;
}

static void fill_places(struct editor *e)
{
	size_t choice_count = e->items->row_count;
	struct table *t = fill_table(e->fill, "places", e->count * choice_count);

	for (size_t at = 0; at < e->count * choice_count; at++) {
		const struct row *r = &e->all[at / choice_count];

		fill_int(t, at, "id", r->id);
		fill_int(t, at, "item", item_at(e, at % choice_count + 1));
		fill_text(t, at, "title", title_at(e, at % choice_count + 1));
		fill_int(t, at, "is_chosen", r->place == at % choice_count + 1);
	}
}

static void fill_editor(struct editor *e)
{
	static const char *const forms[] = { "paragraph", "heading", "subheading", "list", "table" };
	struct table *t = fill_table(e->fill, "rows", e->count);
	size_t new_section = 0;

	for (size_t i = 0; i < e->count; i++) {
		fill_row(e, t, i);
		if (e->all[i].id != NEW_ROW)
			continue;
		fill_int(fill_found(e->fill, "about"), 0, "at", item_at(e, e->all[i].place));
		new_section = e->all[i].section;
	}
	fill_groups(e, new_section);
	fill_places(e);
	fill_choices(e, "forms", "form", forms, COUNT_OF(forms), "paragraph");
	fill_choices(e, "audiences", "audience", passage_audiences, 3, "council");
	fill_named(e, "senders", "sender");
	fill_named(e, "sharers", "readers");
	fill_who(e);
	fill_repairs(e);
	count_left_out(e);
}

static void fill(struct fill *f)
{
	struct editor e = { .fill = f, .arena = f->arena, .words = catalogue_get(f->ask->language), .items = fill_found(f, "items") };
	const struct rows_words words = { name_of, shows, &e };
	struct table *a = fill_found(f, "about");
	const char *as = given_as(f->ask);

	if (!a->row_count)
		return;
	read_rows(&e, a, as != NULL);
	if (as)
		fill_seen(&e);
	sort_rows(&e);
	fill_int(a, 0, "is_preview", as != NULL);
	fill_int(a, 0, "is_finish", text_equal(as, "finish"));
	fill_int(a, 0, "noted_count", (int64_t)fill_found(f, "noted")->row_count);
	rows_fill_errors(f, &words);
	refusals_fill_remarks(f);
	fill_viewers(&e);
	if (as)
		fill_shown(&e, as);
	else
		fill_editor(&e);
}

static const char *const sheet[] = { "passage_noted", NULL };

const struct page page_notes_draft = { .name = "notes_draft", .path = "/notes_draft", .readers = ROLE_COORDINATOR,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .is_form = true,
	.reads_office = true, .saves_itself = true, .sheet = sheet, .fill = fill };
