/* SPDX-License-Identifier: EUPL-1.2
 *
 * Form: what the parts of the one form know together.  The log writes an entry's values with its words too, and pages
 * that are sheets (pages/rows.h) show its fields in their rows.
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
	const struct page_input *given; /* what stands in the fields before anything is typed; the address, in the one form */
	size_t given_count;
	int64_t row;         /* of a sheet, whose fields are sent as FIELD.R; 0 in the one form */
	bool has_focus;      /* its first choice is where the keyboard begins */
	const char *measure; /* id of the measure it is about, or NULL */
	const char *period;  /* id of the open period, or NULL */
	int64_t entry;       /* the earlier entry it is about (proposal, question, status ...), or -1 */
	bool is_own;         /* the measure is the actor's: reporter or of its organisation */
	bool is_unreadable;  /* what is to be stood for holds something the actor may not read */
};

/* Works out measure, period, entry and is_own. */
void form_look(struct form *form);

/* The name a field is sent under, "FIELD" or "FIELD.R"; "about.FIELD.R" for goals, which the page fixes. */
const char *form_input(const struct form *form, const char *field);
/* The same as part of an id: "FIELD" or "FIELD-R". */
const char *form_place(const struct form *form, const char *field);
/* All sentences about a field, NULL when there are none. */
const char *form_error(const struct form *form, const char *field);
/* The same; what is too long is told how long it is. */
const char *form_error_in_full(const struct form *form, const char *field);

/* What stands in the field: as typed, else as the address says; NULL for nothing.  `i` counts a field's values. */
const char *form_value(const struct form *form, const char *field, size_t i);
/* The measure's newest status that still stands; -1 when there is none. */
int64_t form_last_status(const struct form *form);
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
/* What the form knows of a type of object. */
struct object_sort {
	const char *type;
	const char *list;  /* query of those that are offered: id, number that people say, name, what stands in brackets; or NULL */
	const char *name;  /* the same of one, without its id */
	bool is_by_name;   /* a register, which is read by name; the others keep their order */
	bool is_work;      /* its name is a text of the council's work: LABEL_WORK */
};
/* Of the type the field refers to; NULL for periods and meetings, and when it refers to none. */
const struct object_sort *form_object_sort(const struct field *field);

/* All that may be chosen here and now; none for a field that is typed. */
struct choices form_choices(const struct form *form, const struct field *field);

/* The id of the object somebody means by an id, a code or a number; NULL when there is none. */
const char *form_object(const struct form *form, const char *type, const char *typed);
/* What an object is called: "12. Title", an organisation's name, a person's function; its id when it has no name. */
const char *form_object_name(const struct form *form, const char *type, const char *id);

/* An entry's value in words. */
const char *form_value_words(const struct form *form, const struct field *field, const char *value);
/* A value of an entry's d in words, lists joined; NULL for none. */
const char *form_clear_words(const struct form *form, const struct field *field, const struct json *j);
/* What it is spread to: the name of a goal, an action and the like is a typed text, and what a decision is about stands with it. */
enum label form_value_label(const struct kind *kind, const struct field *field);
/* A typed text; the erased one's sentence. */
const char *form_typed(const struct form *form, int64_t seq, const char *field);

/* The tables `context` and `context_values`: what a person needs to see to fill it in, and what to stand for; after a
 * conflict `newer` and `newer_values`: what others wrote meanwhile. */
void form_fill_context(struct form *form);
void form_fill_newer(struct form *form);
/* The table `compared`: what was typed beside what others wrote about `obj` since the form's base, where they differ. */
void form_fill_compared(const struct form *form, const char *obj);
/* The table `second` (one row): who proposed when, until when, and why this person may not second, stop or withdraw it. */
void form_fill_second(struct form *form);
/* The table `goals`: those whose value is asked for, last and target beside.  All forms of a page at once. */
void form_fill_goals(const struct form *forms, size_t count);
/* The tables `fields` and `options`.  A row's form leaves out what its page fixes: the object, and nothing_new. */
void form_fill_fields(const struct form *forms, size_t count);

/* The table `values` (WRITTEN_QUERY): what stands in clear in each row of `entries`, which has seq, kind, d and is_part, in
 * words.  Words are for people: data have what was written. */
void form_fill_written(const struct form *form, const char *entries);
/* Sets `label` in each row of a table of typed texts, by its kind and field. */
void form_fill_labels(struct fill *f, const char *texts);

/* The tables `signing`, `signed` and `hidden` when the act waits for its maker's key (the door's `made`: the writer's
 * answer and the seed); false when it does not. */
bool form_fill_signing(const struct form *form);

void form_fill_hidden(const struct form *form);

/* The tables `look`, `told`, `who`, `signed` and `hidden` when an act with a file is shown once more (the door's `made`: what the
 * file is and tells); false when it is not. */
bool form_fill_look(const struct form *form);
/* "PDF, 240 kB" of a file as it was typed; NULL when it is none. */
const char *form_file_extent(const struct form *form, const char *typed);

/* Is a reading of a goal of the measure due: is its value asked for? */
bool form_asks_goals(const struct form *form);
/* May the field be asked for here and now? */
bool form_asks(const struct form *form, const struct field *field);

/* The address or the typed values name the size of the book the person saw; -1 when not. */
int64_t form_base_size(const struct form *form);
bool form_is_conflict(const struct form *form);

enum { WRITTEN_COLUMNS = 5 };
extern const struct column form_written_columns[WRITTEN_COLUMNS];
/* For a page's list of queries, nested in the entries of that name. */
#define WRITTEN_QUERY(entries) .name = "values", .columns = form_written_columns, .column_count = WRITTEN_COLUMNS, \
	.is_whole = true, .parent = (entries), .key = "seq", .label_column = "label", .label_of = "words", .part_column = "is_part"
enum { COMPARED_COLUMNS = 4, SECOND_COLUMNS = 11 };
extern const struct column form_compared_columns[COMPARED_COLUMNS], form_second_columns[SECOND_COLUMNS];
enum { SIGNING_COLUMNS = 5, SIGNED_COLUMNS = 2, HIDDEN_COLUMNS = 2 };
extern const struct column form_signing_columns[SIGNING_COLUMNS], form_signed_columns[SIGNED_COLUMNS],
	form_hidden_columns[HIDDEN_COLUMNS];
enum { LOOK_COLUMNS = 3, TOLD_COLUMNS = 2, WHO_COLUMNS = 2 };
extern const struct column form_look_columns[LOOK_COLUMNS], form_told_columns[TOLD_COLUMNS], form_who_columns[WHO_COLUMNS];
enum { CONTEXT_COLUMNS = 5, CONTEXT_VALUE_COLUMNS = 5, GOAL_COLUMNS = 13, FIELD_COLUMNS = 24, OPTION_COLUMNS = 7 };
extern const struct column form_context_columns[CONTEXT_COLUMNS], form_context_value_columns[CONTEXT_VALUE_COLUMNS],
	form_goal_columns[GOAL_COLUMNS], form_field_columns[FIELD_COLUMNS], form_option_columns[OPTION_COLUMNS];

#endif
