/* SPDX-License-Identifier: EUPL-1.2
 *
 * Lines: connections to the writer that are kept between a worker's questions, since to make one costs more than to ask.
 * One set for all threads of a worker; each line is one thread's from lines_take to lines_give.
 */
#ifndef FYR_DOORS_LINES_H
#define FYR_DOORS_LINES_H

#include <pthread.h>
#include <stddef.h>

enum { LINES_MAX = 64 }; /* both workers' together leave most of the writer's places to whoever else asks */

struct lines {
	pthread_mutex_t lock; /* guards the rest */
	int idle[LINES_MAX];
	size_t count;
};

void lines_init(struct lines *l);
void lines_end(struct lines *l); /* closes the idle ones */

/* A line nobody uses, the one used last; -1: there is none.  NULL has none. */
int lines_take(struct lines *l);

/* Keeps a line on which the last question was wholly answered; closes it when there is no place, or no set to keep it. */
void lines_give(struct lines *l, int fd);

#endif
