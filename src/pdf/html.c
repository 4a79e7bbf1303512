/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/html.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/limits.h"
#include "base/out.h"
#include "base/text.h"

enum { NAME_MAX_BYTES = 12, COLUMNS_MAX = 64 };

/* A tag, from its "<" on. */
struct tag {
	char name[NAME_MAX_BYTES + 1]; /* "" for a comment or a declaration */
	bool is_end, is_empty;
	const char *words, *words_end; /* its attributes as written */
	const char *class;             /* that one read; NULL: it has none, or it is an end */
	const char *behind;
};

struct reading {
	struct arena *arena;
	struct pdf_document *document;
	const char *at;
	size_t first; /* the blocks before this one stay, whatever they say: of another page, or before the foot */
	bool is_in_block; /* the last block is still being written */
	bool is_in_table, is_in_caption, is_in_cell;
	size_t column; /* of the cell, in the table's last row */
	int bold;
	char typed[NAME_MAX_BYTES + 1]; /* the element of class "typed" around, in which line breaks were typed */
	int typed_depth;                /* of elements of its name in it, itself with them; 0: there is none */
	bool is_capital; /* the next text begins with a capital, as the style sheet has terms and headings */
	int lists[PDF_DEPTH_MAX]; /* those around: the number of the last item, or -1 when they have none */
	int deeper;               /* how many more are around, which count as the innermost */
	struct pdf_place place;   /* of the next block */
	const char *uri;
};

/* ------------------------------------------------------------------------------------------- tags --- */

static struct tag tag_at(const char *at)
{
	struct tag t = { .name = "", .words = at, .words_end = at };
	const char *end;
	size_t n = 0;
	char quote = 0;

	if (!strncmp(at, "<!--", 4)) {
		end = strstr(at, "-->");
		t.behind = end ? end + 3 : at + strlen(at);
		return t;
	}
	at++;
	t.is_end = *at == '/';
	at += t.is_end;
	for (; (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9'); at++)
		if (n < NAME_MAX_BYTES)
			t.name[n++] = *at;
	t.name[n] = '\0';
	for (end = at; *end && (quote || *end != '>'); end++) {
		if (quote ? *end == quote : *end == '"' || *end == '\'')
			quote = quote ? 0 : *end;
	}
	t.words = at;
	t.words_end = end;
	t.is_empty = end > at && end[-1] == '/';
	t.behind = *end ? end + 1 : end;
	return t;
}

/* Is it one of the words, between single spaces? */
static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = words; at && n && (at = strstr(at, word)); at += n)
		if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

static bool is_tag(const struct tag *t, const char *names)
{
	return has_word(names, t->name);
}

/* Text with its entities read: those that view/escape.h writes, by name or number. */
static char *plain(struct arena *a, const char *s, size_t n)
{
	static const struct {
		const char *name;
		char c;
	} names[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&#34;", '"' }, { "&#39;", '\'' } };
	char *text = arena_copy(a, s, n), *to = text;

	for (size_t i = 0; i < n; i++, to++) {
		*to = s[i];
		for (size_t k = 0; s[i] == '&' && k < sizeof(names) / sizeof(names[0]); k++) {
			size_t length = strlen(names[k].name);

			if (n - i >= length && !memcmp(s + i, names[k].name, length)) {
				*to = names[k].c;
				i += length - 1;
				break;
			}
		}
	}
	*to = '\0';
	return text;
}

/* The value of an attribute; NULL when the tag has none of this name. */
static const char *attribute(struct arena *a, const struct tag *t, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = t->words; at + n + 2 < t->words_end; at++) {
		const char *value = at + 1 + n + 2, *end;

		if (*at != ' ' || strncmp(at + 1, name, n) != 0 || strncmp(at + 1 + n, "=\"", 2) != 0)
			continue;
		end = memchr(value, '"', (size_t)(t->words_end - value));
		return end ? plain(a, value, (size_t)(end - value)) : NULL;
	}
	return NULL;
}

/* A tag to be read, not to be stepped over: several ask for its class. */
static struct tag tag_of(struct arena *a, const char *at)
{
	struct tag t = tag_at(at);

	if (!t.is_end)
		t.class = attribute(a, &t, "class");
	return t;
}

/* Behind the end of the element that begins with this tag. */
static const char *over(const struct tag *begun)
{
	const char *at = begun->behind;
	int depth = 1;

	if (begun->is_empty || is_tag(begun, "input br img meta link hr"))
		return at;
	while (depth && (at = strchr(at, '<'))) {
		struct tag t = tag_at(at);

		if (!strcmp(t.name, begun->name))
			depth += t.is_end ? -1 : t.is_empty ? 0 : 1;
		at = t.behind;
	}
	return at ? at : begun->behind + strlen(begun->behind);
}

static bool is_left_out(const struct tag *t)
{
	static const char *const classes[] = { "bar", "tools", "skip", "formats", "filters", "actions", "summary", "button" };

	if (is_tag(t, "header nav form script style button input select textarea link meta"))
		return true;
	if (is_tag(t, "details"))
		return !memmem(t->words, (size_t)(t->words_end - t->words), " open", 5);
	if (has_word(t->class, "screen"))
		return !has_word(t->class, "paper");
	for (size_t i = 0; t->class && i < sizeof(classes) / sizeof(classes[0]); i++)
		if (has_word(t->class, classes[i]))
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------- text --- */

static struct pdf_block *last_block(const struct reading *r)
{
	return &r->document->blocks[r->document->count - 1];
}

static struct pdf_cell *cell(const struct reading *r)
{
	struct pdf_table *t = last_block(r)->table;

	return &t->cells[(t->rows - 1) * t->columns + r->column - 1];
}

/* In the lists around, as many items as `kept` go on; at `kept` a list begins, or in the same one another item. */
static void leave_items(struct reading *r, int kept, bool is_new_list)
{
	if (kept > r->place.kept)
		return;
	r->place.is_new_list = is_new_list || (kept == r->place.kept && r->place.is_new_list);
	r->place.kept = kept;
}

/* A block in which nothing was said gives its place to the next: a list's item that has a paragraph. */
static void start(struct reading *r, enum pdf_sort sort)
{
	struct pdf_block *last = r->document->count > r->first ? last_block(r) : NULL;

	if (last && (last->sort == PDF_PARAGRAPH || last->sort == PDF_ITEM) && pdf_is_blank(&last->text)) {
		if (r->place.kept == r->place.depth && r->place.depth == last->place.depth)
			r->place.number = last->place.number;
		leave_items(r, last->place.kept, last->place.is_new_list);
		r->document->count--;
	}
	pdf_block(r->document, sort)->place = r->place;
	r->place = (struct pdf_place){ .depth = r->place.depth, .kept = r->place.depth };
	r->is_in_block = true;
}

/* Where text goes that comes now; NULL: nowhere. */
static struct pdf_text *target(struct reading *r)
{
	if (r->is_in_caption)
		return &last_block(r)->table->caption;
	if (r->is_in_table)
		return r->is_in_cell ? &cell(r)->text : NULL;
	if (!r->is_in_block)
		start(r, PDF_PARAGRAPH);
	return &last_block(r)->text;
}

static void say(struct reading *r, struct pdf_span span)
{
	struct pdf_text *t = target(r);

	if (t)
		pdf_span(r->arena, t, span);
}

/* The text with a capital at its beginning. */
static const char *capital(struct arena *a, const char *text)
{
	const char *rest = text + strspn(text, " \n\t");
	char first[5] = "";

	(void)text_put((uint32_t)utf8proc_toupper((utf8proc_int32_t)text_next(&rest)), first);
	return arena_print(a, "%s%s", first, rest);
}

/* A new line, unless the text begins here. */
static void break_line(struct reading *r)
{
	struct pdf_text *t = target(r);

	if (t && !pdf_is_blank(t))
		pdf_span(r->arena, t, (struct pdf_span){ .sort = PDF_BREAK });
}

static void say_text(struct reading *r, const char *text)
{
	const struct pdf_text blank = { .spans = &(struct pdf_span){ .text = text, .length = strlen(text) }, .count = 1 };

	if (pdf_is_blank(&blank) && !r->is_in_block && !r->is_in_cell)
		return; /* between the elements of the page */
	if (r->is_capital && !pdf_is_blank(&blank) && target(r)) {
		text = capital(r->arena, text);
		r->is_capital = false;
	}
	for (;;) {
		size_t n = r->typed_depth ? strcspn(text, "\n") : strlen(text);

		if (n)
			say(r, (struct pdf_span){ .text = text, .length = n, .is_bold = r->bold > 0, .uri = r->uri });
		if (!text[n])
			return;
		break_line(r);
		text += n + 1;
	}
}

/* ------------------------------------------------------------------------------------------- pictures --- */

/* The runs of a QR code: "M<x> <y>.5h<width>" each. */
static void read_runs(struct reading *r, struct pdf_figure *f, const char *path)
{
	char *at;

	for (path = strchr(path, 'M'); path; path = strchr(at, 'M')) {
		struct pdf_run run = { .x = (int)strtol(path + 1, &at, 10) };

		run.y = (int)strtol(at, &at, 10);
		at = strchr(at, 'h');
		if (!at)
			return;
		run.width = (int)strtol(at + 1, &at, 10);
		if (run.x >= 0 && run.y >= 0 && run.width > 0 && run.y < f->size && run.x < f->size && run.width <= f->size - run.x)
			pdf_dark(r->arena, f, run);
	}
}

static void read_code(struct reading *r, const struct tag *svg, const char *behind)
{
	const char *box = attribute(r->arena, svg, "viewBox"), *at = svg->behind;
	struct pdf_figure *f;

	start(r, PDF_FIGURE);
	f = last_block(r)->figure;
	f->alt = attribute(r->arena, svg, "aria-label");
	if (box && !strncmp(box, "0 0 ", 4))
		f->size = (int)strtol(box + 4, NULL, 10);
	if (f->size < 1 || f->size > 200)
		f->size = 1;
	while ((at = strchr(at, '<')) && at < behind) {
		struct tag t = tag_at(at);
		const char *path = is_tag(&t, "path") ? attribute(r->arena, &t, "d") : NULL;

		if (path)
			read_runs(r, f, path);
		at = t.behind;
	}
	r->is_in_block = false;
}

static void read_picture(struct reading *r, const struct tag *svg, const char *behind)
{
	const char *label = attribute(r->arena, svg, "aria-label");

	if (svg->class && !strncmp(svg->class, "light light-", 12))
		say(r, (struct pdf_span){ .sort = PDF_MARK, .text = svg->class + 12 });
	else if (attribute(r->arena, svg, "shape-rendering") && !r->is_in_table)
		read_code(r, svg, behind);
	else if (label)
		say_text(r, label);
}

/* ------------------------------------------------------------------------------------------- elements --- */

static size_t count_cells(struct reading *r, const char *at)
{
	size_t count = 0;

	while (count < COLUMNS_MAX && (at = strchr(at, '<'))) {
		struct tag t = tag_of(r->arena, at);
		const char *span;

		at = t.behind;
		if (is_tag(&t, "tr table") && t.is_end)
			break;
		if (t.is_end || !is_tag(&t, "th td"))
			continue;
		span = attribute(r->arena, &t, "colspan");
		if (!is_left_out(&t))
			count += span && *span >= '1' && *span <= '9' ? (size_t)(*span - '0') : 1;
	}
	return count;
}

static void read_table_tag(struct reading *r, const struct tag *t)
{
	struct pdf_table *table;

	if (is_tag(t, "table")) {
		r->is_in_cell = r->is_in_caption = false;
		r->is_in_table = !t->is_end;
		r->is_in_block = false;
		if (!t->is_end)
			start(r, PDF_TABLE);
		return;
	}
	if (!r->is_in_table)
		return;
	table = last_block(r)->table;
	if (is_tag(t, "caption")) {
		r->is_in_caption = !t->is_end;
	} else if (is_tag(t, "tr") && !t->is_end) {
		if (!table->rows)
			table->columns = count_cells(r, t->behind);
		r->column = 0;
		if (table->columns)
			(void)pdf_row(r->arena, table);
	} else if (is_tag(t, "th td")) {
		/* More cells than headings: the last one holds them all. */
		r->is_in_cell = !t->is_end && table->rows;
		if (r->is_in_cell && r->column < table->columns)
			r->column++;
		r->is_capital = r->is_in_cell && table->rows == 1 && is_tag(t, "th");
		if (r->is_in_cell)
			cell(r)->is_heading = is_tag(t, "th");
	}
}

/* One without a list is a paragraph. */
static void begin_item(struct reading *r)
{
	int *last = r->place.depth ? &r->lists[r->place.depth - 1] : NULL;

	r->place.number = last && *last >= 0 ? ++*last : 0;
	if (last)
		leave_items(r, r->place.depth - 1, false);
}

static void read_block_tag(struct reading *r, const struct tag *t)
{
	static const struct {
		const char *name;
		enum pdf_sort sort;
	} sorts[] = { { "h1", PDF_H1 }, { "h2", PDF_H2 }, { "h3", PDF_H3 }, { "h4", PDF_H4 }, { "li", PDF_ITEM } };
	enum pdf_sort sort = PDF_PARAGRAPH;

	if (r->is_in_table) {
		if (!t->is_end)
			break_line(r);
		return;
	}
	if (is_tag(t, "dt"))
		r->bold += t->is_end ? -1 : 1;
	if (is_tag(t, "dd") && !t->is_end && r->document->count && last_block(r)->sort == PDF_PARAGRAPH) {
		r->is_in_block = true; /* below its term */
		break_line(r);
		return;
	}
	r->is_in_block = false;
	r->is_capital = !t->is_end && is_tag(t, "dt h1 h2 h3 h4");
	if (t->is_end)
		return;
	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (is_tag(t, sorts[i].name))
			sort = sorts[i].sort;
	if (is_tag(t, "li"))
		begin_item(r);
	start(r, sort == PDF_ITEM && !r->place.depth ? PDF_PARAGRAPH : sort);
}

/* Numbers are the style sheet's: lists of a log have none. */
static void read_list_tag(struct reading *r, const struct tag *t)
{
	struct pdf_place *place = &r->place;

	r->is_in_block = false;
	if (t->is_end && r->deeper) {
		r->deeper--;
	} else if (t->is_end && place->depth) {
		leave_items(r, --place->depth, false);
	} else if (!t->is_end && place->depth == PDF_DEPTH_MAX) {
		r->deeper++;
	} else if (!t->is_end) {
		r->lists[place->depth] = is_tag(t, "ol") && !has_word(t->class, "log") ? 0 : -1;
		leave_items(r, place->depth++, true);
	}
}

static void read_tag(struct reading *r, const struct tag *t)
{
	const char *href;

	if (is_tag(t, "table caption tr th td")) {
		read_table_tag(r, t);
	} else if (is_tag(t, "h1 h2 h3 h4 p li dt dd figcaption legend summary")) {
		read_block_tag(r, t);
	} else if (is_tag(t, "strong b")) {
		r->bold += t->is_end ? -1 : 1;
	} else if (is_tag(t, "br")) {
		break_line(r);
	} else if (is_tag(t, "a")) {
		href = t->is_end ? NULL : attribute(r->arena, t, "href");
		r->uri = href && !strncmp(href, "https://", 8) ? href : NULL;
	} else if (is_tag(t, "ul ol") && !r->is_in_table) {
		read_list_tag(r, t);
	} else if (is_tag(t, "div section article dl main body figure footer") && !r->is_in_table) {
		r->is_in_block = false;
		if (is_tag(t, "footer") && !t->is_end && !r->document->foot)
			r->first = r->document->foot = r->document->count;
	}
}

static void follow_typed(struct reading *r, const struct tag *t)
{
	if (r->typed_depth && !strcmp(r->typed, t->name)) {
		r->typed_depth += t->is_end ? -1 : !t->is_empty;
	} else if (!r->typed_depth && !t->is_end && !t->is_empty && has_word(t->class, "typed")) {
		memcpy(r->typed, t->name, sizeof(r->typed));
		r->typed_depth = 1;
	}
}

/* What the page says about itself. */
static void read_head(struct reading *r, const char *html)
{
	const char *title = strstr(html, "<title>"), *end = title ? strchr(title + 7, '<') : NULL, *root = strstr(html, "<html ");
	const char *language = NULL;

	if (root) {
		struct tag t = tag_at(root);

		language = attribute(r->arena, &t, "lang");
	}
	r->document = pdf_document(r->arena, end ? plain(r->arena, title + 7, (size_t)(end - title - 7)) : "",
		language && !strcmp(language, "en") ? "en" : "sv");
}

static void read_body(struct reading *r, const char *html)
{
	r->at = strstr(html, "<body");
	if (!r->at)
		r->at = html;
	while (*r->at && !pdf_is_full(r->document)) {
		size_t n = strcspn(r->at, "<");
		struct tag t;

		if (n) {
			say_text(r, plain(r->arena, r->at, n));
			r->at += n;
			continue;
		}
		t = tag_of(r->arena, r->at);
		r->at = t.behind;
		if (!t.is_end && is_tag(&t, "svg")) {
			r->at = over(&t);
			read_picture(r, &t, r->at);
		} else if (!t.is_end && is_left_out(&t)) {
			r->at = over(&t);
		} else {
			follow_typed(r, &t);
			read_tag(r, &t);
		}
	}
}

struct pdf_document *pdf_from_html(struct arena *a, const char *html)
{
	struct reading r = { .arena = a };

	read_head(&r, html);
	read_body(&r, html);
	return r.document;
}

void pdf_add_html(struct pdf_document *d, const char *html, struct pdf_table *contents)
{
	struct reading r = { .arena = d->arena, .document = d, .first = d->count };
	size_t first = d->count;

	read_body(&r, html);
	if (d->count > first && contents)
		pdf_part(d, first, contents);
}
