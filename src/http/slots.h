/* SPDX-License-Identifier: EUPL-1.2
 *
 * Slots: one for each open connection, so that no one holds them all by being slow.  Silence is ended by the
 * library's own timeout; who drips a byte now and then is not silent, and is ended here when somebody else asks to
 * come in (only then does he harm anyone, and so no clock has to tick).  All functions may be called by any thread.
 */
#ifndef FYR_HTTP_SLOTS_H
#define FYR_HTTP_SLOTS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum slot_state {
	SLOT_FREE,
	SLOT_HEADER,  /* waits for a request, or for the rest of its header */
	SLOT_BODY,
	SLOT_WORKING, /* the handler runs: never ended from here */
	SLOT_SENDING
};

struct slot {
	enum slot_state state;
	int fd;         /* borrowed; shut down, never closed, from here */
	int64_t since;  /* seconds of the monotonic clock at the last change of state */
	struct arena *arena; /* kept for the connection's next request, or NULL; only the connection's thread looks at it */
};

struct slots {
	pthread_mutex_t mutex; /* guards all below */
	struct slot *all;
	size_t count, used, admitted_max;
	unsigned timeout_seconds;
};

enum { SLOTS_SPARE = 8 }; /* connections on their way out while new ones come in */

/* `admitted_max` + SLOTS_SPARE slots in the arena. */
void slots_init(struct slots *slots, struct arena *a, size_t admitted_max, unsigned timeout_seconds);
void slots_end(struct slots *slots);

/* May one more come in?  Ends first whoever has been too slow at `now`. */
bool slots_admit(struct slots *slots, int64_t now);

/* A slot for a connection, NULL when all are taken. */
struct slot *slot_take(struct slots *slots, int fd, int64_t now);
void slot_set(struct slots *slots, struct slot *slot, enum slot_state state, int64_t now);
/* Also ends the arena kept in it. */
void slot_give_back(struct slots *slots, struct slot *slot);

#endif
