/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/lines.h"

#include <unistd.h>

void lines_init(struct lines *l)
{
	(void)pthread_mutex_init(&l->lock, NULL);
	l->count = 0;
}

void lines_end(struct lines *l)
{
	while (l->count)
		(void)close(l->idle[--l->count]);
	(void)pthread_mutex_destroy(&l->lock);
}

int lines_take(struct lines *l)
{
	int fd = -1;

	if (!l)
		return -1;
	(void)pthread_mutex_lock(&l->lock);
	if (l->count)
		fd = l->idle[--l->count];
	(void)pthread_mutex_unlock(&l->lock);
	return fd;
}

void lines_give(struct lines *l, int fd)
{
	if (l) {
		(void)pthread_mutex_lock(&l->lock);
		if (l->count < LINES_MAX) {
			l->idle[l->count++] = fd;
			fd = -1;
		}
		(void)pthread_mutex_unlock(&l->lock);
	}
	if (fd >= 0)
		(void)close(fd);
}
