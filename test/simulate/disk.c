/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { SECTOR = 512, NAMES_MAX = 32, FDS_MAX = 128, FIRST_FD = 3000, PATH_BYTES = 64, OPS_MAX = 256 };

struct change {
	struct change *next;
	int64_t at;       /* where, or the new size */
	size_t n;
	bool is_cut;
	char bytes[];
};

struct image {
	char *bytes;
	size_t size, room;
};

struct file {
	struct image now, safe;            /* as the program sees it, and as the platters have it */
	struct change *first, **last;      /* between the two */
	struct sharing sharing;
	int opens;
};

struct name {
	char path[PATH_BYTES];
	struct file *file;
};

/* One unsynced deed on the folder. */
struct deed {
	char path[PATH_BYTES];             /* this name ... */
	struct file *file;                 /* ... means this file from now on; NULL: is gone */
	char gone[PATH_BYTES];             /* and this name is gone with it; "" none */
};

static struct disk {
	struct name now[NAMES_MAX], safe[NAMES_MAX];
	struct deed deeds[OPS_MAX];
	size_t deed_count;
	struct {
		struct file *file;             /* NULL and is_folder: the folder */
		bool is_open, is_folder;
		int64_t place;
	} fds[FDS_MAX];
	struct file *files[1024];
	size_t file_count;
} disk;

/* ------------------------------------------------------------------------------------------- images --- */

static void image_size(struct image *i, size_t size)
{
	if (size > i->room) {
		i->room = size * 2 + 4096;
		i->bytes = realloc(i->bytes, i->room);
		assert(i->bytes);
	}
	if (size > i->size)
		memset(i->bytes + i->size, 0, size - i->size);
	i->size = size;
}

static void image_write(struct image *i, const char *bytes, size_t n, size_t at)
{
	if (at + n > i->size)
		image_size(i, at + n);
	if (n)
		memcpy(i->bytes + at, bytes, n);
}

static void image_change(struct image *i, const struct change *c)
{
	if (c->is_cut)
		image_size(i, (size_t)c->at);
	else
		image_write(i, c->bytes, c->n, (size_t)c->at);
}

static void add_change(struct file *f, const void *bytes, size_t n, int64_t at, bool is_cut)
{
	struct change *c = malloc(sizeof(*c) + n);

	assert(c);
	*c = (struct change){ .at = at, .n = n, .is_cut = is_cut };
	if (n)
		memcpy(c->bytes, bytes, n);
	*f->last = c;
	f->last = &c->next;
	image_change(&f->now, c);
}

static void drop_changes(struct file *f)
{
	for (struct change *c = f->first, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	f->first = NULL;
	f->last = &f->first;
}

/* ------------------------------------------------------------------------------------------- names --- */

static struct name *name_at(struct name *names, const char *path)
{
	for (size_t i = 0; i < NAMES_MAX; i++)
		if (names[i].file && !strcmp(names[i].path, path))
			return &names[i];
	return NULL;
}

static void name_set(struct name *names, const char *path, struct file *file)
{
	struct name *n = name_at(names, path);

	for (size_t i = 0; !n && i < NAMES_MAX; i++)
		if (!names[i].file)
			n = &names[i];
	assert(n && strlen(path) < PATH_BYTES);
	memmove(n->path, path, strlen(path) + 1);
	n->file = file;
}

static void deed_done(struct name *names, const struct deed *d)
{
	struct name *gone = *d->gone ? name_at(names, d->gone) : NULL;

	if (gone)
		gone->file = NULL;
	gone = d->file ? NULL : name_at(names, d->path);
	if (gone)
		gone->file = NULL;
	if (d->file)
		name_set(names, d->path, d->file);
}

static void add_deed(const char *path, struct file *file, const char *gone)
{
	struct deed *d = &disk.deeds[disk.deed_count++];

	assert(disk.deed_count <= OPS_MAX && strlen(path) < PATH_BYTES && strlen(gone) < PATH_BYTES);
	*d = (struct deed){ .file = file };
	memcpy(d->path, path, strlen(path) + 1);
	memcpy(d->gone, gone, strlen(gone) + 1);
	deed_done(disk.now, d);
}

static bool is_named(const struct file *f)
{
	for (size_t i = 0; i < NAMES_MAX; i++)
		if (disk.now[i].file == f || disk.safe[i].file == f)
			return true;
	for (size_t i = 0; i < disk.deed_count; i++)
		if (disk.deeds[i].file == f)
			return true;
	return false;
}

static void file_free(struct file *f)
{
	drop_changes(f);
	for (int i = 0; i < f->sharing.shm_count; i++)
		free(f->sharing.shm[i]);
	free(f->now.bytes);
	free(f->safe.bytes);
	free(f);
}

/* Files without a name that nobody has open. */
static void sweep(void)
{
	size_t kept = 0;

	for (size_t i = 0; i < disk.file_count; i++) {
		if (disk.files[i]->opens || is_named(disk.files[i]))
			disk.files[kept++] = disk.files[i];
		else
			file_free(disk.files[i]);
	}
	disk.file_count = kept;
}

/* ------------------------------------------------------------------------------------------- calls --- */

/* Every call that changes something counts down to the power cut. */
static bool is_off(void)
{
	if (world.power == DISK_ON && world.cut_after > 0 && --world.cut_after == 0)
		world.power = DISK_OFF;
	if (world.dies_after > 0 && --world.dies_after == 0)
		world.is_process_dead = true;
	errno = EIO;
	return world.power == DISK_OFF || world.is_process_dead;
}

static int free_fd(void)
{
	int fd = 0;

	while (disk.fds[fd].is_open) {
		fd++;
		assert(fd < FDS_MAX);
	}
	return fd;
}

bool disk_is_open(int fd)
{
	return fd >= FIRST_FD && fd < FIRST_FD + FDS_MAX && disk.fds[fd - FIRST_FD].is_open;
}

bool disk_is_folder(int fd)
{
	return disk_is_open(fd) && disk.fds[fd - FIRST_FD].is_folder;
}

static struct file *file_of(int fd)
{
	assert(disk_is_open(fd) && !disk_is_folder(fd));
	return disk.fds[fd - FIRST_FD].file;
}

int disk_open(const char *path, int flags)
{
	struct name *n = name_at(disk.now, path);
	struct file *f = n ? n->file : NULL;
	int fd = free_fd();

	if (is_off())
		return -1;
	if ((flags & O_DIRECTORY) || !strcmp(path, "/") || !strcmp(path, ".")) {
		disk.fds[fd].is_open = disk.fds[fd].is_folder = true;
		return FIRST_FD + fd;
	}
	errno = ENOENT;
	if (!f && !(flags & O_CREAT))
		return -1;
	if (!f) {
		sweep();
		f = calloc(1, sizeof(*f));
		assert(f && disk.file_count < sizeof(disk.files) / sizeof(disk.files[0]));
		f->last = &f->first;
		disk.files[disk.file_count++] = f;
		add_deed(path, f, "");
	} else if (flags & O_TRUNC) {
		add_change(f, NULL, 0, 0, true);
	}
	f->opens++;
	disk.fds[fd].file = f;
	disk.fds[fd].is_open = true;
	disk.fds[fd].is_folder = false;
	disk.fds[fd].place = 0;
	return FIRST_FD + fd;
}

void disk_close(int fd)
{
	if (!disk_is_folder(fd))
		file_of(fd)->opens--;
	disk.fds[fd - FIRST_FD].is_open = false;
	disk.fds[fd - FIRST_FD].is_folder = false;
}

int64_t *disk_place(int fd)
{
	assert(disk_is_open(fd));
	return &disk.fds[fd - FIRST_FD].place;
}

int64_t disk_read(int fd, void *bytes, size_t n, int64_t at)
{
	const struct image *i = &file_of(fd)->now;
	size_t there = (size_t)at < i->size ? i->size - (size_t)at : 0;

	errno = EIO;
	if (world.power == DISK_OFF || world.is_process_dead)
		return -1;
	n = n < there ? n : there;
	if (n)
		memcpy(bytes, i->bytes + at, n);
	return (int64_t)n;
}

int64_t disk_write(int fd, const void *bytes, size_t n, int64_t at)
{
	if (is_off())
		return -1;
	add_change(file_of(fd), bytes, n, at, false);
	return (int64_t)n;
}

int disk_truncate(int fd, int64_t size)
{
	if (is_off())
		return -1;
	add_change(file_of(fd), NULL, 0, size, true);
	return 0;
}

int disk_sync_folder(void)
{
	if (is_off())
		return -1;
	for (size_t i = 0; i < disk.deed_count; i++)
		deed_done(disk.safe, &disk.deeds[i]);
	disk.deed_count = 0;
	return 0;
}

int disk_sync(int fd)
{
	struct file *f;

	if (disk_is_folder(fd))
		return disk_sync_folder();
	f = file_of(fd);
	if (is_off())
		return -1;
	if (world.ignores_sync && rare(&world.disk, 2))
		return 0;
	for (const struct change *c = f->first; c; c = c->next)
		image_change(&f->safe, c);
	drop_changes(f);
	return 0;
}

int64_t disk_size(int fd)
{
	return (int64_t)file_of(fd)->now.size;
}

int64_t disk_size_of(const char *path)
{
	const struct name *n = name_at(disk.now, path);

	return n ? (int64_t)n->file->now.size : -1;
}

int disk_rename(const char *from, const char *to)
{
	struct name *n = name_at(disk.now, from);

	if (is_off())
		return -1;
	errno = ENOENT;
	if (!n)
		return -1;
	add_deed(to, n->file, from);
	return 0;
}

int disk_unlink(const char *path)
{
	if (is_off())
		return -1;
	errno = ENOENT;
	if (!name_at(disk.now, path))
		return -1;
	add_deed(path, NULL, "");
	return 0;
}

struct sharing *disk_sharing(int fd)
{
	return &file_of(fd)->sharing;
}

/* ------------------------------------------------------------------------------------------- crash --- */

/* Half of the sectors a write touched got to the platter. */
static void tear(struct image *i, const struct change *c)
{
	size_t at = (size_t)c->at, end = at + c->n;

	while (at < end) {
		size_t next = (at / SECTOR + 1) * SECTOR;

		next = next < end ? next : end;
		if (rare(&world.disk, 2))
			image_write(i, c->bytes + (at - (size_t)c->at), next - at, at);
		at = next;
	}
}

static void crash_file(struct file *f)
{
	for (const struct change *c = f->first; c; c = c->next) {
		int fate = pick(&world.disk, 4);

		if (fate < 2) {
			world.dropped++;
		} else if (fate == 2 && c->n > SECTOR) {
			world.torn++;
			tear(&f->safe, c);
		} else {
			world.kept++;
			image_change(&f->safe, c);
		}
	}
	drop_changes(f);
	image_size(&f->now, 0);
	image_write(&f->now, f->safe.bytes, f->safe.size, 0);
	for (int i = 0; i < f->sharing.shm_count; i++)
		free(f->sharing.shm[i]);
	f->sharing = (struct sharing){ 0 };
}

void disk_crash(void)
{
	/* In the order of their making, which is the seed's: never by address. */
	for (size_t i = 0; i < disk.file_count; i++)
		crash_file(disk.files[i]);
	for (size_t i = 0; i < disk.deed_count; i++) {
		if (rare(&world.disk, 2))
			deed_done(disk.safe, &disk.deeds[i]);
		else
			world.names_dropped++;
	}
	disk.deed_count = 0;
	memcpy(disk.now, disk.safe, sizeof(disk.now));
	sweep();
}

void disk_start(void)
{
	for (size_t i = 0; i < FDS_MAX; i++)
		assert(!disk.fds[i].is_open); /* the dead process has been cleared away */
	world.power = DISK_ON;
	world.cut_after = -1;
}

void disk_empty(void)
{
	for (size_t i = 0; i < disk.file_count; i++)
		file_free(disk.files[i]);
	disk = (struct disk){ 0 };
}
