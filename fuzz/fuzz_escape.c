/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: any text as a value on its way out: into HTML and addresses, JSON, CSV and a terminal, beside the formats that put
 * dates, times and numbers into words.  Nothing of it comes through as anything but a value, and where the form has a
 * reader, it reads the same value back.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "http/reply.h"
#include "view/escape.h"
#include "view/format.h"
#include "view/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *escaped(struct arena *a, enum escape how, const char *s)
{
	struct out o;

	out_init(&o, a, 1 << 20);
	escape_write(&o, how, s);
	assert(!out_full(&o));
	return out_cstr(&o);
}

/* What a browser makes of the five entities we write; any other ampersand is a fault. */
static const char *unescaped(struct arena *a, const char *s)
{
	static const char *const entities[] = { "&amp;&", "&lt;<", "&gt;>", "&#34;\"", "&#39;'" };
	struct out o;

	out_init(&o, a, 1 << 20);
	while (*s) {
		size_t i = 0, n = 1;

		for (; *s == '&' && i < 5; i++) {
			n = strlen(entities[i]) - 1;
			if (!strncmp(s, entities[i], n))
				break;
		}
		assert(i < 5);
		out_char(&o, *s == '&' ? entities[i][n] : *s);
		s += n;
	}
	return out_cstr(&o);
}

static void check_html(struct arena *a, const char *text)
{
	const char *plain = escaped(a, ESCAPE_TEXT, text), *start = escaped(a, ESCAPE_URL_START, text);
	const char *later = escaped(a, ESCAPE_URL_LATER, text);
	struct out xml;

	out_init(&xml, a, 1 << 20);
	assert(!strpbrk(plain, "<>\"'") && !strcmp(unescaped(a, plain), text));
	assert(!strcmp(plain, escaped(a, ESCAPE_PLAIN, text)));
	escape_xml(&xml, text);
	assert(!strpbrk(out_cstr(&xml), "<>\"'") && text_chars(unescaped(a, out_cstr(&xml))) == text_chars(text));
	assert(!strpbrk(start, "<>\"' \t\r\n\\"));
	assert(!strcmp(start, "#") || (*start == '/' && start[1] != '/') || !strncmp(start, "https://", 8));
	assert(!later[strspn(later, "%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")]);
}

static void check_data(struct arena *a, const char *text)
{
	static const struct column column = { "note", COLUMN_TEXT, LABEL_OPEN, false };
	struct cell cell = { .type = CELL_TEXT, .text = text };
	struct table table = { .name = "rows", .columns = &column, .column_count = 1, .cells = &cell, .row_count = 1 };
	const struct tables all = { .page = "fuzz", .all = &table, .count = 1, .main = "rows" };
	const struct json *read, *rows;
	struct csv_problem problem;
	struct csv csv;
	struct out o;

	out_init(&o, a, 1 << 20);
	view_json(&o, a, &all);
	read = js_read(a, out_cstr(&o), o.length);
	rows = js_get(read, "rows");
	assert(rows && rows->count == 1 && !strcmp(js_get_text(rows->items[0], "note"), text));
	out_init(&o, a, 1 << 20);
	view_csv(&o, a, &all, catalogue_get("en"));
	assert(csv_read(a, out_cstr(&o), o.length, &csv, &problem) && csv.columns == 1 && csv.row_count == 1);
	assert(!csv_is_formula(csv.rows[0].cells[0]) && strstr(csv.rows[0].cells[0], text));
	out_init(&o, a, 1 << 20);
	view_text(&o, a, &all, catalogue_get("sv"));
	for (const char *at = out_cstr(&o); *at; at++)
		assert((unsigned char)*at >= ' ' || *at == '\n' || *at == '\t');
	assert(!strchr(out_cstr(&o), '\x7F'));
}

/* Formats take what they know and leave the rest as it is; an ETag and a header of the visitor's are only compared. */
static void check_formats(struct arena *a, const char *text)
{
	static const char *const languages[] = { "sv", "en" };
	struct reply reply = { .status = 200 };

	for (size_t i = 0; i < 2; i++) {
		const struct catalogue *words = catalogue_get(languages[i]);

		assert(*text ? *format_date(a, words, text) && *format_time(a, words, text) && *format_decimal(a, words, text) : true);
	}
	assert(!etag_is_listed(text, "\"v1\"") || strstr(text, "\"v1\"") || !strcmp(text, "*"));
	reply_header(a, &reply, "Location", text);
	assert(reply.is_broken == (text[strcspn(text, "\r\n\t\x7F")] != '\0'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	char *text = NULL;

	if (size > 1 << 13)
		return 0;
	a = arena_new(64 << 20);
	/* Inside the program there is no other text than a cleaned one (base/text.h). */
	if (text_clean(a, (const char *)data, size, 4000, false, &text) == TEXT_OK) {
		check_html(a, text);
		check_data(a, text);
		check_formats(a, text);
	}
	arena_free(a);
	return 0;
}
