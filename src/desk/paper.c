/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/paper.h"

#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "pdf/html.h"
#include "pdf/pdf.h"
#include "pdf/plain.h"

enum { INPUTS_MAX = 4 };

/* A paper in the making, on one snapshot. */
struct making {
	struct desk *desk;
	const struct shelf *shelf;
	struct arena *arena, *own; /* own: for one page of a part, given back before the next */
	struct page_ask ask;
	struct pdf_document *paper;
	struct pdf_table *contents; /* NULL: plain text, which has no pages */
	enum show_format format;
	struct shown *out;
};

bool paper_ask(const struct shelf *shelf, struct arena *a, const char *path, struct page_ask *ask)
{
	struct page_input *inputs = ARENA_MANY(a, INPUTS_MAX, struct page_input);
	const char *query = strchr(path, '?'), *at = query;

	ask->page = shelf_route(shelf, a, query ? arena_copy(a, path, (size_t)(query - path)) : path, inputs, INPUTS_MAX,
		&ask->input_count);
	ask->inputs = inputs;
	while (at && ask->input_count < INPUTS_MAX) {
		const char *name = at + 1, *sign = strchr(name, '=');

		if (!sign)
			return false;
		at = strchr(sign, '&');
		inputs[ask->input_count++] = (struct page_input){ arena_copy(a, name, (size_t)(sign - name)),
			at ? arena_copy(a, sign + 1, (size_t)(at - sign - 1)) : sign + 1 };
	}
	return ask->page && !at;
}

/* A part, as the same person gets it as a page of its own.  One that is not to be had leaves no gap: the paper is refused as
 * that page is. */
static const struct fault *add_part(struct making *m, const char *path)
{
	struct page_ask ask = m->ask;
	const struct fault *f;

	if (!paper_ask(m->shelf, m->own, path, &ask))
		return fault_new(m->arena, FAULT_SYSTEM, __func__, "a part of the paper is no page: %s", path);
	f = fault_kept(m->arena, show_within(m->desk, m->shelf, m->own, &ask, SHOW_HTML, m->out));
	if (!f && m->out->status == SHOW_OK)
		pdf_add_html(m->paper, m->out->bytes, m->contents);
	arena_reset(m->own);
	return f;
}

/* The rows that say which are asked of the gate too, as data. */
static const struct fault *add_parts(struct making *m)
{
	const struct catalogue *words = catalogue_get(m->ask.language);
	const struct json *data, *parts;
	const struct fault *f = show_within(m->desk, m->shelf, m->arena, &m->ask, SHOW_JSON, m->out);

	if (f || m->out->status != SHOW_OK)
		return f;
	data = js_read(m->arena, m->out->bytes, m->out->length);
	parts = data ? js_get(data, m->ask.page->parts) : NULL;
	if (m->format == SHOW_PDF)
		m->contents = pdf_contents(m->paper, catalogue_word(words, m->arena, "table", m->ask.page->parts),
			catalogue_text(words, "column.document"), catalogue_text(words, "paper.page"));
	m->own = arena_new(ARENA_REQUEST_MAX);
	for (size_t i = 0; !f && m->out->status == SHOW_OK && parts && i < parts->count && !pdf_is_full(m->paper); i++)
		f = add_part(m, js_get_text(parts->items[i], "path"));
	arena_free(m->own);
	return f;
}

static const struct fault *gather(struct making *m)
{
	const struct fault *f = show_within(m->desk, m->shelf, m->arena, &m->ask, SHOW_HTML, m->out);

	if (f || m->out->status != SHOW_OK)
		return f;
	m->paper = pdf_from_html(m->arena, m->out->bytes);
	return m->ask.page->parts ? add_parts(m) : NULL;
}

/* What was gathered, as a file. */
static const struct fault *draw(struct making *m)
{
	const struct fault *f = NULL;
	struct out o;

	out_init(&o, m->arena, PAGE_MAX);
	if (m->format == SHOW_PDF)
		f = pdf_write(m->arena, m->desk->hasher, m->paper, &o);
	else
		pdf_plain(m->paper, &o);
	if (out_full(&o)) {
		*m->out = (struct shown){ .status = SHOW_BAD_INPUT, .why = "problem.paper_too_large" };
		return NULL;
	}
	if (!f)
		*m->out = (struct shown){ .status = SHOW_OK, .bytes = out_cstr(&o), .length = o.length,
			.type = m->format == SHOW_PDF ? "application/pdf" : "text/plain; charset=utf-8" };
	return f;
}

/* False, told in `out`, when the page is not for paper. */
static bool begin(struct making *m)
{
	const struct page *page = m->ask.page;

	if ((m->ask.actor->roles & page->readers) && !page->has_paper) {
		*m->out = (struct shown){ .status = SHOW_NOT_FOUND, .why = "problem.no_paper" };
		return false;
	}
	/* What is done in a browser has no place on paper. */
	m->ask.is_web = false;
	m->ask.cache = NULL;
	return true;
}

const struct fault *paper_within(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	struct shown *out)
{
	struct making m = { .desk = d, .shelf = shelf, .arena = a, .ask = *ask, .format = SHOW_PDF, .out = out };
	const struct fault *f = begin(&m) ? gather(&m) : NULL;

	return f || !m.paper || out->status != SHOW_OK ? f : draw(&m);
}

const struct fault *desk_paper(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	enum show_format format, struct shown *out)
{
	struct making m = { .desk = d, .shelf = shelf, .arena = a, .ask = *ask, .format = format, .out = out };
	const struct fault *f;

	if (!begin(&m))
		return NULL;
	store_begin(d->store);
	f = gather(&m);
	store_rollback(d->store);
	return f || out->status != SHOW_OK ? f : draw(&m);
}
