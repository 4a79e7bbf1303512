/* SPDX-License-Identifier: EUPL-1.2
 *
 * Site: the tables every page's HTML has besides its own: what head and foot show.  All columns are inner, so they are
 * never part of JSON, CSV or text.  The desk fills them; every page's shape begins with them.
 */
#ifndef FYR_VIEW_SITE_H
#define FYR_VIEW_SITE_H

#include "view/table.h"

enum site_column {
	SITE_LANG,            /* "sv", "en" */
	SITE_OTHER_LANG,      /* the language to change to */
	SITE_TITLE,           /* the page's name, translated */
	SITE_COUNCIL,         /* the council's own name */
	SITE_CSS_PATH,        /* the style sheet under a name made of its hash */
	SITE_PAGE,            /* the page's name in the list of pages */
	SITE_PATH,            /* own path with its query, for coming back after a change of language or person */
	SITE_JSON_PATH,       /* the same page as data, none where there is none */
	SITE_CSV_PATH,
	SITE_PDF_PATH,
	SITE_TXT_PATH,
	SITE_HAS_ERROR,       /* the page shows a form again: the title says so first */
	SITE_IS_EXAMPLE,      /* an invented council: role bar */
	SITE_IS_SIGNED_IN,
	SITE_PERSON_NAME,
	SITE_PERSON_FUNCTION,
	SITE_CSRF,            /* for every form that posts */
	SITE_LOG_SIZE,        /* entries in the book */
	SITE_ENTRY_CHECKED,   /* instant of the newest signed checkpoint */
	SITE_STAMPED_BY,      /* the witness that last signed a checkpoint, none when none ever did */
	SITE_STAMPED,         /* and when */
	SITE_IS_HALTED,       /* nothing is written: others have seen another book (desk/stamp.h) */
	SITE_IS_WEB,          /* shown by a server: forms and links lead somewhere; not in a report that is a file */
	SITE_SAVED,           /* number of the entry just written, once, after a form was sent */
	SITE_SAVED_NOTE,      /* a remark on it, in words */
	SITE_SAVED_COUNT,     /* how many were written at once, when more than one */
	SITE_COLUMN_COUNT
};
extern const struct column site_columns[SITE_COLUMN_COUNT];

enum nav_column {
	NAV_PATH,
	NAV_PAGE, /* its word is "nav.<page>" */
	NAV_IS_CURRENT,
	NAV_COUNT, /* how many wait there; none or 0: not shown */
	NAV_COLUMN_COUNT
};
extern const struct column nav_columns[NAV_COLUMN_COUNT];

/* The persons of an example council, in its role bar. */
enum bar_column {
	BAR_PERSON, /* its word is "person.<code>"; the form posts to /as/<code> */
	BAR_IS_CURRENT,
	BAR_COLUMN_COUNT
};
extern const struct column bar_columns[BAR_COLUMN_COUNT];

enum { SITE_TABLE_COUNT = 3 };
/* `site` (one row), `nav` and `bar`, without rows: copy them to the front of a page's shape. */
extern const struct table site_tables[SITE_TABLE_COUNT];

/* What pages load: the style sheet, and the scripts of those pages that have one. */
enum site_file { SITE_FILE_STYLE, SITE_FILE_KEY, SITE_FILE_NOTES, SITE_FILE_COUNT };
const char *site_file(enum site_file file, size_t *out_length);
const char *site_file_type(enum site_file file); /* for Content-Type */
/* "/style-<first 16 hex digits of its hash>.css": it changes with the content, so that browsers may keep it for ever. */
const char *site_file_path(struct arena *a, enum site_file file);

/* A template_source over the embedded files. */
const char *site_part(void *self, const char *path);

#endif
