/* SPDX-License-Identifier: EUPL-1.2
 *
 * Show: may? -> query -> mask -> format.  The only way anything is seen.
 */
#ifndef FYR_DESK_SHOW_H
#define FYR_DESK_SHOW_H

#include "desk/desk.h"
#include "pages/page.h"
#include "view/catalogue.h"
#include "view/site.h"
#include "view/template.h"

/* News and calendar are for pages that say so (struct page), asked for with the address of the council (page_ask.site); a paper
 * is too, but for the address: PDF, or the same as plain text, where SHOW_TEXT has tables for a terminal; and so is a file. */
enum show_format {
	SHOW_HTML, SHOW_JSON, SHOW_CSV, SHOW_TEXT, SHOW_FILE, SHOW_ATOM, SHOW_CALENDAR, SHOW_PDF, SHOW_PLAIN, SHOW_FORMATS
};
/* As an address ends, and as one is asked for by a command. */
extern const char *const show_format_names[SHOW_FORMATS];
/* The format of a name; false, *out untouched, when there is none. */
bool show_format_named(const char *name, enum show_format *out);

#define SHOW_ATOM_PATH "/atom.xml"

/* Everything about pages that is worked out once, at start: queries found, templates parsed.  Read-only afterwards: shared
 * by all threads, and by processes forked later. */
struct shelf;
/* With a store every query is also prepared and compared with its columns.  That depends on the program and on no file, and
 * takes longer than the rest of a start together: so tests do it, and who starts says NULL.
 * Faults FAULT_USAGE: a page's query or template does not fit its declaration; nothing is served then. */
const struct fault *shelf_open(struct arena *a, struct store *s, const struct shelf **out) MUST_USE;
/* The shelf for who asks for one page alone: the others' templates are not there. */
const struct fault *shelf_open_one(struct arena *a, const struct page *page, const struct shelf **out) MUST_USE;

/* site_file_path: their hashes are worked out once. */
const char *shelf_file_path(const struct shelf *shelf, enum site_file file);
/* The page that checks receipts and reports (view/verify.h), and the policy under which it is sent. */
const char *shelf_verify(const struct shelf *shelf, const char *language, size_t *out_length, const char **out_policy);

/* A page as bytes, or why not. */
enum show_status { SHOW_OK = 200, SHOW_BAD_INPUT = 400, SHOW_FORBIDDEN = 403, SHOW_NOT_FOUND = 404 };
struct shown {
	enum show_status status;
	const char *bytes;  /* in the arena; for SHOW_OK */
	size_t length;
	const char *type;   /* media type */
	const char *name;   /* of SHOW_FILE: what the file is called; else NULL */
	const char *sha256; /* likewise, of its bytes, in hex */
	const char *why;    /* catalogue key, otherwise */
};

/* Finds the page of a path ("/measure/12", ".json" and ".csv" already cut off) and its inputs from it.  NULL when there
 * is none. */
const struct page *shelf_route(const struct shelf *shelf, struct arena *a, const char *path, struct page_input *inputs,
	size_t room, size_t *out_count);

/* Answers one question on a reader's snapshot. */
const struct fault *desk_show(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	enum show_format format, struct shown *out) MUST_USE;

/* The same where the caller has begun the transaction, for what is made of several pages at one moment; never a paper. */
const struct fault *show_within(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	enum show_format format, struct shown *out) MUST_USE;

#endif
