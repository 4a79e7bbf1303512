/* SPDX-License-Identifier: EUPL-1.2
 *
 * disk: laid before the C library (LD_PRELOAD), makes the disk slower: each sync lasts SYNC_MICROSECONDS longer.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int synced(const char *name, int fd)
{
	int (*real)(int), result;
	void *found = dlsym(RTLD_NEXT, name);
	const char *told = getenv("SYNC_MICROSECONDS");
	long more = told ? strtol(told, NULL, 10) : 0;
	struct timespec t = { more / 1000000, more % 1000000 * 1000 };

	memcpy(&real, &found, sizeof(real));
	result = real(fd);
	if (more)
		(void)nanosleep(&t, NULL);
	return result;
}

int fsync(int fd)
{
	return synced("fsync", fd);
}

int fdatasync(int fd)
{
	return synced("fdatasync", fd);
}
