/* SPDX-License-Identifier: EUPL-1.2
 *
 * Store: one open database file; the only folder that names sqlite3.
 *
 * A store latches its first fault: after it every call does nothing and every query is empty.  Ask store_fault once,
 * at the end of the work; the transaction is rolled back then (habit: let writers latch their error).
 * SQL is always a string literal: statements are kept prepared by the literal's address and never built at run time.
 * A store belongs to one thread at a time.
 *
 * Settings (ledger.md §4): WAL, synchronous=FULL, no automatic checkpoints, one writing connection in the world; readers
 * are opened read-only, so that they cannot checkpoint (the WAL-reset bug of SQLite 3.7.0-3.51.2 needs two that do).
 */
#ifndef FYR_STORE_STORE_H
#define FYR_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/env.h"

struct store;

enum store_mode {
	STORE_CREATE, /* a new file; fault FAULT_REFUSED when there is one */
	STORE_WRITE,  /* the one writer */
	STORE_READ,   /* read-only, beside a running writer */
	STORE_MEMORY  /* for verify and tests: `path` is ignored */
};

/* Opens a database.  The store lives until store_close; its faults' texts live in the store.
 * Faults: FAULT_NOTHING no such file; FAULT_DAMAGED not a database of ours or its pages are broken; FAULT_SYSTEM. */
const struct fault *store_open(struct arena *a, const struct env *env, const char *path, enum store_mode mode,
	struct store **out) MUST_USE;

/* A writer empties the -wal file into the database before it closes, unless a fault stands.  NULL is fine. */
void store_close(struct store *s);

/* The same, and what is in -wal stays there.  NULL is fine. */
void store_leave(struct store *s);

/* The first fault since store_open or store_forgive; NULL when all is well. */
const struct fault *store_fault(const struct store *s);
void store_forgive(struct store *s);
/* Is the fault one that leaves the file unharmed and may pass?  After a failed sync, say, nobody knows what is on the
 * disk: then STORE_UNKNOWN, as when no fault stands. */
enum store_passing { STORE_UNKNOWN, STORE_FULL, STORE_READ_ONLY };
enum store_passing store_passing(const struct store *s);

/* Transactions.  One sees the file as it was when it first looked; there is one writer, so the lock to write is had by
 * whoever first writes in it.
 * store_commit faults when the store has latched one, after rolling back.  Savepoints nest inside. */
void store_begin(struct store *s);
const struct fault *store_commit(struct store *s) MUST_USE;
void store_rollback(struct store *s);
void store_savepoint(struct store *s);
void store_savepoint_keep(struct store *s);
void store_savepoint_undo(struct store *s); /* also forgives a fault latched since: a constraint that did not hold */

/* Moves committed pages from -wal into the file.  `empty` also truncates -wal (after erasures, at stop).  False when a
 * reader was in the way of some of it, or a fault stands: try again later.  Waits a tenth of a second at most. */
bool store_checkpoint(struct store *s, bool empty);
/* Pages in -wal since it was last moved whole. */
int64_t store_wal_pages(const struct store *s);

/* Values to bind, one letter each: i int64_t · n int64_t *, NULL is null · t const char *, NULL is null ·
 * b const void * and size_t (a blob).  */
void store_run(struct store *s, const char *sql, const char *types, ...);

/* A query's rows.  rows_next is false at the end or on a fault; the statement is then free again.  Leaving a loop
 * early needs rows_end.  Texts and blobs are copied into the arena by rows_text and rows_blob. */
struct rows {
	struct store *store;
	void *statement;
	bool is_once; /* not kept: finalized at the end */
};
struct rows store_ask(struct store *s, const char *sql, const char *types, ...);
bool rows_next(struct rows *r);
void rows_end(struct rows *r);
int64_t rows_int(const struct rows *r, int column);                   /* 0 for null */
bool rows_is_null(const struct rows *r, int column);
char *rows_text(const struct rows *r, struct arena *a, int column);   /* NULL for null */
/* Copies a blob of exactly `n` bytes; false, nothing copied, when it is anything else. */
bool rows_bytes(const struct rows *r, int column, void *to, size_t n);
const void *rows_blob(const struct rows *r, struct arena *a, int column, size_t *out_n);

/* The first column of the first row, or `otherwise` / NULL when there is no row or it is null. */
int64_t store_int(struct store *s, int64_t otherwise, const char *sql, const char *types, ...);
char *store_text(struct store *s, struct arena *a, const char *sql, const char *types, ...);

/* For pages: a statement with named parameters (:name) and typed columns, prepared and kept like the others. */
enum store_type { STORE_NULL, STORE_INT, STORE_TEXT, STORE_BLOB };
struct rows store_prepare(struct store *s, const char *sql);
void rows_bind_int(struct rows *r, const char *name, int64_t n);      /* a name the statement lacks is skipped */
void rows_bind_text(struct rows *r, const char *name, const char *text);
bool rows_asks(const struct rows *r, const char *name);               /* has the statement such a name? */
int rows_columns(const struct rows *r);
const char *rows_name(const struct rows *r, int column);
enum store_type rows_type(const struct rows *r, int column);

/* A query whose text is made at run time from our own schema's names, never from outside: verify's comparisons. */
struct rows store_once(struct store *s, const char *sql);

/* Runs a schema: several statements in one text. */
void store_script(struct store *s, const char *sql);

/* Format marks in the file's header: application_id and user_version. */
void store_mark(struct store *s, int32_t application, int32_t version);
int32_t store_application(struct store *s);
int32_t store_version(struct store *s);

/* SQLite's own view of the file: calls `say` with each problem of integrity_check; 0 problems means sound. */
int store_integrity(struct store *s, void (*say)(void *self, const char *problem), void *self);

/* A consistent copy into a new file, mode 0600, while a writer is at work; synced to the disk.  After a fault there is no
 * such file.  Faults: FAULT_REFUSED when there is one already, FAULT_DAMAGED, FAULT_SYSTEM. */
const struct fault *store_copy(struct store *s, struct arena *a, const struct env *env, const char *target) MUST_USE;

/* Compares table `table` of two stores row by row in primary-key order; `say` gets one sentence a difference (at most
 * 20 a table), naming the row's key and the column, never the value.  Returns the number of differences. */
int store_compare(struct store *a, struct store *b, struct arena *arena, const char *table,
	void (*say)(void *self, const char *difference), void *self);

/* Names of all tables, indices and triggers with their SQL, as one text: two files of one format have the same. */
char *store_shape(struct store *s, struct arena *a);
/* The names of the tables, in order; ended by NULL. */
char **store_tables(struct store *s, struct arena *a);

#endif
