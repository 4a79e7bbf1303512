/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/refusals.h"

#include "base/text.h"
#include "pages/columns.h"

const struct column refusal_columns[REFUSAL_COLUMN_COUNT] = {
	OPEN("text", COLUMN_TEXT),
	OPEN("field", COLUMN_CODE),
	OPEN("label", COLUMN_TEXT),
};

const char *refusal_sentence(struct arena *a, const struct catalogue *words, const struct refusal *r)
{
	const char *key = arena_print(a, "refusal.%s", r->rule);

	if (!catalogue_has(words, key))
		return catalogue_fill(words, a, "refusal.unknown", &r->rule, 1);
	return catalogue_fill(words, a, key, &r->arg, r->arg ? 1 : 0);
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

const struct column remark_columns[REMARK_COLUMN_COUNT] = { OPEN("text", COLUMN_TEXT) };

void refusals_fill_remarks(struct fill *f)
{
	const struct refusals *r = f->ask->refusals;
	size_t count = 0;
	struct table *t;

	for (size_t i = 0; r && i < r->count; i++)
		count += r->all[i].is_note;
	t = fill_table(f, "remarks", count);
	count = 0;
	for (size_t i = 0; r && i < r->count; i++)
		if (r->all[i].is_note)
			fill_text(t, count++, "text", refusal_sentence(f->arena, catalogue_get(f->ask->language), &r->all[i]));
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
