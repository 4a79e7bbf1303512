/* SPDX-License-Identifier: EUPL-1.2
 *
 * Web: the door for browsers.  A worker process holds it: it reads with read-only handles, holds no key, and asks the
 * writer for every change.  Nothing here decides a right: that is the desk's.
 */
#ifndef FYR_DOORS_WEB_H
#define FYR_DOORS_WEB_H

#include <pthread.h>

#include "base/fence.h"
#include "desk/show.h"
#include "doors/lines.h"
#include "doors/log.h"
#include "http/http.h"

enum { DESKS_MAX = 64, VISIT_INPUTS_MAX = 40, PLACES_MAX = 2000 };

/* What all threads of a worker share.  Only the pools change, each under its lock. */
struct web {
	struct arena *arena;
	const struct env *env;
	struct log log;
	const char *file, *socket_path;
	const struct shelf *shelf;
	struct fences fences;
	bool is_example;
	struct cache *cache;
	pthread_mutex_t lock;
	struct desk *desks[DESKS_MAX]; /* idle readers */
	size_t desk_count;
	struct lines lines;            /* to the writer */
	size_t sheets_read;            /* spreadsheets and documents being read just now, each by a child of its own */
};

/* What a worker is started with. */
struct web_start {
	const char *file, *socket_path;
	const struct shelf *shelf;
	struct fences fences;
	int http_fd;
	bool has_no_cache;
};

/* Serves until `stop_fd` becomes readable. */
const struct fault *web_serve(struct arena *a, const struct env *env, const struct log *log, const struct web_start *start,
	int stop_fd) MUST_USE;

/* A reader of its own for one thread, from the pool or opened; NULL with the fault.  It is given back. */
struct desk *web_take_desk(struct web *web, struct arena *a, const struct fault **out_fault);
void web_give_desk(struct web *web, struct desk *d);

/* One request at hand. */
struct visit {
	struct web *web;
	struct desk *desk;
	struct arena *arena;
	struct request *request;
	struct reply *reply;
	const char *id, *route; /* the request's own number, and what it asked for as the log names it */
	const char *language;
	const char *session;  /* the cookie's token, or NULL */
	const char *csrf;     /* of the session, or NULL */
	struct actor actor;
	bool is_unknown;      /* who asks has not been looked up: visit_know does */
	const char *saved, *saved_note; /* what the last form did, told once */
	int64_t saved_count;
	const char *path;     /* without .json or .csv */
	const char *site;     /* page_ask.site */
	const struct json *made; /* page_ask.made */
	enum show_format format;
};

/* A page as the reply.  `typed` and `refusals` may be NULL; `status` replaces 200. */
void visit_page(struct visit *v, const struct page *page, const struct page_input *inputs, size_t count,
	const struct page_input *typed, size_t typed_count, const struct refusals *refusals, int status);

/* An error as a page, or as RFC 9457 JSON. */
void visit_problem(struct visit *v, int status, const char *why);

/* Looks up who asks, unless that is known.  False when it cannot be told this time: the reply says so. */
bool visit_know(struct visit *v);

/* The visitor is whoever the session's token names, from now on; false when it names nobody with a role. */
bool visit_enter(struct visit *v, const char *token);
/* 303 to a path of our own; anything else goes to "/". */
void visit_redirect(struct visit *v, const char *path);

/* Cookies of ours: for this site and its own pages alone; an empty value takes it away. */
void visit_cookie(struct visit *v, const char *name, const char *value, bool is_kept);

/* Everything that is sent by POST (web_post.c). */
void visit_post(struct visit *v);
/* An act whose form holds the word of the session it comes with: it goes to the writer before anybody looks here who that
 * is, since the writer finds the person itself.  True when it is one; the session is set then. */
bool visit_goes_first(struct visit *v);
/* Letters, links and sessions, sent by POST (web_account.c); false when the address is none of theirs. */
bool visit_account(struct visit *v);
/* Keys (web_key.c).  What the form holds of the device's answer goes into the question. */
void visit_give_signature(struct visit *v, struct json *question);
/* An act that its maker has to sign is shown once more for that, true: that is the reply.  `question` is the act's, without
 * a device's answer. */
bool visit_sign(struct visit *v, const struct kind *k, struct json *question, const struct refusals *refusals);
void visit_key_sign_in(struct visit *v);
void visit_keys_post(struct visit *v);
/* A form again with everything that was typed, and what was wrong with it; NULL: nothing. */
void visit_form_again(struct visit *v, const struct kind *k, const struct refusals *refusals, int status);
/* The same for the pages sign_in and welcome: what was typed but passphrases; without a rule nothing was wrong. */
void visit_refused(struct visit *v, const char *page, const char *rule, const char *arg, int status);
/* On to where somebody wanted to be who has just got a session; false, and nothing done, when the answer holds none. */
bool visit_signed_in(struct visit *v, const struct json *answer);
/* The status a page opened by GET gets: 410 for a letter's link that is no longer good, else 0. */
int visit_letter_status(struct visit *v, const struct page *page);
/* Spreadsheets in and out (web_import.c): /import by GET and POST, /export/SORT.csv. */
void visit_import(struct visit *v);
void visit_import_post(struct visit *v);
/* What was chosen before the sign-in ran out is kept with the upload that `next` leads to. */
void visit_import_kept(struct visit *v, const char *next, const struct page_input *typed, size_t count);
void visit_export(struct visit *v, const char *sort);
/* Each file is read by a child that may take a good deal of memory: a few at once, whoever comes then comes again. */
bool visit_reading_begin(struct web *web);
void visit_reading_end(struct web *web);
/* Is this the name of the machine itself? */
bool visit_host_is_local(const char *host);
/* What people take with them (web_proof.c): /receipt?entry=N, /report/status.html and .csv, /verify. */
void visit_receipt(struct visit *v);
void visit_report(struct visit *v);
void visit_verify(struct visit *v);
/* What this council's addresses begin with, "https://council.example" (web_account.c). */
const char *visit_site(const struct visit *v);
/* For those who subscribe (web_feed.c): what is public, and the calendar of whoever the token names. */
void visit_atom(struct visit *v);
void visit_calendar(struct visit *v, const char *token);
/* The log for whoever follows it from outside (web_transparency.c): `path` behind /transparency/. */
void visit_transparency(struct visit *v, const char *path);
/* A page with many rows that are written at once, sent to its own address (web_sheet.c). */
void visit_sheet(struct visit *v, const struct page *page, const struct page_input *inputs, size_t count);
/* Notes being written, sent to their own address (web_notes.c). */
void visit_notes(struct visit *v);

/* A question to the writer, in the name of whoever is signed in; and its answer, NULL when the reply tells already why
 * there is none. */
struct json *visit_question(struct visit *v, const char *op);
struct json *visit_ask(struct visit *v, struct json *question);

/* The same for a form somebody filled in: NULL also when the writer is away or its disk fails, and then the form must be
 * shown again with *out_status (else 0) and what `out` says, so that nothing typed is lost. */
struct json *visit_offer(struct visit *v, struct json *question, struct refusals *out, int *out_status);
/* The form as an act to be written; and the status of an answer to it that refuses: 409 for a conflict, else 422. */
struct json *visit_write_question(struct visit *v, const struct kind *k);
int visit_refused_status(const struct json *answer);
void visit_refusals(struct visit *v, const struct json *answer, struct refusals *out);
void visit_json(struct visit *v, const struct json *answer, int status);
/* The sign-in form as the reply, 401; it leads on to `next`, a path of our own. */
void visit_sign_in(struct visit *v, const char *next);
/* Nothing typed is lost when the sign-in has run out: it waits in that form too.  A file is not carried through: it is
 * where it was, and is chosen again. */
void visit_sign_in_first(struct visit *v, const char *next);
/* The next page says what was written: `count` entries, the last of them `seq`, and the first of their remarks. */
void visit_saved(struct visit *v, int64_t seq, size_t count, const struct refusals *notes);

#endif
