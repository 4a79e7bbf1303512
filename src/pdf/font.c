/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/font.h"

#include <hb-ot.h>
#include <hb-subset.h>

enum { CODES = 0x10000, REPLACEMENT = 0xFFFD };

struct pdf_font {
	hb_face_t *face;
	hb_font_t *font;
	bool is_bold;
	int em;               /* the font's own units in its size */
	uint16_t *cids;       /* by code point; 0 for none yet */
	struct pdf_glyph *used;
	size_t count;
};

const struct fault *pdf_font_open(struct arena *a, bool is_bold, struct pdf_font **out)
{
	const char *path = arena_print(a, "/usr/share/fonts/truetype/dejavu/DejaVuSans%s.ttf", is_bold ? "-Bold" : "");
	struct pdf_font *font = ARENA_NEW(a, struct pdf_font);
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path); /* mapped: a paper reads the letters it has and no more */

	if (!blob)
		return fault_new(a, FAULT_SYSTEM, __func__, "the font of papers cannot be read (package fonts-dejavu-core): %s", path);
	*font = (struct pdf_font){ .face = hb_face_create(blob, 0), .is_bold = is_bold, .count = 1 };
	hb_blob_destroy(blob);
	font->font = hb_font_create(font->face);
	font->em = (int)hb_face_get_upem(font->face);
	font->cids = ARENA_MANY(a, CODES, uint16_t);
	font->used = ARENA_MANY(a, CODES + 1, struct pdf_glyph); /* number 0 is none; all have room, so that `a` can be wound back */
	*out = font;
	return NULL;
}

void pdf_font_close(struct pdf_font *font)
{
	if (!font)
		return;
	hb_font_destroy(font->font);
	hb_face_destroy(font->face);
}

/* The font's units in thousandths of the size, to the nearest. */
static int thousandths(const struct pdf_font *font, int units)
{
	return (units * 1000 + (units < 0 ? -font->em : font->em) / 2) / font->em;
}

static unsigned add(struct pdf_font *font, uint32_t code, uint32_t glyph)
{
	font->used[font->count] = (struct pdf_glyph){ .code = code, .glyph = glyph,
		.width = thousandths(font, hb_font_get_glyph_h_advance(font->font, glyph)) };
	font->cids[code] = (uint16_t)font->count;
	return (unsigned)font->count++;
}

unsigned pdf_font_cid(struct pdf_font *font, uint32_t code)
{
	hb_codepoint_t glyph = 0;

	if (code >= CODES)
		code = REPLACEMENT;
	if (font->cids[code])
		return font->cids[code];
	if (hb_font_get_nominal_glyph(font->font, code, &glyph))
		return add(font, code, glyph);
	if (code != REPLACEMENT)
		return pdf_font_cid(font, REPLACEMENT);
	return add(font, REPLACEMENT, 0); /* a font without it has its own mark for what it lacks */
}

int pdf_font_width(const struct pdf_font *font, unsigned cid)
{
	return font->used[cid].width;
}

const struct pdf_glyph *pdf_font_used(const struct pdf_font *font, size_t *out_count)
{
	*out_count = font->count;
	return font->used;
}

static int be16(const char *table, unsigned length, unsigned at)
{
	const unsigned char *p = (const unsigned char *)table;

	return at + 2 > length ? 0 : (int16_t)(p[at] << 8 | p[at + 1]);
}

struct pdf_font_facts pdf_font_facts(const struct pdf_font *font)
{
	hb_blob_t *head = hb_face_reference_table(font->face, HB_TAG('h', 'e', 'a', 'd'));
	hb_font_extents_t extents = { 0 };
	unsigned n;
	const char *t = hb_blob_get_data(head, &n);
	struct pdf_font_facts facts = { .is_bold = font->is_bold,
		.name = font->is_bold ? "FYRAAA+DejaVuSans-Bold" : "FYRAAA+DejaVuSans",
		.left = thousandths(font, be16(t, n, 36)), .bottom = thousandths(font, be16(t, n, 38)),
		.right = thousandths(font, be16(t, n, 40)), .top = thousandths(font, be16(t, n, 42)) };
	hb_position_t cap = 0;

	hb_font_get_h_extents(font->font, &extents);
	hb_ot_metrics_get_position_with_fallback(font->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap);
	facts.ascent = thousandths(font, extents.ascender);
	facts.descent = thousandths(font, extents.descender);
	facts.cap_height = thousandths(font, cap);
	hb_blob_destroy(head);
	return facts;
}

static void write_places(const struct pdf_font *font, const hb_map_t *now, struct out *places)
{
	for (size_t i = 0; i < font->count; i++) {
		hb_codepoint_t glyph = hb_map_get(now, font->used[i].glyph);

		out_char(places, (char)(glyph >> 8 & 0xFF));
		out_char(places, (char)(glyph & 0xFF));
	}
}

void pdf_font_subset(struct pdf_font *font, struct out *file, struct out *places)
{
	static const hb_tag_t kept[] = { HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
		HB_TAG('m', 'a', 'x', 'p'), HB_TAG('l', 'o', 'c', 'a'), HB_TAG('g', 'l', 'y', 'f') };
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_subset_plan_t *plan;
	hb_face_t *cut = NULL;
	hb_blob_t *blob;
	hb_set_t *dropped;
	unsigned n;
	const char *bytes;

	if (!input)
		memory_stop("no memory for a font's letters");
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
	for (size_t i = 0; i < font->count; i++)
		hb_set_add(hb_subset_input_glyph_set(input), font->used[i].glyph);
	/* A paper says itself which number shows which letter: all tables but those that draw can go. */
	dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	hb_set_clear(dropped);
	hb_set_invert(dropped);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		hb_set_del(dropped, kept[i]);
	plan = hb_subset_plan_create_or_fail(font->face, input);
	if (plan)
		cut = hb_subset_plan_execute_or_fail(plan);
	if (!cut)
		memory_stop("no memory for a font's letters");
	blob = hb_face_reference_blob(cut);
	bytes = hb_blob_get_data(blob, &n);
	out_bytes(file, bytes, n);
	write_places(font, hb_subset_plan_old_to_new_glyph_mapping(plan), places);
	hb_blob_destroy(blob);
	hb_face_destroy(cut);
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
}
