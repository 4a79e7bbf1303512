/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/transfer_sheet.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

/* The columns in the order in which they go out. */
static const struct transfer_column plan_columns[] = {
	{ "number", "number", TO_MEASURE, false },
	{ "title", "title", TO_MEASURE, true },
	{ "responsible", "responsible", TO_MEASURE, true },
	{ "horizon", "horizon", TO_MEASURE, true },
	{ "focus_area", "focus_area", TO_MEASURE, false },
	{ "factors", "factors", TO_MEASURE, false },
	{ "sort", "sort", TO_MEASURE, false },
	{ "level", "level", TO_MEASURE, false },
	{ "state", "state", TO_MEASURE, false },
	{ "starts", "starts", TO_MEASURE, false },
	{ "ends", "ends", TO_MEASURE, false },
	{ "description", "description", TO_MEASURE, false },
	{ "partners", "partners", TO_MEASURE, false },
	{ "target_group", "target_group", TO_MEASURE, false },
	{ "follow_up", "follow_up", TO_MEASURE, false },
	{ "reporter", "reporter", TO_MEASURE, false },
	{ "confirmer", "confirmer", TO_MEASURE, false },
	{ "decision", "decision", TO_MEASURE, false },
	{ "diary_no", "diary_no", TO_MEASURE, false },
	{ "process_goal", "text", TO_PROCESS, false },
	{ "process_goal_indicator", "indicator", TO_PROCESS, false },
	{ "process_goal_baseline", "baseline", TO_PROCESS, false },
	{ "process_goal_baseline_date", "baseline_date", TO_PROCESS, false },
	{ "process_goal_target", "target", TO_PROCESS, false },
	{ "process_goal_due", "due", TO_PROCESS, false },
	{ "process_goal_every_months", "every_months", TO_PROCESS, false },
	{ "effect_goal", "text", TO_EFFECT, false },
	{ "effect_goal_indicator", "indicator", TO_EFFECT, false },
	{ "effect_goal_baseline", "baseline", TO_EFFECT, false },
	{ "effect_goal_baseline_date", "baseline_date", TO_EFFECT, false },
	{ "effect_goal_target", "target", TO_EFFECT, false },
	{ "effect_goal_due", "due", TO_EFFECT, false },
	{ "effect_goal_every_months", "every_months", TO_EFFECT, false },
	{ "indicator", "indicator", TO_GOAL, false },
	{ "baseline", "baseline", TO_GOAL, false },
	{ "baseline_date", "baseline_date", TO_GOAL, false },
	{ "target", "target", TO_GOAL, false },
	{ "due", "due", TO_GOAL, false },
	{ "every_months", "every_months", TO_GOAL, false },
	{ "more_goals", NULL, TO_NOTHING, false },
	{ "left_out", NULL, TO_NOTHING, false },
};

static const struct transfer_column status_columns[] = {
	{ "period", "period", TO_STATUS, false },
	{ "number", "measure", TO_STATUS, true },
	{ "title", NULL, TO_NOTHING, false },
	{ "process", "process", TO_STATUS, true },
	{ "evidence", "evidence", TO_STATUS, true },
	{ "text", "text", TO_STATUS, false },
	{ "obstacle", "obstacle", TO_STATUS, false },
	{ "next_step", "next_step", TO_STATUS, false },
	{ "remover", "remover", TO_STATUS, false },
	{ "provision", "provision", TO_STATUS, false },
	{ "readings", "goals", TO_STATUS, false },
	{ "effect", "effect", TO_STATUS, false },
	{ "effect_evidence", "effect_evidence", TO_STATUS, false },
	{ "suggests_closing", "suggests_closing", TO_STATUS, false },
	{ "nothing_new", "nothing_new", TO_STATUS, false },
	{ "on_behalf_of", "on_behalf_of", TO_STATUS, false },
	{ "according_to", "according_to", TO_STATUS, false },
	{ "according_date", "according_date", TO_STATUS, false },
	{ "left_out", NULL, TO_NOTHING, false },
};

static const struct transfer_sheet sheets[] = {
	{ "plan", "measure_added", plan_columns, sizeof(plan_columns) / sizeof(plan_columns[0]) },
	{ "statuses", "status_reported", status_columns, sizeof(status_columns) / sizeof(status_columns[0]) },
};

const struct transfer_sheet *sheet_find(const char *sort)
{
	for (size_t i = 0; i < sizeof(sheets) / sizeof(sheets[0]); i++)
		if (!strcmp(sheets[i].sort, sort))
			return &sheets[i];
	return NULL;
}

size_t sheet_column(const struct transfer_sheet *s, const char *name)
{
	size_t i = 0;

	while (i < s->count && strcmp(s->columns[i].name, name) != 0)
		i++;
	assert(i < s->count);
	return i;
}

size_t sheet_field(const struct transfer_sheet *s, enum transfer_to to, const char *field)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->columns[i].to == to && text_equal(s->columns[i].field, field))
			return i;
	return s->count;
}

/* Folded, one after the other; columns[i] is what words[i] means. */
struct transfer_headings {
	const char **words;
	size_t *columns;
	size_t count, none;
};

/* Is the folded word one of the folded words, parted by |? */
static bool among(struct arena *a, const char *words, const char *word)
{
	while (words) {
		size_t n = strcspn(words, "|");

		if (!strcmp(transfer_folded(a, arena_copy(a, words, n)), word))
			return true;
		words = words[n] ? words + n + 1 : NULL;
	}
	return false;
}

const char *sheet_key(const struct transfer_sheet *s, struct arena *a, size_t column)
{
	return arena_print(a, "csv.%s.%s", s->sort, s->columns[column].name);
}

/* All spellings in one language, parted by |. */
static const char *spellings(const struct transfer_sheet *s, struct arena *a, size_t column, const char *language)
{
	return catalogue_text(catalogue_get(language), sheet_key(s, a, column));
}

const char *transfer_spelt(struct arena *a, const struct catalogue *words, const char *key)
{
	const char *all = catalogue_text(words, key);

	return arena_copy(a, all, strcspn(all, "|"));
}

/* Words parted by |, all of one column. */
static void add_headings(struct transfer_headings *h, struct arena *a, const char *words, size_t column)
{
	while (words) {
		size_t n = strcspn(words, "|");

		h->words[h->count] = transfer_folded(a, arena_copy(a, words, n));
		h->columns[h->count++] = column;
		words = words[n] ? words + n + 1 : NULL;
	}
}

static size_t words_in(const char *words)
{
	size_t count = 1;

	for (; *words; words++)
		count += *words == '|';
	return count;
}

const struct transfer_headings *headings_read(const struct transfer_sheet *s, struct arena *a)
{
	struct transfer_headings *h = ARENA_NEW(a, struct transfer_headings);
	size_t room = 0;

	for (size_t i = 0; i < s->count; i++)
		room += 1 + words_in(spellings(s, a, i, "sv")) + words_in(spellings(s, a, i, "en"));
	h->words = ARENA_MANY(a, room, const char *);
	h->columns = ARENA_MANY(a, room, size_t);
	h->none = s->count;
	for (size_t i = 0; i < s->count; i++) {
		add_headings(h, a, s->columns[i].name, i);
		add_headings(h, a, spellings(s, a, i, "sv"), i);
		add_headings(h, a, spellings(s, a, i, "en"), i);
	}
	return h;
}

size_t headings_find(const struct transfer_headings *h, struct arena *a, const char *heading)
{
	size_t mark = arena_mark(a), i = 0;
	const char *folded = transfer_folded(a, heading);

	while (i < h->count && strcmp(h->words[i], folded) != 0)
		i++;
	arena_rewind(a, mark);
	return i < h->count ? h->columns[i] : h->none;
}

const struct field *sheet_kind_field(const struct transfer_sheet *s, const struct transfer_column *c)
{
	const char *kind = c->to == TO_MEASURE || c->to == TO_STATUS ? s->kind : "goal_set";

	return c->to == TO_NOTHING ? NULL : kind_field(kind_find(kind), c->field);
}

/* The small letter of ASCII and of Latin-1's letters, which are those of Swedish. */
static uint32_t small(uint32_t c)
{
	bool is_capital = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);

	return is_capital ? c + 32 : c;
}

char *transfer_folded(struct arena *a, const char *text)
{
	char *folded = arena_get(a, strlen(text) + 4), *to = folded; /* no small letter is longer than its capital */
	uint32_t c;

	while ((c = text_next(&text))) {
		bool is_space = c == ' ' || c == '_' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0;

		if (!is_space)
			to += text_put(small(c), to);
		else if (to > folded && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > folded && to[-1] == ' ')
		to--;
	*to = '\0';
	return folded;
}

/* The codes; their words are the catalogues' "csv.word.<field>.<code>".  A code itself is understood as well. */
static const struct {
	const char *field, *code;
} words[] = {
	{ "horizon", "short" },
	{ "horizon", "long" },
	{ "sort", "situational" },
	{ "sort", "social" },
	{ "sort", "organisational" },
	{ "sort", "knowledge" },
	{ "level", "universal" },
	{ "level", "selective" },
	{ "level", "indicated" },
	{ "state", "not_started" },
	{ "state", "ongoing" },
	{ "state", "paused" },
	{ "state", "completed" },
	{ "state", "closed" },
	{ "process", "green" },
	{ "process", "yellow" },
	{ "process", "red" },
	{ "evidence", "stated" },
	{ "evidence", "counted" },
	{ "evidence", "measured" },
	{ "evidence", "evaluated" },
	{ "obstacle", "staffing" },
	{ "obstacle", "money" },
	{ "obstacle", "secrecy_believed" },
	{ "obstacle", "secrecy_actual" },
	{ "obstacle", "unclear_responsibility" },
	{ "obstacle", "cooperation" },
	{ "obstacle", "law" },
	{ "obstacle", "demand" },
	{ "obstacle", "other" },
	{ "effect", "improving" },
	{ "effect", "unchanged" },
	{ "effect", "worsening" },
	{ "effect", "too_early" },
	{ "effect", "not_assessable" },
	{ "bool", "yes" },
	{ "bool", "no" },
};
enum { WORD_COUNT = sizeof(words) / sizeof(words[0]) };

/* Effects are known by the same sorts of evidence as processes. */
static const char *group_of(const char *field)
{
	return !strcmp(field, "effect_evidence") ? "evidence" : field;
}

static const char *word_key(struct arena *a, size_t i)
{
	return arena_print(a, "csv.word.%s.%s", words[i].field, words[i].code);
}

const char *transfer_code(struct arena *a, const char *field, const char *word)
{
	size_t mark = arena_mark(a);
	const char *folded = transfer_folded(a, word), *code = NULL;

	for (size_t i = 0; !code && i < WORD_COUNT; i++)
		if (!strcmp(words[i].field, group_of(field)) && (among(a, words[i].code, folded)
			|| among(a, catalogue_text(catalogue_get("sv"), word_key(a, i)), folded)
			|| among(a, catalogue_text(catalogue_get("en"), word_key(a, i)), folded)))
			code = words[i].code;
	arena_rewind(a, mark);
	return code;
}

const char *transfer_word(struct arena *a, const struct catalogue *language, const char *field, const char *code)
{
	return transfer_spelt(a, language, arena_print(a, "csv.word.%s.%s", group_of(field), code));
}

const char *transfer_words(struct arena *a, const struct catalogue *language, const char *field)
{
	const char *all = "";

	for (size_t i = 0; i < WORD_COUNT; i++)
		if (!strcmp(words[i].field, group_of(field)) && strcmp(words[i].code, "red")) /* nobody chooses red */
			all = arena_print(a, "%s%s%s", all, *all ? ", " : "", transfer_spelt(a, language, word_key(a, i)));
	return all;
}
