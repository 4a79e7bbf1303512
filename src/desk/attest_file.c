/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reads the rows that a person sees in a report's file, by the few marks that our own pages put there and in no other
 * spelling; the page /verify reads them by the same rules (view/verify.js).
 */
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/attest.h"

enum { NUMBER_MAX = 1000000000 };

static const char *const languages[] = { "sv", "en" };
static const char *const processes[] = { "green", "yellow", "red", "none", "completed", "paused", "not_started" };
enum { LANGUAGES = 2, PROCESSES = 7 };

static const struct fault *unread(struct arena *a, const char *why)
{
	return fault_new(a, FAULT_DAMAGED, "report", "the report cannot be read: %s", why);
}

/* ------------------------------------------------------------------------------------------- cells --- */

/* A light's code, or in HTML its word in either language. */
static const char *process_of(struct arena *a, const char *text, bool is_word)
{
	for (size_t i = 0; i < PROCESSES; i++) {
		if (!is_word && !strcmp(text, processes[i]))
			return processes[i];
		for (size_t l = 0; is_word && l < LANGUAGES; l++)
			if (!strcmp(text, catalogue_word(catalogue_get(languages[l]), a, "process_short", processes[i])))
				return processes[i];
	}
	return NULL;
}

static bool number_from(const char *text, int64_t *out)
{
	uint64_t n;

	if (!text_to_size(text, NUMBER_MAX, &n))
		return false;
	*out = (int64_t)n;
	return true;
}

/* number, title, responsible, process, entry as they stand in the file. */
static bool row_from(struct arena *a, const char *const cells[5], bool is_word, struct report_row *out)
{
	const char *process = process_of(a, cells[3], is_word);
	struct report_row row = { .title = *cells[1] ? cells[1] : NULL, .responsible = *cells[2] ? cells[2] : NULL,
		.process = process, .entry = -1 };

	if (!process || !number_from(cells[0], &row.number))
		return false;
	if (strcmp(cells[4], is_word ? "–" : "") != 0 && !number_from(cells[4], &row.entry))
		return false;
	*out = row;
	return true;
}

/* ------------------------------------------------------------------------------------------- CSV --- */

/* The headings, all in one language. */
static bool headings_are_ours(struct arena *a, const struct csv *csv)
{
	for (size_t l = 0; csv->columns == REPORT_COLUMNS && l < LANGUAGES; l++) {
		const struct catalogue *words = catalogue_get(languages[l]);
		size_t same = 0;

		while (same < REPORT_COLUMNS && !strcmp(csv->header[same], catalogue_word(words, a, "column", report_columns[same])))
			same++;
		if (same == REPORT_COLUMNS)
			return true;
	}
	return false;
}

/* An apostrophe before what a spreadsheet would run was put there by us (view/view.h). */
static const char *bare(const char *cell)
{
	return cell + (*cell == '\'');
}

static const struct fault *read_csv(struct arena *a, const char *bytes, size_t n, struct report_file *out)
{
	struct csv csv;
	struct csv_problem problem;
	struct out evidence;

	if (!csv_read(a, bytes, n, &csv, &problem))
		return unread(a, "it is no table");
	if (!headings_are_ours(a, &csv) || !csv.row_count)
		return unread(a, "its headings are not those of a report, or it has no rows");
	out_init(&evidence, a, PAGE_MAX);
	out->report = (struct report){ .period = csv.rows[0].cells[0], .rows = ARENA_MANY(a, csv.row_count, struct report_row),
		.count = csv.row_count };
	out->code = csv.rows[0].cells[6];
	for (size_t i = 0; i < csv.row_count; i++) {
		const char *const *c = csv.rows[i].cells, *const cells[] = { c[1], bare(c[2]), bare(c[3]), c[4], c[5] };

		if (strcmp(c[0], out->report.period) != 0 || strcmp(c[6], out->code) != 0)
			return unread(a, arena_print(a, "row %zu has another period or code than the first", i + 1));
		if (!row_from(a, cells, false, &out->report.rows[i]))
			return unread(a, arena_print(a, "row %zu is none of ours", i + 1));
		out_text(&evidence, c[7]);
	}
	out->evidence = out_cstr(&evidence);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- HTML --- */

/* What stands after the only place with this mark; NULL when there is none, or more than one. */
static const char *after_mark(const char *html, const char *mark)
{
	const char *at = strstr(html, mark);

	return at && !strstr(at + 1, mark) ? at + strlen(mark) : NULL;
}

/* Text up to the next tag, which must be `end`; *at moves past that. */
static const char *text_until(struct arena *a, const char **at, const char *end)
{
	size_t n = strcspn(*at, "<");
	const char *start = *at;

	if (strncmp(start + n, end, strlen(end)) != 0)
		return NULL;
	*at = start + n + strlen(end);
	return arena_copy(a, start, n);
}

/* Replaces the character references that our pages write, in place; false for any other. */
static bool decode(char *text)
{
	static const struct {
		const char *name;
		char c;
	} known[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&#34;", '"' }, { "&#39;", '\'' } };
	char *to = text;

	while (*text) {
		size_t i = 0;

		while (*text == '&' && i < sizeof(known) / sizeof(known[0]) && strncmp(text, known[i].name, strlen(known[i].name)) != 0)
			i++;
		if (*text != '&') {
			*to++ = *text++;
			continue;
		}
		if (i == sizeof(known) / sizeof(known[0]))
			return false;
		*to++ = known[i].c;
		text += strlen(known[i].name);
	}
	*to = '\0';
	return true;
}

static bool takes(const char **at, const char *tag)
{
	*at += strspn(*at, " \t\n");
	if (strncmp(*at, tag, strlen(tag)) != 0)
		return false;
	*at += strlen(tag);
	return true;
}

static bool read_cells(struct arena *a, const char **at, const char *cells[5])
{
	for (size_t i = 0; i < 5; i++) {
		const char *text = takes(at, i ? "<td>" : "<th scope=\"row\">") ? text_until(a, at, i ? "</td>" : "</th>") : NULL;
		char *decoded = text ? arena_text(a, text) : NULL;

		if (!decoded || !decode(decoded))
			return false;
		cells[i] = decoded;
	}
	return takes(at, "</tr>");
}

static const struct fault *read_html_rows(struct arena *a, const char *at, struct report *out)
{
	size_t room = 0;

	while (takes(&at, "<tr>")) {
		const char *cells[5];

		if (out->count == room) {
			struct report_row *more = ARENA_MANY(a, room = room ? room * 2 : 64, struct report_row);

			if (out->count)
				memcpy(more, out->rows, out->count * sizeof(*more));
			out->rows = more;
		}
		if (!read_cells(a, &at, cells) || !row_from(a, cells, true, &out->rows[out->count]))
			return unread(a, arena_print(a, "row %zu is none of ours", out->count + 1));
		out->count++;
	}
	return takes(&at, "</tbody>") ? NULL : unread(a, "its rows do not end");
}

static const struct fault *read_html(struct arena *a, const char *html, struct report_file *out)
{
	const char *period = after_mark(html, " id=\"fyr-period\">"), *code = after_mark(html, " id=\"fyr-code\">");
	const char *rows = after_mark(html, "<tbody id=\"fyr-rows\">"), *evidence = after_mark(html, " id=\"fyr-evidence\">");

	if (!period || !code || !rows || !evidence)
		return unread(a, "it does not have rows, a code and evidence, once each");
	out->report.period = text_until(a, &period, "</span>");
	out->code = text_until(a, &code, "</code>");
	out->evidence = text_until(a, &evidence, "</script>");
	if (!out->report.period || !out->code || !out->evidence)
		return unread(a, "its period, code or evidence does not end");
	return read_html_rows(a, rows, &out->report);
}

const struct fault *report_file_read(struct arena *a, const char *bytes, size_t n, bool is_csv, struct report_file *out)
{
	struct report_file file = { .code = NULL };
	const struct fault *f;

	if (n > PAGE_MAX || !text_is_utf8(bytes, n))
		return unread(a, "it is too large, or no text");
	f = is_csv ? read_csv(a, bytes, n, &file) : read_html(a, arena_copy(a, bytes, n), &file);
	if (!f)
		*out = file;
	return f;
}
