/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/tell.h"

#include <stdio.h>

#include "doors/client.h"
#include "pages/refusals.h"
#include "view/catalogue.h"

int tell_fault(const struct fault *f)
{
	fprintf(stderr, "fyr: %s\n", f->what);
	return (int)f->sort;
}

int tell_asked(const struct args *args, const char *file, const struct json *question, struct json **out_answer)
{
	const struct fault *f = client_ask_file(args->arena, args->env, file, question, out_answer);
	int sort = f ? 0 : (int)js_get_int(*out_answer, "fault", 0);

	if (f)
		return tell_fault(f);
	if (sort)
		fprintf(stderr, "fyr: %s\n", js_get_text(*out_answer, "what"));
	return sort;
}

void refusals_read(struct refusals *r, const struct json *answer)
{
	const struct json *list = js_get(answer, "refusals");

	for (size_t i = 0; list && list->type == JS_ARRAY && i < list->count; i++) {
		const struct json *one = list->items[i];

		refusal_add(r, (struct refusal){ .rule = js_get_text(one, "rule"), .field = js_get_text(one, "field"),
			.source = js_get_text(one, "source"), .arg = js_get_text(one, "arg"), .is_note = js_get(one, "note") != NULL });
	}
}

int tell_refusals(const struct args *args, const struct refusals *r)
{
	for (size_t i = 0; i < r->count; i++)
		fprintf(stderr, "fyr: %s [%s]\n", refusal_sentence(args->arena, catalogue_get(args->language), &r->all[i]), r->all[i].rule);
	return refused(r) ? FAULT_REFUSED : 0;
}

int tell_misuse(const struct args *args)
{
	fprintf(stderr, "%s\n", catalogue_text(catalogue_get(args->language), "cli.usage"));
	return FAULT_USAGE;
}

void tell_words(const struct args *args, const char *key, const char *first, const char *second)
{
	const char *values[] = { first, second };

	fprintf(stderr, "%s\n", catalogue_fill(catalogue_get(args->language), args->arena, key, values, 2));
}

void tell_finding(void *self, const char *finding)
{
	(void)self;
	fprintf(stderr, "fyr: %s\n", finding);
}
