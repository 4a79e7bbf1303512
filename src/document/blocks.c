/* SPDX-License-Identifier: EUPL-1.2 */
#include "document/blocks.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"

const char *const document_forms[DOCUMENT_FORMS] = { "paragraph", "heading", "subheading", "list", "table" };
const char *const document_remarks[DOCUMENT_REMARKS] = { "document.deleted", "document.inserted", "document.hidden",
	"document.comments", "document.footnotes", "document.margins", "document.images", "document.boxes", "document.layout",
	"document.latin1", "document.invisible", "document.mixed_script", "document.addresses" };

void blocks_fail(struct blocks *b, const char *rule, const char *arg)
{
	if (!b->problem.rule)
		b->problem = (struct workbook_problem){ rule, arg };
}

void blocks_remark(struct blocks *b, enum document_remark remark)
{
	b->document.remarks[remark]++;
}

static const char *block_number(const struct blocks *b)
{
	return arena_print(b->arena, "%zu", b->document.count + 1);
}

/* ---------------------------------------------------------------------------------------- characters --- */

/* They come with pasted text, show nothing and mean nothing in Swedish: soft hyphen, zero width space and joiners, the mark
 * of byte order. */
static bool is_invisible(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

static const char *without_invisible(struct blocks *b, const char *text)
{
	char *out = arena_get(b->arena, strlen(text) + 1), *to = out;

	for (const char *at = text, *from = text; *at; from = at) {
		uint32_t c = text_next(&at);

		if (is_invisible(c)) {
			blocks_remark(b, DOCUMENT_INVISIBLE);
			continue;
		}
		memcpy(to, from, (size_t)(at - from));
		to += at - from;
	}
	return out;
}

/* ---------------------------------------------------------------------------------------- adding --- */

/* The text as it may be kept; NULL when it is blank or refused. */
static const char *cleaned(struct blocks *b, const char *text)
{
	char *clean = NULL;

	text = without_invisible(b, text);
	switch (text_clean(b->arena, text, strlen(text), TEXT_MAX_CHARS, false, &clean)) {
	case TEXT_OK:
		return text_is_blank(clean) ? NULL : clean;
	case TEXT_NOT_UTF8:
	case TEXT_LINE_BREAK:
	case TEXT_CONTROL:
		blocks_fail(b, "document.control", block_number(b));
		return NULL;
	case TEXT_TOO_LONG:
		blocks_fail(b, "document.block_too_long", block_number(b));
		return NULL;
	}
	return NULL;
}

static void push(struct blocks *b, enum document_form form, enum level level, const char *text)
{
	struct document *d = &b->document;

	if (d->count == b->room) {
		struct document_block *old = d->blocks;

		b->room = b->room ? b->room * 2 : 64;
		d->blocks = ARENA_MANY(b->arena, b->room, struct document_block);
		if (d->count)
			memcpy(d->blocks, old, d->count * sizeof(*old));
	}
	b->levels[d->count] = (unsigned char)level;
	d->blocks[d->count++] = (struct document_block){ form, text };
}

/* One more item of the list that was begun; `set_in`: what stands before it. */
static void extend(struct blocks *b, const char *set_in, const char *item)
{
	struct document_block *last = &b->document.blocks[b->document.count - 1];

	last->text = arena_print(b->arena, "%s\n%s%s", last->text, set_in, item);
	if (text_chars(last->text) > TEXT_MAX_CHARS)
		blocks_fail(b, "document.block_too_long", arena_print(b->arena, "%zu", b->document.count));
}

static const char *one_line(struct arena *a, const char *text)
{
	char *line = arena_text(a, text);

	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return line;
}

/* A heading's colon and full stop at the end are the layout's, not its own. */
static const char *heading_of(struct arena *a, const char *text)
{
	char *heading = arena_text(a, one_line(a, text));
	size_t n = strlen(heading);

	while (n && (strchr(" :", heading[n - 1]) || (n > 1 && heading[n - 1] == '.' && heading[n - 2] != '.')))
		heading[--n] = '\0';
	return heading;
}

void blocks_end_list(struct blocks *b)
{
	b->is_in_list = false;
}

static void add(struct blocks *b, enum level level, enum document_form form, const char *set_in, const char *text)
{
	if (b->problem.rule || !(text = cleaned(b, text)))
		return;
	if (form == DOCUMENT_HEADING && text_chars(text) > HEADING_CHARS_MAX)
		form = DOCUMENT_PARAGRAPH;
	if (form == DOCUMENT_HEADING)
		text = heading_of(b->arena, text);
	else if (form == DOCUMENT_LIST)
		text = one_line(b->arena, text);
	if (text_is_blank(text))
		return;
	b->bytes += strlen(set_in) + strlen(text) + 1;
	if (b->bytes > DOCUMENT_BYTES_MAX) {
		blocks_fail(b, "document.too_long", NULL);
		return;
	}
	if (!b->document.remarks[DOCUMENT_MIXED_SCRIPT] && text_mixes_scripts(text))
		b->document.remarks[DOCUMENT_MIXED_SCRIPT] = b->document.count + !(form == DOCUMENT_LIST && b->is_in_list);
	if (form == DOCUMENT_LIST && b->is_in_list)
		extend(b, set_in, text);
	else if (b->document.count == DOCUMENT_BLOCKS_MAX)
		blocks_fail(b, "document.too_long", NULL);
	else
		push(b, form, form == DOCUMENT_HEADING ? level : LEVEL_NONE, text);
	b->is_in_list = form == DOCUMENT_LIST;
}

void blocks_add(struct blocks *b, enum document_form form, const char *text)
{
	add(b, LEVEL_NONE, form, "", text);
}

void blocks_add_heading(struct blocks *b, enum level level, const char *text)
{
	add(b, level, DOCUMENT_HEADING, "", text);
}

void blocks_add_under(struct blocks *b, const char *text)
{
	add(b, LEVEL_NONE, DOCUMENT_LIST, "  ", text);
}

const char *blocks_cell(struct arena *a, const char *text)
{
	char *cell = arena_text(a, one_line(a, text));

	for (char *c = cell; *c; c++)
		if (*c == '|')
			*c = '/';
	return cell;
}

/* ---------------------------------------------------------------------------------------- writing --- */

/* The level of what stays a heading: the highest below the title's. */
static enum level first_level(const struct blocks *b)
{
	size_t counts[LEVELS + 1] = { 0 };
	int first = LEVEL_FIRST, next;

	for (size_t i = 0; i < b->document.count; i++)
		counts[b->levels[i]]++;
	while (first < LEVELS && !counts[first])
		first++;
	next = first + 1;
	while (next < LEVELS && !counts[next])
		next++;
	return counts[first] == 1 && b->levels[0] == first && next < LEVELS ? (enum level)next : (enum level)first;
}

static void lower_headings(struct blocks *b)
{
	enum level first = first_level(b);

	for (size_t i = 0; i < b->document.count; i++)
		if (b->levels[i] > first)
			b->document.blocks[i].form = DOCUMENT_SUBHEADING;
}

bool blocks_write(struct blocks *b, struct out *answer)
{
	struct json *all = js_object(b->arena), *blocks = js_array(b->arena), *remarks = js_object(b->arena);
	const struct document *d = &b->document;

	if (!d->count)
		blocks_fail(b, "document.empty", NULL);
	if (b->problem.rule)
		return false;
	lower_headings(b);
	for (size_t i = 0; i < d->count; i++)
		js_add_pair(b->arena, blocks, document_forms[d->blocks[i].form], d->blocks[i].text);
	for (size_t i = 0; i < DOCUMENT_REMARKS; i++)
		if (d->remarks[i])
			js_set_int(b->arena, remarks, document_remarks[i], (int64_t)d->remarks[i]);
	js_set(b->arena, all, "blocks", blocks);
	js_set(b->arena, all, "remarks", remarks);
	js_write(answer, all);
	if (out_full(answer))
		blocks_fail(b, "document.too_long", NULL);
	return !b->problem.rule;
}
