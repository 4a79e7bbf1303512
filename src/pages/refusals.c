/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/refusals.h"

#include <string.h>

#include "base/text.h"

const struct column refusal_columns[REFUSAL_COLUMN_COUNT] = {
	{ .name = "text", .type = COLUMN_TEXT, .label = LABEL_OPEN },
	{ .name = "field", .type = COLUMN_CODE, .label = LABEL_OPEN },
	{ .name = "label", .type = COLUMN_TEXT, .label = LABEL_OPEN },
};

/* "2:14-24" of the guard: line, first and last character. */
static size_t split_place(struct arena *a, const char *arg, const char *out[3])
{
	size_t line = strcspn(arg, ":"), first = arg[line] ? strcspn(arg + line + 1, "-") : 0;

	if (!arg[line] || !arg[line + 1 + first]) {
		out[0] = arg;
		return 1;
	}
	out[0] = arena_copy(a, arg, line);
	out[1] = arena_copy(a, arg + line + 1, first);
	out[2] = arg + line + 2 + first;
	return 3;
}

const char *refusal_sentence(struct arena *a, const struct catalogue *words, const struct refusal *r)
{
	const char *key = arena_print(a, "refusal.%s", r->rule), *values[3] = { r->arg };
	size_t count = r->arg ? 1 : 0;

	if (!catalogue_has(words, key))
		return catalogue_fill(words, a, "refusal.unknown", &r->rule, 1);
	if (r->arg && !strncmp(r->rule, "guard.", 6))
		count = split_place(a, r->arg, values);
	return catalogue_fill(words, a, key, values, count);
}

void refusals_fill(struct fill *f, const char *(*label)(void *self, const char *field), void *self)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const struct refusals *r = f->ask->refusals;
	size_t count = 0, row = 0;
	struct table *t;

	for (size_t i = 0; r && i < r->count; i++)
		count += !r->all[i].is_note;
	t = fill_table(f, "errors", count);
	for (size_t i = 0; row < count; i++) {
		const struct refusal *x = &r->all[i];
		const char *name = x->field ? label(self, x->field) : NULL;

		if (x->is_note)
			continue;
		fill_text(t, row, "text", refusal_sentence(f->arena, words, x));
		fill_text(t, row, "field", name ? x->field : NULL);
		fill_text(t, row, "label", name);
		row++;
	}
}

const char *refusals_about(struct fill *f, const char *field)
{
	const struct catalogue *words = catalogue_get(f->ask->language);
	const struct refusals *r = f->ask->refusals;
	const char *all = NULL;

	for (size_t i = 0; r && i < r->count; i++) {
		const char *one;

		if (r->all[i].is_note || !text_equal(r->all[i].field, field))
			continue;
		one = refusal_sentence(f->arena, words, &r->all[i]);
		all = all ? arena_print(f->arena, "%s %s", all, one) : one;
	}
	return all;
}
