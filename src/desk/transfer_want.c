/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/transfer_want.h"

#include <string.h>

#include "base/text.h"

enum { CODE_CHARS = 30 };

void wants_begin(struct transfer_wants *w, struct arena *a, const struct transfer_names *names, const struct transfer_help *help)
{
	*w = (struct transfer_wants){ .arena = a, .names = names, .help = help,
		.all = ARENA_MANY(a, WANTS_MAX, struct transfer_want) };
}

/* ---------------------------------------------------------------------------------- codes --- */

static bool is_taken(const struct transfer_wants *w, const char *type, const char *code)
{
	bool many;

	for (size_t i = 0; i < w->count; i++)
		if (!strcmp(w->all[i].type, type) && text_equal(w->all[i].reference, code))
			return true;
	return names_find(w->names, w->arena, type, code, &many) != NULL;
}

/* Letters of any alphabet and digits; a hyphen for the rest.  One of digits alone would be read as a number. */
static char *plain(struct arena *a, const char *name)
{
	const char *folded = transfer_folded(a, name);
	char *code = arena_get(a, strlen(folded) + 4), *to = code;
	bool has_letter = false;
	uint32_t c;

	for (size_t n = 0; n < CODE_CHARS && (c = text_next(&folded)); n++) {
		bool is_letter = (c >= 'a' && c <= 'z') || c >= 0xC0, is_digit = c >= '0' && c <= '9';

		has_letter = has_letter || is_letter;
		if (is_letter || is_digit)
			to += text_put(c, to);
		else if (to > code && to[-1] != '-')
			*to++ = '-';
	}
	while (to > code && to[-1] == '-')
		to--;
	*to = '\0';
	return has_letter ? code : arena_print(a, "x-%s", code);
}

const char *want_code(struct transfer_wants *w, const char *type, const char *name)
{
	const char *first = plain(w->arena, name), *code = first;

	for (int n = 2; is_taken(w, type, code); n++)
		code = arena_print(w->arena, "%s-%d", first, n);
	return code;
}

/* ---------------------------------------------------------------------------------- guesses --- */

/* Does the name hold one of the words, parted by |? */
static bool holds(struct arena *a, const char *folded, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, "|");

		if (strstr(folded, arena_copy(a, words, n)))
			return true;
		words += n + (words[n] != '\0');
	}
	return false;
}

/* By what Swedish names end on or hold; everything else is taken for a part of the municipality. */
static const char *guess_sort(struct transfer_wants *w, const char *called)
{
	static const char *const sorts[] = { "police", "region", "company", "state", "association", "business" };
	const char *folded = arena_print(w->arena, " %s ", transfer_folded(w->arena, called));

	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (holds(w->arena, folded, catalogue_text(catalogue_get("sv"), arena_print(w->arena, "csv.guess.%s", sorts[i]))))
			return sorts[i];
	return "administration";
}

static const char *answered(const struct transfer_wants *w, const char *type, const char *called, const char *what,
	const char *otherwise)
{
	const char *said = w->help->answer ? w->help->answer(w->help->self, type, called, what) : NULL;

	return text_is_blank(said) ? otherwise : said;
}

/* Canonical decimals: by their whole parts, then digit by digit. */
static bool is_less(struct arena *a, const char *x, const char *y)
{
	const char *ends[2] = { x + strcspn(x, "."), y + strcspn(y, ".") }, *decimals[2];
	int64_t whole[2];
	bool is_below;

	if (!text_to_int(arena_copy(a, x, (size_t)(ends[0] - x)), INT64_MIN, INT64_MAX, &whole[0])
		|| !text_to_int(arena_copy(a, y, (size_t)(ends[1] - y)), INT64_MIN, INT64_MAX, &whole[1]))
		return false;
	if (whole[0] != whole[1] || *x != *y)
		return whole[0] < whole[1] || (whole[0] == whole[1] && *x == '-' && *y != '-');
	for (int i = 0; i < 2; i++)
		decimals[i] = *ends[i] ? ends[i] + 1 : "";
	is_below = strcmp(decimals[0], decimals[1]) < 0;
	return *x == '-' ? !is_below && strcmp(decimals[0], decimals[1]) : is_below;
}

void want_way(struct transfer_wants *w, const char *indicator, const char *baseline, const char *target)
{
	for (size_t i = 0; i < w->count; i++) {
		struct transfer_want *want = &w->all[i];

		if (strcmp(want->type, "indicator") != 0 || !text_equal(want->reference, indicator) || want->has_way)
			continue;
		if (!baseline || !target)
			continue;
		want->has_way = true;
		want->better = answered(w, want->type, want->called, "better", is_less(w->arena, target, baseline) ? "down" : "up");
	}
}

/* ---------------------------------------------------------------------------------- wants --- */

static bool can_be_meant(const char *type)
{
	static const char *const types[] = { "organisation", "person", "focus_area", "factor", "indicator" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i], type))
			return true;
	return false;
}

static bool is_missing(const struct transfer_wants *w, const struct transfer_want *want)
{
	return !strcmp(want->type, "organisation") && text_equal(want->called, w->help->organisation_missing);
}

static void ask_about(struct transfer_wants *w, struct transfer_want *want)
{
	const char *called = want->called;
	bool many;

	want->as = answered(w, want->type, called, "as", NULL);
	if (want->as && !names_find(w->names, w->arena, want->type, want->as, &many))
		want->as = NULL;
	if (want->as)
		want->reference = names_find(w->names, w->arena, want->type, want->as, &many);
	else if (!strcmp(want->type, "person"))
		want->reference = NULL;
	else if (is_missing(w, want))
		want->reference = "missing"; /* known by it to the page that tells what a plan lacks */
	else
		want->reference = want_code(w, want->type, called);
	if (!strcmp(want->type, "organisation"))
		want->sort = answered(w, want->type, called, "sort", is_missing(w, want) ? "other" : guess_sort(w, called));
	if (!strcmp(want->type, "indicator"))
		want->better = answered(w, want->type, called, "better", "up");
}

const char *want_named(struct transfer_wants *w, const char *type, const char *called, size_t line)
{
	size_t mark = arena_mark(w->arena);
	const char *folded = transfer_folded(w->arena, called);
	struct transfer_want *want;

	for (size_t i = 0; i < w->count; i++)
		if (!strcmp(w->all[i].type, type) && !strcmp(w->all[i].folded, folded)) {
			w->all[i].uses++;
			arena_rewind(w->arena, mark);
			return w->all[i].reference;
		}
	if (!w->help || !can_be_meant(type) || w->count == WANTS_MAX)
		return NULL;
	want = &w->all[w->count];
	*want = (struct transfer_want){ .type = type, .called = arena_text(w->arena, called), .folded = folded, .line = line,
		.uses = 1 };
	ask_about(w, want);
	w->count++;
	return want->reference;
}

/* ---------------------------------------------------------------------------------- offers --- */

static void give(struct arena *a, struct json *fields, const char *name, const char *value)
{
	if (value)
		js_add_pair(a, fields, name, value);
}

static struct json *offer(struct arena *a, const struct transfer_want *want)
{
	struct json *made = js_object(a), *fields = js_array(a);

	js_set_text(a, made, "kind", arena_print(a, "%s_set", want->type));
	give(a, fields, "code", want->reference);
	give(a, fields, "name", want->called);
	give(a, fields, "sort", want->sort);
	give(a, fields, "better", want->better);
	js_set(a, made, "fields", fields);
	return made;
}

struct json *wants_offers(const struct transfer_wants *w, size_t *out_lines)
{
	struct json *offers = js_array(w->arena);

	for (size_t i = 0; i < w->count; i++) {
		const struct transfer_want *want = &w->all[i];

		if (want->as || !want->reference)
			continue;
		out_lines[offers->count] = want->line;
		js_add(w->arena, offers, offer(w->arena, want));
	}
	return offers;
}
