/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/notes_import.h"

#include <string.h>

#include "base/text.h"
#include "desk/intake.h"
#include "desk/notes.h"
#include "desk/service.h"
#include "guard/identity.h"
#include "kinds/object.h"
#include "kinds/passage.h"

enum { WORDS_BEFORE = 40, NUMBERS_MAX = 10, FORM_BYTES = 80 /* what a block takes beside its text */ };

/* Blocks on their way in. */
struct importing_notes {
	struct desk *desk;
	struct arena *arena;
	const struct actor *actor;
	const char *meeting, *audience;
	const struct json *blocks;
	struct draft_passage *drafts;
	size_t draft_count;
	const char **draft_texts; /* of each draft; NULL: it has none */
	const char **items; /* of each block: the row of the agenda it stands under, by number; NULL: none */
	bool *is_title;     /* of each block: it is that row's own title, which stands over its passages anyway */
	size_t title_count, own_count; /* own: headings that ended a row of the agenda and are none of its titles */
};

static bool may_import(struct importing_notes *n, const struct json *question)
{
	const char *named = js_get_text(question, "meeting"), *form, *text;

	n->audience = js_get_text(question, "audience");
	n->blocks = js_get(question, "blocks");
	if (!n->desk->office || !(n->actor->roles & kind_find("passage_noted")->writers) || !named
		|| !text_is_utf8(named, strlen(named)) || !n->blocks || n->blocks->type != JS_ARRAY || !n->blocks->count
		|| (!text_equal(n->audience, passage_audiences[PASSAGE_AUDIENCE_PUBLIC])
			&& !text_equal(n->audience, passage_audiences[PASSAGE_AUDIENCE_COUNCIL])))
		return false;
	for (size_t i = 0; i < n->blocks->count; i++)
		if (!js_pair(n->blocks->items[i], &form, &text) || text_is_blank(text))
			return false;
	n->meeting = object_find(n->desk->store, n->arena, "meeting", named);
	return n->meeting && !notes_facts(n->desk->store, n->meeting).is_finished;
}

static const char *text_of(const struct importing_notes *n, size_t i)
{
	return n->blocks->items[i]->items[1]->text;
}

/* Of a heading: 1 or, of one under another, 2; else 0. */
static int level_of(const struct importing_notes *n, size_t i)
{
	return passage_form_level(n->blocks->items[i]->items[0]->text);
}

/* Without the number that a heading may begin with: "§ 3 ", "4. ". */
static const char *bare(const char *heading)
{
	size_t n;

	while ((n = strspn(heading, "0123456789. ")) || (n = strncmp(heading, "\u00a7", 2) ? 0 : 2))
		heading += n;
	return heading;
}

/* Which blocks are the title of which row of the meeting's agenda; of rows that are called the same it is the first. */
static void find_titles(struct importing_notes *n)
{
	struct rows r = store_ask(n->desk->store, "SELECT CAST(number AS TEXT), text(title_text, 'title') FROM agenda_item"
		" WHERE meeting = ? AND NOT is_removed ORDER BY position, seq DESC", "t", n->meeting);

	while (rows_next(&r)) {
		const char *number = rows_text(&r, n->arena, 0), *title = rows_text(&r, n->arena, 1);

		for (size_t i = 0; title && i < n->blocks->count; i++) {
			if (n->is_title[i] || !level_of(n, i) || !text_equal_in_any_case(bare(title), bare(text_of(n, i))))
				continue;
			n->items[i] = number;
			n->is_title[i] = true;
			n->title_count++;
		}
	}
	rows_end(&r);
}

/* Which blocks stand under which row: all behind its title, until the next heading of its level. */
static void find_items(struct importing_notes *n)
{
	int level = 0; /* of the title of the row at hand; 0: under none */

	n->items = ARENA_MANY(n->arena, n->blocks->count, const char *);
	n->is_title = ARENA_MANY(n->arena, n->blocks->count, bool);
	find_titles(n);
	for (size_t i = 0; i < n->blocks->count; i++) {
		int own = level_of(n, i);

		if (n->is_title[i]) {
			level = own;
		} else if (own && own <= level) {
			level = 0;
			n->own_count++;
		} else if (level) {
			n->items[i] = n->items[i - 1];
		}
	}
}

/* "4: ”Polisen berättade om ...”": the block, and the last words before the number. */
static const char *place_of(struct arena *a, size_t block, const char *text, const struct identity_hit *hit)
{
	const char *from = text, *to = text;
	size_t skipped = hit->first_char > WORDS_BEFORE + 1 ? hit->first_char - 1 - WORDS_BEFORE : 0;

	for (size_t i = 1; i < hit->first_char && *to; i++) {
		(void)text_next(&to);
		if (i <= skipped)
			from = to;
	}
	return to == from ? arena_print(a, "%zu", block + 1)
		: arena_print(a, "%zu: \u201d%s%.*s\u2026\u201d", block + 1, skipped ? "\u2026" : "", (int)(to - from), from);
}

/* A table's number may be parted by the border of two cells, which the notes' own texts are not: it is refused as well, but not
 * told for its mere looks, as columns of figures often look like one. */
static enum identity_finding find_identity(const struct importing_notes *n, size_t i, struct identity_hit *out_hit)
{
	enum identity_finding finding = identity_find(text_of(n, i), out_hit);
	struct identity_hit hit;
	char *cells;

	if (finding == IDENTITY_REFUSE || !text_equal(n->blocks->items[i]->items[0]->text, "table"))
		return finding;
	cells = arena_text(n->arena, text_of(n, i));
	for (char *c = cells; *c; c++)
		if (*c == '|')
			*c = ' ';
	if (identity_find(cells, &hit) != IDENTITY_REFUSE)
		return finding;
	*out_hit = hit;
	return IDENTITY_REFUSE;
}

static void find_identities(const struct importing_notes *n, struct refusals *r)
{
	size_t refused_count = 0;
	bool is_noted = false;

	for (size_t i = 0; i < n->blocks->count && refused_count < NUMBERS_MAX; i++) {
		struct identity_hit hit;
		enum identity_finding finding = find_identity(n, i, &hit);

		if (finding == IDENTITY_REFUSE) {
			refuse_arg(r, "notes_import.identity", "file", NULL, place_of(n->arena, i, text_of(n, i), &hit));
			refused_count++;
		} else if (finding == IDENTITY_NOTE && !is_noted) {
			refusal_note(r, "notes_import.identity_like", "file", place_of(n->arena, i, text_of(n, i), &hit));
			is_noted = true;
		}
	}
}

/* Each draft's text, taken out of its JSON once. */
static void read_drafts(struct importing_notes *n)
{
	n->draft_texts = ARENA_MANY(n->arena, n->draft_count, const char *);
	for (size_t i = 0; i < n->draft_count; i++) {
		struct given *given;
		size_t count;

		if (notes_kept(n->arena, &n->drafts[i], &given, &count))
			n->draft_texts[i] = intake_choice(given, count, "text");
	}
}

static bool is_draft(const struct importing_notes *n, const char *text)
{
	for (size_t i = 0; i < n->draft_count; i++)
		if (text_equal(n->draft_texts[i], text))
			return true;
	return false;
}

/* The same file once more: a page that was sent again. */
static bool is_again(struct importing_notes *n)
{
	if (!n->draft_count)
		return false;
	read_drafts(n);
	for (size_t i = 0; i < n->blocks->count; i++)
		if (!n->is_title[i] && !is_draft(n, text_of(n, i)))
			return false;
	return true;
}

/* Do they fit among the drafts that are there?  The agenda's own titles are not kept, and take no room. */
static void check_room(struct importing_notes *n, struct refusals *r)
{
	size_t bytes = 0, count = n->draft_count + n->blocks->count - n->title_count;

	for (size_t i = 0; i < n->draft_count; i++)
		bytes += strlen(n->drafts[i].fields);
	for (size_t i = 0; i < n->blocks->count; i++)
		if (!n->is_title[i])
			bytes += strlen(js_line(n->arena, n->blocks->items[i])) + FORM_BYTES;
	if (n->title_count == n->blocks->count)
		refuse(r, "notes_import.titles_only", "file", NULL);
	else if (count > DRAFT_PASSAGES_MAX)
		refuse_arg(r, "notes_import.too_many", "file", NULL, arena_print(n->arena, "%zu", count));
	else if (bytes > NOTES_BYTES_MAX)
		refuse(r, "notes.too_much", "file", NULL);
	else if (is_again(n))
		refuse(r, "notes_import.again", "file", NULL);
}

/* Each block as a new row of the form of notes, its fields in the order of that form: one that is sent as it was read in is
 * known to be (draft_passage_mark). */
static struct json *rows_of(const struct importing_notes *n)
{
	struct arena *a = n->arena;
	struct json *rows = js_array(a);

	for (size_t i = 0; i < n->blocks->count; i++) {
		struct json *row = js_object(a), *fields = js_array(a);

		if (n->is_title[i])
			continue;
		js_add_pair(a, fields, "text", text_of(n, i));
		if (n->items[i])
			js_add_pair(a, fields, "agenda_item", n->items[i]);
		js_add_pair(a, fields, "form", n->blocks->items[i]->items[0]->text);
		js_add_pair(a, fields, "audience", n->audience);
		js_set_int(a, row, "id", 0);
		js_set(a, row, "fields", fields);
		js_add(a, rows, row);
	}
	return rows;
}

/* By the rules of that form: all of them, or none. */
static void keep(struct importing_notes *n, struct refusals *r)
{
	struct arena *a = n->arena;
	struct store *office = n->desk->office;
	struct json *q = js_object(a);
	const struct json *kept;
	size_t row = 0;

	js_set_text(a, q, "meeting", n->meeting);
	js_set(a, q, "rows", rows_of(n));
	store_savepoint(office);
	kept = js_get(notes_save(n->desk, a, n->actor, q), "rows");
	for (size_t i = 0; kept && i < n->blocks->count; i++)
		if (!n->is_title[i] && !js_get_int(kept->items[row++], "id", 0))
			refuse_arg(r, "notes_import.left_out", "file", NULL, arena_print(a, "%zu", i + 1));
	if (refused(r) && !store_fault(office)) /* a fault must stand, for the writer to tell it */
		store_savepoint_undo(office);
	else
		store_savepoint_keep(office);
}

struct json *notes_import(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question)
{
	struct importing_notes n = { .desk = d, .arena = a, .actor = actor };
	struct refusals r = { .arena = a };
	struct json *j = js_object(a);

	if (!may_import(&n, question))
		return service_said(a, "no");
	n.draft_count = draft_passages(d->office, a, n.meeting, &n.drafts);
	find_items(&n);
	find_identities(&n, &r);
	if (!refused(&r))
		check_room(&n, &r);
	if (!refused(&r))
		keep(&n, &r);
	js_set_int(a, j, "passages", refused(&r) ? 0 : (int64_t)(n.blocks->count - n.title_count));
	if (n.title_count && !refused(&r))
		refusal_note(&r, "notes_import.under_agenda", "file", arena_print(a, "%zu", n.title_count));
	if (n.own_count && !refused(&r))
		refusal_note(&r, "notes_import.own_headings", "file", arena_print(a, "%zu", n.own_count));
	js_set(a, j, "refusals", service_refusals(a, &r));
	return j;
}
