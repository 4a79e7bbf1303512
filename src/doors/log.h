/* SPDX-License-Identifier: EUPL-1.2
 *
 * Log: one line of logfmt on standard error for each request, for those who run the server:
 *
 *     time=2026-11-25T19:00:00Z method=GET route=measure format=html status=200 ms=3 bytes=8123 request=9f31c2a04be87d15
 *
 * It says what was asked for by the page's own name, never by the path, and never who asked, from where, with which
 * query or what was written: no addresses, no names, no content.  `request` also stands in every problem shown, so that
 * somebody who tells of an error can be helped.  When standard error is the journal (JOURNAL_STREAM), a line starts with
 * its priority (sd-daemon(3)).  The tamper-evident book is another thing and knows nothing of this.
 */
#ifndef FYR_DOORS_LOG_H
#define FYR_DOORS_LOG_H

#include <stdbool.h>

#include "base/env.h"
#include "http/http.h"

struct log {
	bool is_silent;  /* --log none: no request lines; faults are told all the same */
	bool is_journal;
};

/* `mode`: "text", "none" or NULL, which is text.  False for anything else. */
bool log_open(const char *mode, struct log *out);

/* 16 hexadecimal digits of chance, in the arena. */
const char *log_request_id(struct arena *a, const struct env *env);

struct log_request {
	const char *id, *route;
	const char *format; /* html, json or csv; NULL when it has none */
	const char *why;    /* why it was refused before it was read, a static sentence, or NULL */
	int64_t began_us;   /* log_clock */
};

/* A clock for lengths of time, in microseconds. */
int64_t log_clock(void);

void log_request(const struct log *log, struct arena *a, const struct env *env, const struct request *request,
	const struct reply *reply, const struct log_request *what);

/* Something that somebody should look at.  `request` may be NULL. */
void log_fault(const struct log *log, struct arena *a, const char *request, const struct fault *f);

#endif
