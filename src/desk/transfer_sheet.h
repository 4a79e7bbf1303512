/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transfer sheet: which columns a table of a sort has, what they are called and which field each fills; the words for
 * codes; the names people use for things; and what stands now, a cell for each column.  Reading and writing share all of it,
 * which is why what went out comes back in unchanged.
 */
#ifndef FYR_DESK_TRANSFER_SHEET_H
#define FYR_DESK_TRANSFER_SHEET_H

#include "desk/desk.h"
#include "view/catalogue.h"

/* What a column is about. */
enum transfer_to {
	TO_NOTHING, /* told, never read */
	TO_MEASURE,
	TO_STATUS,
	TO_PROCESS, /* the process goal */
	TO_EFFECT,  /* the effect goal */
	TO_GOAL     /* whichever of them the row has; read only */
};

struct transfer_column {
	const char *name;  /* always understood as a heading; others are in the catalogues */
	const char *field;
	enum transfer_to to;
	bool is_must;      /* a table without it is refused */
};

struct transfer_sheet {
	const char *sort;
	const char *kind; /* of TO_MEASURE or TO_STATUS */
	const struct transfer_column *columns;
	size_t count;
};

/* NULL when there is none. */
const struct transfer_sheet *sheet_find(const char *sort);
/* The place of a column, by its name, which must be one. */
size_t sheet_column(const struct transfer_sheet *s, const char *name);
/* The place of the column that fills a field of the entries `to`; s->count when there is none. */
size_t sheet_field(const struct transfer_sheet *s, enum transfer_to to, const char *field);
/* The catalogue's key of a column's headings, "csv.<sort>.<name>". */
const char *sheet_key(const struct transfer_sheet *s, struct arena *a, size_t column);
/* The first of the spellings that a key of the catalogue gives, parted by |: the one that goes out. */
const char *transfer_spelt(struct arena *a, const struct catalogue *words, const char *key);
/* Every spelling of a sheet's headings, read once: a foreign table asks for thousands.  It lives in `a`. */
struct transfer_headings;
const struct transfer_headings *headings_read(const struct transfer_sheet *s, struct arena *a);
/* The column a heading means, in whichever language; the sheet's count when none.  `a` is as it was afterwards. */
size_t headings_find(const struct transfer_headings *h, struct arena *a, const char *heading);
/* The kind's field a column fills; NULL for TO_NOTHING. */
const struct field *sheet_kind_field(const struct transfer_sheet *s, const struct transfer_column *c);

/* Small letters, _ as a space, white space single: how headings, words and names are compared. */
char *transfer_folded(struct arena *a, const char *text);

/* A date as people write one: what date_from_typed takes, and "17 maj 2026", "maj 2026", "kvartal 3 2026", "17.5.2026",
 * "2026/05/17"; NULL when it is none. */
const char *transfer_date(struct arena *a, const char *text);

/* The code a word means in a field, in whichever language, NULL when none; the word for a code; all words that may be
 * chosen, ", " between. */
const char *transfer_code(struct arena *a, const char *field, const char *word);
const char *transfer_word(struct arena *a, const struct catalogue *language, const char *field, const char *code);
const char *transfer_words(struct arena *a, const struct catalogue *language, const char *field);

/* The names of things, read once. */
struct transfer_names;
struct transfer_names *names_read(struct store *s, struct arena *a);
/* The id of what is called so: by id, code or number, else by name (a measure's title, a person's function or sign-in name).
 * NULL when there is none, or several of that name, which sets *out_many.  The id lives as long as the names. */
const char *names_find(const struct transfer_names *n, struct arena *a, const char *type, const char *called, bool *out_many);
/* What to call it, so that names_find finds it again: its name, else code, else number.  In a list nothing that parts
 * lists may be in it.  Measures, goals, periods and factors go by code or number. */
const char *names_word(const struct transfer_names *n, struct arena *a, const char *type, const char *id, bool in_list);
/* The number of an id, 0 when there is none. */
int64_t names_number(const struct transfer_names *n, const char *type, const char *id);
/* The greatest number of a type, 0 for none. */
int64_t names_last(const struct transfer_names *n, const char *type);

/* Canonical values of one column: ids for references, "id=value" for readings; sorted when their order says nothing. */
struct transfer_cell {
	const char **texts;
	size_t count;
	bool is_erased;
};
/* Sets one value, none when it is NULL. */
void cell_set(struct arena *a, struct transfer_cell *c, const char *text);
/* Sorts the values and drops doubled ones. */
void cell_order(struct transfer_cell *c);
bool cell_equal(const struct transfer_cell *a, const struct transfer_cell *b);

enum { GOAL_FIELDS = 7, GOALS_MAX = 50 };
extern const char *const goal_fields[GOAL_FIELDS]; /* "text" first */
struct transfer_goal {
	const char *id;
	enum transfer_to to; /* TO_PROCESS, TO_EFFECT */
	struct transfer_cell cells[GOAL_FIELDS];
};

/* What stands: one cell for each column of the sheet. */
struct transfer_cell *standing_measure(struct store *s, struct arena *a, const struct transfer_sheet *sheet, const char *id);
struct transfer_cell *standing_status(struct store *s, struct arena *a, const struct transfer_sheet *sheet, int64_t seq);
/* The newest status of a measure in a period that still counts; -1 for none. */
int64_t standing_status_seq(struct store *s, const char *measure, const char *period);
/* The measure's open goals, by number; at most GOALS_MAX. */
size_t standing_goals(struct store *s, struct arena *a, const char *measure, struct transfer_goal *out);

#endif
