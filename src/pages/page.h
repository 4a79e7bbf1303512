/* SPDX-License-Identifier: EUPL-1.2
 *
 * Page: a question to the state and the form of its answer.  A folder with page.c (path, right, inputs, columns with
 * labels), page.sql (the named SELECTs) and page.html (the template).  HTML, JSON, CSV and text come from the same tables.
 */
#ifndef FYR_PAGES_PAGE_H
#define FYR_PAGES_PAGE_H

#include "base/actor.h"
#include "kinds/kind.h"
#include "ledger/policy.h"
#include "store/store.h"
#include "view/table.h"

/* What a page accepts.  Anything else in the address is refused with 400. */
enum input_type {
	INPUT_WORD,  /* letters, digits and - _ . : , 60 at most; empty is as not given */
	INPUT_INT,
	INPUT_OBJECT, /* an object of type `object`: id, code or number; bound as its id; unknown gives 404 */
	INPUT_SINCE, /* a date as precise as known: bound as the first instant it may mean */
	INPUT_UNTIL  /* likewise: as the first instant after it */
};
struct input {
	const char *name; /* also ":name" in the path and in SQL */
	enum input_type type;
	const char *object;
	const char *const *codes; /* INPUT_WORD: what it may be, ended by NULL; or NULL */
	bool is_must;
};

/* A query of page.sql, where it stands after a line "-- :name"; one that begins with a line "-- use :part" has the text of
 * that part before it.  Besides the inputs, SQL may use :actor (person's id),
 * :organisation, :today (int day), :roles (int set), :language, :is_data (1 for JSON, CSV and text, which are never cut into
 * pages).  Rows past ROWS_MAX are cut unless is_whole. */
struct query {
	const char *name;
	const struct column *columns; /* in the SELECT's order, checked against it at start */
	size_t column_count;
	const char *from;          /* page whose page.sql has it; NULL: this page's own */
	bool is_counted;           /* of the page tasks: its rows are counted in the menu */
	bool is_one;               /* at most one row */
	const char *parent, *key;  /* nested (view/table.h) */
	bool is_whole;             /* unpaged: never cut (plan, log) */
	const char *label_column;  /* column with a label's name: that label, not its own, holds for the cell in */
	const char *label_of;      /* this column (typed texts of any kind) */
	const char *part_column;   /* column that is 1 when the actor took part: opens LABEL_DECISION */
	const char *spread_column; /* column that is 1 when the row's own word spreads it to the actor: opens LABEL_PASSAGE */
};

/* What `fill` may use to add tables that SQL cannot make (forms, kinds).  Each use needs a reason in its page. */
struct page_ask;
struct fill {
	struct arena *arena;
	struct store *store;
	const struct page_ask *ask;
	struct tables *tables; /* with room; use fill_table */
	bool is_data;          /* for JSON, CSV or text */
	const struct policy *policy; /* whose stamps count, or NULL */
	struct store *office;  /* auth/office.h, read only; NULL when there is none, or the page does not say that it reads it */
};
/* A new empty table of the page, with room for `rows`; its query must be declared with no SQL in page.sql. */
struct table *fill_table(struct fill *f, const char *name, size_t rows);
/* A table of the page with the rows its query gave: `fill` may set cells in it. */
struct table *fill_found(struct fill *f, const char *name);
void fill_text(struct table *t, size_t row, const char *column, const char *text); /* NULL leaves the cell empty */
void fill_int(struct table *t, size_t row, const char *column, int64_t n);

struct page {
	const char *name;    /* the folder's, the command's `fyr show NAME`, catalogue "page.NAME" */
	const char *path;    /* "/measure/:measure" */
	unsigned readers;    /* set of roles that may open it: never 0 */
	const struct input *inputs;
	size_t input_count;
	const struct query *queries;
	size_t query_count;
	const char *main;    /* the table that CSV shows, or NULL */
	int menu;            /* place in the navigation of those who may open it, 1 first; 0: not there */
	bool is_form;        /* a form: no JSON or CSV twin */
	bool reads_office;   /* shows more than the book holds: sessions, links, drafts; made anew each time (desk/cache.h) */
	bool has_paper;      /* also as PDF */
	const char *file;    /* query whose one row is a file to be saved (title, file_type, sha256, file), asked for then alone; or
	                      * NULL */
	const char *parts;   /* table whose rows name by `path` the pages that its paper holds after it as parts; or NULL */
	bool is_news;        /* its main table is news: Atom for those who subscribe (view/feed.h) */
	bool is_calendar;    /* its main table has days: iCalendar likewise */
	bool runs_key;       /* asks for a passkey: the door adds the one script of ours (view/key.js) */
	bool saves_itself;   /* is saved as one types: the door adds the script that does it (view/notes.js) */
	const char *const *sheet; /* kinds that its rows may write by POST on its own path, ended by NULL (pages/rows.h) */
	void (*fill)(struct fill *f);
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Is it a field of a form that is the form's own, and not the kind's? */
bool page_is_form_own(const char *name);

/* The short code of a personal key, by the hash of its name in base64url; the text itself when it is none, NULL for NULL. */
const char *page_key_code(struct arena *a, const char *k);

/* All pages, sorted by name (pages.c). */
extern const struct page *const pages[];
extern const size_t page_count;
const struct page *page_find(const char *name);

struct cache;

/* One question: a page, who asks, with which inputs. */
struct page_input {
	const char *name, *value;
};
struct page_ask {
	const struct page *page;
	const struct actor *actor;
	const struct page_input *inputs;
	size_t input_count;
	const char *language;       /* "sv" or "en" */
	int today;
	int64_t now;                /* instant; the day it falls on is `today` */
	const char *session;        /* the session's token, or NULL; never shown */
	/* For forms shown again after a refusal: what was typed, and what was wrong. */
	const struct page_input *typed;
	size_t typed_count;
	const struct refusals *refusals;
	const char *csrf;
	const char *site;           /* what the council's addresses begin with, for a feed; else NULL */
	const char *path;           /* own path with its query, for links back; NULL on the command line */
	const char *saved;          /* number of the entry just written, or NULL */
	const char *saved_note;     /* a remark on it, in words, or NULL */
	int64_t saved_count;        /* how many entries were written at once; `saved` is the last of them */
	const struct json *made;    /* tables that only the door could make (import_plan), or NULL */
	bool is_web, is_loopback;
	const struct fences *fences; /* of the server that shows it, or NULL */
	struct cache *cache;        /* of pages made before (desk/cache.h), or NULL */
};
const char *ask_input(const struct page_ask *ask, const char *name); /* NULL when not given */
const char *ask_typed(const struct page_ask *ask, const char *name); /* the first of that name; NULL when none was typed */

/* What a query may ask of its reader: :actor and :organisation (ids or NULL), :roles, :families (those whose proposals they let
 * one second, kinds/two_person.h), :today. */
void ask_bind(const struct page_ask *ask, struct arena *a, struct rows *r);

#endif
