/* SPDX-License-Identifier: EUPL-1.2
 *
 * pdf: what a page becomes before it has lines, lines, and the bytes.  What readers make of the file is test/pdf's.
 */
#include <sys/resource.h>

#include "base/limits.h"
#include "pdf/html.h"
#include "pdf/line.h"
#include "pdf/mark.h"
#include "pdf/pdf.h"
#include "pdf/plain.h"
#include "tap.h"

static const char page[] = "<!doctype html>\n<html lang=\"en\">\n<head><title>A &amp; B</title></head>\n<body>\n"
	"<header><p>menu</p></header><main>\n"
	"<h3>First &lt;heading&gt;</h3>\n<p>One <strong>bold</strong> word.</p><p class=\"screen\">hidden</p>"
	"<p class=\"screen paper\">kept</p><form><p>in <form>a</form> form</p></form><ul><li>"
	"<svg class=\"light light-green\"><circle/></svg> green</li><li>two</li></ul>\n"
	"<h1>Second</h1><h3>Third</h3><details><p>shut</p></details><details open><summary>open</summary></details>"
	"<p class=\"typed\">line\nline</p><dl><dt>\n\xC3\xA5term</dt><dd>told</dd></dl>"
	"<ol><li><p>a</p><ul><li>b</li></ul></li>\n<li></li><li>c</li></ol><ol class=\"log\"><li>d</li></ol>"
	"<p>a <a href=\"https://example.org/?a&amp;b\">link</a> and <a href=\"/own\">another</a></p>"
	"<svg role=\"img\" viewBox=\"0 0 9 9\" shape-rendering=\"crispEdges\" aria-label=\"code\">"
	"<path d=\"M4 4.5h2M8 8.5h1M8 8.5h9\"/></svg>"
	"<svg aria-label=\"a strip\"></svg><!-- <p>no</p> -->"
	"<table><caption class=\"quiet\">C</caption><thead><tr><th>x</th><th class=\"screen\">z</th><th>y</th></tr></thead>"
	"<tbody><tr><th>1</th><td class=\"screen\">z</td><td><p>2</p><p>3</p></td></tr><tr><td colspan=\"2\">none</td></tr>"
	"<tr><td>1</td><td>2</td><td>3</td></tr><tr><td class=\"typed\">1\n2</td><td>a\nb</td></tr></tbody></table>"
	"<p>It <span class=\"typed\">was\n<span>said\n</span>so\n</span>by\nall, <a class=\"typed\" href=\"/x\">p\nq</a></p>"
	"<p><q class=\"typed\">\nr\ns</q>\nt</p></main></body></html>\n";

/* A text's spans, a bar between them, "/" for a new line, "*" before a mark and "!" before what is bold. */
static const char *said(struct arena *a, const struct pdf_text *t)
{
	struct out o;

	out_init(&o, a, LEAF_MAX);
	for (size_t i = 0; i < t->count; i++) {
		const struct pdf_span *s = &t->spans[i];

		out_text(&o, i ? "|" : "");
		out_text(&o, s->sort == PDF_BREAK ? "/" : s->sort == PDF_MARK ? "*" : s->is_bold ? "!" : "");
		if (s->sort == PDF_TEXT)
			out_bytes(&o, s->text, s->length);
	}
	return out_cstr(&o);
}

static void check_html(struct tap *tap, struct arena *a)
{
	static const struct {
		enum pdf_sort sort;
		const char *said;
	} expected[] = { { PDF_H1, "First <heading>" }, { PDF_PARAGRAPH, "One |!bold| word." }, { PDF_PARAGRAPH, "kept" },
		{ PDF_ITEM, "*| green" }, { PDF_ITEM, "two" }, { PDF_H1, "Second" }, { PDF_H2, "Third" }, { PDF_PARAGRAPH, "open" },
		{ PDF_PARAGRAPH, "line|/|line" }, { PDF_PARAGRAPH, "!\xC3\x85term|/|told" },
		{ PDF_PARAGRAPH, "a" }, { PDF_ITEM, "b" }, { PDF_ITEM, "c" }, { PDF_ITEM, "d" },
		{ PDF_PARAGRAPH, "a |link| and |another" },
		{ PDF_FIGURE, "" }, { PDF_TABLE, "" }, { PDF_PARAGRAPH, "It |was|/|said|/|so|/|by\nall, |p|/|q" },
		{ PDF_PARAGRAPH, "r|/|s|\nt" } };
	struct pdf_document *d = pdf_from_html(a, page);
	const struct pdf_table *t;
	size_t at = 0;

	SAME(tap, d->title, "A & B", "the title");
	SAME(tap, d->language, "en", "the language");
	for (size_t i = 0; i < d->count; i++) {
		if (d->blocks[i].sort == PDF_PARAGRAPH && !strcmp(said(a, &d->blocks[i].text), "a strip"))
			continue;
		OK(tap, at < 19 && d->blocks[i].sort == expected[at].sort, "a block of the right sort");
		SAME(tap, said(a, &d->blocks[i].text), at < 19 ? expected[at].said : "", "with its text");
		at++;
	}
	OK(tap, at == 19, "and no others");
	SAME(tap, d->blocks[14].text.spans[1].uri, "https://example.org/?a&b", "a link that leads somewhere");
	OK(tap, !d->blocks[14].text.spans[3].uri, "and one that does not, from a file");
	OK(tap, d->blocks[15].figure->count == 2 && d->blocks[15].figure->size == 9, "a code, without what lies outside it");
	SAME(tap, d->blocks[15].figure->alt, "code", "and what it is");
	t = d->blocks[d->count - 3].table;
	OK(tap, t->columns == 2 && t->rows == 5, "a table without what is left out of it");
	SAME(tap, said(a, &t->cells[0].text), "X", "its first heading");
	SAME(tap, said(a, &t->caption), "C", "its caption, which print has for who listens");
	SAME(tap, said(a, &t->cells[3].text), "2|/|3", "a cell with two paragraphs");
	OK(tap, t->cells[0].is_heading && t->cells[2].is_heading && !t->cells[3].is_heading, "headings of columns and of rows");
	SAME(tap, said(a, &t->cells[4].text), "none", "a cell over both columns");
	SAME(tap, said(a, &t->cells[7].text), "2|3", "a row with too many cells keeps them all");
	SAME(tap, said(a, &t->cells[8].text), "1|/|2", "line breaks that were typed in a cell");
	SAME(tap, said(a, &t->cells[9].text), "a\nb", "and white space in the next");
}

/* Each block with its depth, of which items it keeps, "*" where a list begins, and its number. */
static void check_lists(struct tap *tap, struct arena *a)
{
	static const struct {
		const char *html, *places;
	} rows[] = {
		{ "<ul><li>a</li><li>b</li></ul>c", "a 1>0*, b 1>0, c 0>0" },
		{ "<ol><li>a<ul><li>b</li></ul>c</li><li>d</li></ol>", "a 1>0* 1, b 2>1*, c 1>1, d 1>0 2" },
		{ "<ul><li><ol><li>a</li><li></li><li>b</li></ol></li></ul>", "a 2>0* 1, b 2>1 3" },
		{ "<ol><li>\n<p>a</p> <p>b</p></li>\n<li> <h2>C</h2></li></ol>", "a 1>0* 1, b 1>1, C 1>0 2" },
		{ "<ol><li>a<ul><li>b</li></ul></li><li><ul><li>c</li></ul></li></ol>", "a 1>0* 1, b 2>1*, c 2>0" },
		{ "<ul><li>a</li></ul><ul><li>b</li></ul>", "a 1>0*, b 1>0*" },
		{ "<ol><li></li></ol><ol><li></li></ol><p>a</p>", "a 0>0" },
		{ "<ol class=\"log\"><li>a<li>b</ol></ol>c<li>d", "a 1>0*, b 1>0, c 0>0, d 0>0" },
		{ "<ul><ul><ul><ul><ul><ul><ul><ul><ol><ol>a</ol></ol><li>b</ul><li>c", "a 8>0*, b 8>7, c 7>6" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct pdf_document *d = pdf_from_html(a, rows[i].html);
		struct out o;

		out_init(&o, a, LEAF_MAX);
		for (size_t k = 0; k < d->count; k++) {
			const struct pdf_place *p = &d->blocks[k].place;

			out_print(&o, "%s%s %d>%d%s", k ? ", " : "", said(a, &d->blocks[k].text), p->depth, p->kept,
				p->is_new_list && p->kept < p->depth ? "*" : "");
			if (p->number)
				out_print(&o, " %d", p->number);
		}
		SAME(tap, out_cstr(&o), rows[i].places, rows[i].places);
	}
}

static void check_foreign(struct tap *tap, struct arena *a, struct hasher *h)
{
	static const char *const others[] = { "", "<", "<p", "</", "<!--", "text", "<td>x</td>", "</table></p></li></strong>",
		"<table><tr></tr></table>", "<table><td>x</td></table>", "<table><caption>c", "<dd>x</dd>",
		"<svg shape-rendering=\"crispEdges\">",
		"<svg viewBox=\"0 0 -1 1\" shape-rendering=\"crispEdges\"><path d=\"M\"/></svg>", "<h4>\xE2\x80\xAE</h4>" };
	size_t mark = arena_mark(a);
	bool is_read = true;
	struct out o;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++, arena_rewind(a, mark)) {
		out_init(&o, a, PAGE_MAX);
		OK(tap, !pdf_write(a, h, pdf_from_html(a, others[i]), &o) && o.length > 1000,
			"bytes that are no page of ours");
	}
	for (size_t n = 0; n < sizeof(page); n++, arena_rewind(a, mark)) {
		struct pdf_document *d = pdf_from_html(a, arena_copy(a, page, n));

		is_read = is_read && d->count < 40;
	}
	OK(tap, is_read, "a page cut off anywhere");
}

static const char *broken(struct arena *a, const struct pdf_fonts *fonts, const char *text, int width)
{
	struct pdf_text t = { .count = 0 };
	struct pdf_lines l;
	struct out o;

	pdf_say(a, &t, text);
	l = pdf_lines(a, fonts, &t, 10000, false, width);
	out_init(&o, a, LEAF_MAX);
	for (size_t i = 0; i < l.count; i++) {
		out_text(&o, i ? "|" : "");
		for (size_t k = l.lines[i].first; k < l.lines[i].first + l.lines[i].count; k++) {
			out_text(&o, k > l.lines[i].first && l.pieces[k].has_space ? " " : "");
			out_bytes(&o, l.pieces[k].text, l.pieces[k].length);
		}
	}
	return out_cstr(&o);
}

static void check_lines(struct tap *tap, struct arena *a)
{
	struct pdf_fonts fonts = { NULL, NULL };
	const struct fault *f = pdf_font_open(a, false, &fonts.plain);
	struct pdf_text t = { .count = 0 };
	int word, line;

	if (!OK(tap, !f && !pdf_font_open(a, true, &fonts.bold), "the fonts"))
		return;
	SAME(tap, broken(a, &fonts, "ett två tre", 1000000), "ett två tre", "all on one line");
	SAME(tap, broken(a, &fonts, "  ett\n två\ttre ", 40000), "ett två|tre", "broken between words");
	SAME(tap, broken(a, &fonts, "ett två\xC2\xA0tre", 45000), "ett|två\xC2\xA0tre", "but not at a space that binds");
	SAME(tap, broken(a, &fonts, "barn- och ungdomsarbete", 60000), "barn- och|ungdomsar|bete",
		"a word too long is broken where the line ends");
	SAME(tap, broken(a, &fonts, "vatten/avlopp", 50000), "vatten/|avlopp", "behind a slash");
	SAME(tap, broken(a, &fonts, "ab", 1), "a|b", "one letter on a line at the least");
	SAME(tap, broken(a, &fonts, "", 100), "", "of nothing, no line");
	pdf_say(a, &t, "ett längre");
	pdf_widths(a, &fonts, &t, 10000, false, &word, &line);
	OK(tap, word > 0 && line > word, "the longest word, and the line");
	OK(tap, pdf_font_cid(fonts.plain, 'e') == pdf_font_cid(fonts.plain, 'e'), "a letter keeps its number");
	OK(tap, pdf_font_cid(fonts.plain, 0x4E00) == pdf_font_cid(fonts.plain, 0xFFFD), "one that the font lacks is marked");
	OK(tap, pdf_font_cid(fonts.plain, 0x1F600) == pdf_font_cid(fonts.plain, 0xFFFD), "also far out");
	OK(tap, pdf_font_cid(fonts.plain, 0x202F) != pdf_font_cid(fonts.plain, ' '), "two spaces are two letters");
	OK(tap, pdf_mark("green") && !pdf_mark("no such"), "marks");
	pdf_font_close(fonts.plain);
	pdf_font_close(fonts.bold);
	pdf_font_close(NULL);
}

/* Pages without end, each of one piece that takes much room for its bytes. */
static const struct {
	const char *before, *piece;
	bool is_short; /* however much there is of it, since it is left out */
} worst[] = {
	{ "<table><tr><th>1</th><th>2</th></tr>", "<tr><td></td><td></td></tr>", false },
	{ "<table><tr><th>1</th><th>2</th></tr>", "<tr><td>x</td><td>y</td></tr>", false },
	{ "<h1>a</h1><h2>b</h2><table><tr><th>1</th></tr>", "<tr><td>Ett beslut om hela tabellen</td></tr>", false },
	{ "<table><tr><th>1<th>2<th>3<th>4</tr>", "<tr><td>", false },
	{ "<table><tr>", "<td colspan=\"9\">", true },
	{ "<table><tr><th>1</th><th>AVeryLongWordThatLeavesLittleRoomForOthersSinceItTakesMoreThanAWholeLineOfThePaperForItselfAlone"
		"</th></tr>", "<tr><td>a a a a a a a a a</td></tr>", false },
	{ "", "<p>x", false }, { "", "<h3>x</h3>", false }, { "<p>", "x<br>", false }, { "<ul>", "<li>x</li>", false },
	{ "<p>", "<b>x </b>y ", false },
	{ "<p>", "<a href=\"https://a\">x</a> ", false }, { "", "<p class=\"screen\"><a href=\"/x\">y</a></p>\n", true },
	{ "<p>", "<svg class=\"light light-green\"/>", false },
};

/* A large page is made, and of one as large as it can be the paper is refused before it takes a request's room, in which the
 * rows and the page itself need theirs. */
static void check_room(struct tap *tap, struct arena *kept, struct hasher *h)
{
	struct arena *a = arena_new(ARENA_REQUEST_MAX);
	size_t mark = arena_mark(kept), start = arena_mark(a);

	for (size_t i = 0; i < sizeof(worst) / sizeof(worst[0]); i++, arena_rewind(kept, mark)) {
		struct out html, o;
		size_t room = 0;
		bool is_made = false;

		out_init(&html, kept, PAGE_MAX);
		out_text(&html, worst[i].before);
		for (size_t length = 50000; length < PAGE_MAX; length *= length < 800000 ? 2 : 16) {
			while (html.length < length)
				out_text(&html, worst[i].piece);
			out_init(&o, a, PAGE_MAX);
			is_made = !pdf_write(a, h, pdf_from_html(a, out_cstr(&html)), &o);
			OK(tap, length == 50000 ? is_made : is_made || out_full(&o), "a paper, or none since it is too large");
			room = room > arena_mark(a) - start ? room : arena_mark(a) - start;
			arena_rewind(a, start);
		}
		OK(tap, is_made == worst[i].is_short, worst[i].piece);
		if (!OK(tap, room < ARENA_REQUEST_MAX / 2, "in half the room of a request"))
			printf("# %zu\n", room);
	}
	arena_free(a);
}

/* The system opens no file more, that of a font neither. */
static const struct fault *write_without_files(struct arena *a, struct hasher *h, struct out *o)
{
	struct rlimit usual, none;
	const struct fault *f;

	(void)getrlimit(RLIMIT_NOFILE, &usual);
	none = usual;
	none.rlim_cur = 0;
	(void)setrlimit(RLIMIT_NOFILE, &none);
	f = pdf_write(a, h, pdf_from_html(a, page), o);
	(void)setrlimit(RLIMIT_NOFILE, &usual);
	return f;
}

/* Parts begin pages of their own, and the contents say which. */
static void check_parts(struct tap *tap, struct arena *a, struct hasher *h)
{
	struct pdf_document *d = pdf_from_html(a, "<body><main><h1>Packet</h1><p></p></main><footer><p>foot</p></footer></body>");
	struct pdf_table *contents = pdf_contents(d, "Contents", "document", "page");
	struct out one, again;

	OK(tap, d->count == 4 && d->blocks[2].table == contents && d->blocks[3].sort == PDF_PARAGRAPH, "contents before the foot");
	pdf_add_html(d, "<h1>One</h1><table><tr><th>a</th></tr></table><h1>Next</h1><ul><li></li></ul>", contents);
	pdf_add_html(d, "<p>Before</p><h1>Two</h1>", contents);
	pdf_add_html(d, "", contents);
	OK(tap, d->blocks[8].is_part, "which begins behind the one before, also when that ends in nothing");
	OK(tap, contents->rows == 3, "a row of headings, and one for each part that holds something");
	SAME(tap, said(a, &contents->cells[2].text), "One", "named by its first heading");
	SAME(tap, said(a, &contents->cells[4].text), "Two", "also when that comes later");
	out_init(&one, a, PAGE_MAX);
	out_init(&again, a, PAGE_MAX);
	OK(tap, !pdf_write(a, h, d, &one), "a paper of parts");
	SAME(tap, said(a, &contents->cells[3].text), "2", "the first on the second page");
	SAME(tap, said(a, &contents->cells[5].text), "3", "the next on the third");
	OK(tap, !pdf_write(a, h, d, &again) && again.length == one.length
		&& !memcmp(out_cstr(&again), out_cstr(&one), one.length), "the same bytes again");
}

/* The same page as plain text. */
static void check_plain(struct tap *tap, struct arena *a)
{
	static const char expected[] = "First <heading>\n===============\n\nOne bold word.\n\nkept\n\n- green\n- two\n\n"
		"Second\n======\n\nThird\n-----\n\nopen\n\nline\nline\n\n\xC3\x85term\ntold\n\n1. a\n\n  - b\n3. c\n- d\n\n"
		"a link <https://example.org/?a&b> and another\n\ncode\n\na strip\n\nC\n\nX: 1\nY: 2\n   3\n\n";
	struct pdf_document *d;
	struct out o;

	out_init(&o, a, PAGE_MAX);
	pdf_plain(pdf_from_html(a, page), &o);
	OK(tap, !strncmp(out_cstr(&o), expected, strlen(expected)), "a page as plain text");
	printf("%s", strncmp(out_cstr(&o), expected, strlen(expected)) ? arena_print(a, "# <<<%s>>>\n", out_cstr(&o)) : "");
	out_init(&o, a, PAGE_MAX);
	d = pdf_from_html(a, arena_print(a, "<ol><li>%0*d and some words that go on to the next line</li></ol>", 60, 7));
	pdf_plain(d, &o);
	SAME(tap, out_cstr(&o), "1. 000000000000000000000000000000000000000000000000000000000007 and some\n"
		"   words that go on to the next line\n", "lines are broken below the item's first letter");
	out_init(&o, a, PAGE_MAX);
	pdf_plain(pdf_from_html(a, "<table><tr><th>x</th></tr></table><p> </p>"), &o);
	SAME(tap, out_cstr(&o), "", "nothing of nothing");
}

/* What a paper of twenty parts takes of the arena; without their numbers it is laid out once. */
static size_t room_of_parts(struct arena *a, struct hasher *h, bool has_numbers)
{
	struct pdf_document *d = pdf_from_html(a, "<main><h1>Packet</h1></main>");
	struct pdf_table *contents = pdf_contents(d, "Contents", "document", "page");
	struct out o, part;
	size_t before;

	out_init(&part, a, PAGE_MAX);
	out_text(&part, "<h1>Part</h1>");
	for (int i = 0; i < 100; i++)
		out_print(&part, "<p>The harbour was calm on evening %d, and everybody came home.</p>", i);
	for (int i = 0; i < 20; i++)
		pdf_add_html(d, out_cstr(&part), contents);
	for (size_t i = 0; !has_numbers && i < d->count; i++)
		d->blocks[i].leaf = NULL;
	before = arena_mark(a);
	out_init(&o, a, PAGE_MAX);
	return pdf_write(a, h, d, &o) ? 0 : arena_mark(a) - before;
}

static void check_room_of_parts(struct tap *tap, struct arena *a, struct hasher *h)
{
	size_t once = room_of_parts(a, h, false), numbered = room_of_parts(a, h, true);

	OK(tap, once && numbered && numbered < once + once / 10, "a paper laid out again takes the room of one");
	printf("# %zu bytes, with numbers %zu\n", once, numbered);
}

static void check_bytes(struct tap *tap, struct arena *a, struct hasher *h)
{
	struct out first, second;
	const struct fault *f;

	out_init(&first, a, PAGE_MAX);
	out_init(&second, a, PAGE_MAX);
	OK(tap, !pdf_write(a, h, pdf_from_html(a, page), &first), "a paper");
	OK(tap, !pdf_write(a, h, pdf_from_html(a, page), &second), "and again");
	OK(tap, first.length == second.length && !memcmp(first.bytes, second.bytes, first.length), "the same bytes");
	OK(tap, !strncmp(out_cstr(&first), "%PDF-1.4\n", 9), "of PDF 1.4");
	OK(tap, memmem(first.bytes, first.length, ">A &amp; B</rdf:li>", 19), "whose metadata are XML");
	out_init(&second, a, PAGE_MAX);
	OK(tap, !pdf_write(a, h, pdf_from_html(a, "<h2>a<br>b</h2>"), &second), "a heading of two lines");
	OK(tap, memmem(second.bytes, second.length, "<FEFF004100200062>", 18), "is one in the bookmarks, a blank between them");
	out_init(&second, a, PAGE_MAX);
	OK(tap, !pdf_write(a, h, pdf_from_html(a, "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h4>e</h4>"), &second),
		"headings of all levels");
	OK(tap, memmem(second.bytes, second.length, "/Count 5", 8) && memmem(second.bytes, second.length, "/Count 4", 8)
		&& memmem(second.bytes, second.length, "/Count 3", 8) && memmem(second.bytes, second.length, "/Count 2 ", 9),
		"are bookmarks under each other");
	out_init(&second, a, 2000);
	f = pdf_write(a, h, pdf_from_html(a, page), &second);
	OK(tap, f && f->sort == FAULT_SYSTEM, "larger than it may get");
	out_init(&second, a, PAGE_MAX);
	f = write_without_files(a, h, &second);
	OK(tap, f && f->sort == FAULT_SYSTEM && strstr(f->what, "fonts-dejavu-core"), "without the fonts");
}

int main(void)
{
	struct tap tap = { 0 };
	struct arena *a = arena_new(256 << 20);
	struct hasher *h = hasher_new();

	check_html(&tap, a);
	check_lists(&tap, a);
	check_foreign(&tap, a, h);
	check_lines(&tap, a);
	check_bytes(&tap, a, h);
	check_plain(&tap, a);
	check_parts(&tap, a, h);
	check_room_of_parts(&tap, a, h);
	check_room(&tap, a, h);
	hasher_free(h);
	arena_free(a);
	return tap_done(&tap);
}
