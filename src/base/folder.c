/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"

char *folder_name(struct arena *a, const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return arena_copy(a, path, n);
}

/* The folders above a path below `folder`, as far as they are missing. */
static int folders_made(struct arena *a, const char *folder, const char *path)
{
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
		if (mkdir(arena_print(a, "%s/%.*s", folder, (int)(slash - path), path), 0755) && errno != EEXIST)
			return -1;
	return 0;
}

const struct fault *folder_put(struct arena *a, const struct env *env, const char *folder, const char *path, const void *bytes,
	size_t n)
{
	const char *whole = arena_print(a, "%s/%s", folder, path);
	const int flags = O_WRONLY | O_CREAT | O_EXCL;
	int fd = env_file_open(env, whole, flags, 0644);
	bool ok;

	if (fd < 0 && errno == ENOENT && !folders_made(a, folder, path))
		fd = env_file_open(env, whole, flags, 0644);
	if (fd < 0)
		return file_fault(a, __func__, whole, "made");
	ok = file_write_all(env, fd, bytes, n);
	return close(fd) || !ok ? file_fault(a, __func__, whole, "written") : NULL;
}

const struct fault *folder_sync(struct arena *a, const struct env *env, const char *folder)
{
	int fd, result;
	const struct fault *f = file_open(a, env, folder, O_RDONLY | O_DIRECTORY, &fd);

	if (f)
		return f;
	errno = env_file_fault(env, ENV_SYNC);
	result = errno ? -1 : syncfs(fd);
	(void)close(fd);
	return result ? file_fault(a, __func__, folder, "synced to the disk") : NULL;
}

/* One walk. */
struct walk {
	struct arena *arena;
	const struct env *env;
	const char *folder;
	void (*meet)(void *self, const struct folder_item *item);
	void *self;
};

static const struct fault *walked(const struct walk *w, const char *path, int depth, int64_t *out_count);

static const struct fault *met(const struct walk *w, const char *path, int depth)
{
	struct folder_item item = { .path = path };
	const struct fault *f = NULL;
	struct stat st;

	if (lstat(arena_print(w->arena, "%s/%s", w->folder, path), &st))
		return file_fault(w->arena, "folder_walk", path, "looked at");
	item.is_file = S_ISREG(st.st_mode);
	item.is_folder = S_ISDIR(st.st_mode) && depth < FOLDER_DEPTH_MAX;
	if (item.is_folder)
		f = walked(w, path, depth + 1, &item.count);
	if (!f)
		w->meet(w->self, &item);
	return f;
}

/* What is in one folder; as deep as FOLDER_DEPTH_MAX. */
static const struct fault *walked(const struct walk *w, const char *path, int depth, int64_t *out_count)
{
	const char *whole = *path ? arena_print(w->arena, "%s/%s", w->folder, path) : w->folder;
	const struct fault *f = NULL;
	int error = env_file_fault(w->env, ENV_OPEN);
	DIR *open = error ? NULL : opendir(whole);
	const struct dirent *next;
	int64_t count = 0;

	if (!open) {
		errno = error ? error : errno;
		return file_fault(w->arena, "folder_walk", whole, "read");
	}
	while (!f && (errno = 0, next = readdir(open))) {
		size_t mark = arena_mark(w->arena);

		if (!strcmp(next->d_name, ".") || !strcmp(next->d_name, ".."))
			continue;
		count++;
		f = met(w, *path ? arena_print(w->arena, "%s/%s", path, next->d_name) : arena_text(w->arena, next->d_name), depth);
		if (!f)
			arena_rewind(w->arena, mark);
	}
	if (!f && errno)
		f = file_fault(w->arena, "folder_walk", whole, "read");
	(void)closedir(open);
	*out_count = count;
	return f;
}

const struct fault *folder_walk(struct arena *a, const struct env *env, const char *folder,
	void (*meet)(void *self, const struct folder_item *item), void *self)
{
	const struct walk w = { a, env, folder, meet, self };
	int64_t count;

	return walked(&w, "", 0, &count);
}

static void removed(void *self, const struct folder_item *item)
{
	const struct walk *w = self;
	const char *whole = arena_print(w->arena, "%s/%s", w->folder, item->path);

	(void)(item->is_folder ? rmdir(whole) : unlink(whole));
}

void folder_remove(struct arena *a, const struct env *env, const char *folder)
{
	struct walk w = { .arena = a, .folder = folder };
	const struct fault *f = folder_walk(a, env, folder, removed, &w);

	(void)f;
	(void)rmdir(folder);
}

const struct fault *folder_begin(struct arena *a, const struct env *env, struct hasher *h, const char *target,
	struct folder_new *out)
{
	const char *name = folder_name(a, target), *path = arena_print(a, "%s.unfinished-%d", name, (int)getpid());
	struct stat st;

	/* An empty folder is taken for the place meant; what holds anything is never touched. */
	if (!lstat(name, &st) && (!S_ISDIR(st.st_mode) || rmdir(name)))
		return fault_new(a, FAULT_REFUSED, __func__, "%s is there already and not an empty folder", name);
	if (mkdir(path, 0755))
		return fault_new(a, errno == ENOENT ? FAULT_NOTHING : errno == EEXIST ? FAULT_REFUSED : FAULT_SYSTEM, __func__,
			"the folder %s cannot be made: %s", path, strerror(errno));
	*out = (struct folder_new){ .arena = a, .env = env, .hasher = h, .target = name, .path = path };
	out_init(&out->sums, a, ARENA_REQUEST_MAX);
	return NULL;
}

const struct fault *folder_add(struct folder_new *n, const char *path, const void *bytes, size_t count)
{
	const struct hash sum = hash_of(n->hasher, bytes, count, NULL, 0, NULL, 0);

	folder_tell_sum(n, path, &sum);
	return folder_put(n->arena, n->env, n->path, path, bytes, count);
}

void folder_tell_sum(struct folder_new *n, const char *path, const struct hash *sum)
{
	out_print(&n->sums, "%s  %s\n", hex_from(n->arena, sum->bytes, HASH_BYTES), path);
}

const struct fault *folder_end(struct folder_new *n, const struct fault *so_far)
{
	const struct fault *f = so_far;

	if (!f)
		f = folder_put(n->arena, n->env, n->path, "SHA256SUMS", n->sums.bytes, n->sums.length);
	if (!f)
		f = folder_sync(n->arena, n->env, n->path);
	if (!f)
		f = file_place(n->arena, n->env, n->path, n->target);
	if (f)
		folder_remove(n->arena, n->env, n->path);
	return f;
}
