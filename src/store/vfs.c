/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/vfs.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* HELD_MAX: of frames held back.  Of SQLite's WAL format: a frame's header, and where in it a commit's last frame has the
 * size of the file, any other 0. */
enum { HELD_MAX = 128 << 10, FRAME_HEADER = 24, FRAME_COMMIT_AT = 4 };

/* Our part of an open file; the real file's bytes follow it. */
struct file {
	sqlite3_file base;
	struct vfs *vfs;
	sqlite3_file *real;
	bool is_wal;
};

static struct file *ours(sqlite3_file *f)
{
	return (struct file *)f;
}

/* What SQLite is told when a call fails on purpose: what its own layer makes of that errno.  That one tries a read or a
 * write that was interrupted again, and leaves the errno for whoever asks. */
static int failing(const struct env *env, enum env_call call, int otherwise)
{
	int error = env_file_fault(env, call);

	if (!error || (error == EINTR && (call == ENV_READ || call == ENV_WRITE)))
		return SQLITE_OK;
	errno = error == ENV_SHORT ? ENOSPC : error;
	return call == ENV_WRITE && errno == ENOSPC ? SQLITE_FULL : otherwise;
}

static int put(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	int rc = failing(ours(f)->vfs->env, ENV_WRITE, SQLITE_IOERR_WRITE);

	if (!rc)
		rc = ours(f)->real->pMethods->xWrite(ours(f)->real, p, n, at);
	else if (rc == SQLITE_FULL) /* a disk takes what it has room for, and then no more */
		(void)ours(f)->real->pMethods->xWrite(ours(f)->real, p, n / 2, at);
	if (rc)
		ours(f)->vfs->write_error = errno;
	return rc;
}

/* Writes what is held back, so that what is asked of the file next sees it. */
static int let_go(sqlite3_file *f)
{
	struct vfs *v = ours(f)->vfs;
	int n = (int)v->held_bytes;

	if (!ours(f)->is_wal || !n)
		return SQLITE_OK;
	v->held_bytes = 0;
	return put(f, v->held, n, v->held_at);
}

static int file_close(sqlite3_file *f)
{
	/* Frames that no commit has followed belong to nobody. */
	if (ours(f)->is_wal)
		ours(f)->vfs->held_bytes = 0;
	return ours(f)->real->pMethods ? ours(f)->real->pMethods->xClose(ours(f)->real) : SQLITE_OK;
}

static int file_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	int rc = let_go(f);

	if (!rc)
		rc = failing(ours(f)->vfs->env, ENV_READ, SQLITE_IOERR_READ);
	return rc ? rc : ours(f)->real->pMethods->xRead(ours(f)->real, p, n, at);
}

/* SQLite writes each frame of -wal as a header and a page, one behind the other.  They are gathered, and written when the
 * commit's last one is there: before its sync, and before any reader is told of them. */
static int file_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	static const unsigned char no_commit[4] = { 0 };
	struct vfs *v = ours(f)->vfs;
	bool was_last = v->is_last;
	int rc = SQLITE_OK;

	if (!ours(f)->is_wal || n > HELD_MAX)
		return put(f, p, n, at);
	if (!v->held)
		v->held = arena_get(v->arena, HELD_MAX);
	if (v->held_bytes && (at != v->held_at + (sqlite3_int64)v->held_bytes || v->held_bytes + (size_t)n > HELD_MAX))
		rc = let_go(f);
	if (rc)
		return rc;
	if (!v->held_bytes)
		v->held_at = at;
	memcpy(v->held + v->held_bytes, p, (size_t)n);
	v->held_bytes += (size_t)n;
	v->is_last = n == FRAME_HEADER && memcmp((const unsigned char *)p + FRAME_COMMIT_AT, no_commit, sizeof(no_commit));
	return was_last && n != FRAME_HEADER ? let_go(f) : SQLITE_OK;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	int rc = let_go(f);

	if (!rc)
		rc = failing(ours(f)->vfs->env, ENV_TRUNCATE, SQLITE_IOERR_TRUNCATE);
	return rc ? rc : ours(f)->real->pMethods->xTruncate(ours(f)->real, size);
}

static int file_flush(sqlite3_file *f, int flags)
{
	int rc = let_go(f);

	if (!rc)
		rc = failing(ours(f)->vfs->env, ENV_SYNC, SQLITE_IOERR_FSYNC);
	return rc ? rc : ours(f)->real->pMethods->xSync(ours(f)->real, flags);
}

static int file_size(sqlite3_file *f, sqlite3_int64 *out)
{
	int rc = let_go(f);

	return rc ? rc : ours(f)->real->pMethods->xFileSize(ours(f)->real, out);
}

static int file_lock(sqlite3_file *f, int lock)
{
	return ours(f)->real->pMethods->xLock(ours(f)->real, lock);
}

static int file_unlock(sqlite3_file *f, int lock)
{
	return ours(f)->real->pMethods->xUnlock(ours(f)->real, lock);
}

static int file_reserved(sqlite3_file *f, int *out)
{
	return ours(f)->real->pMethods->xCheckReservedLock(ours(f)->real, out);
}

static int file_control(sqlite3_file *f, int op, void *arg)
{
	return ours(f)->real->pMethods->xFileControl(ours(f)->real, op, arg);
}

static int file_sector(sqlite3_file *f)
{
	return ours(f)->real->pMethods->xSectorSize(ours(f)->real);
}

static int file_device(sqlite3_file *f)
{
	return ours(f)->real->pMethods->xDeviceCharacteristics(ours(f)->real);
}

static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return ours(f)->real->pMethods->xShmMap(ours(f)->real, page, size, extend, out);
}

static int file_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return ours(f)->real->pMethods->xShmLock(ours(f)->real, offset, n, flags);
}

static void file_shm_barrier(sqlite3_file *f)
{
	ours(f)->real->pMethods->xShmBarrier(ours(f)->real);
}

static int file_shm_unmap(sqlite3_file *f, int remove)
{
	return ours(f)->real->pMethods->xShmUnmap(ours(f)->real, remove);
}

/* Version 2: shared memory for WAL, and no memory-mapped pages. */
static const sqlite3_io_methods methods = { .iVersion = 2, .xClose = file_close, .xRead = file_read, .xWrite = file_write,
	.xTruncate = file_truncate, .xSync = file_flush, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved, .xFileControl = file_control, .xSectorSize = file_sector,
	.xDeviceCharacteristics = file_device, .xShmMap = file_shm_map, .xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap };

/* A new -wal is lost with all it holds unless the folder's entry of it is on the disk.  SQLite asks for that sync too, but
 * takes no notice of its end. */
static bool is_name_kept(const struct vfs *v, const char *name)
{
	size_t mark = arena_mark(v->arena);
	bool is_kept = !file_sync(v->arena, v->env, file_folder(v->arena, name));

	arena_rewind(v->arena, mark);
	return is_kept;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	struct vfs *v = (struct vfs *)vfs;
	sqlite3_vfs *real = vfs->pAppData;
	int rc = failing(v->env, ENV_OPEN, SQLITE_CANTOPEN);
	bool is_new_wal = (flags & SQLITE_OPEN_WAL) && access(name, F_OK);

	f->pMethods = NULL;
	if (rc)
		return rc;
	ours(f)->vfs = v;
	ours(f)->is_wal = flags & SQLITE_OPEN_WAL;
	ours(f)->real = (sqlite3_file *)(ours(f) + 1);
	ours(f)->real->pMethods = NULL;
	rc = real->xOpen(real, name, ours(f)->real, flags, out_flags);
	if (!rc && is_new_wal && !is_name_kept(v, name)) {
		(void)ours(f)->real->pMethods->xClose(ours(f)->real);
		(void)real->xDelete(real, name, 0); /* so that it is new to the next one too */
		return SQLITE_IOERR_DIR_FSYNC;
	}
	if (ours(f)->real->pMethods)
		f->pMethods = &methods;
	return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	sqlite3_vfs *real = vfs->pAppData;
	int rc = failing(((const struct vfs *)vfs)->env, ENV_UNLINK, SQLITE_IOERR_DELETE);

	return rc ? rc : real->xDelete(real, name, sync_folder);
}

void vfs_begin(struct vfs *v, struct arena *a, const struct env *env)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	v->vfs = *real; /* what is not replaced below is the system layer's own and does not look at its first argument */
	v->arena = a;
	v->env = env;
	(void)snprintf(v->name, sizeof(v->name), "fyr-%p", (void *)v);
	v->vfs.zName = v->name;
	v->vfs.pNext = NULL;
	v->vfs.pAppData = real;
	v->vfs.szOsFile = (int)sizeof(struct file) + real->szOsFile;
	v->vfs.xOpen = vfs_open;
	v->vfs.xDelete = vfs_delete;
	sqlite3_vfs_register(&v->vfs, 0);
}

void vfs_end(struct vfs *v)
{
	sqlite3_vfs_unregister(&v->vfs);
}
