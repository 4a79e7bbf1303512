/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/notes.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "desk/intake.h"
#include "desk/service.h"
#include "guard/identity.h"
#include "kinds/object.h"
#include "kinds/passage.h"

/* One meeting's drafts at hand. */
struct notes {
	struct desk *desk;
	struct arena *arena;
	const struct actor *actor;
	const char *meeting;
	struct draft_passage *drafts;
	size_t count;
	int64_t moved;          /* a heading that takes along what stands under it; 0: none */
	const char *moved_from; /* the row of the agenda under which it stood */
};

/* Is it somebody who may write notes, about a meeting that there is? */
static bool notes_open(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question,
	struct notes *out)
{
	const char *named = js_get_text(question, "meeting");

	*out = (struct notes){ .desk = d, .arena = a, .actor = actor };
	if (!(actor->roles & kind_find("passage_noted")->writers) || !named || !text_is_utf8(named, strlen(named)))
		return false;
	out->meeting = object_find(d->store, a, "meeting", named);
	if (!out->meeting)
		return false;
	out->count = draft_passages(d->office, a, out->meeting, &out->drafts);
	return true;
}

static struct draft_passage *draft_of(const struct notes *n, int64_t id)
{
	for (size_t i = 0; id && i < n->count; i++)
		if (n->drafts[i].id == id)
			return &n->drafts[i];
	return NULL;
}

/* ------------------------------------------------------------------------------------------- saving --- */

/* The field of passage_noted that a draft's field becomes, or `form`; NULL for any other. */
static const struct field *draft_field(const char *name)
{
	static const struct field form = { .name = "form", .type = FIELD_CODE };

	if (!strcmp(name, "meeting") || !strcmp(name, "position"))
		return NULL;
	return strcmp(name, "form") != 0 ? kind_field(kind_find("passage_noted"), name) : &form;
}

/* A row of the form at hand. */
struct row {
	const struct json *sent;
	int64_t id, version;     /* as the form had it */
	const char *was;
	const char *fields;      /* as they are kept */
	const char *act;         /* of a row that has a nonce; else NULL */
	bool has_text, is_behind; /* is_behind: the form left the passage alone, and somebody else has changed it meanwhile */
	struct refusals refusals;
};

static void read_fields(struct notes *n, struct row *row)
{
	struct json *kept = js_array(n->arena);
	const char *nonce = js_get_text(row->sent, "n");
	struct given *given;
	size_t count;

	if (!service_fields(n->arena, js_get(row->sent, "fields"), &given, &count)) {
		refuse(&row->refusals, "offer.control", NULL, NULL);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const struct field *field = draft_field(given[i].name);
		const char *value;

		if (!field) {
			refuse_arg(&row->refusals, "offer.unknown_field", NULL, NULL, arena_text(n->arena, identity_told(given[i].name)));
			continue;
		}
		value = offer_clean(n->arena, &row->refusals, field, given[i].value);
		if (text_is_blank(value))
			continue;
		row->has_text |= !strcmp(given[i].name, "text");
		js_add_pair(n->arena, kept, given[i].name, value);
	}
	row->fields = js_line(n->arena, kept);
	row->act = nonce ? draft_passage_act(n->arena, nonce, row->fields) : NULL;
}

bool notes_kept(struct arena *a, const struct draft_passage *draft, struct given **out, size_t *out_count)
{
	return service_fields(a, js_read(a, draft->fields, strlen(draft->fields)), out, out_count);
}

/* Would the drafts grow past what their form can send? */
static bool is_too_much(const struct notes *n, const struct draft_passage *draft, const char *fields)
{
	size_t total = strlen(fields);

	for (size_t i = 0; i < n->count; i++)
		if (&n->drafts[i] != draft)
			total += strlen(n->drafts[i].fields);
	return total > NOTES_BYTES_MAX;
}

/* Puts the passage into the office and among the drafts at hand, against which the next row is weighed. */
static struct draft_passage *keep_row(struct notes *n, struct draft_passage *draft, struct row *row)
{
	int64_t now = env_now(n->desk->env);

	if (is_too_much(n, draft, row->fields)) {
		refuse(&row->refusals, "notes.too_much", "text", NULL);
	} else if (!draft) {
		int64_t id = draft_passage_add(n->desk->office, n->meeting, row->fields, row->act, n->actor->person, now);

		if (id < 0) {
			refuse(&row->refusals, "notes.too_many", "text", NULL);
			return NULL;
		}
		draft = &n->drafts[n->count++];
		*draft = (struct draft_passage){ id, 1, row->fields, n->actor->person, now, row->act };
	} else if (strcmp(draft->fields, row->fields) != 0) {
		draft_passage_change(n->desk->office, draft->id, row->fields, n->actor->person, now);
		draft->fields = row->fields;
		draft->version++;
	}
	return draft;
}

/* The row of the agenda under which the draft stands, as the form sends it; "" for none. */
static const char *item_of(struct notes *n, const struct draft_passage *draft)
{
	struct given *kept;
	size_t count;
	const char *item = NULL;

	if (notes_kept(n->arena, draft, &kept, &count))
		item = intake_choice(kept, count, "agenda_item");
	return item ? item : "";
}

/* It changes places with the one before it or after it under the same row of the agenda, when there is one. */
static void move_row(struct notes *n, const struct draft_passage *draft, bool is_up)
{
	struct draft_passage *all;
	size_t count = draft_passages(n->desk->office, n->arena, n->meeting, &all);
	const char *item = item_of(n, draft);
	int64_t before = 0;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(item_of(n, &all[i]), item) != 0)
			continue;
		if (before && (is_up ? all[i].id : before) == draft->id) {
			draft_passage_swap(n->desk->office, before, all[i].id);
			return;
		}
		before = all[i].id;
	}
}

static int level_of(struct notes *n, const struct draft_passage *draft)
{
	struct given *kept;
	size_t count;

	return passage_form_level(notes_kept(n->arena, draft, &kept, &count) ? intake_choice(kept, count, "form") : NULL);
}

/* The same passage under another row of the agenda. */
static const char *fields_under(struct notes *n, const struct draft_passage *draft, const char *item)
{
	struct json *fields = js_array(n->arena);
	struct given *kept;
	size_t count;

	if (!notes_kept(n->arena, draft, &kept, &count))
		return draft->fields;
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(kept[i].name, "agenda_item"))
			continue;
		js_add_pair(n->arena, fields, kept[i].name, kept[i].value);
		if (!strcmp(kept[i].name, "text") && *item)
			js_add_pair(n->arena, fields, "agenda_item", item);
	}
	return js_line(n->arena, fields);
}

/* What stood under the heading that was moved goes with it. */
static void move_section(struct notes *n)
{
	struct draft_passage *all;
	size_t count = draft_passages(n->desk->office, n->arena, n->meeting, &all), at = 0;
	const char *item;
	int level;

	while (at < count && all[at].id != n->moved)
		at++;
	if (at == count)
		return;
	item = item_of(n, &all[at]);
	level = level_of(n, &all[at]);
	for (size_t i = at + 1; level && strcmp(item, n->moved_from) != 0 && i < count; i++) {
		int own = level_of(n, &all[i]);

		if (strcmp(item_of(n, &all[i]), n->moved_from) != 0)
			continue;
		if (own && own <= level)
			return;
		draft_passage_change(n->desk->office, all[i].id, fields_under(n, &all[i], item), n->actor->person,
			env_now(n->desk->env));
	}
}

/* To remove one is of its version alone; one that is gone stays so. */
static const struct draft_passage *remove_row(struct notes *n, struct row *row, struct draft_passage *draft)
{
	if (draft && draft->version != row->version) {
		refuse(&row->refusals, "notes.conflict", NULL, NULL);
		return draft;
	}
	if (draft) {
		draft_passage_drop(n->desk->office, draft->id);
		*draft = n->drafts[--n->count];
	}
	return NULL;
}

/* The draft that the same new row has made already, as it stands now; the row has seen it as it was made. */
static struct draft_passage *made_before(const struct notes *n, struct row *row)
{
	for (size_t i = 0; row->act && i < n->count; i++)
		if (text_equal(n->drafts[i].act, row->act)) {
			row->version = 1;
			row->was = draft_passage_mark(n->arena, row->fields);
			return &n->drafts[i];
		}
	return NULL;
}

/* The passage as it is kept after this; NULL when there is none. */
static const struct draft_passage *save_fields(struct notes *n, struct row *row, struct draft_passage *draft)
{
	const char *deed = js_get_text(row->sent, "do"), *stood = draft ? item_of(n, draft) : "";

	read_fields(n, row);
	if (refused(&row->refusals))
		return draft;
	if (!draft)
		draft = made_before(n, row);
	if (draft && text_equal(row->was, draft_passage_mark(n->arena, row->fields))) {
		row->is_behind = strcmp(draft->fields, row->fields) != 0;
		row->fields = draft->fields;
	} else if (draft ? draft->version != row->version && strcmp(draft->fields, row->fields) != 0 : row->id && row->version > 0) {
		refuse(&row->refusals, "notes.conflict", NULL, NULL);
	}
	if (!refused(&row->refusals) && (draft || row->has_text))
		draft = keep_row(n, draft, row);
	if (draft && !refused(&row->refusals) && (text_equal(deed, "up") || text_equal(deed, "down")))
		move_row(n, draft, text_equal(deed, "up"));
	if (draft && !refused(&row->refusals) && text_equal(deed, "first"))
		draft_passage_first(n->desk->office, n->meeting, draft->id);
	if (draft && !refused(&row->refusals) && text_equal(deed, "section")) {
		n->moved = draft->id;
		n->moved_from = stood;
	}
	return draft;
}

static struct json *save_row(struct notes *n, const struct json *sent)
{
	struct row row = { .sent = sent, .id = js_get_int(sent, "id", 0), .version = js_get_int(sent, "version", 0),
		.was = js_get_text(sent, "was"), .refusals.arena = n->arena };
	const struct refusals *r = &row.refusals;
	struct draft_passage *found = draft_of(n, row.id);
	const struct draft_passage *draft = text_equal(js_get_text(sent, "do"), "remove") ? remove_row(n, &row, found)
		: save_fields(n, &row, found);
	struct json *j = js_object(n->arena);

	js_set_int(n->arena, j, "id", draft ? draft->id : row.id);
	js_set_int(n->arena, j, "version", row.is_behind ? row.version : draft ? draft->version : 0);
	if (draft)
		js_set_text(n->arena, j, "was", row.is_behind ? row.was : draft_passage_mark(n->arena, draft->fields));
	js_set(n->arena, j, "refusals", service_refusals(n->arena, r));
	js_set(n->arena, j, "conflict", js_bool(n->arena, r->count && text_equal(r->all[r->count - 1].rule, "notes.conflict")));
	return j;
}

struct json *notes_save(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question)
{
	const struct json *rows = js_get(question, "rows");
	struct json *list = js_array(a), *j = js_object(a);
	struct notes n;

	if (!notes_open(d, a, actor, question, &n) || notes_facts(d->store, n.meeting).is_finished || !rows
		|| rows->type != JS_ARRAY || rows->count > DRAFT_PASSAGES_MAX + 1)
		return service_said(a, "no");
	for (size_t i = 0; i < rows->count; i++)
		js_add(a, list, save_row(&n, rows->items[i]));
	if (n.moved)
		move_section(&n);
	js_set(a, j, "rows", list);
	return j;
}

/* ------------------------------------------------------------------------------------------- finishing --- */

/* The draft as an offer of passage_noted at its position; false when what is kept cannot be read.  A passage that was offered
 * with its entry and made secret goes without it, as passage_noted asks: what it tells of would stand in clear. */
static bool act_of_draft(struct notes *n, size_t at, int64_t position, struct act *out)
{
	struct given *kept, *given;
	size_t count, to = 0;
	bool is_secret;

	if (!notes_kept(n->arena, &n->drafts[at], &kept, &count))
		return false;
	is_secret = text_equal(intake_choice(kept, count, "audience"), passage_audiences[PASSAGE_AUDIENCE_SECRET]);
	given = ARENA_MANY(n->arena, count + 2, struct given);
	given[to++] = (struct given){ "meeting", n->meeting };
	given[to++] = (struct given){ "position", arena_print(n->arena, "%lld", (long long)position) };
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(kept[i].name, "form") || (is_secret && !strcmp(kept[i].name, "entry")))
			continue;
		given[to] = kept[i];
		if (!strcmp(kept[i].name, "text"))
			given[to].value = passage_text_in_form(n->arena, intake_choice(kept, count, "form"), kept[i].value);
		to++;
	}
	*out = (struct act){ .kind = "passage_noted", .given = given, .given_count = to };
	return true;
}

static bool is_as_seen(const struct notes *n, const struct json *question)
{
	const struct json *seen = js_get(question, "seen");
	int64_t noted = store_int(n->desk->store, 0, "SELECT count(*) FROM passage WHERE meeting = ?1 AND sort = 'passage'"
		" AND NOT EXISTS (SELECT 1 FROM notes WHERE meeting = ?1)", "t", n->meeting);

	if (js_get_int(question, "noted", 0) != noted || !seen || seen->type != JS_ARRAY || seen->count != n->count)
		return false;
	for (size_t i = 0; i < n->count; i++) {
		const struct json *pair = seen->items[i];

		if (pair->type != JS_ARRAY || pair->count != 2 || pair->items[0]->number != n->drafts[i].id
			|| pair->items[1]->number != n->drafts[i].version)
			return false;
	}
	return true;
}

/* The row's refusals among all, each at its place in the form. */
static void keep_refusals(struct notes *n, const struct refusals *own, int64_t id, struct refusals *all)
{
	for (size_t i = 0; i < own->count; i++) {
		struct refusal r = own->all[i];

		r.field = arena_print(n->arena, "%s.%lld", r.field ? r.field : "text", (long long)id);
		refusal_add(all, r);
	}
}

static const struct fault *write_passages(struct notes *n, struct refusals *all)
{
	int64_t last = store_int(n->desk->store, 0, "SELECT max(position) FROM passage WHERE meeting = ? AND sort = 'passage'", "t",
		n->meeting);
	const struct fault *f = NULL;

	for (size_t i = 0; !f && i < n->count; i++) {
		struct answer answer = { .seq = -1, .refusals.arena = n->arena };
		struct act act;

		if (!act_of_draft(n, i, last + (int64_t)i + 1, &act)) {
			refuse(&answer.refusals, "offer.control", NULL, NULL);
		} else {
			f = desk_write(n->desk, n->arena, n->actor, &act, false, &answer);
		}
		keep_refusals(n, &answer.refusals, n->drafts[i].id, all);
	}
	return f;
}

void notes_finished_act(struct store *s, struct arena *a, const char *meeting, struct act *out)
{
	struct given *given = ARENA_MANY(a, 3, struct given);
	int64_t count;
	const char *digest = passage_digest(s, a, meeting, &count);

	given[0] = (struct given){ "meeting", meeting };
	given[1] = (struct given){ "passages", arena_print(a, "%lld", (long long)count) };
	given[2] = (struct given){ "digest", digest };
	*out = (struct act){ .kind = "notes_finished", .given = given, .given_count = 3 };
}

static const struct fault *write_finished(struct notes *n, struct refusals *all, int64_t *out_seq)
{
	const struct fault *f;
	struct answer answer;
	struct act act;

	notes_finished_act(n->desk->store, n->arena, n->meeting, &act);
	f = desk_write(n->desk, n->arena, n->actor, &act, false, &answer);
	if (f)
		return f;
	*out_seq = answer.seq;
	for (size_t i = 0; i < answer.refusals.count; i++)
		refusal_add(all, answer.refusals.all[i]);
	return NULL;
}

const struct fault *notes_finish(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question,
	struct json **out_answer, bool *out_wrote)
{
	struct book_place place = book_place(&d->book);
	struct refusals r = { .arena = a };
	const struct fault *f = NULL;
	struct json *j = js_object(a);
	int64_t seq = -1;
	struct notes n;

	*out_answer = service_said(a, "no");
	if (!notes_open(d, a, actor, question, &n))
		return NULL;
	if (!is_as_seen(&n, question)) {
		js_set(a, j, "moved", js_bool(a, true));
		refuse(&r, "notes.moved", NULL, NULL);
	} else {
		store_savepoint(d->store);
		f = write_passages(&n, &r);
		if (!f && !refused(&r))
			f = write_finished(&n, &r, &seq);
		if (f || refused(&r)) {
			store_savepoint_undo(d->store);
			book_return(&d->book, place);
		} else {
			store_savepoint_keep(d->store);
			*out_wrote = true;
			js_set_int(a, j, "seq", seq);
			js_set_int(a, j, "passages", (int64_t)n.count);
		}
	}
	js_set(a, j, "refusals", service_refusals(a, &r));
	*out_answer = f && f->sort == FAULT_USAGE ? service_fault(a, f) : j;
	return f && f->sort == FAULT_USAGE ? NULL : f;
}
