/* SPDX-License-Identifier: EUPL-1.2
 *
 * Second: what the second person is told beside the exact text: the two steps and how far they have come, and, to who
 * may not take this one, why not, in place of a button that would only be refused.
 */
#include "base/text.h"
#include "kinds/two_person.h"
#include "pages/columns.h"
#include "pages/form/form.h"
#include "pages/signature.h"

const struct column form_second_columns[SECOND_COLUMNS] = {
	OPEN("proposal", COLUMN_INT), OPEN("proposer", COLUMN_TEXT), OPEN("proposed", COLUMN_TIME), OPEN("asked", COLUMN_TEXT),
	OPEN("last_day", COLUMN_DAY), OPEN("is_seconding", COLUMN_BOOL), OPEN("stop", COLUMN_CODE), OPEN("second", COLUMN_CODE),
	OPEN("blocked", COLUMN_TEXT), OPEN("proposer_signed", COLUMN_CODE), OPEN("proposer_code", COLUMN_TEXT),
};

/* The other kind of the family at this stage. */
static const char *sibling(const struct form *form, const char *stage)
{
	return arena_print(form->arena, "%s_%s", form->kind->family->name, stage);
}

static const char *function_of(const struct form *form, const char *person)
{
	return person ? form_object_name(form, "person", person) : NULL;
}

/* Whether the proposal was signed with its maker's own key, and the short code of what was signed. */
static void fill_signed(const struct form *form, struct table *t)
{
	struct rows r = store_ask(form->store, "SELECT signed_with, statement FROM signature WHERE entry = ?", "i", form->entry);
	struct hasher *h = hasher_new();

	if (rows_next(&r) && !rows_is_null(&r, 0)) {
		fill_text(t, 0, "proposer_signed", rows_text(&r, form->arena, 0));
		fill_text(t, 0, "proposer_code", signature_code(form->arena, h, rows_text(&r, form->arena, 1)));
	}
	rows_end(&r);
	hasher_free(h);
}

void form_fill_second(struct form *form)
{
	bool is_seconding = form->kind->stage == STAGE_SECONDED, is_stopping = form->kind->stage == STAGE_STOPPED;
	const char *why;
	struct table *t;
	struct rows r;

	if ((!is_seconding && !is_stopping && form->kind->stage != STAGE_WITHDRAWN) || form->entry < 0)
		return;
	r = store_ask(form->store, "SELECT p.by, p.second, l.t, p.last_day FROM proposal AS p JOIN log AS l ON l.seq = p.seq"
		" WHERE p.seq = ? AND p.family = ?", "it", form->entry, form->kind->family->name);
	if (!rows_next(&r))
		return;
	t = fill_table(form->fill, "second", 1);
	fill_int(t, 0, "proposal", form->entry);
	fill_text(t, 0, "proposer", function_of(form, rows_text(&r, form->arena, 0)));
	fill_text(t, 0, "asked", function_of(form, rows_text(&r, form->arena, 1)));
	fill_text(t, 0, "proposed", rows_text(&r, form->arena, 2));
	fill_int(t, 0, "last_day", rows_int(&r, 3));
	rows_end(&r);
	fill_signed(form, t);
	fill_int(t, 0, "is_seconding", is_seconding);
	fill_text(t, 0, "stop", is_seconding ? sibling(form, "stopped") : NULL);
	fill_text(t, 0, "second", is_stopping ? sibling(form, "seconded") : NULL);
	why = two_person_why_not(form->store, form->arena, form->kind, form->entry, form->ask->actor->person, form->ask->today);
	fill_text(t, 0, "blocked", why ? catalogue_text(form->words, arena_print(form->arena, "refusal.%s", why)) : NULL);
}
