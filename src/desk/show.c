/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/show.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "attachment/attachment.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/cache.h"
#include "desk/paper.h"
#include "desk/shelf.h"
#include "desk/site.h"
#include "desk/stamp.h"
#include "kinds/object.h"
#include "view/feed.h"
#include "view/site.h"
#include "view/view.h"

enum { WORD_INPUT_MAX = 60 };

/* One answer in the making. */
struct showing {
	struct desk *desk;
	const struct shelf *shelf;
	struct arena *arena;
	const struct page_ask *ask;
	enum show_format format;
	const char **values; /* one for each input of the page: what SQL gets; NULL for none */
	struct tables tables;
	size_t rows_from;    /* the arena's mark before the first row */
	bool is_too_large;   /* the rows came to more than a page may be made from */
};

/* ------------------------------------------------------------------------------------------- inputs --- */

static bool is_word(const char *s)
{
	return strlen(s) <= WORD_INPUT_MAX
		&& strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:,") == strlen(s);
}

static bool code_is_known(const char *const *codes, const char *s)
{
	for (; codes && *codes; codes++)
		if (!strcmp(*codes, s))
			return true;
	return !codes;
}

/* The instant at which a Swedish day begins: one or two hours before it does at Greenwich. */
static const char *day_begins(struct arena *a, int day)
{
	int64_t t = (int64_t)day * 86400 - 7200;

	return instant_text(a, instant_day(t) < day ? t + 3600 : t);
}

static const char *read_date(struct arena *a, enum input_type type, const char *given)
{
	const char *date = date_from_typed(a, given);

	if (!date)
		return NULL;
	return day_begins(a, type == INPUT_SINCE ? date_first_day(date) : date_last_day(date) + 1);
}

static enum show_status read_input(struct showing *w, const struct input *in, const char *given, const char **out)
{
	int64_t n = -1;

	if (text_is_blank(given))
		return in->is_must ? SHOW_BAD_INPUT : SHOW_OK;
	if (!is_word(given) || (in->type == INPUT_WORD && !code_is_known(in->codes, given)))
		return SHOW_BAD_INPUT;
	if (in->type == INPUT_INT && !text_to_int(given, 0, INT64_C(1) << 52, &n))
		return SHOW_BAD_INPUT;
	*out = given;
	if (in->type == INPUT_SINCE || in->type == INPUT_UNTIL) {
		*out = read_date(w->arena, in->type, given);
		return *out ? SHOW_OK : SHOW_BAD_INPUT;
	}
	if (in->type != INPUT_OBJECT)
		return SHOW_OK;
	*out = object_find(w->desk->store, w->arena, in->object, given);
	return *out ? SHOW_OK : SHOW_NOT_FOUND;
}

static bool is_declared(const struct page *page, const char *name)
{
	for (size_t i = 0; i < page->input_count; i++)
		if (!strcmp(page->inputs[i].name, name))
			return true;
	return false;
}

static enum show_status read_inputs(struct showing *w)
{
	const struct page *page = w->ask->page;
	enum show_status status = SHOW_OK;

	w->values = ARENA_MANY(w->arena, page->input_count, const char *);
	for (size_t i = 0; i < w->ask->input_count; i++)
		if (!is_declared(page, w->ask->inputs[i].name))
			return SHOW_BAD_INPUT;
	for (size_t i = 0; status == SHOW_OK && i < page->input_count; i++)
		status = read_input(w, &page->inputs[i], ask_input(w->ask, page->inputs[i].name), &w->values[i]);
	return status;
}

/* ------------------------------------------------------------------------------------------- query --- */

static void bind_inputs(struct showing *w, struct rows *r)
{
	const struct page *page = w->ask->page;

	for (size_t i = 0; i < page->input_count; i++) {
		const char *name = arena_print(w->arena, ":%s", page->inputs[i].name);
		int64_t n;

		if (w->values[i] && page->inputs[i].type == INPUT_INT && text_to_int(w->values[i], 0, INT64_MAX, &n))
			rows_bind_int(r, name, n);
		else
			rows_bind_text(r, name, w->values[i]);
	}
	ask_bind(w->ask, w->arena, r);
	rows_bind_text(r, ":language", w->ask->language);
	rows_bind_int(r, ":is_data", w->format != SHOW_HTML);
}

static struct cell read_cell(struct showing *w, const struct rows *r, int column)
{
	switch (rows_type(r, column)) {
	case STORE_INT:
		return (struct cell){ .type = CELL_INT, .number = rows_int(r, column) };
	case STORE_TEXT:
		return (struct cell){ .type = CELL_TEXT, .text = rows_text(r, w->arena, column) };
	case STORE_BLOB: /* text()'s mark */
		return (struct cell){ .type = CELL_ERASED };
	case STORE_NULL:
		break;
	}
	return (struct cell){ .type = CELL_NONE };
}

/* Rows are gathered into doubling blocks: how many there will be is not known before. */
static void run_query(struct showing *w, const struct query *q, const char *sql, struct table *t)
{
	struct rows r = store_prepare(w->desk->store, sql);
	size_t room = 0, max = q->is_one ? 1 : q->is_whole ? SIZE_MAX : ROWS_MAX;

	bind_inputs(w, &r);
	while (t->row_count < max && !w->is_too_large && rows_next(&r)) {
		if (t->row_count == room) {
			struct cell *cells;

			room = room ? room * 2 : 16;
			cells = ARENA_MANY(w->arena, room * q->column_count, struct cell);
			if (t->row_count)
				memcpy(cells, t->cells, t->row_count * q->column_count * sizeof(*cells));
			t->cells = cells;
		}
		for (size_t i = 0; i < q->column_count; i++)
			t->cells[t->row_count * q->column_count + i] = read_cell(w, &r, (int)i);
		t->row_count++;
		w->is_too_large = arena_mark(w->arena) - w->rows_from > PAGE_ROWS_MAX;
	}
	rows_end(&r);
}

static void run_queries(struct showing *w, const struct shelf_page *sp)
{
	struct fill fill = { .arena = w->arena, .store = w->desk->store, .ask = w->ask, .tables = &w->tables,
		.office = sp->page->reads_office ? w->desk->office : NULL, .is_data = w->format != SHOW_HTML,
		.policy = w->desk->policy };

	w->rows_from = arena_mark(w->arena);
	w->tables = sp->shape;
	w->tables.all = ARENA_MANY(w->arena, sp->shape.count, struct table);
	memcpy(w->tables.all, sp->shape.all, sp->shape.count * sizeof(*w->tables.all));
	for (size_t i = 0; i < sp->page->query_count; i++)
		if (sp->sql[i] && (w->format == SHOW_FILE || !text_equal(sp->page->file, sp->page->queries[i].name)))
			run_query(w, &sp->page->queries[i], sp->sql[i], &w->tables.all[SITE_TABLE_COUNT + i]);
	/* After a fault every table looks empty, and what fills them counts on rows that are always there. */
	if (sp->page->fill && !store_fault(w->desk->store))
		sp->page->fill(&fill);
}

/* ------------------------------------------------------------------------------------------- mask --- */

static enum label label_named(const struct cell *c)
{
	for (int i = 0; c->type == CELL_TEXT && i < LABEL_COUNT; i++)
		if (!strcmp(label_names[i], c->text))
			return (enum label)i;
	return LABEL_SECRET;
}

static void mask_row(const struct query *q, const struct table *t, size_t row, const struct actor *actor)
{
	struct cell *cells = &t->cells[row * t->column_count];
	size_t part = q->part_column ? table_column(t, q->part_column) : SIZE_MAX;
	size_t label_at = q->label_column ? table_column(t, q->label_column) : SIZE_MAX;
	size_t spread = q->spread_column ? table_column(t, q->spread_column) : SIZE_MAX;
	bool is_part = part != SIZE_MAX && cells[part].type == CELL_INT && cells[part].number;
	bool is_spread = spread != SIZE_MAX && cells[spread].type == CELL_INT && cells[spread].number;

	for (size_t i = 0; i < t->column_count; i++) {
		enum label label = t->columns[i].label;

		if (label_at != SIZE_MAX && !strcmp(t->columns[i].name, q->label_of))
			label = label_named(&cells[label_at]);
		if (cells[i].type == CELL_NONE || label_may_read(label, actor, is_part) || (is_spread && label == LABEL_PASSAGE))
			continue;
		cells[i] = (struct cell){ .type = CELL_MASKED, .label = label };
	}
}

static void mask(struct showing *w, const struct page *page)
{
	for (size_t i = 0; i < page->query_count; i++) {
		const struct table *t = &w->tables.all[SITE_TABLE_COUNT + i];

		for (size_t row = 0; row < t->row_count; row++)
			mask_row(&page->queries[i], t, row, w->ask->actor);
	}
}

/* ------------------------------------------------------------------------------------------- format --- */

/* Data formats leave the site's own tables out. */
static struct tables own_tables(const struct tables *all)
{
	struct tables t = *all;

	t.all += SITE_TABLE_COUNT;
	t.count -= SITE_TABLE_COUNT;
	return t;
}

static void write_feed(struct showing *w, const struct tables *own, enum show_format format, struct out *o)
{
	struct store *s = w->desk->store;
	const struct feed feed = { .site = w->ask->site, .page = w->ask->page->path, .council = store_text(s, w->arena,
		"SELECT text(name_text, 'name') FROM council", ""), .origin = w->desk->origin,
		.self = format == SHOW_ATOM ? SHOW_ATOM_PATH : NULL,
		.began = store_text(s, w->arena, "SELECT t FROM log WHERE seq = 0", "") };
	const struct catalogue *words = catalogue_get(w->ask->language);

	/* Without a first entry there is no council; after a fault nothing is sent of what is written here. */
	if (!feed.began || !feed.origin)
		return;
	if (format == SHOW_ATOM)
		view_atom(o, w->arena, own, &feed, words);
	else
		view_calendar(o, w->arena, own, &feed, words);
}

const char *const show_format_names[SHOW_FORMATS] = { [SHOW_HTML] = "html", [SHOW_JSON] = "json", [SHOW_CSV] = "csv",
	[SHOW_TEXT] = "text", [SHOW_FILE] = "file", [SHOW_ATOM] = "atom", [SHOW_CALENDAR] = "ics", [SHOW_PDF] = "pdf",
	[SHOW_PLAIN] = "txt" };

bool show_format_named(const char *name, enum show_format *out)
{
	for (int i = 0; i < SHOW_FORMATS; i++)
		if (!strcmp(name, show_format_names[i])) {
			*out = (enum show_format)i;
			return true;
		}
	return false;
}

static void write_format(struct showing *w, const struct shelf_page *sp, enum show_format format, struct shown *out)
{
	static const char *const types[] = { [SHOW_HTML] = "text/html; charset=utf-8",
		[SHOW_JSON] = "application/json; charset=utf-8", [SHOW_CSV] = "text/csv; charset=utf-8",
		[SHOW_TEXT] = "text/plain; charset=utf-8", [SHOW_ATOM] = "application/atom+xml; charset=utf-8",
		[SHOW_CALENDAR] = "text/calendar; charset=utf-8" };
	const struct catalogue *words = catalogue_get(w->ask->language);
	struct tables own = own_tables(&w->tables);
	struct out o;

	out_init(&o, w->arena, PAGE_MAX);
	if (format == SHOW_HTML)
		template_render(&o, w->arena, sp->template, &w->tables, words);
	else if (format == SHOW_JSON)
		view_json(&o, w->arena, &own);
	else if (format == SHOW_CSV)
		view_csv(&o, w->arena, &own, words);
	else if (format == SHOW_ATOM || format == SHOW_CALENDAR)
		write_feed(w, &own, format, &o);
	else
		view_text(&o, w->arena, &own, words);
	out->bytes = out_cstr(&o);
	out->length = o.length;
	out->type = types[format];
	out->status = SHOW_OK;
	if (out_full(&o))
		*out = (struct shown){ .status = SHOW_BAD_INPUT, .why = "problem.too_large" };
}

/* The bytes that the guard has left in the page's file. */
static void write_file(struct showing *w, const struct page *page, struct shown *out)
{
	const struct table *t = tables_find(&w->tables, page->file);
	const char *text = t->row_count ? table_text(t, 0, "file") : NULL;
	const struct attachment_type *type = text ? attachment_type_of(table_text(t, 0, "file_type")) : NULL;
	char *bytes = type ? arena_get(w->arena, ATTACHMENT_BYTES_MAX + 1) : NULL;
	size_t n;

	if (t->row_count && table_named(t, 0, "file")->type == CELL_MASKED)
		*out = (struct shown){ .status = SHOW_FORBIDDEN, .why = "problem.role" };
	else if (!bytes || !base64url_to(text, bytes, ATTACHMENT_BYTES_MAX, &n))
		*out = (struct shown){ .status = SHOW_NOT_FOUND, .why = "problem.no_file" };
	else
		*out = (struct shown){ .status = SHOW_OK, .bytes = bytes, .length = n, .type = type->media,
			.name = attachment_name(w->arena, table_text(t, 0, "title"),
				catalogue_text(catalogue_get(w->ask->language), "page.attachment"), type->ending),
			.sha256 = table_text(t, 0, "sha256") };
}

/* Why the page has no such format; NULL when it has. */
static const char *lacks_format(const struct page *page, enum show_format format)
{
	if (format == SHOW_CSV && !page->main)
		return "problem.no_csv";
	if ((format == SHOW_ATOM && !page->is_news) || (format == SHOW_CALENDAR && !page->is_calendar)
		|| (format == SHOW_FILE && !page->file))
		return "problem.not_found";
	return NULL;
}

/* A damaged office takes no page away that can be shown without it; one that could not be read this time would seem empty. */
static const struct fault *page_fault(const struct showing *w)
{
	const struct store *office = w->ask->page->reads_office ? w->desk->office : NULL;
	const struct fault *f = store_fault(w->desk->store);

	return f || !office || !store_fault(office) || store_fault(office)->sort != FAULT_SYSTEM ? f : store_fault(office);
}

static const struct fault *answer(struct showing *w, const struct shelf_page *sp, enum show_format format,
	struct shown *out)
{
	enum show_status status = read_inputs(w);
	const char *why;

	if (status != SHOW_OK) {
		*out = (struct shown){ .status = status, .why = status == SHOW_NOT_FOUND ? "problem.not_found" : "problem.input" };
		return store_fault(w->desk->store);
	}
	/* Nothing is asked of the state for a format that the page has not. */
	why = lacks_format(sp->page, format);
	if (why) {
		*out = (struct shown){ .status = SHOW_NOT_FOUND, .why = why };
		return store_fault(w->desk->store);
	}
	run_queries(w, sp);
	if (w->is_too_large) {
		*out = (struct shown){ .status = SHOW_BAD_INPUT, .why = "problem.too_large" };
		return store_fault(w->desk->store);
	}
	/* A page whose first table is one row is about one thing; without it there is no page. */
	if (sp->page->query_count && sp->page->queries[0].is_one && !w->tables.all[SITE_TABLE_COUNT].row_count) {
		*out = (struct shown){ .status = SHOW_NOT_FOUND, .why = "problem.not_found" };
		return store_fault(w->desk->store);
	}
	mask(w, sp->page);
	if (format == SHOW_HTML)
		site_fill(w->desk, w->shelf, w->arena, w->ask, &w->tables);
	if (page_fault(w))
		return page_fault(w);
	if (format == SHOW_FILE)
		write_file(w, sp->page, out);
	else
		write_format(w, sp, format, out);
	return NULL;
}

/* On the snapshot that is open. */
const struct fault *show_within(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	enum show_format format, struct shown *out)
{
	struct showing w = { .desk = d, .shelf = shelf, .arena = a, .ask = ask, .format = format };
	const char *key;
	const struct fault *f = NULL;

	if (!(ask->actor->roles & ask->page->readers)) {
		*out = (struct shown){ .status = SHOW_FORBIDDEN, .why = ask->actor->person ? "problem.role" : "problem.sign_in" };
		return NULL;
	}
	key = ask->cache && format != SHOW_FILE ? cache_key(a, d->store, ask, format, stamps_is_alarmed(a, d)) : NULL;
	if (key && cache_get(ask->cache, a, key, out))
		return NULL;
	f = answer(&w, shelf_find(shelf, ask->page), format, out);
	if (key && !f)
		cache_put(ask->cache, key, out);
	return f;
}

const struct fault *desk_show(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	enum show_format format, struct shown *out)
{
	const struct fault *f;

	assert(shelf_find(shelf, ask->page) && (format < SHOW_ATOM || format >= SHOW_PDF || ask->site));
	if (format >= SHOW_PDF)
		return desk_paper(d, shelf, a, ask, format, out);
	store_begin(d->store);
	f = show_within(d, shelf, a, ask, format, out);
	store_rollback(d->store);
	return f;
}
