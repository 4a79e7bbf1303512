/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: any bytes as a page that a paper is made of.  The document is whole: its headings in steps, its lists in each other,
 * its tables full, its links to https alone, its codes within their edge.  As plain text nothing of it is left out.  The paper
 * is one of PDF's own form, each of its objects where it says, or it is too large and says so.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "pdf/html.h"
#include "pdf/pdf.h"
#include "pdf/plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct pdf_text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct pdf_span *s = &t->spans[i];

		assert(s->sort == PDF_TEXT || s->sort == PDF_BREAK || s->sort == PDF_MARK);
		assert(s->sort != PDF_TEXT || (s->length && !memchr(s->text, '\0', s->length)));
		assert(!s->uri || !strncmp(s->uri, "https://", 8));
	}
}

static void check_table(const struct pdf_table *t)
{
	check_text(&t->caption);
	assert(t->rows * t->columns <= t->room && t->columns < 100);
	for (size_t i = 0; i < t->rows * t->columns; i++)
		check_text(&t->cells[i].text);
}

static void check_figure(const struct pdf_figure *f)
{
	assert(f->size > 0 && f->size <= 200);
	for (size_t i = 0; i < f->count; i++) {
		const struct pdf_run *r = &f->runs[i];

		assert(r->x >= 0 && r->y >= 0 && r->y < f->size && r->width > 0 && r->x + r->width <= f->size);
	}
}

static void check_document(const struct pdf_document *d)
{
	int level = 0, depth = 0;

	for (size_t i = 0; i < d->count; i++) {
		const struct pdf_block *b = &d->blocks[i];

		check_text(&b->text);
		assert(b->place.depth <= PDF_DEPTH_MAX && b->place.kept >= 0 && b->place.kept <= depth
			&& b->place.kept <= b->place.depth && b->place.number >= 0);
		depth = b->place.depth;
		assert((b->sort == PDF_TABLE) == (b->table != NULL) && (b->sort == PDF_FIGURE) == (b->figure != NULL));
		if (b->table)
			check_table(b->table);
		if (b->figure)
			check_figure(b->figure);
		if (b->sort >= PDF_H1 && b->sort <= PDF_H4) {
			assert((int)b->sort - PDF_H1 <= level);
			level = (int)b->sort - PDF_H1 + 1;
		}
	}
	assert(!strcmp(d->language, "sv") || !strcmp(d->language, "en"));
}

/* All letters of the text stand in the plain one, from `at` on and in their order; behind them. */
static const char *find_text(const char *at, const struct pdf_text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct pdf_span *s = &t->spans[i];

		for (size_t n = 0; s->sort == PDF_TEXT && n < s->length; n++) {
			if (strchr(" \t\n", s->text[n]))
				continue;
			at = strchr(at, s->text[n]);
			assert(at);
			at++;
		}
	}
	return at;
}

/* The first row of a table are its headings, which stand where there is something below them. */
static void check_plain(struct arena *a, const struct pdf_document *d)
{
	const char *at;
	struct out o;

	out_init(&o, a, PAGE_MAX);
	pdf_plain(d, &o);
	if (out_full(&o))
		return;
	at = out_cstr(&o);
	assert(!o.length || at[o.length - 1] == '\n');
	for (size_t i = 0; i < d->count; i++) {
		const struct pdf_table *t = d->blocks[i].table;

		at = find_text(at, &d->blocks[i].text);
		if (!t || t->rows < 2)
			continue;
		at = find_text(at, &t->caption);
		for (size_t n = t->columns; n < t->rows * t->columns; n++)
			at = find_text(at, &t->cells[n].text);
	}
}

/* Its table of objects, as ISO 32000-1 §7.5.4 has it. */
static void check_paper(struct arena *a, const struct out *o)
{
	const char *start = memmem(o->bytes + o->length - 40, 40, "startxref\n", 10), *at;
	size_t count;

	assert(!strncmp(o->bytes, "%PDF-1.4\n", 9) && !memcmp(o->bytes + o->length - 6, "%%EOF\n", 6) && start);
	at = o->bytes + strtoul(start + 10, NULL, 10);
	assert(!strncmp(at, "xref\n0 ", 7));
	count = strtoul(at + 7, NULL, 10);
	at = strchr(at + 7, '\n') + 1;
	for (size_t i = 1; i < count; i++) {
		const char *expected = arena_print(a, "%zu 0 obj\n", i);

		at += 20; /* a line each, the first for no object */
		assert(!strncmp(o->bytes + strtoul(at, NULL, 10), expected, strlen(expected)));
	}
}

static bool is_for_paper(const uint8_t *data, size_t size)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	unsigned sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = sum * 31 + data[i];
	return sum % 16 == 0;
#else
	(void)data;
	(void)size;
	return true;
#endif
}

static void check_written(struct arena *a, const struct pdf_document *d)
{
	struct hasher *h = hasher_new();
	const struct fault *f;
	struct out o;

	out_init(&o, a, PAGE_MAX);
	f = pdf_write(a, h, d, &o);
	assert((f != NULL) == out_full(&o));
	if (!f)
		check_paper(a, &o);
	hasher_free(h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pdf_document *d;
	struct arena *a;

	if (size > 1 << 16)
		return 0;
	a = arena_new(ARENA_REQUEST_MAX);
	d = pdf_from_html(a, arena_copy(a, (const char *)data, size));
	check_document(d);
	check_plain(a, d);
	if (is_for_paper(data, size))
		check_written(a, d);
	arena_free(a);
	return 0;
}
