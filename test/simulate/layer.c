/* SPDX-License-Identifier: EUPL-1.2
 *
 * The file layer of SQLite on the simulated disk.  src/store/vfs.c delegates to SQLite's default layer, so registering this
 * one as the default puts the whole program on it; what is tested is what ships.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

struct layer_file {
	sqlite3_file base;
	int fd;
	int lock;                /* SQLITE_LOCK_ */
	int shm_shared, shm_exclusive; /* sets of locks held */
	bool has_shm, syncs_folder, dies_with;
	char path[64];
};

static struct layer_file *of(sqlite3_file *f)
{
	return (struct layer_file *)f;
}

static int file_unlock(sqlite3_file *f, int lock)
{
	struct layer_file *l = of(f);
	struct sharing *s = disk_sharing(l->fd);

	if (l->lock <= lock)
		return SQLITE_OK;
	if (l->lock >= SQLITE_LOCK_RESERVED)
		s->reserved = 0;
	if (l->lock >= SQLITE_LOCK_PENDING)
		s->pending = 0;
	if (l->lock == SQLITE_LOCK_EXCLUSIVE)
		s->exclusive = 0;
	if (lock == SQLITE_LOCK_NONE)
		s->shared--;
	l->lock = lock;
	return SQLITE_OK;
}

static int file_lock(sqlite3_file *f, int lock)
{
	struct layer_file *l = of(f);
	struct sharing *s = disk_sharing(l->fd);

	if (l->lock >= lock)
		return SQLITE_OK;
	if (l->lock == SQLITE_LOCK_NONE) {
		if (s->pending || s->exclusive)
			return SQLITE_BUSY;
		s->shared++;
		l->lock = SQLITE_LOCK_SHARED;
	}
	if (lock >= SQLITE_LOCK_RESERVED && l->lock < SQLITE_LOCK_RESERVED) {
		if (s->reserved)
			return SQLITE_BUSY;
		s->reserved = 1;
		l->lock = SQLITE_LOCK_RESERVED;
	}
	if (lock == SQLITE_LOCK_EXCLUSIVE) {
		s->pending = 1;
		l->lock = SQLITE_LOCK_PENDING;
		if (s->shared > 1)
			return SQLITE_BUSY;
		s->exclusive = 1;
		l->lock = SQLITE_LOCK_EXCLUSIVE;
	}
	return SQLITE_OK;
}

static int file_shm_unmap(sqlite3_file *f, int remove)
{
	struct layer_file *l = of(f);
	struct sharing *s = disk_sharing(l->fd);

	if (!l->has_shm)
		return SQLITE_OK;
	for (int i = 0; i < 8; i++) {
		s->shm_shared[i] -= l->shm_shared >> i & 1;
		s->shm_exclusive[i] -= l->shm_exclusive >> i & 1;
	}
	l->shm_shared = l->shm_exclusive = 0;
	l->has_shm = false;
	s->shm_users--;
	if (remove && !s->shm_users) {
		for (int i = 0; i < s->shm_count; i++)
			free(s->shm[i]);
		s->shm_count = 0;
	}
	return SQLITE_OK;
}

static int file_close(sqlite3_file *f)
{
	struct layer_file *l = of(f);

	(void)file_shm_unmap(f, 0);
	(void)file_unlock(f, SQLITE_LOCK_NONE);
	disk_close(l->fd);
	if (l->dies_with)
		(void)disk_unlink(l->path);
	return SQLITE_OK;
}

static int file_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	int64_t got = disk_read(of(f)->fd, p, (size_t)n, at);

	if (got < 0)
		return SQLITE_IOERR_READ;
	if (got == n)
		return SQLITE_OK;
	memset((char *)p + got, 0, (size_t)(n - got));
	return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	return disk_write(of(f)->fd, p, (size_t)n, at) == n ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return disk_truncate(of(f)->fd, size) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

/* Like the system's layer: the first sync of a journal syncs the folder its name stands in. */
static int file_sync(sqlite3_file *f, int flags)
{
	struct layer_file *l = of(f);

	(void)flags;
	if (disk_sync(l->fd))
		return SQLITE_IOERR_FSYNC;
	if (l->syncs_folder && disk_sync_folder())
		return SQLITE_IOERR_DIR_FSYNC;
	l->syncs_folder = false;
	return SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *out)
{
	*out = disk_size(of(f)->fd);
	return SQLITE_OK;
}

static int file_reserved(sqlite3_file *f, int *out)
{
	*out = disk_sharing(of(f)->fd)->reserved;
	return SQLITE_OK;
}

static int file_control(sqlite3_file *f, int op, void *arg)
{
	(void)f;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *f)
{
	(void)f;
	return 4096;
}

static int file_device(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	struct layer_file *l = of(f);
	struct sharing *s = disk_sharing(l->fd);

	*out = NULL;
	assert(page < (int)(sizeof(s->shm) / sizeof(s->shm[0])));
	if (!l->has_shm) {
		l->has_shm = true;
		s->shm_users++;
	}
	while (extend && s->shm_count <= page) {
		s->shm[s->shm_count] = calloc(1, (size_t)size);
		assert(s->shm[s->shm_count]);
		s->shm_count++;
	}
	if (page < s->shm_count)
		*out = s->shm[page];
	return SQLITE_OK;
}

static int file_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	struct layer_file *l = of(f);
	struct sharing *s = disk_sharing(l->fd);
	bool is_shared = flags & SQLITE_SHM_SHARED;

	for (int i = offset; i < offset + n && (flags & SQLITE_SHM_LOCK); i++) {
		int others_shared = s->shm_shared[i] - (l->shm_shared >> i & 1);
		int others_exclusive = s->shm_exclusive[i] - (l->shm_exclusive >> i & 1);

		if (others_exclusive || (!is_shared && others_shared))
			return SQLITE_BUSY;
	}
	for (int i = offset; i < offset + n; i++) {
		int *held = is_shared ? &l->shm_shared : &l->shm_exclusive;
		int *count = is_shared ? &s->shm_shared[i] : &s->shm_exclusive[i];
		bool has = *held >> i & 1, wants = flags & SQLITE_SHM_LOCK;

		*count += wants - has;
		*held = wants ? *held | 1 << i : *held & ~(1 << i);
	}
	return SQLITE_OK;
}

static void file_shm_barrier(sqlite3_file *f)
{
	(void)f;
}

static const sqlite3_io_methods methods = { .iVersion = 2, .xClose = file_close, .xRead = file_read, .xWrite = file_write,
	.xTruncate = file_truncate, .xSync = file_sync, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved, .xFileControl = file_control, .xSectorSize = file_sector,
	.xDeviceCharacteristics = file_device, .xShmMap = file_shm_map, .xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap };

static int layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	struct layer_file *l = of(f);
	bool is_new = name && disk_size_of(name) < 0;

	(void)vfs;
	*l = (struct layer_file){ .fd = -1 };
	assert(name && strlen(name) < sizeof(l->path)); /* nothing is put aside in a nameless file */
	l->fd = disk_open(name, flags & SQLITE_OPEN_CREATE ? O_RDWR | O_CREAT : O_RDWR);
	if (l->fd < 0)
		return SQLITE_CANTOPEN;
	memcpy(l->path, name, strlen(name) + 1);
	l->syncs_folder = is_new && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL));
	l->dies_with = flags & SQLITE_OPEN_DELETEONCLOSE;
	l->base.pMethods = &methods;
	if (out_flags)
		*out_flags = flags;
	return SQLITE_OK;
}

static int layer_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	(void)vfs;
	if (disk_unlink(name))
		return errno == ENOENT ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
	return sync_folder && disk_sync_folder() ? SQLITE_IOERR_DIR_FSYNC : SQLITE_OK;
}

/* As the system's layer: an empty file is not there. */
static int layer_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)vfs;
	*out = flags == SQLITE_ACCESS_EXISTS ? disk_size_of(name) > 0 : disk_size_of(name) >= 0;
	return SQLITE_OK;
}

static int layer_path(sqlite3_vfs *vfs, const char *name, int max, char *out)
{
	(void)vfs;
	assert((int)strlen(name) < max);
	memcpy(out, name, strlen(name) + 1);
	return SQLITE_OK;
}

static int layer_random(sqlite3_vfs *vfs, int n, char *out)
{
	(void)vfs;
	for (int i = 0; i < n; i++)
		out[i] = (char)roll(&world.program);
	return n;
}

static int layer_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	world.now += (microseconds + 999999) / 1000000;
	return microseconds;
}

static int layer_now(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
	(void)vfs;
	*out = INT64_C(210866760000000) + world.now * 1000;
	return SQLITE_OK;
}

static int layer_day(sqlite3_vfs *vfs, double *out)
{
	sqlite3_int64 now;

	(void)layer_now(vfs, &now);
	*out = (double)now / 86400000.0;
	return SQLITE_OK;
}

static int layer_error(sqlite3_vfs *vfs, int n, char *out)
{
	(void)vfs;
	(void)n;
	(void)out;
	return world.trouble;
}

void layer_register(void)
{
	static sqlite3_vfs layer = { .iVersion = 2, .szOsFile = sizeof(struct layer_file), .mxPathname = 60, .zName = "simulated",
		.xOpen = layer_open, .xDelete = layer_delete, .xAccess = layer_access, .xFullPathname = layer_path,
		.xRandomness = layer_random, .xSleep = layer_sleep, .xCurrentTime = layer_day, .xGetLastError = layer_error,
		.xCurrentTimeInt64 = layer_now };
	int rc = sqlite3_vfs_register(&layer, 1);

	assert(!rc);
}

void layer_forget(void)
{
	sqlite3_randomness(0, NULL);
}
