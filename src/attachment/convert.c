/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "attachment/parts.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

const char *const attachment_whats[] = { "author", "saved_by", "title", "subject", "keywords", "company", "program", "comments",
	"changes", "embedded", "taken_place", "taken_device", "taken_time", "taken_text", "taken_other", NULL };

void looking_fail(struct looking *l, const char *rule)
{
	if (!l->rule)
		l->rule = rule;
}

static void add(struct looking *l, const char *what, const char *words)
{
	for (size_t i = 0; i < l->told_count; i++)
		if (!strcmp(l->told[i].what, what) && !strcmp(l->told[i].words, words))
			return;
	if (l->told_count < ATTACHMENT_TOLD_MAX)
		l->told[l->told_count++] = (struct attachment_told){ what, words };
}

/* The words in one line, without what cannot be seen, and cut. */
static const char *line_of(struct arena *a, const char *words, size_t n)
{
	char *line = arena_get(a, n * 3 + 1), *to = line, *clean = NULL;
	const char *end;
	const char *all = text_is_utf8(words, n) ? arena_copy(a, words, n) : text_from_latin1(a, words, n);
	size_t chars = 0;
	uint32_t c;

	for (; chars < ATTACHMENT_TOLD_CHARS && (c = text_next(&all)); chars++)
		to += text_put(c < ' ' ? ' ' : c, to);
	*to = '\0';
	/* Marks that only turn or hide letters become visible; and some letters are more of them when composed. */
	(void)text_clean(a, line, strlen(line), SIZE_MAX, true, &clean);
	end = clean;
	for (chars = 0; chars < ATTACHMENT_TOLD_CHARS && *end; chars++)
		(void)text_next(&end);
	return arena_copy(a, clean, (size_t)(end - clean));
}

void looking_tell(struct looking *l, const char *what, const char *words, size_t n)
{
	const char *line = line_of(l->arena, words, n);

	if (!text_is_blank(line))
		add(l, what, line);
}

void looking_name(struct looking *l, const char *what)
{
	add(l, what, "");
}

void looking_count(struct looking *l, const char *what, size_t count)
{
	if (count)
		add(l, what, arena_print(l->arena, "%zu", count));
}

static void write_answer(struct looking *l, struct out *answer)
{
	struct json *all = js_object(l->arena), *told = js_array(l->arena);

	for (size_t i = 0; i < l->told_count; i++)
		js_add_pair(l->arena, told, l->told[i].what, l->told[i].words);
	js_set_text(l->arena, all, "file", l->is_changed ? base64url_from(l->arena, l->kept.bytes, l->kept.length) : NULL);
	js_set(l->arena, all, "text", js_text(l->arena, out_cstr(&l->text)));
	js_set(l->arena, all, "told", told);
	js_write(answer, all);
}

bool attachment_convert(struct arena *a, const char *bytes, size_t n, struct out *answer, struct workbook_problem *out)
{
	struct looking *l = ARENA_NEW(a, struct looking);
	enum attachment_sort sort = ATTACHMENT_SORTS;

	*l = (struct looking){ .arena = a, .bytes = arena_copy(a, bytes, n), .n = n, .rule = attachment_sort_of(bytes, n, &sort) };
	out_init(&l->text, a, ATTACHMENT_TEXT_BYTES_MAX);
	out_init(&l->kept, a, ATTACHMENT_BYTES_MAX);
	if (!l->rule && sort == ATTACHMENT_JPEG)
		picture_jpeg(l);
	else if (!l->rule && sort == ATTACHMENT_PNG)
		picture_png(l);
	else if (!l->rule && sort == ATTACHMENT_PDF)
		paper_look(l);
	else if (!l->rule && !attachment_is_text(sort))
		office_look(l, sort);
	if (!l->rule)
		write_answer(l, answer);
	if (!l->rule && out_full(answer))
		looking_fail(l, "attachment.gave_up");
	*out = (struct workbook_problem){ l->rule, NULL };
	return !l->rule;
}
