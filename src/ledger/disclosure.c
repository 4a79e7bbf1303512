/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/disclosure.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "ledger/merkle.h"

size_t disclosure_paragraphs(const char *value)
{
	size_t count = 1;

	while ((value = strstr(value, "\n\n"))) {
		count++;
		value += 2;
	}
	return count;
}

size_t disclosure_salt_bytes(const char *value)
{
	size_t count = disclosure_paragraphs(value);

	return count == 1 ? SALT_BYTES : SALT_BYTES * (1 + count);
}

/* [salt, name, value], or [salt, value] when there is no name. */
static const char *made(struct arena *a, const unsigned char *salt, const char *name, const struct json *value)
{
	struct out o;

	out_init(&o, a, FRAME_MAX);
	out_char(&o, '[');
	js_write_text(&o, base64url_from(a, salt, SALT_BYTES));
	out_char(&o, ',');
	if (name) {
		js_write_text(&o, name);
		out_char(&o, ',');
	}
	js_write(&o, value);
	out_char(&o, ']');
	assert(!out_full(&o)); /* a text is at most TEXT_MAX_CHARS long; cut short it would prove nothing */
	return base64url_from(a, o.bytes, o.length);
}

char *disclosure_digest_of(struct arena *a, struct hasher *h, const char *disclosure)
{
	struct hash hash = hash_of(h, disclosure, strlen(disclosure), NULL, 0, NULL, 0);

	return base64url_from(a, hash.bytes, HASH_BYTES);
}

size_t disclosure_list(struct arena *a, struct hasher *h, const void *salt, size_t salt_bytes, const char *name,
	const char *value, const char *const **out_list)
{
	size_t count = disclosure_paragraphs(value);
	const unsigned char *salts = salt;
	struct json *digests = js_array(a);
	const char **list = ARENA_MANY(a, 1 + count, const char *);

	if (salt_bytes != disclosure_salt_bytes(value))
		return 0;
	*out_list = list;
	if (count == 1) {
		list[0] = made(a, salts, name, js_text(a, value));
		return 1;
	}
	for (size_t i = 1; i <= count; i++) {
		const char *end = strstr(value, "\n\n");
		size_t n = end ? (size_t)(end - value) : strlen(value);
		struct json *element = js_object(a);

		list[i] = made(a, salts + i * SALT_BYTES, NULL, js_text(a, arena_copy(a, value, n)));
		js_set_text(a, element, "...", disclosure_digest_of(a, h, list[i]));
		js_add(a, digests, element);
		value += n + (end ? 2 : 0);
	}
	list[0] = made(a, salts, name, digests);
	return 1 + count;
}

char *disclosure_digest(struct arena *a, struct hasher *h, const void *salt, size_t salt_bytes, const char *name,
	const char *value)
{
	const char *const *list;

	if (!disclosure_list(a, h, salt, salt_bytes, name, value, &list))
		return NULL;
	return disclosure_digest_of(a, h, list[0]);
}

static const char *text_of(const struct json *j)
{
	return j->type == JS_TEXT ? j->text : NULL;
}

bool disclosure_read(struct arena *a, const char *disclosure, struct disclosure *out)
{
	size_t room = strlen(disclosure), n;
	char *bytes = arena_get(a, room + 1);
	const struct json *j;
	struct disclosure d;

	if (!base64url_to(disclosure, bytes, room, &n))
		return false;
	j = js_read(a, bytes, n);
	if (!j || j->type != JS_ARRAY || j->count < 2 || j->count > 3)
		return false;
	d.salt = text_of(j->items[0]);
	d.name = j->count == 3 ? text_of(j->items[1]) : NULL;
	d.value = j->items[j->count - 1];
	if (!d.salt || (j->count == 3 && !d.name))
		return false;
	if (d.name && (!strcmp(d.name, "_sd") || !strcmp(d.name, "...")))
		return false;
	*out = d;
	return true;
}

/* The paragraph with this digest among the D's not used yet; `hidden` when it is not at hand, NULL when what is at
 * hand is no paragraph. */
static const char *paragraph(struct arena *a, const char *const *list, const char **digests, size_t count,
	const char *digest, const char *hidden)
{
	struct disclosure d;

	for (size_t i = 0; i < count; i++) {
		if (!digests[i] || strcmp(digests[i], digest) != 0)
			continue;
		digests[i] = NULL;
		return disclosure_read(a, list[i], &d) && !d.name ? text_of(d.value) : NULL;
	}
	return hidden;
}

static const struct fault *not_proven(struct arena *a, const char *name, const char *why)
{
	return fault_new(a, FAULT_DAMAGED, "disclosure_verify", "the text of field %s is not proven: %s", name, why);
}

/* The paragraphs put together again; every D must find its place. */
static const struct fault *joined(struct arena *a, struct hasher *h, const char *const *list, size_t count,
	const char *name, const struct json *elements, const char *hidden, const char **out_value)
{
	const char **digests = ARENA_MANY(a, count, const char *);
	struct out o;

	out_init(&o, a, FRAME_MAX);
	for (size_t i = 0; i < count; i++)
		digests[i] = disclosure_digest_of(a, h, list[i]);
	for (size_t i = 0; i < elements->count; i++) {
		const char *digest = js_get_text(elements->items[i], "...");
		const char *part;

		if (!digest || elements->items[i]->count != 1)
			return not_proven(a, name, "a paragraph is not a digest");
		part = paragraph(a, list, digests, count, digest, hidden);
		if (!part)
			return not_proven(a, name, "a disclosure is not a paragraph");
		out_text(&o, i ? "\n\n" : "");
		out_text(&o, part);
	}
	for (size_t i = 0; i < count; i++)
		if (digests[i])
			return not_proven(a, name, "a disclosure belongs to something else");
	if (out_full(&o))
		return not_proven(a, name, "it is too long");
	*out_value = out_cstr(&o);
	return NULL;
}

const struct fault *disclosure_verify(struct arena *a, struct hasher *h, const char *const *list, size_t count,
	const char *name, const char *digest, const char *hidden, const char **out_value)
{
	struct disclosure d;

	if (count == 0 || strcmp(disclosure_digest_of(a, h, list[0]), digest) != 0)
		return not_proven(a, name, "its digest is another");
	if (!disclosure_read(a, list[0], &d) || !text_equal(d.name, name))
		return not_proven(a, name, "the disclosure does not name it");
	if (d.value->type == JS_ARRAY)
		return joined(a, h, list + 1, count - 1, name, d.value, hidden, out_value);
	if (d.value->type != JS_TEXT || count != 1)
		return not_proven(a, name, "the value is not a text");
	*out_value = d.value->text;
	return NULL;
}
