/* SPDX-License-Identifier: EUPL-1.2
 *
 * The text of a docx file (ECMA-376 part 1, 17).  Names of elements come without their namespace's prefix.
 */
#include "document/word.h"

#include <string.h>

#include "base/text.h"

enum { PARAGRAPH_BYTES_MAX = TEXT_MAX_CHARS * 5, BOLD_HEADING_CHARS = 100 };

struct word {
	struct blocks *blocks;
	struct package *package;
	struct styles *styles;
	struct table table;
	struct out text;           /* of the paragraph at hand */
	size_t skipped;            /* elements deep inside what is left out; 0: nothing is */
	bool is_repeated;          /* what is left out says again what older programs cannot read */
	const char *picture;       /* what is left out is a picture with this description, "" for none; NULL: it is none */
	bool is_in_paragraph_rules, is_in_run_rules, is_in_text;
	bool is_bold, is_hidden;   /* of the run at hand */
	bool is_style_hidden;      /* as the paragraph's style says */
	bool is_hidden_told;       /* the run says itself whether it is hidden */
	bool has_plain, has_bold;  /* of the paragraph's runs */
	const char *style, *address; /* of the paragraph, of the link at hand; or NULL */
	size_t link_from;          /* where in the text the link's words begin */
	int list, under;           /* as the paragraph says itself: 1 yes, 0 no, -1 nothing */
	int outline;               /* a level, or -1 nothing */
};

/* ---------------------------------------------------------------------------------------- left out --- */

/* Is everything inside it left out?  What it counts as is told, unless it is only there for older programs. */
static bool is_left_out(struct word *w, const char *name)
{
	static const struct {
		const char *name;
		enum document_remark remark; /* DOCUMENT_REMARKS: none */
	} all[] = { { "del", DOCUMENT_DELETED }, { "moveFrom", DOCUMENT_DELETED }, { "drawing", DOCUMENT_IMAGES },
		{ "pict", DOCUMENT_IMAGES }, { "object", DOCUMENT_IMAGES }, { "txbxContent", DOCUMENT_BOXES },
		{ "altChunk", DOCUMENT_BOXES }, { "Fallback", DOCUMENT_REMARKS }, { "rPrChange", DOCUMENT_REMARKS },
		{ "pPrChange", DOCUMENT_REMARKS }, { "tblPrChange", DOCUMENT_REMARKS }, { "trPrChange", DOCUMENT_REMARKS },
		{ "tcPrChange", DOCUMENT_REMARKS }, { "sectPrChange", DOCUMENT_REMARKS }, { "numberingChange", DOCUMENT_REMARKS } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(name, all[i].name)) {
			if (all[i].remark < DOCUMENT_REMARKS && !w->is_in_run_rules)
				blocks_remark(w->blocks, all[i].remark);
			return true;
		}
	return false;
}

/* A picture of the text, with a description for whoever does not see it or without (20.4.2.5); one that says of itself that it
 * is for show only has nothing to describe. */
static void picture_part(struct word *w, const char *name, const char **attributes)
{
	const char *words = part_attribute(attributes, "descr");
	char *line;

	if (!strcmp(name, "decorative") && text_equal(part_attribute(attributes, "val"), "1"))
		w->picture = NULL;
	if (w->is_repeated || w->is_hidden || strcmp(name, "docPr") != 0)
		return;
	line = arena_text(w->blocks->arena, words ? words : "");
	for (char *c = line; *c; c++)
		*c = strchr("[]\n", *c) ? ' ' : *c;
	w->picture = line;
}

static void picture_ended(struct word *w)
{
	if (w->picture && text_is_blank(w->picture))
		out_text(&w->text, DOCUMENT_PICTURE_BARE);
	else if (w->picture)
		out_print(&w->text, DOCUMENT_PICTURE, w->picture);
	w->picture = NULL;
}

/* What is told, and leaves nothing in the text. */
static void tell(struct word *w, const char *name)
{
	if (!strcmp(name, "ins") || !strcmp(name, "moveTo"))
		blocks_remark(w->blocks, DOCUMENT_INSERTED);
	else if (!strcmp(name, "commentReference"))
		blocks_remark(w->blocks, DOCUMENT_COMMENTS);
	else if (!strcmp(name, "footnoteReference") || !strcmp(name, "endnoteReference"))
		blocks_remark(w->blocks, DOCUMENT_FOOTNOTES);
	else if (!strcmp(name, "headerReference") || !strcmp(name, "footerReference"))
		blocks_remark(w->blocks, DOCUMENT_MARGINS);
}

/* ---------------------------------------------------------------------------------------- paragraphs --- */

static void paragraph_begun(struct word *w)
{
	w->text.length = 0;
	w->style = w->address = NULL;
	w->has_plain = w->has_bold = w->is_bold = w->is_hidden = w->is_style_hidden = false;
	w->list = w->outline = w->under = -1;
}

static struct held held_of(const struct word *w, const char *text)
{
	struct style style = style_of(w->styles, w->style);
	bool is_all_bold = style.is_bold ? !w->has_plain || !w->has_bold : w->has_bold && !w->has_plain;
	enum level level = w->outline < 0 ? style.level : (enum level)w->outline;
	size_t n = strlen(text);

	if (!level && (w->list < 0 ? style.is_list : w->list > 0))
		return (struct held){ .form = DOCUMENT_LIST, .text = text };
	if (!level && is_all_bold && n && text[n - 1] != '.' && !strchr(text, '\n') && text_chars(text) <= BOLD_HEADING_CHARS)
		level = LEVEL_LOOKS;
	return (struct held){ .form = level ? DOCUMENT_HEADING : DOCUMENT_PARAGRAPH, .level = level, .text = text };
}

/* Is the item one of a list in another's item?  How deep is not told. */
static bool is_under(const struct word *w)
{
	return w->under < 0 ? style_of(w->styles, w->style).is_under : w->under > 0;
}

static void paragraph_ended(struct word *w)
{
	struct held held;
	const char *text = w->text.length ? arena_text(w->blocks->arena, out_cstr(&w->text)) : "";
	size_t n;

	text += strspn(text, " \n"); /* as of a heading that begins a page */
	n = strlen(text);
	while (n && strchr(" \n", text[n - 1]))
		n--;
	text = arena_copy(w->blocks->arena, text, n);
	held = held_of(w, text);
	held.is_under = held.form == DOCUMENT_LIST && is_under(w);
	if (out_full(&w->text))
		blocks_fail(w->blocks, "document.block_too_long", arena_print(w->blocks->arena, "%zu", w->blocks->document.count + 1));
	else if (w->table.depth)
		table_hold(&w->table, w->blocks, held);
	else if (!text_is_blank(text))
		held_add(&held, w->blocks);
	w->text.length = 0;
}

static void add(struct word *w, const char *bytes, size_t n)
{
	if (w->is_hidden) {
		blocks_remark(w->blocks, DOCUMENT_HIDDEN);
		return;
	}
	out_bytes(&w->text, bytes, n);
	for (size_t i = 0; i < n; i++)
		if (bytes[i] != ' ' && bytes[i] != '\n') {
			w->has_bold |= w->is_bold;
			w->has_plain |= !w->is_bold;
		}
}

/* The words lead to the address, unless they are the address or cannot stand in a link: then it stands behind them. */
static void link_ended(struct word *w)
{
	struct arena *a = w->blocks->arena;
	const char *words = w->text.length > w->link_from ? arena_text(a, out_cstr(&w->text) + w->link_from) : "";

	if (w->address && !text_is_blank(words) && !strstr(words, w->address)) {
		if (strpbrk(words, "[]\n")) {
			out_print(&w->text, " (%s)", w->address);
		} else {
			w->text.length = w->link_from;
			out_print(&w->text, "[%s](%s)", words, w->address);
		}
	}
	w->address = NULL;
}

/* ---------------------------------------------------------------------------------------- elements --- */

static void paragraph_rule(struct word *w, const char *name, const char **attributes)
{
	const char *value = part_attribute(attributes, "val");

	if (!strcmp(name, "pStyle") && value) {
		w->style = arena_text(w->blocks->arena, value);
		w->is_style_hidden = style_of(w->styles, w->style).is_hidden;
	} else if (!strcmp(name, "numId")) {
		w->list = !text_equal(value, "0");
	} else if (!strcmp(name, "ilvl")) {
		w->under = part_number(value, 8, 0) > 0;
	} else if (!strcmp(name, "outlineLvl")) {
		w->outline = (int)part_level(value);
	}
}

/* A run is hidden as its paragraph's style says, unless its own style does, unless it does itself (17.7.2). */
static void run_begun(struct word *w)
{
	w->is_bold = false;
	w->is_hidden = w->is_style_hidden;
	w->is_hidden_told = false;
}

static void run_rule(struct word *w, const char *name, const char **attributes)
{
	const char *value = part_attribute(attributes, "val");
	struct style style;

	if (!strcmp(name, "b")) {
		w->is_bold = part_is_on(attributes);
	} else if (!strcmp(name, "vanish")) {
		w->is_hidden = part_is_on(attributes);
		w->is_hidden_told = true;
	} else if (!strcmp(name, "rStyle") && value && !w->is_hidden_told) {
		style = style_of(w->styles, value);
		w->is_hidden = style.says_hidden ? style.is_hidden : w->is_hidden;
	}
}

/* What stands in a run between its texts. */
static void run_part(struct word *w, const char *name)
{
	if (!strcmp(name, "tab") || !strcmp(name, "ptab"))
		add(w, " ", 1);
	else if (!strcmp(name, "cr") || !strcmp(name, "br")) /* also of a page or a column: words must not run together */
		add(w, "\n", 1);
	else if (!strcmp(name, "noBreakHyphen"))
		add(w, "-", 1);
	else if (!strcmp(name, "t"))
		w->is_in_text = true;
	else
		tell(w, name);
}

static void table_part(struct word *w, const char *name)
{
	if (!strcmp(name, "tbl")) {
		w->table.depth++;
	} else if (w->table.depth == 1 && !strcmp(name, "tr")) {
		w->table.row++;
		w->table.column = 0;
	} else if (w->table.depth == 1 && !strcmp(name, "tc")) {
		w->table.column++;
	}
}

static void on_start(void *self, const char *name, const char **attributes)
{
	struct word *w = self;

	if (w->skipped) {
		if (!w->is_repeated && !strcmp(name, "txbxContent")) /* what a picture holds */
			blocks_remark(w->blocks, DOCUMENT_BOXES);
		picture_part(w, name, attributes);
		w->skipped++;
	} else if (is_left_out(w, name)) {
		w->skipped = 1;
		w->is_repeated = !strcmp(name, "Fallback");
	} else if (!strcmp(name, "p")) {
		paragraph_begun(w);
	} else if (!strcmp(name, "pPr")) {
		w->is_in_paragraph_rules = true;
	} else if (!strcmp(name, "rPr") || !strcmp(name, "trPr")) {
		w->is_in_run_rules = true;
	} else if (w->is_in_run_rules) {
		if (!w->is_in_paragraph_rules)
			run_rule(w, name, attributes);
	} else if (w->is_in_paragraph_rules) {
		paragraph_rule(w, name, attributes);
		tell(w, name);
	} else if (!strcmp(name, "r")) {
		run_begun(w);
	} else if (!strcmp(name, "hyperlink")) {
		w->address = link_address(w->styles, part_attribute(attributes, "id"));
		w->link_from = w->text.length;
	} else {
		table_part(w, name);
		run_part(w, name);
	}
	if (w->blocks->problem.rule)
		package_fail(w->package, w->blocks->problem.rule, w->blocks->problem.arg);
}

static void on_end(void *self, const char *name)
{
	struct word *w = self;

	if (w->skipped) {
		if (!--w->skipped)
			picture_ended(w);
		return;
	}
	w->is_in_text = false;
	if (!strcmp(name, "pPr"))
		w->is_in_paragraph_rules = false;
	else if (!strcmp(name, "rPr") || !strcmp(name, "trPr"))
		w->is_in_run_rules = false;
	else if (!strcmp(name, "hyperlink"))
		link_ended(w);
	else if (!strcmp(name, "p"))
		paragraph_ended(w);
	else if (!strcmp(name, "tbl") && w->table.depth && !--w->table.depth)
		table_end(&w->table, w->blocks);
	if (w->blocks->problem.rule)
		package_fail(w->package, w->blocks->problem.rule, w->blocks->problem.arg);
}

static void on_text(void *self, const char *bytes, size_t n)
{
	struct word *w = self;

	if (!w->skipped && w->is_in_text && !w->is_in_run_rules)
		add(w, bytes, n);
}

/* ---------------------------------------------------------------------------------------- the file --- */

struct types {
	struct package *package;
	bool is_document;
};

static void types_start(void *self, const char *name, const char **attributes)
{
	struct types *t = self;
	const char *type = part_attribute(attributes, "ContentType");

	if ((strcmp(name, "Override") != 0 && strcmp(name, "Default") != 0) || !type)
		return;
	if (strstr(type, "macroEnabled") || strstr(type, "vbaProject"))
		package_fail(t->package, "document.macro", NULL);
	t->is_document = t->is_document || (strstr(type, "wordprocessingml.") && strstr(type, ".main+xml"));
}

static bool is_document(struct package *p)
{
	struct types t = { .package = p };
	const struct part_reader reader = { &t, types_start, NULL, NULL };

	if (package_has(p, "mimetype") && package_has(p, "content.xml"))
		package_fail(p, "document.odt", NULL);
	else if (package_has(p, "word/vbaProject.bin"))
		package_fail(p, "document.macro", NULL);
	else if (!package_has(p, "[Content_Types].xml") || !package_has(p, "word/document.xml"))
		package_fail(p, "document.not_docx", NULL);
	else if (package_read(p, "[Content_Types].xml", &reader) && !t.is_document)
		package_fail(p, "document.not_docx", NULL);
	return !p->problem.rule;
}

/* The reader of packages speaks of spreadsheets. */
static const char *rule_of(const char *rule)
{
	static const char *const rules[][2] = { { "workbook.bomb", "document.bomb" }, { "workbook.damaged", "document.damaged" },
		{ "workbook.malformed", "document.malformed" }, { "workbook.doctype", "document.doctype" },
		{ "workbook.encrypted", "document.doc" }, { "workbook.gave_up", "document.gave_up" } };

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (!strcmp(rule, rules[i][0]))
			return rules[i][1];
	return rule;
}

void word_read(struct blocks *b, const char *bytes, size_t n)
{
	struct package p = { .arena = b->arena };
	struct word w = { .blocks = b, .package = &p, .styles = ARENA_NEW(b->arena, struct styles), .list = -1, .outline = -1,
		.under = -1 };
	const struct part_reader reader = { &w, on_start, on_end, on_text };

	w.styles->package = &p;
	out_init(&w.text, b->arena, PARAGRAPH_BYTES_MAX);
	if (package_open(&p, bytes, n) && is_document(&p)) {
		styles_read(w.styles);
		(void)package_read(&p, "word/document.xml", &reader);
	}
	package_close(&p);
	if (p.problem.rule)
		blocks_fail(b, rule_of(p.problem.rule), p.problem.arg);
}
