/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/file.h"

#include <string.h>
#include <zlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "pdf/icc.h"
#include "view/escape.h"

/* The numbers of the objects: these, then those of pages, links, elements and bookmarks. */
enum object {
	CATALOG = 1,
	PAGES,
	INFO,
	METADATA,
	INTENT,
	PROFILE,
	TREE,
	PARENTS,
	OUTLINES,
	FONTS, /* seven each */
	FONT_OBJECTS = 7,
	FIRST_FREE = FONTS + 2 * FONT_OBJECTS,
	PAGE_OBJECTS = 2,
	NUMBER_PIECE = 100 /* a list in a CMap holds so many */
};

struct file {
	struct paper *paper;
	struct out *o;
	size_t *offsets;
	size_t first_link, first_element, first_bookmark, count;
};

/* ------------------------------------------------------------------------------------------- objects --- */

static void begin(struct file *f, size_t number)
{
	f->offsets[number] = f->o->length;
	out_print(f->o, "%zu 0 obj\n", number);
}

static void end(struct file *f)
{
	out_text(f->o, "\nendobj\n");
}

/* A text string: UTF-16 with its mark, in hex. */
static void text_string(struct out *o, const char *s)
{
	uint32_t c;

	out_text(o, "<FEFF");
	while ((c = text_next(&s))) {
		if (c >= 0x10000)
			out_print(o, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
		else
			out_print(o, "%04X", c);
	}
	out_char(o, '>');
}

/* Its dictionary begins with `head`.  Metadata must be legible without unpacking (ISO 19005-1 §6.7.2). */
static void stream(struct file *f, size_t number, const char *head, const struct out *bytes, bool is_packed)
{
	uLongf n = is_packed ? compressBound(bytes->length) : bytes->length;
	const void *kept = bytes->bytes;

	if (is_packed) {
		Bytef *packed = arena_get(f->paper->arena, n);

		if (compress2(packed, &n, (const Bytef *)bytes->bytes, bytes->length, 6) != Z_OK)
			memory_stop("no memory to pack a paper");
		kept = packed;
	}
	begin(f, number);
	out_print(f->o, "<<%s/Length %lu%s>>\nstream\n", head, n, is_packed ? " /Filter /FlateDecode" : "");
	out_bytes(f->o, kept, n);
	out_text(f->o, "\nendstream");
	end(f);
}

/* ------------------------------------------------------------------------------------------- fonts --- */

static void write_unicode(struct out *o, const struct pdf_glyph *used, size_t count)
{
	out_text(o, "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
	for (size_t i = 1; i < count; i += NUMBER_PIECE) {
		size_t last = count - i < NUMBER_PIECE ? count : i + NUMBER_PIECE;

		out_print(o, "%zu beginbfchar\n", last - i);
		for (size_t k = i; k < last; k++)
			out_print(o, "<%04zX> <%04X>\n", k, used[k].code);
		out_text(o, "endbfchar\n");
	}
	out_text(o, "endcmap CMapName currentdict /CMap defineresource pop end end\n");
}

/* Which numbers the font has, a bit each. */
static void write_set(struct out *o, size_t count)
{
	for (size_t i = 0; i < count; i += 8)
		out_char(o, (char)(count - i >= 8 ? 0xFF : 0xFF << (8 - (count - i)) & 0xFF));
}

static void write_font(struct file *f, struct pdf_font *font, size_t number)
{
	struct arena *a = f->paper->arena;
	struct pdf_font_facts facts = pdf_font_facts(font);
	struct out letters, places, set, unicode;
	size_t count;
	const struct pdf_glyph *used = pdf_font_used(font, &count);

	out_init(&letters, a, FILE_MAX);
	out_init(&places, a, FILE_MAX);
	out_init(&set, a, FILE_MAX);
	out_init(&unicode, a, FILE_MAX);
	pdf_font_subset(font, &letters, &places);
	write_set(&set, count);
	write_unicode(&unicode, used, count);
	begin(f, number);
	out_print(f->o, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%zu 0 R]"
		" /ToUnicode %zu 0 R>>", facts.name, number + 1, number + 6);
	end(f);
	begin(f, number + 1);
	out_print(f->o, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity)"
		" /Supplement 0>> /FontDescriptor %zu 0 R /CIDToGIDMap %zu 0 R /DW 0 /W [0 [", facts.name, number + 2, number + 4);
	for (size_t i = 0; i < count; i++)
		out_print(f->o, "%d ", used[i].width);
	out_text(f->o, "]]>>");
	end(f);
	begin(f, number + 2);
	out_print(f->o, "<</Type /FontDescriptor /FontName /%s /Flags 4 /ItalicAngle 0 /StemV %d /Ascent %d /Descent %d /CapHeight %d"
		" /FontBBox [%d %d %d %d] /FontFile2 %zu 0 R /CIDSet %zu 0 R>>", facts.name, facts.is_bold ? 140 : 80, facts.ascent,
		facts.descent, facts.cap_height, facts.left, facts.bottom, facts.right, facts.top, number + 3, number + 5);
	end(f);
	stream(f, number + 3, arena_print(a, "/Length1 %zu ", letters.length), &letters, true);
	stream(f, number + 4, "", &places, true);
	stream(f, number + 5, "", &set, true);
	stream(f, number + 6, "", &unicode, true);
}

/* ------------------------------------------------------------------------------------------- what it is --- */

/* Both standards by name.  PDF/A-1 knows no properties but its own, so that of PDF/UA is described first (§6.7.8). */
static void write_metadata(struct file *f)
{
	struct out o;

	out_init(&o, f->paper->arena, FILE_MAX);
	out_text(&o, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt>"
		"<rdf:li xml:lang=\"x-default\">");
	escape_xml(&o, f->paper->document->title);
	out_text(&o, "</rdf:li></rdf:Alt></dc:title></rdf:Description>\n"
		"<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"><pdfaid:part>1</pdfaid:part>"
		"<pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n"
		"<rdf:Description rdf:about=\"\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><pdfuaid:part>1</pdfuaid:part>"
		"</rdf:Description>\n"
		"<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
		" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">"
		"<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
		"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
		"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
		"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
		"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
		"<pdfaProperty:category>internal</pdfaProperty:category>"
		"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
		"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n"
		"</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
	stream(f, METADATA, "/Type /Metadata /Subtype /XML ", &o, false);
}

static void write_catalog(struct file *f)
{
	struct out profile;

	begin(f, CATALOG);
	out_print(f->o, "<</Type /Catalog /Pages %d 0 R /Metadata %d 0 R /OutputIntents [%d 0 R] /StructTreeRoot %d 0 R"
		" /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>> /Lang (%s)", PAGES, METADATA, INTENT, TREE,
		f->paper->document->language);
	if (f->paper->bookmark_count)
		out_print(f->o, " /Outlines %d 0 R", OUTLINES);
	out_text(f->o, ">>");
	end(f);
	begin(f, INFO);
	out_text(f->o, "<</Title ");
	text_string(f->o, f->paper->document->title);
	out_text(f->o, ">>");
	end(f);
	write_metadata(f);
	begin(f, INTENT);
	out_print(f->o, "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (Custom) /Info (sRGB primaries, gamma 2.2)"
		" /DestOutputProfile %d 0 R>>", PROFILE);
	end(f);
	out_init(&profile, f->paper->arena, FILE_MAX);
	pdf_icc(&profile, f->paper->arena);
	stream(f, PROFILE, "/N 3 ", &profile, true);
}

/* ------------------------------------------------------------------------------------------- pages --- */

static size_t page_object(int page)
{
	return FIRST_FREE + (size_t)page * PAGE_OBJECTS;
}

static void write_pages(struct file *f)
{
	const struct paper *p = f->paper;

	begin(f, PAGES);
	out_print(f->o, "<</Type /Pages /Count %zu /Kids [", p->page_count);
	for (size_t i = 0; i < p->page_count; i++)
		out_print(f->o, "%zu 0 R ", page_object((int)i));
	out_text(f->o, "]>>");
	end(f);
	for (size_t i = 0; i < p->page_count; i++) {
		size_t number = page_object((int)i);

		begin(f, number);
		out_print(f->o, "<</Type /Page /Parent %d 0 R /MediaBox [0 0 595.276 841.89] /Contents %zu 0 R /StructParents %zu /Tabs /S"
			" /Resources <</Font <</R %d 0 R /B %d 0 R>>>> /Annots [", PAGES, number + 1, i, FONTS, FONTS + FONT_OBJECTS);
		for (size_t k = 0; k < p->link_count; k++)
			if (p->links[k].page == (int)i)
				out_print(f->o, "%zu 0 R ", f->first_link + k);
		out_text(f->o, "]>>");
		end(f);
		stream(f, number + 1, "", &p->pages[i].content, true);
	}
}

static void write_links(struct file *f)
{
	for (size_t i = 0; i < f->paper->link_count; i++) {
		const struct paper_link *l = &f->paper->links[i];

		begin(f, f->first_link + i);
		out_text(f->o, "<</Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Rect [");
		paper_length(f->o, l->left);
		paper_length(f->o, PAPER_HEIGHT - l->bottom);
		paper_length(f->o, l->right);
		paper_length(f->o, PAPER_HEIGHT - l->top);
		out_print(f->o, "] /StructParent %zu /Contents ", f->paper->page_count + i);
		text_string(f->o, l->uri);
		out_text(f->o, " /A <</S /URI /URI <");
		for (const char *c = l->uri; *c; c++)
			out_print(f->o, "%02X", (unsigned char)*c);
		out_text(f->o, ">>>>>");
		end(f);
	}
}

/* ------------------------------------------------------------------------------------------- the tree --- */

static void write_element(struct file *f, size_t i)
{
	const struct paper *p = f->paper;
	const struct paper_element *e = &p->elements[i];

	begin(f, f->first_element + i);
	out_print(f->o, "<</Type /StructElem /S /%s /P %zu 0 R ", e->type,
		e->parent == PAPER_NONE ? (size_t)TREE : f->first_element + (size_t)e->parent);
	if (e->attribute)
		out_text(f->o, e->attribute);
	if (e->alt) {
		out_text(f->o, " /Alt ");
		text_string(f->o, e->alt);
	}
	out_text(f->o, " /K [");
	for (int k = e->first; k != PAPER_NONE; k = p->kids[k].next) {
		const struct paper_kid *kid = &p->kids[k];

		if (kid->sort == PAPER_ELEMENT)
			out_print(f->o, "%zu 0 R ", f->first_element + (size_t)kid->what);
		else if (kid->sort == PAPER_MARKED)
			out_print(f->o, "<</Type /MCR /Pg %zu 0 R /MCID %d>> ", page_object(kid->page), kid->what);
		else
			out_print(f->o, "<</Type /OBJR /Pg %zu 0 R /Obj %zu 0 R>> ", page_object(kid->page),
				f->first_link + (size_t)kid->what);
	}
	out_text(f->o, "]>>");
	end(f);
}

static void write_tree(struct file *f)
{
	const struct paper *p = f->paper;

	begin(f, TREE);
	out_print(f->o, "<</Type /StructTreeRoot /K %zu 0 R /ParentTree %d 0 R /ParentTreeNextKey %zu>>", f->first_element, PARENTS,
		p->page_count + p->link_count);
	end(f);
	begin(f, PARENTS);
	out_text(f->o, "<</Nums [");
	for (size_t i = 0; i < p->page_count; i++) {
		out_print(f->o, "%zu [", i);
		for (size_t k = 0; k < p->pages[i].count; k++)
			out_print(f->o, "%zu 0 R ", f->first_element + (size_t)p->pages[i].marked[k]);
		out_text(f->o, "]\n");
	}
	for (size_t i = 0; i < p->link_count; i++)
		out_print(f->o, "%zu %zu 0 R\n", p->page_count + i, f->first_element + (size_t)p->links[i].element);
	out_text(f->o, "]>>");
	end(f);
	for (size_t i = 0; i < p->element_count; i++)
		write_element(f, i);
}

/* ------------------------------------------------------------------------------------------- bookmarks --- */

/* One bookmark among the others; PAPER_NONE for none.  The root stands first, the others one further on. */
struct place {
	int parent, before, after, first, last, below;
};

static struct place *place_bookmarks(const struct paper *p)
{
	struct place *places = ARENA_MANY(p->arena, p->bookmark_count + 1, struct place);
	int open[PDF_H4 - PDF_H1 + 2] = { 0 }; /* the last one of each level, the root being level 0 */

	for (size_t i = 0; i <= p->bookmark_count; i++)
		places[i] = (struct place){ PAPER_NONE, PAPER_NONE, PAPER_NONE, PAPER_NONE, PAPER_NONE, 0 };
	for (int i = 1; i <= (int)p->bookmark_count; i++) {
		int level = p->bookmarks[i - 1].level, up = open[level - 1];

		places[i].parent = up;
		places[i].before = places[up].last;
		if (places[up].last == PAPER_NONE)
			places[up].first = i;
		else
			places[places[up].last].after = i;
		places[up].last = i;
		open[level] = i;
		for (; up != PAPER_NONE; up = places[up].parent)
			places[up].below++;
	}
	return places;
}

static void reference(struct file *f, const char *key, int place)
{
	if (place > 0)
		out_print(f->o, " /%s %zu 0 R", key, f->first_bookmark + (size_t)place - 1);
	else if (place == 0)
		out_print(f->o, " /%s %d 0 R", key, OUTLINES);
}

static void write_bookmarks(struct file *f)
{
	const struct paper *p = f->paper;
	struct place *places = place_bookmarks(p);

	for (size_t i = 0; i <= p->bookmark_count; i++) {
		const struct place *at = &places[i];

		begin(f, i ? f->first_bookmark + i - 1 : OUTLINES);
		out_text(f->o, i ? "<</Title " : "<</Type /Outlines");
		if (i)
			text_string(f->o, p->bookmarks[i - 1].text);
		reference(f, "Parent", at->parent);
		reference(f, "Prev", at->before);
		reference(f, "Next", at->after);
		reference(f, "First", at->first);
		reference(f, "Last", at->last);
		if (at->below)
			out_print(f->o, " /Count %d", at->below);
		if (i) {
			out_print(f->o, " /Dest [%zu 0 R /XYZ 0 ", page_object(p->bookmarks[i - 1].page));
			paper_length(f->o, PAPER_HEIGHT - p->bookmarks[i - 1].top);
			out_text(f->o, "null]");
		}
		out_text(f->o, ">>");
		end(f);
	}
}

/* ------------------------------------------------------------------------------------------- the file --- */

static void write_end(struct file *f, struct hasher *h)
{
	struct hash hash = hash_of(h, f->o->bytes, f->o->length, NULL, 0, NULL, 0);
	const char *id = hex_from(f->paper->arena, hash.bytes, HASH_BYTES / 2);
	size_t start = f->o->length;

	out_print(f->o, "xref\n0 %zu\n0000000000 65535 f \n", f->count);
	for (size_t i = 1; i < f->count; i++)
		out_print(f->o, "%010zu 00000 n \n", f->offsets[i]);
	out_print(f->o, "trailer\n<</Size %zu /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]>>\nstartxref\n%zu\n%%%%EOF\n", f->count,
		CATALOG, INFO, id, id, start);
}

void pdf_file(struct paper *p, struct hasher *h, struct out *o)
{
	struct file f = { .paper = p, .o = o, .first_link = page_object((int)p->page_count) };

	f.first_element = f.first_link + p->link_count;
	f.first_bookmark = f.first_element + p->element_count;
	f.count = f.first_bookmark + p->bookmark_count;
	f.offsets = ARENA_MANY(p->arena, f.count, size_t);
	out_text(o, "%PDF-1.4\n%\xC3\xA5\xC3\xA4\xC3\xB6\n");
	write_catalog(&f);
	write_font(&f, p->fonts.plain, FONTS);
	write_font(&f, p->fonts.bold, FONTS + FONT_OBJECTS);
	write_pages(&f);
	write_links(&f);
	write_tree(&f);
	write_bookmarks(&f);
	write_end(&f, h);
}
