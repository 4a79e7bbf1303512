/* SPDX-License-Identifier: EUPL-1.2
 *
 * Lines of a text file, put together into pieces.  Such a file is often what a reader of PDF files left of one: lines broken
 * at a width, torn apart where a page ended.
 */
#include "document/plain.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/text.h"

enum { LINES_MAX = 40000, WRAP_MAX = 120, WRAP_MIN = 48, LONG_LINES_PART = 10 };

struct line {
	const char *text, *row; /* trimmed at both ends; with its tabs, of which the outer ones part empty cells */
	size_t n, width;
};
struct lines {
	struct blocks *blocks;
	struct line *all;
	size_t count, width;
};

bool plain_is_capital(const char *text)
{
	uint32_t c = text_next(&text);

	return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU || (c >= '0' && c <= '9') || c == 0xA7;
}

char plain_last(const char *text)
{
	size_t n = strlen(text);

	return n ? text[n - 1] : '\0';
}

/* ---------------------------------------------------------------------------------------- the text --- */

/* Ends of lines and pages as line breaks; *out_is_text tells whether any other control stands in it. */
static char *breaks_made_one(struct arena *a, const char *bytes, size_t n, bool *out_is_text)
{
	char *out = arena_get(a, n + 1);
	size_t to = 0;

	*out_is_text = true;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '\r' && i + 1 < n && bytes[i + 1] == '\n')
			continue;
		if (c == '\r' || c == '\f' || c == '\v')
			c = '\n';
		*out_is_text &= c >= ' ' || c == '\n' || c == '\t';
		out[to++] = (char)c;
	}
	return out;
}

static const char *text_of(struct blocks *b, const char *bytes, size_t n)
{
	bool is_text;
	char *text;

	if (n >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) {
		bytes += 3;
		n -= 3;
	}
	text = breaks_made_one(b->arena, bytes, n, &is_text);
	if (!is_text) {
		blocks_fail(b, "document.not_text", NULL);
		return "";
	}
	if (text_is_utf8(text, strlen(text)))
		return text;
	blocks_remark(b, DOCUMENT_LATIN1);
	return text_from_latin1(b->arena, text, strlen(text));
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* One space where several stand, as between columns that were lost. */
static void narrow_spaces(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != ' ' || to == text || to[-1] != ' ')
			*to++ = *from;
	*to = '\0';
}

static void add_line(struct lines *l, const char *from, size_t n)
{
	const char *row = arena_copy(l->blocks->arena, from, n);
	char *text;

	while (n && is_space(*from)) {
		from++;
		n--;
	}
	while (n && is_space(from[n - 1]))
		n--;
	text = arena_copy(l->blocks->arena, from, n);
	narrow_spaces(text);
	l->all[l->count++] = (struct line){ text, row, strlen(text), text_chars(text) };
}

static bool is_address(const struct line *l)
{
	return (!strncmp(l->text, "https://", 8) || !strncmp(l->text, "http://", 7)) && !strpbrk(l->text, " \t");
}

/* The width at which lines are broken; 0 when too many are longer than anybody breaks them. */
static size_t width_of(const struct lines *l)
{
	size_t width = 0, filled = 0, longer = 0;

	for (size_t i = 0; i < l->count; i++) {
		size_t w = is_address(&l->all[i]) ? 0 : l->all[i].width;

		filled += w > 0;
		longer += w > WRAP_MAX;
		if (w <= WRAP_MAX && w > width)
			width = w;
	}
	return longer * LONG_LINES_PART > filled || width < WRAP_MIN ? 0 : width;
}

static bool read_lines(struct lines *l, const char *text)
{
	size_t count = 1;

	for (const char *c = text; *c; c++)
		count += *c == '\n';
	if (count > LINES_MAX) {
		blocks_fail(l->blocks, "document.too_long", NULL);
		return false;
	}
	l->all = ARENA_MANY(l->blocks->arena, count, struct line);
	while (*text) {
		size_t n = strcspn(text, "\n");

		add_line(l, text, n);
		text += n + (text[n] == '\n');
	}
	l->width = width_of(l);
	return true;
}

/* ---------------------------------------------------------------------------------------- what a line is --- */

/* Behind the mark of an item of a list: a bullet or stroke and a space; the line itself when it has none. */
static const char *after_bullet(const char *line)
{
	static const char *const marks[] = { "-", "*", "\xE2\x80\xA2", "\xE2\x80\x93", "\xE2\x80\x94", "\xC2\xB7", "\xEF\x82\xB7",
		"\xE2\x97\xA6", "\xE2\x96\xAA", "o" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);

		if (!strncmp(line, marks[i], n) && is_space(line[n]))
			return line + n + strspn(line + n, " \t");
	}
	return line;
}

/* "1. ", "12) ", "a) ": the number stays with the item. */
static bool is_numbered(const char *line)
{
	size_t n = strspn(line, "0123456789");

	if (n && n <= 3)
		return strchr(".)", line[n]) && line[n] && is_space(line[n + 1]);
	return line[0] >= 'a' && line[0] <= 'z' && line[1] == ')' && is_space(line[2]);
}

/* "Sida 2 (5)", "2 (5)", "Page 3 of 5": what a page says of itself. */
static bool is_page_number(const char *line)
{
	static const char *const between[] = { "av ", "of ", "/", "(" };
	bool has_word = !strncasecmp(line, "sida ", 5) || !strncasecmp(line, "page ", 5);
	const char *at = has_word ? line + 5 : line;
	size_t n = strspn(at, "0123456789");

	if (!n || n > 4)
		return false;
	at += n;
	at += strspn(at, " ");
	if (has_word && !*at)
		return true;
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		if (!strncmp(at, between[i], strlen(between[i]))) {
			at += strlen(between[i]);
			break;
		}
	n = strspn(at, "0123456789");
	return n && (has_word || at[n] == ')') && (!at[n] || !strcmp(at + n, ")"));
}

/* A line of strokes, or an empty one. */
static bool is_stroke(const char *line)
{
	return !line[strspn(line, "=-_*")];
}

static bool is_row(const struct lines *l, size_t i)
{
	return i < l->count && l->all[i].n && strchr(l->all[i].row, '\t') && after_bullet(l->all[i].text) == l->all[i].text
		&& !is_numbered(l->all[i].text);
}

/* Did the paragraph end with that line?  The next word had had much more room than it needs, and a sentence ends there or
 * something new begins. */
static bool ends_early(const struct lines *l, const struct line *at, const struct line *next)
{
	size_t word = strcspn(next->text, " ");

	if (!l->width)
		return true;
	return (at->width + 1 + word) * 4 < l->width * 3
		&& (strchr(".?!:", plain_last(at->text)) || plain_is_capital(next->text));
}

/* ---------------------------------------------------------------------------------------- pieces --- */

/* Puts the line behind the text; a word broken at the line's end is made whole again, but not "mål- och". */
static const char *joined(struct arena *a, const char *text, const char *line)
{
	size_t n = strlen(text);
	bool is_broken = n > 1 && text[n - 1] == '-' && text[n - 2] != ' ' && !plain_is_capital(line)
		&& strncmp(line, "och ", 4) != 0 && strncmp(line, "eller ", 6) != 0;

	return is_broken ? arena_print(a, "%.*s%s", (int)(n - 1), text, line) : arena_print(a, "%s %s", text, line);
}

static struct piece piece_of(enum piece_sort sort, const struct line *line, const char *text)
{
	return (struct piece){ .sort = sort, .text = text, .lines = 1, .widest = line->width, .last_width = line->width };
}

static void new_piece(struct pieces *p, enum piece_sort sort, const struct line *line, const char *text)
{
	p->all[p->count++] = piece_of(sort, line, text);
}

/* "# ", "## " or "### ". */
static void new_heading(struct pieces *p, const struct line *line)
{
	new_piece(p, PIECE_HEADING, line, line->text + strspn(line->text, "# "));
	p->all[p->count - 1].level = (enum level)(LEVEL_FIRST + strcspn(line->text, " ") - 1);
}

/* Lines with tabs, two or more of them, as a spreadsheet puts them on the clipboard. */
static size_t take_table(struct pieces *p, const struct lines *l, size_t i)
{
	struct arena *a = p->blocks->arena;
	struct line first = l->all[i];
	struct out rows;

	out_init(&rows, a, DOCUMENT_BYTES_MAX);
	for (; is_row(l, i); i++) {
		const char *at = l->all[i].row;

		out_text(&rows, rows.length ? "\n" : "");
		for (bool is_more = true; is_more;) {
			size_t n = strcspn(at, "\t");

			out_print(&rows, "%s| %s", at == l->all[i].row ? "" : " ", blocks_cell(a, arena_copy(a, at, n)));
			is_more = at[n] == '\t';
			at += n + is_more;
		}
	}
	if (out_full(&rows))
		blocks_fail(p->blocks, "document.too_long", NULL);
	new_piece(p, PIECE_TABLE, &first, out_cstr(&rows));
	return i;
}

bool plain_join(struct pieces *p, struct piece *piece, const struct piece *next)
{
	if (strlen(piece->text) > TEXT_MAX_CHARS * 4) { /* too long in any script, and each time the whole is copied */
		blocks_fail(p->blocks, "document.block_too_long", arena_print(p->blocks->arena, "%zu", (size_t)(piece - p->all) + 1));
		return false;
	}
	piece->text = joined(p->blocks->arena, piece->text, next->text);
	piece->lines += next->lines;
	piece->widest = next->widest > piece->widest ? next->widest : piece->widest;
	piece->last_width = next->last_width;
	piece->is_before_blank = next->is_before_blank;
	return true;
}

/* A line that begins or goes on with a piece.  `before` is the line before, NULL after a blank one. */
static void take_line(struct pieces *p, const struct lines *l, const struct line *line, const struct line *before)
{
	const char *item = after_bullet(line->text);
	const struct piece next = piece_of(PIECE_TEXT, line, line->text);
	const struct piece *last = before && p->count ? &p->all[p->count - 1] : NULL;

	if (is_address(line))
		new_piece(p, PIECE_ADDRESS, line, line->text);
	else if (!strncmp(line->text, "# ", 2) || !strncmp(line->text, "## ", 3) || !strncmp(line->text, "### ", 4))
		new_heading(p, line);
	else if (item != line->text)
		new_piece(p, PIECE_ITEM, line, item);
	else if (is_numbered(line->text))
		new_piece(p, PIECE_NUMBERED, line, line->text);
	else if (last && last->sort <= PIECE_NUMBERED && !ends_early(l, before, line))
		(void)plain_join(p, &p->all[p->count - 1], &next);
	else
		new_piece(p, PIECE_TEXT, line, line->text);
}

static void gather(struct pieces *p, const struct lines *l)
{
	const struct line *before = NULL;

	for (size_t i = 0; i < l->count && !p->blocks->problem.rule;) {
		const struct line *line = &l->all[i];
		size_t count = p->count;

		if (is_stroke(line->text) || is_page_number(line->text)) {
			if (!is_stroke(line->text))
				blocks_remark(p->blocks, DOCUMENT_MARGINS);
			if (count)
				p->all[count - 1].is_before_blank = true;
			before = NULL;
			i++;
			continue;
		}
		if (is_row(l, i) && is_row(l, i + 1)) {
			i = take_table(p, l, i);
		} else {
			take_line(p, l, line, before);
			i++;
		}
		if (p->count > count)
			p->all[count].is_after_blank = !before;
		before = &l->all[i - 1];
	}
}

void plain_read(struct blocks *b, const char *bytes, size_t n)
{
	struct lines l = { .blocks = b };
	struct pieces p = { .blocks = b };
	const char *text = text_of(b, bytes, n);

	if (b->problem.rule || !read_lines(&l, text))
		return;
	p.all = ARENA_MANY(b->arena, l.count + 1, struct piece);
	p.width = l.width;
	gather(&p, &l);
	if (!b->problem.rule)
		plain_guess(&p);
}
