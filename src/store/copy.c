/* SPDX-License-Identifier: EUPL-1.2 */
#include <fcntl.h>
#include <unistd.h>

#include "store/store.h"

/* A file and its folder on the disk: VACUUM INTO does not sync (ledger.md §4). */
static bool synced(struct arena *a, const char *path)
{
	const char *slash = NULL;
	bool ok;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	ok = !fsync(fd);
	(void)close(fd);
	for (const char *p = path; *p; p++)
		if (*p == '/')
			slash = p;
	fd = open(slash ? arena_copy(a, path, (size_t)(slash - path) + 1) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok &= !fsync(fd);
	(void)close(fd);
	return ok;
}

const struct fault *store_copy(struct store *s, struct arena *a, const char *target)
{
	store_run(s, "VACUUM INTO ?", "t", target);
	if (store_fault(s))
		return store_fault(s);
	if (!synced(a, target))
		return fault_new(a, FAULT_SYSTEM, __func__, "%s cannot be synced to the disk", target);
	return NULL;
}
