/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "document/document.h"

/* Which of the words it is; `count` when it is none. */
static size_t word_at(const char *word, const char *const *words, size_t count)
{
	size_t at = 0;

	while (at < count && !text_equal(word, words[at]))
		at++;
	return at;
}

static bool is_pair(const struct json *pair, enum js_type second)
{
	return pair->type == JS_ARRAY && pair->count == 2 && pair->items[0]->type == JS_TEXT && pair->items[1]->type == second;
}

bool document_read(struct arena *a, const char *answer, size_t n, struct document *out)
{
	const struct json *all = js_read(a, answer, n), *blocks = js_get(all, "blocks"), *remarks = js_get(all, "remarks");
	struct document d = { .count = 0 };

	if (!blocks || blocks->type != JS_ARRAY || !blocks->count || blocks->count > DOCUMENT_BLOCKS_MAX || !remarks
		|| remarks->type != JS_ARRAY)
		return false;
	d.blocks = ARENA_MANY(a, blocks->count, struct document_block);
	for (size_t i = 0; i < blocks->count; i++) {
		const struct json *pair = blocks->items[i];
		size_t form = is_pair(pair, JS_TEXT) ? word_at(pair->items[0]->text, document_forms, DOCUMENT_FORMS) : DOCUMENT_FORMS;

		if (form == DOCUMENT_FORMS)
			return false;
		d.blocks[d.count++] = (struct document_block){ (enum document_form)form, pair->items[1]->text };
	}
	for (size_t i = 0; i < remarks->count; i++) {
		const struct json *pair = remarks->items[i];
		size_t remark = is_pair(pair, JS_INT) ? word_at(pair->items[0]->text, document_remarks, DOCUMENT_REMARKS)
			: DOCUMENT_REMARKS;

		if (remark == DOCUMENT_REMARKS || pair->items[1]->number < 1)
			return false;
		d.remarks[remark] = (size_t)pair->items[1]->number;
	}
	*out = d;
	return true;
}
