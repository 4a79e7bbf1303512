/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/receipt.h"

#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "ledger/disclosure.h"

#define HEAD "c2sp.org/tlog-proof@v1"

struct json *receipt_extra(struct arena *a, const struct receipt *r)
{
	struct json *extra = js_object(a), *list = js_array(a);

	for (size_t i = 0; i < r->disclosure_count; i++)
		js_add(a, list, js_text(a, r->disclosures[i]));
	js_set(a, extra, "disclosures", list);
	js_set_text(a, extra, "leaf", r->leaf);
	return extra;
}

bool receipt_from_extra(struct arena *a, const struct json *extra, struct receipt *out)
{
	const struct json *list = js_get(extra, "disclosures");
	const char *leaf = js_get_text(extra, "leaf"), **texts;

	if (!leaf || !list || list->type != JS_ARRAY)
		return false;
	texts = ARENA_MANY(a, list->count, const char *);
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i]->type != JS_TEXT)
			return false;
		texts[i] = list->items[i]->text;
	}
	out->leaf = leaf;
	out->disclosures = texts;
	out->disclosure_count = list->count;
	return true;
}

const char *receipt_text(struct arena *a, const struct receipt *r)
{
	struct out extra, o;

	out_init(&extra, a, FILE_MAX);
	js_write(&extra, receipt_extra(a, r));
	out_init(&o, a, 2 * FILE_MAX);
	out_print(&o, HEAD "\nextra %s\nindex %" PRIu64 "\n", base64_from(a, out_cstr(&extra), extra.length), r->index);
	for (size_t i = 0; i < r->proof_count; i++)
		out_print(&o, "%s\n", merkle_hash_text(a, &r->proof[i]));
	out_print(&o, "\n%s", r->checkpoint);
	return out_cstr(&o);
}

static const struct fault *malformed(struct arena *a, const char *why)
{
	return fault_new(a, FAULT_DAMAGED, "receipt", "not a receipt: %s", why);
}

/* What stands after `label` on the line at *at, moving *at past its newline; NULL when that is another line. */
static const char *labelled(struct arena *a, const char **at, const char *label)
{
	const char *start = *at + strlen(label), *end;

	if (strncmp(*at, label, strlen(label)) != 0 || !(end = strchr(start, '\n')))
		return NULL;
	*at = end + 1;
	return arena_copy(a, start, (size_t)(end - start));
}

static bool extra_from(struct arena *a, const char *text, struct receipt *out)
{
	size_t room = text ? strlen(text) : 0, n;
	char *bytes = arena_get(a, room + 1);
	const struct json *extra;

	if (!text || !base64_to(text, bytes, room, &n) || strlen(bytes) != n)
		return false;
	extra = js_read_line(a, bytes, n);
	return extra && extra->count == 2 && receipt_from_extra(a, extra, out);
}

const struct fault *receipt_from(struct arena *a, const char *bytes, size_t n, struct receipt *out)
{
	struct hash *proof = ARENA_MANY(a, MERKLE_PROOF_MAX, struct hash);
	struct receipt r = { .proof = proof };
	const char *at, *line;

	if (n > FILE_MAX || !text_is_utf8(bytes, n))
		return malformed(a, "it is too large, or no text");
	at = arena_copy(a, bytes, n);
	line = labelled(a, &at, HEAD);
	if (!line || *line)
		return malformed(a, "it does not begin with " HEAD);
	if (!extra_from(a, labelled(a, &at, "extra "), &r))
		return malformed(a, "the line extra does not hold a leaf and disclosures");
	line = labelled(a, &at, "index ");
	if (!line || !text_to_size(line, INT64_MAX, &r.index))
		return malformed(a, "the line index does not hold a number");
	while ((line = labelled(a, &at, "")) && *line) {
		if (r.proof_count == MERKLE_PROOF_MAX || !merkle_hash_from(line, &proof[r.proof_count]))
			return malformed(a, "its path is not made of hashes");
		r.proof_count++;
	}
	if (!line || !*at)
		return malformed(a, "no checkpoint stands under an empty line");
	r.checkpoint = at;
	*out = r;
	return NULL;
}

/* How many D's from the first on belong to one field: its own and its paragraphs'. */
static size_t belonging(struct arena *a, const char *const *list, size_t count)
{
	struct disclosure d;
	size_t n = 1;

	while (n < count && disclosure_read(a, list[n], &d) && !d.name)
		n++;
	return n;
}

static const struct fault *read_texts(struct arena *a, struct hasher *h, const struct receipt *r, const char *hidden,
	struct receipt_proven *out)
{
	const char *before = "";

	out->texts = ARENA_MANY(a, r->disclosure_count, struct receipt_text);
	for (size_t i = 0, n; i < r->disclosure_count; i += n) {
		struct receipt_text *text = &out->texts[out->text_count];
		struct disclosure d;
		const struct fault *f;

		n = belonging(a, r->disclosures + i, r->disclosure_count - i);
		if (!disclosure_read(a, r->disclosures[i], &d) || !d.name || strcmp(before, d.name) >= 0
			|| !js_get_text(out->entry.f, d.name))
			return fault_new(a, FAULT_DAMAGED, "receipt", "a disclosure belongs to no field of the entry");
		f = disclosure_verify(a, h, r->disclosures + i, n, d.name, js_get_text(out->entry.f, d.name), hidden, &text->value);
		if (f)
			return f;
		text->field = before = d.name;
		out->text_count++;
	}
	return NULL;
}

const struct fault *receipt_entry(struct arena *a, struct hasher *h, const struct receipt *r, const char *hidden,
	struct receipt_proven *out)
{
	struct receipt_proven p = { .text_count = 0 };
	const struct fault *f = entry_parse(a, r->leaf, (int64_t)r->index, &p.entry);

	if (!f)
		f = read_texts(a, h, r, hidden, &p);
	if (!f)
		*out = p;
	return f;
}

const struct fault *receipt_prove(struct arena *a, struct hasher *h, const struct receipt *r, const struct checkpoint *c,
	const char *hidden, struct receipt_proven *out)
{
	struct hash leaf = merkle_leaf(h, r->leaf, strlen(r->leaf));
	struct receipt_proven p;
	const struct fault *f;

	if (!merkle_inclusion_holds(h, r->index, c->size, &leaf, r->proof, r->proof_count, &c->root))
		return fault_new(a, FAULT_DAMAGED, __func__, "entry %" PRIu64 " does not stand in the book so", r->index);
	f = receipt_entry(a, h, r, hidden, &p);
	if (!f && strcmp(p.entry.log, c->origin) != 0)
		return fault_new(a, FAULT_DAMAGED, __func__, "entry %" PRIu64 " names another book", r->index);
	if (!f) {
		p.entry.hash = merkle_hash_text(a, &leaf);
		*out = p;
	}
	return f;
}
