/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/out.h"
#include "store/inside.h"
#include "store/vfs.h"

/* Statements are kept by the address of their SQL literal. */
enum { STATEMENTS_MAX = 1024, SHM_BYTES = 32 << 10, BUSY_WAIT_MS = 5000, CHECKPOINT_WAIT_MS = 100 };
struct statement {
	const char *sql;
	sqlite3_stmt *statement;
};

struct told {
	struct told *next;
	const struct fault *fault;
};

struct store {
	struct arena *arena; /* the store's own: statements' table, faults */
	sqlite3 *db;
	struct vfs vfs;
	enum store_mode mode;
	const struct fault *fault;
	struct told *told; /* every fault so far, once */
	int savepoints;
	int wal_pages; /* in -wal and not known to be in the file */
	bool in_transaction, is_wal;
	enum store_passing passing; /* of the fault that stands */
	struct statement statements[STATEMENTS_MAX];
};

/* -wal or -shm could not be made or was not written.  SQLite has its own word for a full disk alone: a quota that is used
 * up and a disk that became read-only under us are told apart by errno.  Nothing is known after a sync that fails. */
static enum store_passing passing_of(const struct store *s)
{
	int rc = sqlite3_extended_errcode(s->db);
	int error = rc == SQLITE_IOERR_WRITE ? s->vfs.write_error : sqlite3_system_errno(s->db);

	if ((rc & 0xff) == SQLITE_FULL)
		return STORE_FULL;
	if ((rc & 0xff) == SQLITE_READONLY)
		return STORE_READ_ONLY;
	if (rc != SQLITE_IOERR_SHMSIZE && rc != SQLITE_IOERR_SHMOPEN && rc != SQLITE_IOERR_WRITE && (rc & 0xff) != SQLITE_CANTOPEN)
		return STORE_UNKNOWN;
	return error == ENOSPC || error == EDQUOT || error == EFBIG ? STORE_FULL : error == EROFS ? STORE_READ_ONLY : STORE_UNKNOWN;
}

/* A fault's words live as long as the store, and a disk may be full for days: what was told before is told again. */
static const struct fault *told(struct store *s, enum fault_sort sort, const char *where, const char *who, const char *what)
{
	size_t mark = arena_mark(s->arena);
	const struct fault *f = fault_new(s->arena, sort, where, "%s %s", who, what);
	struct told *t;

	for (t = s->told; t; t = t->next) {
		if (t->fault->sort != sort || strcmp(t->fault->where, where) != 0 || strcmp(t->fault->what, f->what) != 0)
			continue;
		arena_rewind(s->arena, mark);
		return t->fault;
	}
	t = ARENA_NEW(s->arena, struct told);
	*t = (struct told){ s->told, f };
	s->told = t;
	return f;
}

/* The first fault stays; its words never hold values, only SQLite's own message. */
static void latch(struct store *s, const char *where)
{
	int rc = sqlite3_errcode(s->db);
	enum fault_sort sort = FAULT_SYSTEM;

	if (s->fault)
		return;
	s->passing = passing_of(s);
	if (s->passing) {
		s->fault = told(s, sort, where, s->passing == STORE_FULL ? "the disk is full:" : "the disk or the file is read-only:",
			sqlite3_errmsg(s->db));
		return;
	}
	if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB)
		sort = FAULT_DAMAGED;
	else if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
		sort = FAULT_BUSY;
	s->fault = told(s, sort, where, "the database says:", sqlite3_errmsg(s->db));
}

/* Our statements are literals, so one that cannot be prepared means that the file lacks a table or a column. */
static void latch_unprepared(struct store *s, const char *where)
{
	if (!s->fault && sqlite3_errcode(s->db) == SQLITE_ERROR)
		s->fault = told(s, FAULT_DAMAGED, where, "the database says:", sqlite3_errmsg(s->db));
	latch(s, where);
}

/* SQLite counts its memory under a lock that all threads share, and nobody asks for the count.  Before main, since it is
 * asked for before SQLite is first used. */
__attribute__((constructor)) static void choose_memory(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

sqlite3 *store_database(const struct store *s)
{
	return s->db;
}

const char *store_layer(const struct store *s)
{
	return s->vfs.name;
}

const struct fault *store_fault(const struct store *s)
{
	return s->fault;
}

void store_forgive(struct store *s)
{
	s->fault = NULL;
	s->passing = STORE_UNKNOWN;
}

enum store_passing store_passing(const struct store *s)
{
	return s->fault ? s->passing : STORE_UNKNOWN;
}

/* text(seq, field): the typed text an entry carries.  NULL when the pointer is NULL or there was none; the one-byte
 * blob 00 when it has been erased, which pages show as such. */
static void text_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct store *s = sqlite3_user_data(context);
	struct rows r;

	(void)count;
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	r = store_ask(s, "SELECT value FROM disclosure WHERE seq = ? AND field = ?", "it",
		(int64_t)sqlite3_value_int64(values[0]), (const char *)sqlite3_value_text(values[1]));
	if (rows_next(&r)) {
		sqlite3_result_value(context, sqlite3_column_value(r.statement, 0));
		rows_end(&r);
		return;
	}
	if (store_int(s, 0, "SELECT 1 FROM erased WHERE seq = ? AND field = ?", "it",
			(int64_t)sqlite3_value_int64(values[0]), (const char *)sqlite3_value_text(values[1])))
		sqlite3_result_blob(context, "", 1, SQLITE_STATIC);
}

/* base64(blob): a hash as refs, notes and answers write it. */
static void base64_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	char text[BASE64_HASH_CHARS + 1];

	(void)count;
	if (sqlite3_value_type(values[0]) != SQLITE_BLOB || sqlite3_value_bytes(values[0]) != HASH_BYTES)
		return;
	base64_hash(sqlite3_value_blob(values[0]), text);
	sqlite3_result_text(context, text, BASE64_HASH_CHARS, SQLITE_TRANSIENT);
}

void store_script(struct store *s, const char *sql)
{
	if (!s->fault && sqlite3_exec(s->db, sql, NULL, NULL, NULL))
		latch(s, __func__);
}

/* -wal keeps its length when its pages have been moved, so it is counted and not measured. */
static int committed(void *self, sqlite3 *db, const char *name, int pages)
{
	struct store *s = self;

	(void)db;
	(void)name;
	s->wal_pages = pages;
	return SQLITE_OK;
}

static const struct fault *configure(struct store *s, struct arena *a, const char *path)
{
	sqlite3_extended_result_codes(s->db, 0);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	(void)sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_busy_timeout(s->db, BUSY_WAIT_MS);
	/* Without memory for them a sound file would be said to lack them. */
	if (sqlite3_create_function(s->db, "base64", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, base64_function, NULL, NULL)
		|| sqlite3_create_function(s->db, "text", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, s, text_function, NULL, NULL))
		latch(s, __func__);
	/* Small: an act changes a row in each of a dozen trees, and -wal takes whole pages, synced before the answer. */
	if (s->mode == STORE_CREATE)
		store_script(s, "PRAGMA page_size=2048");
	if (s->mode == STORE_CREATE)
		store_script(s, "PRAGMA journal_mode=WAL");
	store_script(s, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON;"
		"PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON;"
		"PRAGMA mmap_size=0; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY");
	(void)sqlite3_wal_hook(s->db, committed, s); /* after wal_autocheckpoint, which is a hook too */
	(void)store_int(s, 0, "SELECT count(*) FROM sqlite_schema", "");
	if (!s->fault)
		return NULL;
	return fault_new(a, s->fault->sort, __func__, "%s cannot be opened: %s", path, s->fault->what);
}

/* sqlite3_open says little about a missing or existing file; people need to know which. */
static const struct fault *path_fault(struct arena *a, const char *path, enum store_mode mode)
{
	struct stat st;
	bool is_there = !stat(path, &st);

	if (mode == STORE_CREATE && is_there)
		return fault_new(a, FAULT_REFUSED, __func__, "%s exists already; choose another name", path);
	if ((mode == STORE_READ || mode == STORE_WRITE) && !is_there)
		return fault_new(a, FAULT_NOTHING, __func__, "%s does not exist; check the name, or make it with `fyr init`", path);
	if (is_there && !S_ISREG(st.st_mode))
		return fault_new(a, FAULT_USAGE, __func__, "%s is not an ordinary file", path);
	return NULL;
}

static int64_t bytes_beside(struct arena *a, const char *path, const char *ending)
{
	struct stat st;

	return stat(arena_print(a, "%s%s", path, ending), &st) ? 0 : (int64_t)st.st_size;
}

/* A reader of a WAL database makes -shm beside it, unless a writer has.  Where there is no room for it and nobody else
 * made a whole one, nobody writes the file either: it is read as it lies, unless -wal holds more than the file. */
static bool is_immutable(struct arena *a, const char *path)
{
	struct statvfs disk;

	if (bytes_beside(a, path, "-wal") || bytes_beside(a, path, "-shm") >= SHM_BYTES)
		return false;
	return access(file_folder(a, path), W_OK) || (!statvfs(path, &disk) && disk.f_bavail * disk.f_frsize < SHM_BYTES);
}

static const char *immutable_uri(struct arena *a, const char *path)
{
	struct out o;

	out_init(&o, a, 16 << 10);
	out_text(&o, "file:");
	for (const char *p = path; *p; p++)
		if (strchr("%?#", *p))
			out_print(&o, "%%%02X", (unsigned)(unsigned char)*p);
		else
			out_char(&o, *p);
	out_text(&o, "?immutable=1");
	return out_cstr(&o);
}

const struct fault *store_open(struct arena *a, const struct env *env, const char *path, enum store_mode mode,
	struct store **out)
{
	static const int flags[] = { [STORE_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[STORE_WRITE] = SQLITE_OPEN_READWRITE, [STORE_READ] = SQLITE_OPEN_READONLY,
		[STORE_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY };
	const struct fault *f = mode == STORE_MEMORY ? NULL : path_fault(a, path, mode);
	const char *name = path;
	struct arena *own;
	struct store *s;

	if (f)
		return f;
	own = arena_new(1 << 20);
	s = ARENA_NEW(own, struct store);
	s->arena = own;
	s->mode = mode;
	vfs_begin(&s->vfs, own, env);
	if (mode == STORE_MEMORY)
		name = ":memory:";
	else if (mode == STORE_READ && is_immutable(own, path))
		name = immutable_uri(own, path);
	if (sqlite3_open_v2(name, &s->db, flags[mode] | (name == path ? 0 : SQLITE_OPEN_URI) | SQLITE_OPEN_NOMUTEX
			| SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW, mode == STORE_MEMORY ? NULL : s->vfs.name)) {
		bool is_link = sqlite3_extended_errcode(s->db) == SQLITE_CANTOPEN_SYMLINK;

		f = fault_new(a, is_link ? FAULT_USAGE : FAULT_SYSTEM, __func__, "%s cannot be opened: %s", path,
			is_link ? "it is, or lies beyond, a symbolic link; name the file itself" : sqlite3_errmsg(s->db));
		store_close(s);
		return f;
	}
	f = configure(s, a, path);
	if (f) {
		store_close(s);
		return f;
	}
	*out = s;
	return NULL;
}

static void end(struct store *s, bool is_left)
{
	if (!s)
		return;
	if (s->in_transaction)
		store_rollback(s);
	for (size_t i = 0; i < STATEMENTS_MAX; i++)
		(void)sqlite3_finalize(s->statements[i].statement);
	/* After a fault nobody knows what is on the disk; -wal is left to whoever opens the file next (ledger.md §4). */
	if (s->db && (is_left || s->mode == STORE_READ || s->fault))
		(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)sqlite3_close(s->db);
	vfs_end(&s->vfs);
	arena_free(s->arena);
}

void store_close(struct store *s)
{
	end(s, false);
}

void store_leave(struct store *s)
{
	end(s, true);
}

/* The prepared statement of a literal, reset and unbound; NULL when a fault stands. */
static sqlite3_stmt *prepared(struct store *s, const char *sql)
{
	size_t at = ((uintptr_t)sql >> 3) % STATEMENTS_MAX;

	if (s->fault)
		return NULL;
	for (size_t tries = 0; s->statements[at].sql && s->statements[at].sql != sql; tries++) {
		assert(tries < STATEMENTS_MAX);
		at = (at + 1) % STATEMENTS_MAX;
	}
	if (!s->statements[at].sql) {
		if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->statements[at].statement, NULL)) {
			latch_unprepared(s, __func__);
			return NULL;
		}
		s->statements[at].sql = sql;
	}
	assert(!sqlite3_stmt_busy(s->statements[at].statement)); /* one use at a time: rows_end was forgotten */
	(void)sqlite3_clear_bindings(s->statements[at].statement);
	return s->statements[at].statement;
}

static void bind_all(sqlite3_stmt *statement, const char *types, va_list args)
{
	for (int i = 0; types[i]; i++) {
		if (types[i] == 'i') {
			(void)sqlite3_bind_int64(statement, i + 1, va_arg(args, int64_t));
		} else if (types[i] == 'n') {
			const int64_t *n = va_arg(args, const int64_t *);

			if (n)
				(void)sqlite3_bind_int64(statement, i + 1, *n);
		} else if (types[i] == 't') {
			const char *t = va_arg(args, const char *);

			if (t)
				(void)sqlite3_bind_text(statement, i + 1, t, -1, SQLITE_STATIC);
		} else {
			const void *bytes = va_arg(args, const void *);
			size_t n = va_arg(args, size_t);

			assert(types[i] == 'b');
			(void)sqlite3_bind_blob(statement, i + 1, bytes, (int)n, SQLITE_STATIC);
		}
	}
}

void store_run(struct store *s, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement = prepared(s, sql);
	va_list args;

	if (!statement)
		return;
	va_start(args, types);
	bind_all(statement, types, args);
	va_end(args);
	while (sqlite3_step(statement) == SQLITE_ROW)
		;
	if (sqlite3_reset(statement))
		latch(s, __func__);
}

static struct rows asked(struct store *s, const char *sql, const char *types, va_list args)
{
	sqlite3_stmt *statement = prepared(s, sql);

	if (statement)
		bind_all(statement, types, args);
	return (struct rows){ s, statement, false };
}

struct rows store_ask(struct store *s, const char *sql, const char *types, ...)
{
	struct rows r;
	va_list args;

	va_start(args, types);
	r = asked(s, sql, types, args);
	va_end(args);
	return r;
}

bool rows_next(struct rows *r)
{
	if (!r->statement)
		return false;
	if (sqlite3_step(r->statement) == SQLITE_ROW)
		return true;
	rows_end(r);
	return false;
}

void rows_end(struct rows *r)
{
	if (r->statement && (r->is_once ? sqlite3_finalize(r->statement) : sqlite3_reset(r->statement)))
		latch(r->store, __func__);
	r->statement = NULL;
}

struct rows store_once(struct store *s, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (!s->fault && sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL))
		latch_unprepared(s, __func__);
	return (struct rows){ s, statement, true };
}

int64_t rows_int(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->statement, column);
}

bool rows_is_null(const struct rows *r, int column)
{
	return sqlite3_column_type(r->statement, column) == SQLITE_NULL;
}

char *rows_text(const struct rows *r, struct arena *a, int column)
{
	const char *t = (const char *)sqlite3_column_text(r->statement, column);

	return t ? arena_copy(a, t, (size_t)sqlite3_column_bytes(r->statement, column)) : NULL;
}

const void *rows_blob(const struct rows *r, struct arena *a, int column, size_t *out_n)
{
	const void *bytes = sqlite3_column_blob(r->statement, column);

	*out_n = (size_t)sqlite3_column_bytes(r->statement, column);
	return arena_copy(a, bytes ? bytes : "", *out_n);
}

bool rows_bytes(const struct rows *r, int column, void *to, size_t n)
{
	const void *bytes = sqlite3_column_blob(r->statement, column);

	if (!bytes || sqlite3_column_type(r->statement, column) != SQLITE_BLOB
		|| (size_t)sqlite3_column_bytes(r->statement, column) != n)
		return false;
	memcpy(to, bytes, n);
	return true;
}

int64_t store_int(struct store *s, int64_t otherwise, const char *sql, const char *types, ...)
{
	int64_t n = otherwise;
	struct rows r;
	va_list args;

	va_start(args, types);
	r = asked(s, sql, types, args);
	va_end(args);
	if (rows_next(&r)) {
		if (!rows_is_null(&r, 0))
			n = rows_int(&r, 0);
		rows_end(&r);
	}
	return n;
}

char *store_text(struct store *s, struct arena *a, const char *sql, const char *types, ...)
{
	char *t = NULL;
	struct rows r;
	va_list args;

	va_start(args, types);
	r = asked(s, sql, types, args);
	va_end(args);
	if (rows_next(&r)) {
		t = rows_text(&r, a, 0);
		rows_end(&r);
	}
	return t;
}

struct rows store_prepare(struct store *s, const char *sql)
{
	return (struct rows){ s, prepared(s, sql), false };
}

void rows_bind_int(struct rows *r, const char *name, int64_t n)
{
	int at = r->statement ? sqlite3_bind_parameter_index(r->statement, name) : 0;

	if (at)
		(void)sqlite3_bind_int64(r->statement, at, n);
}

void rows_bind_text(struct rows *r, const char *name, const char *text)
{
	int at = r->statement ? sqlite3_bind_parameter_index(r->statement, name) : 0;

	if (at && text)
		(void)sqlite3_bind_text(r->statement, at, text, -1, SQLITE_STATIC);
}

bool rows_asks(const struct rows *r, const char *name)
{
	return r->statement && sqlite3_bind_parameter_index(r->statement, name);
}

int rows_columns(const struct rows *r)
{
	return r->statement ? sqlite3_column_count(r->statement) : 0;
}

const char *rows_name(const struct rows *r, int column)
{
	return sqlite3_column_name(r->statement, column);
}

enum store_type rows_type(const struct rows *r, int column)
{
	switch (sqlite3_column_type(r->statement, column)) {
	case SQLITE_NULL:
		return STORE_NULL;
	case SQLITE_INTEGER:
		return STORE_INT;
	case SQLITE_BLOB:
		return STORE_BLOB;
	default:
		return STORE_TEXT;
	}
}

void store_begin(struct store *s)
{
	assert(!s->in_transaction);
	/* A copy comes without WAL.  Not sooner: a file that turns out to be somebody else's is left as it is. */
	if (s->mode == STORE_WRITE && !s->is_wal)
		store_script(s, "PRAGMA journal_mode=WAL");
	s->is_wal = true;
	store_run(s, "BEGIN", "");
	s->in_transaction = !s->fault;
	s->savepoints = 0;
}

const struct fault *store_commit(struct store *s)
{
	store_run(s, "COMMIT", "");
	if (!s->fault)
		s->in_transaction = false;
	else if (s->in_transaction)
		store_rollback(s);
	return s->fault;
}

void store_rollback(struct store *s)
{
	/* Runs although a fault stands: it is the way out of one. */
	(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->in_transaction = false;
}

void store_savepoint(struct store *s)
{
	store_run(s, "SAVEPOINT act", "");
	s->savepoints++;
}

void store_savepoint_keep(struct store *s)
{
	store_run(s, "RELEASE act", "");
	s->savepoints--;
}

void store_savepoint_undo(struct store *s)
{
	(void)sqlite3_exec(s->db, "ROLLBACK TO act; RELEASE act", NULL, NULL, NULL);
	s->savepoints--;
	store_forgive(s);
}

bool store_checkpoint(struct store *s, bool empty)
{
	int rc, pages = -1, moved = -1;

	if (s->fault)
		return false;
	(void)sqlite3_busy_timeout(s->db, CHECKPOINT_WAIT_MS);
	rc = sqlite3_wal_checkpoint_v2(s->db, NULL, empty ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &pages,
		&moved);
	(void)sqlite3_busy_timeout(s->db, BUSY_WAIT_MS);
	/* A reader in the way only postpones it. */
	if (rc && rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
		latch(s, __func__);
	if (rc || moved < pages)
		return false;
	s->wal_pages = 0;
	return true;
}

int64_t store_wal_pages(const struct store *s)
{
	return s->wal_pages;
}

void store_mark(struct store *s, int32_t application, int32_t version)
{
	char *sql = arena_print(s->arena, "PRAGMA application_id=%d; PRAGMA user_version=%d", application, version);

	store_script(s, sql);
}

int32_t store_application(struct store *s)
{
	return (int32_t)store_int(s, 0, "PRAGMA application_id", "");
}

int32_t store_version(struct store *s)
{
	return (int32_t)store_int(s, 0, "PRAGMA user_version", "");
}

int store_integrity(struct store *s, void (*say)(void *self, const char *problem), void *self)
{
	struct rows r = store_ask(s, "PRAGMA integrity_check(20)", "");
	int problems = 0;

	while (rows_next(&r)) {
		const char *line = (const char *)sqlite3_column_text(r.statement, 0);

		if (line && strcmp(line, "ok")) {
			problems++;
			say(self, line);
		}
	}
	return problems;
}
