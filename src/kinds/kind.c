/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/kind.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

void refusal_add(struct refusals *r, struct refusal refusal)
{
	if (!r->all)
		r->all = ARENA_MANY(r->arena, REFUSALS_MAX, struct refusal);
	if (r->count < REFUSALS_MAX)
		r->all[r->count++] = refusal;
}

void refuse(struct refusals *r, const char *rule, const char *field, const char *source)
{
	refusal_add(r, (struct refusal){ .rule = rule, .field = field, .source = source });
}

void refuse_arg(struct refusals *r, const char *rule, const char *field, const char *source, const char *arg)
{
	refusal_add(r, (struct refusal){ .rule = rule, .field = field, .source = source, .arg = arg });
}

void refusal_note(struct refusals *r, const char *rule, const char *field, const char *arg)
{
	refusal_add(r, (struct refusal){ .rule = rule, .field = field, .arg = arg, .is_note = true });
}

bool refused(const struct refusals *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->all[i].is_note)
			return true;
	return false;
}

const struct kind *kind_find(const char *name)
{
	size_t low = 0, high = kind_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(kinds[middle]->name, name);

		if (!order)
			return kinds[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool field_is_typed(const struct field *f)
{
	return f->type == FIELD_LINE || f->type == FIELD_TEXT || f->type == FIELD_FILE;
}

const struct field *kind_file(const struct kind *k)
{
	for (size_t i = 0; i < k->field_count; i++)
		if (k->fields[i].type == FIELD_FILE)
			return &k->fields[i];
	return NULL;
}

const struct field *kind_field(const struct kind *k, const char *name)
{
	for (size_t i = 0; i < k->field_count; i++)
		if (*k->fields[i].name == *name && !strcmp(k->fields[i].name, name)) /* a call for each would be felt */
			return &k->fields[i];
	return NULL;
}

enum label kind_label(const char *kind, const char *field)
{
	const struct kind *k = kind_find(kind);
	const struct field *f = k ? kind_field(k, field) : NULL;

	return f ? f->label : LABEL_SECRET;
}

const struct value *offer_value(const struct offer *o, const char *field)
{
	const struct field *f = kind_field(o->kind, field);

	assert(f);
	return &o->values[f - o->kind->fields];
}

const char *offer_text(const struct offer *o, const char *field)
{
	const struct value *v = offer_value(o, field);

	return v->count ? v->texts[0] : NULL;
}

int64_t offer_int(const struct offer *o, const char *field, int64_t otherwise)
{
	const char *t = offer_text(o, field);
	int64_t n;

	return t && text_to_int(t, INT64_MIN, INT64_MAX, &n) ? n : otherwise;
}

bool offer_is(const struct offer *o, const char *field, const char *code)
{
	return text_equal(offer_text(o, field), code);
}

const char *entry_text(const struct entry *e, const char *name)
{
	return js_get_text(e->d, name);
}

int64_t entry_int(const struct entry *e, const char *name, int64_t otherwise)
{
	const struct json *j = js_get(e->d, name);

	return j && (j->type == JS_INT || j->type == JS_BOOL) ? j->number : otherwise;
}

bool entry_has_text(const struct entry *e, const char *field)
{
	return js_get(e->f, field) != NULL;
}

const int64_t *entry_text_seq(const struct entry *e, const char *field)
{
	return entry_has_text(e, field) ? &e->seq : NULL;
}

static const struct json *item(const struct entry *e, const char *name, size_t i)
{
	const struct json *list = js_get(e->d, name);

	return list && list->type == JS_ARRAY && i < list->count ? list->items[i] : NULL;
}

const char *entry_item(const struct entry *e, const char *name, size_t i)
{
	const struct json *j = item(e, name, i);

	return j && j->type == JS_TEXT ? j->text : NULL;
}

int64_t entry_item_int(const struct entry *e, const char *name, size_t i)
{
	const struct json *j = item(e, name, i);

	return j && j->type == JS_INT ? j->number : -1;
}
