/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/inside.h"

/* The new file is made by us and not by SQLite, which would let everybody read it. */
static const struct fault *made(struct arena *a, const char *target)
{
	int fd = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return fault_new(a, errno == EEXIST ? FAULT_REFUSED : FAULT_SYSTEM, __func__, "%s cannot be made: %s", target,
			strerror(errno));
	(void)close(fd);
	return NULL;
}

static const struct fault *copy_fault(struct arena *a, int rc, const char *target)
{
	enum fault_sort sort = rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB ? FAULT_DAMAGED
		: rc == SQLITE_BUSY || rc == SQLITE_LOCKED ? FAULT_BUSY : FAULT_SYSTEM;

	return fault_new(a, sort, "store_copy", "%s cannot be written: %s", target, sqlite3_errstr(rc));
}

/* All pages in one step, so that they are of one moment; a running writer is not kept waiting, since the source is a
 * WAL database.  The target needs no journal: half a copy is thrown away, and a whole one is synced before it counts. */
static int pages_copied(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *work;
	int rc = sqlite3_exec(to, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL, NULL, NULL);

	if (rc)
		return rc;
	work = sqlite3_backup_init(to, "main", from, "main");
	if (!work)
		return sqlite3_errcode(to);
	(void)sqlite3_backup_step(work, -1);
	return sqlite3_backup_finish(work);
}

const struct fault *store_copy(struct store *s, struct arena *a, const struct env *env, const char *target)
{
	const struct fault *f = store_fault(s) ? store_fault(s) : made(a, target);
	sqlite3 *to = NULL;
	int rc;

	if (f)
		return f;
	rc = sqlite3_open_v2(target, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
		| SQLITE_OPEN_NOFOLLOW, store_layer(s));
	if (!rc)
		rc = pages_copied(store_database(s), to);
	if (sqlite3_close(to) && !rc)
		rc = SQLITE_IOERR;
	f = rc ? copy_fault(a, rc, target) : file_sync(a, env, target);
	if (f)
		(void)unlink(target);
	return f;
}
