/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: texts beside the entries.  Input that begins with "D" is a list of disclosures as somebody hands them over, a line
 * each: none of them may prove a text it was not made for.  Any other input is a text: what was made for it proves it, and
 * one bit changed, one left out or one doubled proves nothing more.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "ledger/disclosure.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIST_MAX = 64 };
static const char hidden[] = "[...]";

static void check_foreign(struct arena *a, struct hasher *h, char *lines)
{
	const char *list[LIST_MAX], *value = NULL;
	const char *digest = disclosure_digest_of(a, h, "not among them");
	struct disclosure read;
	size_t count = 0;

	for (char *at = lines, *end; at && count < LIST_MAX; at = end ? end + 1 : NULL) {
		end = strchr(at, '\n');
		if (end)
			*end = '\0';
		if (disclosure_read(a, at, &read))
			assert(read.salt && read.value && (!read.name || (strcmp(read.name, "_sd") && strcmp(read.name, "..."))));
		list[count++] = at;
	}
	assert(disclosure_verify(a, h, list, count, "text", digest, hidden, &value) && !value);
	/* By the digest of the first one itself: taken or not, what comes out is text. */
	if (!disclosure_verify(a, h, list, count, "text", disclosure_digest_of(a, h, list[0]), hidden, &value))
		assert(value && disclosure_read(a, list[0], &read) && text_equal(read.name, "text"));
}

static void check_own(struct arena *a, struct hasher *h, const char *text)
{
	static const unsigned char salt[SALT_BYTES * (LIST_MAX + 1)] = { 7 };
	size_t salt_n = disclosure_salt_bytes(text), count;
	const char *const *list, *value = NULL, *changed[LIST_MAX + 2];
	const char *digest;

	if (salt_n > sizeof(salt) || disclosure_paragraphs(text) + 1 > LIST_MAX)
		return;
	digest = disclosure_digest(a, h, salt, salt_n, "text", text);
	count = disclosure_list(a, h, salt, salt_n, "text", text, &list);
	assert(digest && count && !disclosure_digest(a, h, salt, salt_n + 1, "text", text));
	assert(!disclosure_verify(a, h, list, count, "text", digest, hidden, &value) && !strcmp(value, text));
	assert(!strcmp(disclosure_digest_of(a, h, list[0]), digest));
	assert(disclosure_verify(a, h, list, count, "about", digest, hidden, &value));
	memcpy(changed, list, count * sizeof(*list));
	changed[count] = arena_print(a, "%s", list[0]);
	assert(disclosure_verify(a, h, changed, count + 1, "text", digest, hidden, &value));
	assert(disclosure_verify(a, h, changed + 1, count - 1, "text", digest, hidden, &value));
	if (count > 1)
		assert(!disclosure_verify(a, h, list, count - 1, "text", digest, hidden, &value) && strstr(value, hidden));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct hasher *h;
	char *text;

	if (size > 1 << 14 || (size && memchr(data, 0, size)))
		return 0;
	a = arena_new(64 << 20);
	h = hasher_new();
	text = arena_copy(a, (const char *)data, size);
	if (*text == 'D')
		check_foreign(a, h, text + 1);
	else if (text_is_utf8(text, size))
		check_own(a, h, text);
	hasher_free(h);
	arena_free(a);
	return 0;
}
