/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/attest.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "pages/receipt_code.h"
#include "view/format.h"

/* The witnesses that signed, each with the instant it put into its line. */
static const char *cosigned_by(struct arena *a, const struct catalogue *words, const struct note *note, const struct policy *p)
{
	const char *list = "";

	for (size_t i = 0; i < p->witness_count; i++) {
		const struct note_signature *s = note_line_of(note, &p->witnesses[i].key);

		if (s)
			list = arena_print(a, "%s%s%s (%s)", list, *list ? ", " : "", s->name,
				format_time(a, words, instant_text(a, note_cosigned_at(s))));
	}
	return list;
}

const struct fault *attest_checkpoint(struct arena *a, const struct catalogue *words, const struct trust *trust,
	const struct log_keys *log, const char *note_text, struct checkpoint *out, const char **out_cosigned)
{
	struct note note;
	const struct fault *f = log_keys_verify(a, log, note_text, strlen(note_text), out, NULL, NULL);

	if (!f)
		f = note_parse(a, note_text, strlen(note_text), &note);
	if (!f && trust->policy)
		f = policy_verify(a, trust->policy, &note);
	if (!f)
		*out_cosigned = trust->policy ? cosigned_by(a, words, &note, trust->policy) : "";
	return f;
}

const char *attest_cosigned(struct arena *a, const struct catalogue *words, const char *cosigned)
{
	return *cosigned ? catalogue_fill(words, a, "verify.cosigned", &cosigned, 1) : catalogue_text(words, "verify.not_cosigned");
}

static void tell_receipt(struct arena *a, struct hasher *h, const struct catalogue *words, const struct receipt_proven *p,
	const struct checkpoint *c, const char *cosigned, struct attested *out)
{
	const struct entry *e = &p->entry;
	const char *number = arena_print(a, "%" PRId64, e->seq);
	const char *values[] = { number, catalogue_word(words, a, "kind", e->kind), catalogue_word(words, a, "role", e->role),
		format_time(a, words, e->t), c->origin };
	const char **lines = ARENA_MANY(a, p->text_count + 4, const char *);
	struct hash challenge = assertion_challenge(h, e->line);
	const char *code = short_code(a, &challenge), *own = receipt_code(a, e->hash);
	struct json *texts = js_object(a);

	out->proven = catalogue_fill(words, a, "verify.receipt_holds", values, 5);
	out->not_proven = catalogue_text(words, "verify.receipt_not");
	lines[0] = attest_cosigned(a, words, cosigned);
	lines[1] = e->signature ? catalogue_fill(words, a, "verify.own_signature", &code, 1)
		: catalogue_text(words, "verify.no_own_signature");
	lines[2] = catalogue_fill(words, a, "verify.receipt_code", &own, 1);
	for (size_t i = 0; i < p->text_count; i++) {
		lines[3 + i] = arena_print(a, "%s: %s", catalogue_word(words, a, "field", p->texts[i].field), p->texts[i].value);
		js_set_text(a, texts, p->texts[i].field, p->texts[i].value);
	}
	out->lines = lines;
	out->data = js_object(a);
	js_set_int(a, out->data, "entry", e->seq);
	js_set_text(a, out->data, "kind", e->kind);
	js_set_text(a, out->data, "role", e->role);
	js_set_text(a, out->data, "t", e->t);
	js_set_text(a, out->data, "origin", c->origin);
	js_set_int(a, out->data, "size", (int64_t)c->size);
	js_set(a, out->data, "texts", texts);
	js_set_text(a, out->data, "receipt_code", own);
	if (e->signature)
		js_set_text(a, out->data, "sign_code", code);
}

const struct fault *attest_receipt(struct arena *a, struct hasher *h, const struct catalogue *words, const struct trust *trust,
	const char *bytes, size_t n, struct attested *out)
{
	struct receipt r;
	struct receipt_proven p;
	struct checkpoint c;
	const char *cosigned;
	const struct fault *f;

	if (!trust->keys)
		return fault_new(a, FAULT_USAGE, __func__, "%s", catalogue_text(words, "verify.needs_key"));
	f = receipt_from(a, bytes, n, &r);
	if (!f)
		f = attest_checkpoint(a, words, trust, trust->keys, r.checkpoint, &c, &cosigned);
	if (!f)
		f = receipt_prove(a, h, &r, &c, catalogue_text(words, "verify.hidden"), &p);
	if (!f)
		tell_receipt(a, h, words, &p, &c, cosigned, out);
	return f;
}
