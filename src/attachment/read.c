/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "attachment/attachment.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

/* The bytes without what was taken out, or as they came; still of a sort that is taken. */
static bool read_bytes(struct arena *a, const struct json *file, const char *bytes, size_t n, struct attachment *out)
{
	char *changed;
	size_t length;

	out->bytes = bytes;
	out->n = n;
	if (file && file->type == JS_TEXT) {
		changed = arena_get(a, ATTACHMENT_BYTES_MAX + 1);
		if (!base64url_to(file->text, changed, ATTACHMENT_BYTES_MAX, &length))
			return false;
		out->bytes = changed;
		out->n = length;
	} else if (!file || file->type != JS_NULL) {
		return false;
	}
	return !attachment_sort_of(out->bytes, out->n, &out->sort);
}

static const char *what_of(const char *named)
{
	for (const char *const *what = attachment_whats; *what; what++)
		if (text_equal(*what, named))
			return *what;
	return NULL;
}

static bool read_told(struct arena *a, const struct json *pair, struct attachment *out)
{
	char *words = NULL;
	const char *what;

	if (pair->type != JS_ARRAY || pair->count != 2 || pair->items[0]->type != JS_TEXT || pair->items[1]->type != JS_TEXT)
		return false;
	what = what_of(pair->items[0]->text);
	if (!what || text_clean(a, pair->items[1]->text, strlen(pair->items[1]->text), ATTACHMENT_TOLD_CHARS, true, &words) != TEXT_OK)
		return false;
	out->told[out->told_count++] = (struct attachment_told){ what, words };
	return true;
}

bool attachment_read(struct arena *a, const char *answer, size_t answer_n, const char *bytes, size_t n, struct attachment *out)
{
	const struct json *all = js_read(a, answer, answer_n), *told = js_get(all, "told");

	*out = (struct attachment){ .text = js_get_text(all, "text") };
	if (!out->text || !told || told->type != JS_ARRAY || told->count > ATTACHMENT_TOLD_MAX
		|| !read_bytes(a, js_get(all, "file"), bytes, n, out))
		return false;
	for (size_t i = 0; i < told->count; i++)
		if (!read_told(a, told->items[i], out))
			return false;
	return true;
}
