/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "view/escape.h"
#include "view/feed.h"
#include "view/format.h"

static void write_element(struct out *o, const char *name, const char *text)
{
	out_print(o, "<%s>", name);
	escape_xml(o, text);
	out_print(o, "</%s>\n", name);
}

static void write_link(struct out *o, const struct feed *f, const char *relation, const char *type, const char *path)
{
	out_print(o, "<link rel=\"%s\" type=\"%s\" href=\"", relation, type);
	escape_xml(o, f->site);
	escape_xml(o, path);
	out_text(o, "\"/>\n");
}

/* An address for ever, which leads nowhere (RFC 8141): the same wherever the council is served. */
static void write_id(struct out *o, const struct feed *f, const char *id)
{
	out_text(o, "<id>urn:fyr:");
	escape_write(o, ESCAPE_URL_LATER, f->origin);
	if (id) {
		out_char(o, ':');
		escape_write(o, ESCAPE_URL_LATER, id);
	}
	out_text(o, "</id>\n");
}

/* What is there may still be hidden: then its sentence stands for it. */
static const char *words_of(struct arena *a, const struct table *t, size_t row, const char *column,
	const struct catalogue *words)
{
	const struct cell *c = table_named(t, row, column);

	return c && c->type != CELL_NONE ? format_cell(a, words, c, FORMAT_RAW, NULL) : NULL;
}

static void write_entry(struct out *o, struct arena *a, const struct table *t, size_t row, const struct feed *f,
	const struct catalogue *words)
{
	const char *id = table_text(t, row, "id"), *published = table_text(t, row, "published"), *path = table_text(t, row, "path");
	const char *title = words_of(a, t, row, "title", words), *text = words_of(a, t, row, "text", words);

	if (!id || !published || !path)
		return;
	out_text(o, "<entry>\n");
	write_id(o, f, id);
	write_element(o, "title", title ? title : id);
	write_element(o, "updated", published);
	write_element(o, "published", published);
	write_link(o, f, "alternate", "text/html", path);
	if (text)
		write_element(o, "summary", text);
	out_text(o, "</entry>\n");
}

void view_atom(struct out *o, struct arena *a, const struct tables *t, const struct feed *f, const struct catalogue *words)
{
	const struct table *main = t->main ? tables_find(t, t->main) : NULL;
	const char *newest = f->began, *council = f->council ? f->council : catalogue_text(words, "erased.text");

	for (size_t row = 0; main && row < main->row_count; row++) {
		const char *published = table_text(main, row, "published");

		if (published && strcmp(published, newest) > 0)
			newest = published;
	}
	out_text(o, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	out_print(o, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n", catalogue_language(words));
	write_id(o, f, NULL);
	write_element(o, "title", council);
	write_element(o, "updated", newest);
	out_text(o, "<author>\n");
	write_element(o, "name", council);
	out_text(o, "</author>\n");
	if (f->self)
		write_link(o, f, "self", "application/atom+xml", f->self);
	write_link(o, f, "alternate", "text/html", f->page);
	for (size_t row = 0; main && row < main->row_count; row++)
		write_entry(o, a, main, row, f, words);
	out_text(o, "</feed>\n");
}
