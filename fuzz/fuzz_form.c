/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: forms, multipart, cookies, content types and targets.  The first byte chooses the reader: 'f' form, 'm'
 * multipart with boundary XX, 'c' cookie, 't' content type, anything else a target.  What is accepted must hold what
 * http/http.h promises.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names and texts are UTF-8, every value ends by the NUL its length says, and lies where it may. */
static void form_check(const struct form *form)
{
	assert(form->count <= HTTP_PAIRS_MAX);
	for (size_t i = 0; i < form->count; i++) {
		const struct http_pair *p = &form->pairs[i];

		assert(*p->name && text_is_utf8(p->name, strlen(p->name)) && !strpbrk(p->name, "\r\n\x7f"));
		assert(p->value[p->length] == '\0');
		assert(p->filename || (strlen(p->value) == p->length && text_is_utf8(p->value, p->length)));
		assert(!p->filename || !strpbrk(p->filename, "/\\"));
	}
}

static void target_check(struct arena *a, const char *target)
{
	struct form query;
	const char *path;

	if (target_read(a, target, &path, &query))
		return;
	assert(*path == '/' && path[1] != '/' && !strstr(path, "/../") && text_is_utf8(path, strlen(path)));
	form_check(&query);
}

static void read_one(struct arena *a, char sort, char *bytes, size_t n)
{
	struct form form = { NULL, 0 };
	enum body_sort body;
	const char *text;

	switch (sort) {
	case 'f':
		if (!form_read(a, bytes, n, &form))
			form_check(&form);
		break;
	case 'm':
		if (!multipart_read(a, "XX", bytes, n, &form))
			form_check(&form);
		break;
	case 'c':
		text = cookie_find(a, bytes, "sid");
		assert(!text || !strpbrk(text, " ;,\"\\\r\n"));
		break;
	case 't':
		(void)body_sort_read(a, bytes, &body, &text);
		break;
	default:
		target_check(a, bytes);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	char *bytes;

	if (!size || size > BODY_MAX)
		return 0;
	a = arena_new(16 << 20);
	bytes = arena_copy(a, (const char *)data + 1, size - 1);
	read_one(a, (char)data[0], bytes, size - 1);
	arena_free(a);
	return 0;
}
