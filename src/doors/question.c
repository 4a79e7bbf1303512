/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/question.h"

#include <stdio.h>

#include "base/hash.h"
#include "view/catalogue.h"

enum { NONCE_BYTES = 16 };

struct json *question_of(const struct args *args, const char *op)
{
	struct json *q = js_object(args->arena);

	js_set_text(args->arena, q, "op", op);
	if (args->as)
		js_set_text(args->arena, q, "as", args->as);
	if (args->is_dry)
		js_set(args->arena, q, "dry", js_bool(args->arena, true));
	return q;
}

void question_give_nonce(const struct args *args, struct json *question)
{
	unsigned char bytes[NONCE_BYTES];

	if (js_get_text(question, "n"))
		return;
	env_chance(args->env, bytes, sizeof(bytes));
	js_set_text(args->arena, question, "n", base64url_from(args->arena, bytes, sizeof(bytes)));
}

bool question_tell_refusals(const struct args *args, const struct json *answer)
{
	const struct catalogue *words = catalogue_get(args->language);
	const struct json *list = js_get(answer, "refusals");
	bool has_refusal = false;

	for (size_t i = 0; list && list->type == JS_ARRAY && i < list->count; i++) {
		const struct json *one = list->items[i];
		const char *field = js_get_text(one, "field"), *source = js_get_text(one, "source");
		const char *values[] = { js_get_text(one, "arg") ? js_get_text(one, "arg") : "" };
		const char *key = arena_print(args->arena, "refusal.%s", js_get_text(one, "rule"));

		fprintf(stderr, "fyr: %s%s%s%s%s%s [%s]\n", field ? field : "", field ? ": " : "",
			catalogue_fill(words, args->arena, key, values, 1), source ? " (" : "", source ? source : "", source ? ")" : "",
			js_get_text(one, "rule"));
		has_refusal = has_refusal || !js_get(one, "note");
	}
	return has_refusal;
}
