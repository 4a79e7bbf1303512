/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/json.h"
#include "document/document.h"

bool document_read(struct arena *a, const char *answer, size_t n, struct document *out)
{
	const struct json *all = js_read(a, answer, n), *blocks = js_get(all, "blocks"), *remarks = js_get(all, "remarks");
	struct document d = { .count = 0 };

	if (!blocks || blocks->type != JS_ARRAY || !blocks->count || blocks->count > DOCUMENT_BLOCKS_MAX || !remarks
		|| remarks->type != JS_OBJECT)
		return false;
	d.blocks = ARENA_MANY(a, blocks->count, struct document_block);
	for (size_t i = 0; i < blocks->count; i++) {
		const char *word, *text;
		size_t form = 0;

		if (!js_pair(blocks->items[i], &word, &text))
			return false;
		while (form < DOCUMENT_FORMS && strcmp(word, document_forms[form]) != 0)
			form++;
		if (form == DOCUMENT_FORMS)
			return false;
		d.blocks[d.count++] = (struct document_block){ (enum document_form)form, text };
	}
	for (size_t i = 0; i < DOCUMENT_REMARKS; i++) {
		int64_t count = js_get_int(remarks, document_remarks[i], 0);

		if (count < 0)
			return false;
		d.remarks[i] = (size_t)count;
	}
	*out = d;
	return true;
}
