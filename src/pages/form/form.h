/* SPDX-License-Identifier: EUPL-1.2
 *
 * Form: what the parts of the one form know together; used inside this folder alone.
 */
#ifndef FYR_PAGES_FORM_FORM_H
#define FYR_PAGES_FORM_FORM_H

#include "pages/page.h"
#include "view/catalogue.h"

struct form {
	struct fill *fill;
	struct arena *arena;
	struct store *store;
	const struct page_ask *ask;
	const struct kind *kind;
	const struct catalogue *words;
	const char *measure; /* id of the measure it is about, or NULL */
	const char *period;  /* id of the open period, or NULL */
	int64_t entry;       /* the earlier entry it is about (proposal, question, status ...), or -1 */
	bool is_own;         /* the measure is the actor's: reporter or of its organisation */
	bool is_unreadable;  /* what is to be stood for holds something the actor may not read */
};

/* What stands in the field: as typed, else as the address says; NULL for nothing.  `i` counts a field's values. */
const char *form_value(const struct form *form, const char *field, size_t i);
bool form_has_value(const struct form *form, const char *field, const char *value);

/* A field's name on screen; a kind may have its own name for it. */
const char *form_label(const struct form *form, const struct kind *kind, const char *field);

/* One of the things a field may be. */
struct choice {
	const char *value, *label;
	const char *light; /* code of a traffic light, or NULL */
};
struct choices {
	struct choice *all;
	size_t count;
};
/* All that may be chosen here and now; none for a field that is typed. */
struct choices form_choices(const struct form *form, const struct field *field);

/* The id of the object somebody means by an id, a code or a number; NULL when there is none. */
const char *form_object(const struct form *form, const char *type, const char *typed);
/* What an object is called: "12. Title", an organisation's name, a person's function; its id when it has no name. */
const char *form_object_name(const struct form *form, const char *type, const char *id);

/* An entry's value in words. */
const char *form_value_words(const struct form *form, const struct field *field, const char *value);
/* A typed text; the erased one's sentence. */
const char *form_typed(const struct form *form, int64_t seq, const char *field);

/* The tables `context` and `context_values`: what a person needs to see to fill it in, and what to stand for; after a
 * conflict `newer` and `newer_values`: what others wrote meanwhile. */
void form_fill_context(struct form *form);
void form_fill_newer(struct form *form);
/* The table `goals`: those whose value is asked for, last and target beside. */
void form_fill_goals(const struct form *form);
/* The tables `fields` and `options`. */
void form_fill_fields(const struct form *form);

/* Is a reading of a goal of the measure due: is its value asked for? */
bool form_asks_goals(const struct form *form);
/* May the field be asked for here and now? */
bool form_asks(const struct form *form, const struct field *field);

/* The address or the typed values name the size of the book the person saw; -1 when not. */
int64_t form_base_size(const struct form *form);
bool form_is_conflict(const struct form *form);

enum { CONTEXT_COLUMNS = 5, CONTEXT_VALUE_COLUMNS = 5, GOAL_COLUMNS = 9, FIELD_COLUMNS = 19, OPTION_COLUMNS = 6 };
extern const struct column form_context_columns[CONTEXT_COLUMNS], form_context_value_columns[CONTEXT_VALUE_COLUMNS],
	form_goal_columns[GOAL_COLUMNS], form_field_columns[FIELD_COLUMNS], form_option_columns[OPTION_COLUMNS];

#endif
